"""Out to Excel and back without loss."""

import io
import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from bot.business.studio.contents import Contents
from bot.knowledge.contents_files import read_contents
from bot.knowledge.excel_out import workbook_of
from bot.knowledge.excel_settled import settled
from bot.knowledge.import_file import read_upload
from tests.integration.knowledge.excel_any import DEPARTMENTS, contents, plain
from tests.integration.knowledge.excel_small import DATA, REGION, exported, read, reference, small

NOTHING = Contents({}, {})


def test_the_shipped_knowledge_base_comes_back_as_it_was() -> None:
    contents = read_contents(DATA, REGION)
    upload = read_upload(exported(contents), reference(contents))
    assert upload.mistakes == ()
    assert json.dumps([*upload.contents.topics.items()]) == json.dumps([*contents.topics.items()])
    assert upload.contents.values == contents.values
    assert len(upload.untouched) == len(contents.topics) + len(contents.values)


def test_the_shipped_knowledge_base_is_whole_in_the_file_itself() -> None:
    contents = read_contents(DATA, REGION)
    groups = {topic["group"]: topic for topic in contents.topics.values()}
    upload = read_upload(exported(contents), reference(Contents({}, {})))
    assert upload.mistakes == ()
    assert len(groups) == len({topic["group"] for topic in upload.contents.topics.values()})
    for key, topic in contents.topics.items():
        assert plain(upload.contents.topics[key]) == plain(topic)


def test_a_workbook_saved_by_another_program_reads_the_same() -> None:
    assert read(lambda book: None).contents == small()  # openpyxl writes it anew, with shared strings


def test_looks_as_an_office_expects() -> None:
    book = load_workbook(io.BytesIO(exported(small())))
    assert book.sheetnames == ["说明", "主题", "问法", "答案", "依据", "用到的本地值", "本地值", "分组和部门"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes is not None
    answers = book["答案"]
    assert [cell.value for cell in answers[1]][:5] == ["编号", "主题", "第几条", "屏幕答案", "语音答案"]
    assert answers["D2"].alignment.wrap_text
    assert answers["I2"].value.date() == date(2026, 11, 23)
    assert answers["I2"].number_format == "yyyy-mm-dd"
    assert book["主题"]["D2"].value == "人力社保部门"
    lists = [each for each in book["主题"].data_validations.dataValidation if each.type == "list"]
    assert {str(each.sqref)[0] for each in lists} == {"B", "D"}
    assert book["分组和部门"].protection.sheet


def test_what_looks_like_a_formula_is_text() -> None:
    questions = [
        "=1+1是什么",
        "+86电话",
        "-5度停工吗",
        "@人社局在哪",
        *small().topics["card_lost"]["questions"],
    ]
    topic = {**small().topics["card_lost"], "questions": questions}
    contents = Contents({"card_lost": topic}, {})
    sheet = load_workbook(io.BytesIO(exported(contents)))["问法"]
    for row, said in enumerate(questions[:4], 2):
        cell = sheet.cell(row, 3)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (said, "s", True)
    assert (
        read_upload(exported(contents), reference(NOTHING)).contents.topics["card_lost"]["questions"]
        == questions
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(contents())
def test_any_contents_come_back(made: Contents) -> None:
    file = workbook_of(made, DEPARTMENTS, "0" * 12, date(2026, 11, 26))
    back = read_upload(file, reference(made)).contents
    assert json.dumps([*back.topics.items()]) == json.dumps([*made.topics.items()])
    assert dict(back.values) == made.values


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(contents())
def test_any_contents_are_whole_in_the_file_itself(made: Contents) -> None:
    file = workbook_of(made, DEPARTMENTS, "0" * 12, date(2026, 11, 26))
    back = read_upload(file, reference(NOTHING)).contents
    assert {key: plain(each) for key, each in back.topics.items()} == {
        key: plain(each) for key, each in made.topics.items()
    }
    assert {key: plain(each) for key, each in back.values.items()} == {
        key: plain(each) for key, each in made.values.items()
    }


@given(contents(), contents())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_settling_never_changes_what_is_said(one: Contents, other: Contents) -> None:
    for new, held in zip(one.topics.values(), other.topics.values(), strict=False):
        assert plain(settled(new, held)) == plain(new)


def test_sentences_that_differ_only_in_blanks_keep_theirs() -> None:
    held = {"speech_more": ["好", "好 ", "好"]}
    assert settled({"speech_more": ["好", "好", "好"]}, held) == held
