from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.numerals import cardinal, spell
from speech.spoken import to_spoken
from speech.written import to_written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("幺三八零零一三八零零零", "13800138000"),
        ("我的电话是一三八零零幺三八零零零", "我的电话是13800138000"),
        ("工单号二六一一二三一二三四五七", "工单号261123123457"),
        ("一二三四五", "12345"),
        ("幺二三三三", "12333"),
        ("幺幺零", "110"),
        ("七七八八六幺五五七", "778861557"),
        ("二零二六年十一月二十三号", "2026年11月23日"),
        ("二零二六年度", "2026年度"),
        ("九八年", "98年"),
        ("九月到十二月", "9月到12月"),
        ("三月份", "3月份"),
        ("三百五十块", "350元"),
        ("四千八百块钱", "4800元"),
        ("一块钱", "1元"),
        ("三块五毛", "3.5元"),
        ("一百二十三块五", "123.5元"),
        ("一点五万元", "1.5万元"),
        ("两万三千元", "23000元"),
        ("一万二", "12000"),
        ("百分之八", "8%"),
        ("百分之三点五", "3.5%"),
        ("百分之百", "100%"),
        ("百分之八到百分之十", "8%到10%"),
        ("三分之一", "1/3"),
        ("两点半", "2点半"),
        ("下午三点二十", "下午3点20分"),
        ("八点零五分", "8点05分"),
        ("三点五", "3.5"),
        ("交了十五年", "交了15年"),
        ("六十周岁", "60周岁"),
        ("十二个月", "12个月"),
        ("十分钟", "10分钟"),
        ("五马街一百零八号", "五马街108号"),
        ("第十七条", "第17条"),
    ],
)
def test_numbers_are_written_in_digits(said: str, written: str) -> None:
    assert to_written(said) == written


@pytest.mark.parametrize(
    "text",
    [
        "一下",
        "一般",
        "万一",
        "三亚",
        "一起",
        "十分",
        "十分满意",
        "五险一金",
        "两定",
        "一次性",
        "一块去",
        "一点也不",
        "快一点",
        "有一点不舒服",
        "千万不要",
        "七七八八",
        "三四十岁",
        "十二三岁",
        "两三百块",
        "七八百元",
        "一二三",
        "一五一十",
        "二百五",
        "一一对应",
        "五一放假",
        "十一放假",
        "八月十五",
        "三四年",
        "一个月",
        "第一个",
        "第三",
        "一日三餐",
        "四川九江",
        "统一",
        "唯一",
        "一方面",
        "三个",
        "百姓",
        "百分百",
        "两会",
        "四六级",
        "五号线",
        "一卡通",
        "三三两两",
        "百万富翁",
        "一站式",
        "一窗受理",
        "九牛一毛",
        "三心二意",
        "七上八下",
        "一家",
        "十一",
    ],
)
def test_words_that_only_look_like_numbers_stay(text: str) -> None:
    assert to_written(text) == text


@given(st.text("0123456789", min_size=7, max_size=18))
def test_long_numbers_come_back_digit_by_digit(digits: str) -> None:
    assert to_written(to_spoken(f"号码{digits}")) == f"号码{digits}"


@given(st.text("0123456789", min_size=5, max_size=18))
def test_dictated_numbers_may_say_one_either_way(digits: str) -> None:
    assert to_written(spell(digits)) == to_written(spell(digits, one="幺"))


@given(st.integers(2, 99_999_999))
def test_amounts_come_back(amount: int) -> None:
    assert to_written(to_spoken(f"交{amount}元")) == f"交{amount}元"


@given(st.integers(0, 999_999), st.integers(0, 99))
def test_amounts_with_cents_come_back(whole: int, cents: int) -> None:
    assert to_written(to_spoken(f"{whole}.{cents:02d}元")) == f"{whole}.{cents:02d}元"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_come_back(day: date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日"
    assert to_written(to_spoken(text)) == text


@given(st.integers(0, 100), st.integers(0, 9))
def test_shares_come_back(whole: int, tenth: int) -> None:
    assert to_written(to_spoken(f"{whole}.{tenth}%")) == f"{whole}.{tenth}%"


@given(st.integers(10, 9999))
def test_counted_people_come_back(count: int) -> None:
    assert to_written(f"{cardinal(count)}人") == f"{count}人"


@given(st.text("零幺一二两三四五六七八九十百千万亿点年月日号块元毛半第条百分之上午", max_size=20))
def test_any_jumble_of_numerals_is_taken(text: str) -> None:
    assert isinstance(to_written(text), str)


@given(st.text(max_size=40))
def test_writing_twice_changes_nothing_more(text: str) -> None:
    assert to_written(to_written(text)) == to_written(text)
