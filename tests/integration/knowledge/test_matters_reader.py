"""The catalogue is read whole or not at all, and every problem is named with its place."""

from pathlib import Path

import pytest

from bot.business.orders.order import Urgency
from bot.knowledge.matters_reader import read_catalogue
from bot.knowledge.reader import KnowledgeError, read

SHIPPED = Path("data")
MATTERS, UNITS = "reference/matters.yml", "reference/units.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reference").mkdir()
    for name in (MATTERS, UNITS):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def edit(folder: Path, old: str, new: str, file: str = MATTERS) -> None:
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        read_catalogue(folder)
    return [str(each) for each in raised.value.problems]


def test_the_shipped_catalogue_is_whole() -> None:
    catalogue = read_catalogue(SHIPPED)
    assert len(catalogue.matters) >= 90
    assert all(catalogue.of_unit(unit) for unit in catalogue.units)
    assert all(8 <= len(matter.examples) <= 15 for matter in catalogue.matters.values())
    assert {matter.urgency for matter in catalogue.matters.values()} == set(Urgency)
    assert "110" in (catalogue.matter("fraud").redirect or "")
    assert catalogue.matter("pension_unpaid").personal
    assert not catalogue.matter("street_lamp").personal


def test_offices_that_answers_name_have_units() -> None:
    offices = set(read(SHIPPED, "wenzhou").departments) - {"general"}
    assert offices <= set(read_catalogue(SHIPPED).units)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("code: pension_amount", "code: pension_unpaid", "code“pension_unpaid”已经在 reference/matters.yml"),
        ("code: pension_amount", "code: 养老金", "小写字母"),
        ("code: pension_amount", "code: Pension", "小写字母"),
        ("code: pension_amount", f"code: {'a' * 65}", "小写字母"),
        ("name: 养老金核算有异议", "name: ''", "缺少 name"),
        ("unit: labour", "unit: nobody", "没有“nobody”这个承办单位"),
        ("kind: help", "kind: wish", "只能是：consult、help"),
        ("urgency: general", "urgency: fast", "只能是：emergency"),
        ("urgency: general", "speed: general", "不认识的项目“speed”"),
        ("personal: true", "personal: 是", "只能写 true 或 false"),
        ("- 退休金突然断了，我也没收到通知", "- 这个月养老金怎么还没打到卡上！", "已经有了"),
        ("- 我觉得我的养老金算少了", "- 这个月 养老金 怎么还没打到卡上", "已经有了"),
        ("- 这个月养老金怎么还没打到卡上", "- 12", "每句都是文字"),
        ("            examples:", "            examples: 没有\n            other:", "缺少 examples 列表"),
        ("    subgroups:", "    below:", "缺少 subgroups 列表"),
        ("groups:", "groups: [", "YAML 写法有误"),
    ],
)
def test_each_mistake_is_named_with_file_and_line(folder: Path, old: str, new: str, told: str) -> None:
    edit(folder, old, new)
    found = [each for each in problems(folder) if told in each]
    assert found
    assert found[0].startswith("reference/matters.yml:")
    assert int(found[0].split(":")[1]) >= 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("code: labour,", "code: hrss,", "code“hrss”已经在 reference/units.yml"),
        ("groups: [social]", "groups: [police]", "坐席组只能是"),
        ("groups: [social]", "group: social", "缺少 groups 列表"),
    ],
)
def test_mistakes_of_units(folder: Path, old: str, new: str, told: str) -> None:
    edit(folder, old, new, UNITS)
    assert any(told in each and each.startswith("reference/units.yml:") for each in problems(folder))


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    edit(folder, "kind: help", "kind: wish")
    (folder / UNITS).unlink()
    told = problems(folder)
    assert any("缺少这个文件" in each for each in told)
    assert any("只能是" in each for each in told)
