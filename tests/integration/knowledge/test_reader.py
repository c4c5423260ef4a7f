"""A knowledge base is read whole or not at all, and every problem is named with its place."""

import shutil
from pathlib import Path

import pytest

from bot.knowledge.reader import KnowledgeError, fingerprint, knowledge_files, read
from bot.knowledge.releases import ActiveKnowledge, Releases, copy

SHIPPED = Path("data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy(SHIPPED, tmp_path / "kb")
    return tmp_path / "kb"


def edit(folder: Path, old: str, new: str, file: str = "faq/unemployment.yml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        read(folder, "wenzhou")
    return [str(each) for each in raised.value.problems]


def test_the_shipped_knowledge_base_is_whole() -> None:
    base = read(SHIPPED, "wenzhou")
    assert len(base.topics) >= 25
    assert all(len(topic.questions) >= 15 for topic in base.topics.values())
    assert all(value.source for value in base.region.values.values() if value.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: 失业金能领几个月", "title: ''", "title 应该是文字"),
        ("id: unemp_duration", "id: unemp_eligibility", "已经在 faq/unemployment.yml"),
        ("department: hrss", "department: police", "没有“police”这个部门"),
        ("as_of: 2026-11-23", "as_of: 去年", "应该是日期"),
        ("as_of: 2026-11-23", "as_of: 2026-02-30", "读不懂"),
        ("screen: |", "screens: |", "不认识的项目“screens”"),
        ("- 失业金能领多久", "- 失业金 最多领几个月！", "和本条的“失业金最多领几个月”相同"),
        ("- 失业金能领多久", "- 失业金谁能领", "会让小政分不清"),
        ("key: unemp.months_rule", "key: unemp.unknown", "地区文件里没有"),
        ("{region}的算法：{value}。", "算法是{amount}。", "say 里要有 {value}"),
        (
            "effective: 2011-07-01",
            "effective: 2027-01-01\n        expires: 2026-01-01",
            "失效日期早于生效日期",
        ),
        ("    answers:", "    answers: 没有\n    answer:", "answers 应该是列表"),
        ("group: unemployment", "group: other", "group 应该和文件名相同"),
        ("topics:", "topics: [", "YAML 写法有误"),
        ("- 失业金能领多久", "- 失业金水能领", "读音"),
        ("speech: 累计缴费", "speech: 累计缴费满15年就够，", "过时的说法"),
        ("article: 第四十六条, year: 2018", "article: 第四十六条, year: 2018, expires: 2026-12-31", "失效"),
        ("        speech: 累计缴费", "        spoken: 累计缴费", "缺少 speech"),
    ],
)
def test_each_mistake_is_named_with_file_and_line(folder: Path, old: str, new: str, told: str) -> None:
    edit(folder, old, new)
    found = [each for each in problems(folder) if told in each]
    assert found
    assert found[0].startswith("faq/unemployment.yml:")
    assert int(found[0].split(":")[1]) >= 1


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    edit(folder, "department: hrss", "department: police")
    edit(folder, "department: medical", "department: nobody", "faq/maternity.yml")
    (folder / "reference" / "departments.yml").unlink()
    told = problems(folder)
    assert any("maternity" in each for each in told)
    assert any("departments.yml" in each for each in told)


def test_a_value_without_source_is_refused(folder: Path) -> None:
    edit(
        folder,
        "label: 失业金每月标准, value: null",
        "label: 失业金每月标准, value: 2000元",
        "regions/wenzhou.yml",
    )
    assert any("出处" in each for each in problems(folder))


def test_answers_whose_periods_overlap_are_refused(folder: Path) -> None:
    edit(folder, "effective: 2027-01-01", "effective: 2026-12-01", "faq/personal_account.yml")
    assert any("有效期重叠" in each for each in problems(folder))


OUTDATED = [
    "男满60周岁就可以退休",
    "居民医保一年380元",
    "补缴以后马上能用",
    "急诊要补办备案",
    "可以拿家人的医保卡买药",
    "失业超过60天就作废",
    "签的协议合法有效",
    "医疗保障法规定这样处罚",
]
CURRENT = [
    "男原来60周岁退休，现在逐月延迟",
    "2024年度是380元",
    "职工补缴以后当月享受",
    "急诊抢救视同已备案，不用补备案",
    "不能拿家人的医保卡买药",
    "超过60天也不得拒发",
    "这样的协议无效",
    "《医疗保障法》将于2027年1月1日施行",
]


@pytest.mark.parametrize("line", OUTDATED)
def test_what_used_to_be_true_is_refused(folder: Path, line: str) -> None:
    edit(folder, "满1年不足5年：最长12个月", line)
    assert any(f"过时的说法“{line}”" in each for each in problems(folder))


@pytest.mark.parametrize("line", CURRENT)
def test_what_is_true_now_is_not(folder: Path, line: str) -> None:
    edit(folder, "满1年不足5年：最长12个月", line)
    assert read(folder, "wenzhou").topics


def test_an_opening_names_topics_that_exist(folder: Path) -> None:
    edit(folder, "topics: [medical_break,", "topics: [nothing,", "reference/openings.yml")
    assert any("没有“nothing”这个主题" in each for each in problems(folder))


def test_a_subject_alone_has_an_opening() -> None:
    base = read(SHIPPED, "wenzhou")
    assert base.opening("嗯那个医保的事") == base.opening("医保")
    assert len(base.opening("医保")) == 3
    assert base.opening("医保断了") == ()


def test_export_and_import_lose_nothing(folder: Path, tmp_path: Path) -> None:
    copy(folder, tmp_path / "again")
    for path in knowledge_files(folder):
        assert (tmp_path / "again" / path.relative_to(folder)).read_bytes() == path.read_bytes()
    assert fingerprint(tmp_path / "again") == fingerprint(folder)


def test_a_bad_release_is_never_written_and_going_back_is_one_step(folder: Path, tmp_path: Path) -> None:
    held = Releases(tmp_path / "releases", SHIPPED, "wenzhou")
    active = ActiveKnowledge(held, "wenzhou")
    before = active.current().release
    edit(folder, "最长12个月", "最长十二个月整")
    name = held.freeze(folder)
    assert active.current().release == before
    held.activate(name)
    assert "最长十二个月整" in active.current().topics["unemp_duration"].answers[0].screen
    edit(folder, "department: hrss", "department: police")
    with pytest.raises(KnowledgeError):
        held.freeze(folder)
    assert [path.name for path in (tmp_path / "releases").iterdir() if path.is_dir()] == [name]


def test_a_change_that_is_broken_leaves_the_last_good_one_serving(folder: Path, tmp_path: Path) -> None:
    active = ActiveKnowledge(Releases(tmp_path / "releases", folder, "wenzhou"), "wenzhou")
    good = active.current()
    edit(folder, "department: hrss", "department: police")
    assert active.current() is good
    shutil.rmtree(folder / "faq")
    assert active.current() is good
