"""What people do to a workbook in Excel, and what they are told by cell."""

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from bot.business.studio.contents import Kind
from tests.integration.knowledge.excel_small import Change, mistakes, put, read, small


@pytest.mark.parametrize(
    ("change", "cell", "said"),
    [
        (put("答案", "D3", "=1+1"), "答案!D3", "公式"),
        (put("答案", "D3", ArrayFormula("D3:D3", "=SUM(A1:A2)")), "答案!D3", "公式"),
        (put("本地值", "C5", "=C6"), "本地值!C5", "公式"),
        (put("答案", "D3", "#REF!"), "答案!D3", "Excel 的错误"),
        (put("主题", "D2", "人社厅"), "主题!D2", "没有“人社厅”这个部门。可以写：人力社保部门、医疗保障部门"),
        (put("主题", "D2", None), "主题!D2", "还没有写部门"),
        (put("主题", "B2", "社保卡片"), "主题!B2", "没有“社保卡片”这个分组"),
        (put("主题", "C2", "太" * 25), "主题!C2", "标题有 25 个字"),
        (put("主题", "C2", None), "主题!C2", "缺少标题"),
        (put("主题", "A3", "card_lost"), "主题!A3", "编号“card_lost”在第 2 行已经有了"),
        (put("主题", "A2", "Card Lost"), "主题!A2", "编号只能用小写英文字母"),
        (put("主题", "A2", None), "主题!A2", "这个主题已经有了，编号是 card_lost"),
        (put("答案", "I2", "2026-02-30"), "答案!I2", "“2026-02-30”不是日期，请写成 2026-11-23 这样"),
        (put("答案", "I2", "去年"), "答案!I2", "不是日期"),
        (put("答案", "I2", 20261123, "General"), "答案!I2", "不是日期"),
        (put("答案", "I2", None), "答案!I2", "缺少口径日期"),
        (put("答案", "D2", None), "答案!D2", "缺少屏幕答案"),
        (put("答案", "E2", "长" * 81), "答案!E2", "语音答案有 81 个字"),
        (put("答案", "G2", "长" * 81), "答案!G2", "语音答案有 81 个字"),
        (put("答案", "C5", 1), "答案!C5", "第 1 条答案在第 4 行已经有了"),
        (put("答案", "C5", "二"), "答案!C5", "“二”不是整数"),
        (put("答案", "K4", None), "答案!B5", "有效期重叠"),
        (put("依据", "C2", 7), "依据!C2", "没有第 7 条答案"),
        (put("依据", "G2", "今年"), "依据!G2", "“今年”不是整数"),
        (put("依据", "G2", None), "依据!G2", "年份"),
        (put("依据", "D2", True), "依据!D2", "逻辑值 TRUE"),
        (put("问法", "C3", "社保卡丢了怎么办？"), "问法!C3", "和本条的“社保卡丢了怎么办”相同"),
        (put("问法", "A2", "no_such"), "问法!A2", "“主题”表里没有“no_such”这个主题"),
        (put("问法", "B2", "社保卡怎么激活、银行账户怎么用"), "问法!B2", "不知道这一行是哪个主题的"),
        (put("问法", "D9", "随手记的"), "问法!D9", "没有列名"),
        (put("用到的本地值", "C2", "card.nothing"), "用到的本地值!C2", "“本地值”表里没有“card.nothing”"),
        (put("用到的本地值", "E2", "没有值"), "用到的本地值!E2", "怎么说里要有 {value}"),
        (put("本地值", "C3", "16%"), "本地值!C3", "就要写口径日期和出处"),
        (put("本地值", "A3", "养老 费率"), "本地值!A3", "英文字母"),
        (put("本地值", "A3", "pension_adjust.plan"), "本地值!A3", "写了两次"),
        (put("本地值", "B3", None), "本地值!B3", "还没有写名称"),
        (put("主题", "C1", "题目"), "主题!C1", "不认识“题目”这个列名。是不是“标题”？"),
        (put("主题", "C1", None), "主题!1:1", "第一行缺少列名“标题”"),
        (put("答案", "E1", "屏幕答案"), "答案!E1", "“屏幕答案”这一列有两个"),
        (put("主题", "F1", "备注"), "主题!F1", "不认识“备注”"),
        (lambda book: book["答案"].merge_cells("D2:D4"), "答案!D2:D4", "合并"),
        (lambda book: book["问法"].insert_rows(1), "问法!1:1", "第一行缺少列名"),
    ],
)
def test_mistakes_are_told_by_cell(change: Change, cell: str, said: str) -> None:
    found = mistakes(change)
    assert cell in found, found
    assert said in found[cell]


def test_all_mistakes_at_once() -> None:
    def change(book: Workbook) -> None:
        book["主题"]["D2"], book["答案"]["I3"], book["依据"]["G2"] = "厅", "不知道", "某年"

    assert {*mistakes(change)} == {"主题!D2", "答案!I3", "依据!G2"}


def test_a_topic_taken_out_of_one_sheet_is_told_once_for_each_of_the_others() -> None:
    found = mistakes(lambda book: book["主题"].delete_rows(2))
    assert found["问法!A2"] == "“主题”表里没有“card_lost”这个主题。这样的一共 20 行。"
    assert {each.partition("!")[0] for each in found} == {"问法", "答案", "依据", "用到的本地值"}


def test_a_renamed_topic_needs_its_title_changed_in_one_place() -> None:
    upload = read(put("主题", "C2", "社保卡丢失怎么补"))
    assert upload.mistakes == ()
    assert upload.contents.topics["card_lost"]["title"] == "社保卡丢失怎么补"


def test_a_new_topic_needs_no_id() -> None:
    def change(book: Workbook) -> None:
        title = "社保卡照片怎么换"
        book["主题"].append([None, "社保卡", title, "人力社保部门"])
        for number in range(15):
            book["问法"].append([None, title, f"照片换第{number}次怎么弄"])
        book["答案"].append([None, title, None, "屏幕", "语音", None, None, None, date(2026, 11, 1)])
        book["依据"].append([None, title, None, "社会保险法", None, None, 2018])

    groups = small().topics["card_lost"]["group_title"]
    upload = read(lambda book: (change(book), book["主题"].__setitem__("B5", groups)))
    assert upload.mistakes == ()
    made = upload.contents.topics["she_bao_ka_zhao_pian_zen_me_huan"]
    assert (made["group"], len(made["questions"]), made["answers"][0]["sources"][0]["year"]) == (
        "cards",
        15,
        2018,
    )
    assert upload.where((Kind.TOPIC, made["id"]), "questions.3") == "问法!C65"


def test_a_new_group_comes_from_the_list() -> None:
    def change(book: Workbook) -> None:
        book["分组和部门"]["A10"] = "残疾人补贴"
        book["主题"]["B2"] = "残疾人补贴"

    upload = read(change)
    assert upload.mistakes == ()
    topic = upload.contents.topics["card_lost"]
    assert (topic["group"], topic["group_title"]) == ("can_ji_ren_bu_tie", "残疾人补贴")


def test_a_live_group_keeps_its_name() -> None:
    assert "分组不能在表里改名" in mistakes(put("分组和部门", "A2", "社保卡片"))["分组和部门!A2"]


def test_sheets_that_nobody_reads_are_named() -> None:
    upload = read(lambda book: book.create_sheet("草稿"))
    assert (upload.mistakes, upload.notices) == ((), ("“草稿”这张表没有用上。",))
