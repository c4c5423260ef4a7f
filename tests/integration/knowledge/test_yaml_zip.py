"""YAML out and in: byte for byte out, the same rules in, errors by file and line."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.business.studio.contents import Contents, Kind
from bot.knowledge.contents_files import read_contents
from bot.knowledge.import_file import read_upload
from bot.knowledge.import_reference import Reference, reference_of
from bot.knowledge.reader import fingerprint, knowledge_files
from bot.knowledge.yaml_zip import zip_of
from bot.services.studio.importing_upload import Upload
from tests.integration.knowledge.excel_small import DATA, REGION
from tests.integration.knowledge.import_files import archive

CARDS = "faq/cards.yml"


@pytest.fixture(scope="module")
def live() -> Reference:
    return reference_of(DATA, Path("none"), REGION, read_contents(DATA, REGION))


def file(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def read(files: dict[str, str], live: Reference) -> Upload:
    return read_upload(archive({name: text.encode() for name, text in files.items()}), live)


def test_out_is_byte_for_byte_and_in_is_the_same(live: Reference, tmp_path: Path) -> None:
    data = zip_of(DATA, live.stamp)
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert held.namelist() == [path.relative_to(DATA).as_posix() for path in knowledge_files(DATA)]
        held.extractall(tmp_path)
    assert fingerprint(tmp_path) == live.stamp
    upload = read_upload(data, live)
    assert (upload.mistakes, upload.notices, upload.contents) == ((), (), live.live)
    assert upload.base == live.live


def test_a_part_in_a_folder_of_its_own(live: Reference) -> None:
    changed = file(CARDS).replace("社保卡丢了怎么挂失补办", "社保卡丢了怎么补")
    upload = read(
        {"小政/faq/cards.yml": changed, "__MACOSX/faq/._cards.yml": "\0", "小政/说明.txt": "x"}, live
    )
    assert upload.mistakes == ()
    assert upload.contents.topics["card_lost"]["title"] == "社保卡丢了怎么补"
    assert {topic["group"] for topic in upload.contents.topics.values()} == {"cards"}
    assert (upload.groups, upload.whole_values) == ({"cards"}, False)
    assert upload.notices == ("小政/说明.txt 没有用上。",)
    line = file(CARDS).splitlines().index("      - 社保卡丢了怎么办") + 1
    assert upload.where((Kind.TOPIC, "card_lost"), "questions.0") == f"faq/cards.yml:{line}"


def test_local_values_alone(live: Reference) -> None:
    name = f"regions/{REGION}.yml"
    text = file(name).replace("label: 职工养老保险单位费率", "label: 单位费率")
    upload = read({name: text}, live)
    assert upload.mistakes == ()
    assert upload.contents.values["pension_rate.employer"]["label"] == "单位费率"
    assert (upload.groups, upload.whole_values) == (frozenset(), True)


def test_other_files_are_not_imported_and_said_so_when_they_differ(live: Reference) -> None:
    upload = read({CARDS: file(CARDS), "reference/departments.yml": "departments: []"}, live)
    assert upload.notices == ("reference/departments.yml 和正在使用的不同，但这个文件不在这里导入。",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("department: hrss", "department: nobody", "没有“nobody”这个部门"),
        ("as_of: 2026-11-23", "as_of: 2026-02-30", "这个值读不懂"),
        ("group: cards", "group: other", "group 应该和文件名相同"),
        ("id: card_lost", "id: card_bank", "已经在"),
        ("      - 社保卡丢了怎么办", "      - &x 社保卡\n      - *x", "这里用了 * 引用"),
        ("      - 社保卡丢了怎么办", "      - " + "[" * 40 + "]" * 40, "一层套一层太深了"),
        ("      - 社保卡丢了怎么办", "      - !!python/object:os.system x", "这样的类型"),
        ("      - 社保卡丢了怎么办", "      - [a, b", "YAML 写法有误"),
        ("      - 社保卡丢了怎么办", "      - \x07", "YAML 写法有误"),
    ],
)
def test_mistakes_by_file_and_line(live: Reference, old: str, new: str, said: str) -> None:
    text = file(CARDS)
    assert old in text
    upload = read({CARDS: text.replace(old, new, 1)}, live)
    assert said in " ".join(each.message for each in upload.mistakes)
    assert all(each.where.startswith(f"{CARDS}:") for each in upload.mistakes)
    assert upload.contents == Contents({}, {})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{label: 单位费率, value: .nan, as_of: 2026-01-01, source: 文件}", "“nan”不是文字"),
        ("{label: 单位费率, value: yes, as_of: 2026-01-01, source: 文件}", "“True”不是文字"),
        ("{label: 单位费率, value: [1, 2], as_of: 2026-01-01, source: 文件}", "只能写一样"),
        ("{label: 单位费率, note: x}", "不认识的项目“note”"),
        ("每月15日", "要写成一组"),
    ],
)
def test_local_values_of_a_shape_that_no_draft_can_hold(live: Reference, written: str, said: str) -> None:
    name = f"regions/{REGION}.yml"
    lines = file(name).splitlines()
    at = next(number for number, line in enumerate(lines) if "pension_rate.employer" in line)
    lines[at] = f"  pension_rate.employer: {written}"
    told = {each.where: each.message for each in read({name: "\n".join(lines)}, live).mistakes}
    assert said in told[f"{name}:{at + 1}"]


def test_a_number_of_a_source_that_is_a_list(live: Reference) -> None:
    text = file(CARDS).replace("number: 国务院令第765号", "number: [国务院令, 765]", 1)
    assert [each.message for each in read({CARDS: text}, live).mistakes] == ["依据的文号和条款只能写一样"]


def test_not_in_utf_8(live: Reference) -> None:
    upload = read_upload(archive({CARDS: file(CARDS).encode("gbk")}), live)
    assert [(each.where, each.message) for each in upload.mistakes] == [(f"{CARDS}:1", "文件不是 UTF-8 编码")]


def test_references_that_would_grow_without_end(live: Reference) -> None:
    lines = ["a0: &a0 x", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    upload = read({CARDS: "\n".join(lines)}, live)
    assert [each.where for each in upload.mistakes] == [f"{CARDS}:2"]
