"""Files of orders, and callers who want to stay secret, on both real databases."""

import pytest

from bot.bootstrap import Services
from bot.business.errors import Invalid, NotFound
from bot.business.orders.actor import Actor
from bot.business.orders.asker import Asker
from bot.business.orders.order import Draft
from bot.business.staff import Role
from tests.integration.store.order_people import (
    CALLER,
    LEAD,
    OTHER,
    UNIT,
    Clock,
    dispatched,
    together,
)


def test_a_secret_caller_stays_hidden_from_the_unit(services: Services) -> None:
    told = "举报人电话 13800138000，路灯坏了"
    number = dispatched(services, "s", Draft(told, "人民路", "", "13800138000", keep_secret=True)).number
    services.citizen_orders.add_facts(number, CALLER, "有事打 13800138000")
    photo = services.attachments.add(number, "身份证.png", PNG, CALLER)
    for seen in (
        services.work_orders.find_for(number, UNIT),
        services.work_orders.search(by=UNIT).orders,
        services.work_orders.events_for(number, UNIT),
        services.attachments.listed(number, UNIT),
    ):
        assert "13800138000" not in str(seen)
        assert photo.id not in str(seen)
    with pytest.raises(NotFound):
        services.attachments.read(photo.id, UNIT)
    assert services.attachments.read(photo.id, LEAD)[1] == PNG
    assert services.work_orders.find_for(number, LEAD).callback_phone == "13800138000"


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def test_files_are_kept_once_and_shown_to_whom_they_concern(services: Services, clock: Clock) -> None:
    number = dispatched(services).number
    files = together(4, lambda _: services.attachments.add(number, "../现场.png", PNG, CALLER))
    assert len({file.id for file in files}) == 1
    assert services.attachments.read(files[0].id, UNIT) == (files[0], PNG)
    clock.forward(minutes=1)
    inner = services.attachments.add(number, "内部说明.pdf", b"%PDF-1.7", UNIT)
    assert services.attachments.listed(number, CALLER) == [files[0]]
    assert services.attachments.listed(number, LEAD) == [files[0], inner]
    for by in (OTHER, Asker("8001"), Actor("x", Role.AUDITOR)):
        with pytest.raises(NotFound):
            services.attachments.read(files[0].id, by)
        with pytest.raises(NotFound):
            services.attachments.add(number, "a.png", PNG, by)
    with pytest.raises(NotFound):
        services.attachments.read(inner.id, CALLER)
    with pytest.raises(Invalid):
        services.attachments.add(number, "照片.png", b"MZ", CALLER)
    assert [event.action for event in services.work_orders.events(number)].count("file_added") == 2
