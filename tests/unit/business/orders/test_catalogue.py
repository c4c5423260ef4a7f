"""The catalogue finds matters by code, by unit and by heading, and says what isn't there."""

import pytest

from bot.business.errors import NotFound
from bot.business.orders.catalogue import Catalogue, Level, Matter, Unit
from bot.business.orders.order import Kind, Urgency
from bot.business.queueing.groups import Group

CITY, UTILITIES = Level("city", "市容和市政"), Level("utilities", "水电气热")
LIGHTS, WATER = Level("facilities", "市政设施"), Level("water", "供水")


def matter(code: str, name: str, group: Level, subgroup: Level, unit: str) -> Matter:
    return Matter(code, name, group, subgroup, unit, Kind.HELP, Urgency.GENERAL, (name,))


LAMP = matter("street_lamp", "路灯不亮", CITY, LIGHTS, "lighting")
OUTAGE = matter("water_outage", "停水", UTILITIES, WATER, "water_supply")
FEE = matter("water_fee", "水费和水表", UTILITIES, WATER, "water_supply")
LIGHTING = Unit("lighting", "路灯管理单位", (Group.GENERAL,))
SUPPLY = Unit("water_supply", "供水单位", (Group.GENERAL,))
CATALOGUE = Catalogue([LAMP, OUTAGE, FEE], [LIGHTING, SUPPLY])


def test_a_matter_leads_to_its_unit() -> None:
    assert CATALOGUE.matter("street_lamp") is LAMP
    assert CATALOGUE.unit(CATALOGUE.matter("street_lamp").unit) is LIGHTING
    assert CATALOGUE.unit("water_supply") is SUPPLY


def test_what_is_not_in_it_is_refused_in_chinese() -> None:
    with pytest.raises(NotFound, match="目录里没有这个事项"):
        CATALOGUE.matter("nothing")
    with pytest.raises(NotFound, match="没有这个承办单位"):
        CATALOGUE.unit("nobody")


def test_a_unit_has_its_matters() -> None:
    assert CATALOGUE.of_unit("water_supply") == (OUTAGE, FEE)
    assert CATALOGUE.of_unit("nobody") == ()


def test_headings_stand_in_order_and_hold_their_matters() -> None:
    assert CATALOGUE.groups() == (CITY, UTILITIES)
    assert CATALOGUE.subgroups("utilities") == (WATER,)
    assert CATALOGUE.in_group("utilities") == CATALOGUE.in_group("water") == (OUTAGE, FEE)
    assert FEE.path == "水电气热 / 供水 / 水费和水表"
