import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.spoken import to_spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("请拨打12345", "请拨打幺二三四五"),
        ("12333或110", "幺二三三三或幺幺零"),
        ("12345热线", "幺二三四五热线"),
        ("手机13800138000", "手机幺三八零零幺三八零零零"),
        ("138 0013 8000", "幺三八零零幺三八零零零"),
        ("0577-88888888", "零五七七八八八八八八八八"),
        ("400-100-1234", "四零零幺零零幺二三四"),
        ("工单号是261123123457", "工单号是二六幺幺二三幺二三四五七"),
        ("验证码4821", "验证码四八二幺"),
    ],
)
def test_labels_are_read_digit_by_digit(written: str, said: str) -> None:
    assert to_spoken(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026年11月23日", "二零二六年十一月二十三日"),
        ("2026-11-23", "二零二六年十一月二十三日"),
        ("2026/1/2", "二零二六年一月二日"),
        ("2026年度", "二零二六年度"),
        ("2023年以后", "二零二三年以后"),
        ("2025-2026年", "二零二五年到二零二六年"),
        ("1000年", "一千年"),
        ("9月到12月", "九月到十二月"),
        ("9月-12月", "九月到十二月"),
        ("8:30-12:00", "八点三十分到十二点"),
        ("上午9:05", "上午九点零五分"),
        ("14：00", "十四点"),
    ],
)
def test_dates_and_times(written: str, said: str) -> None:
    assert to_spoken(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("400元", "四百元"),
        ("12,000元", "一万二千元"),
        ("1,234,567.89元", "一百二十三万四千五百六十七点八九元"),
        ("¥12,000.50", "一万二千点五零元"),
        ("1.5万元", "一点五万元"),
        ("120元", "一百二十元"),
        ("110号", "一百一十号"),
        ("3.5%", "百分之三点五"),
        ("8%-10%", "百分之八到百分之十"),
        ("8-10%", "百分之八到百分之十"),
        ("5‰", "千分之五"),
        ("50元/月", "五十元每月"),
        ("0.5倍", "零点五倍"),
        ("-5℃", "负五摄氏度"),
        ("1/3", "三分之一"),
        ("15-20天", "十五到二十天"),
    ],
)
def test_amounts_and_shares(written: str, said: str) -> None:
    assert to_spoken(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2个月", "两个月"),
        ("2小时", "两小时"),
        ("2月2日", "二月二日"),
        ("第2个", "第二个"),
        ("第17条", "第十七条"),
        ("第1、2项", "第一、二项"),
        ("12个工作日", "十二个工作日"),
    ],
)
def test_counting_and_order(written: str, said: str) -> None:
    assert to_spoken(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("**注意**：带好“身份证”", "注意：带好身份证"),
        ("见[官网](https://example.cn/a?b=1)。", "见官网。"),
        ("<b>好</b>的", "好的"),
        ("参保人（含灵活就业人员）可以办", "参保人，含灵活就业人员，可以办"),
        ("《社会保险法》（2018）。", "社会保险法，两千零一十八。"),
        ("😀好的👍🏻", "好的"),
        ("- 身份证\n- 社保卡", "身份证。社保卡"),
        ("1. 带身份证\n2. 去窗口", "一、带身份证。二、去窗口"),
        ("①身份证②照片", "身份证，照片"),
        ("浙里办APP", "浙里办APP"),
        ("", ""),
        ("😀《》**", ""),
    ],
)
def test_what_is_for_the_eye_only_is_left_out(written: str, said: str) -> None:
    assert to_spoken(written) == said


@given(st.text(max_size=60))
def test_any_text_can_be_said_and_no_digit_is_left(text: str) -> None:
    assert not re.search("[0-9０-９]", to_spoken(text))


@given(st.text("0123456789.,-/%:年月日元第 ￥~", max_size=25))
def test_any_jumble_of_figures_can_be_said(text: str) -> None:
    assert not re.search("[0-9]", to_spoken(text))
