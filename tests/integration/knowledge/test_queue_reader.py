"""The office's hours and the queue's rules, as a site writes them."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.knowledge.queue_reader import Office, read_office
from bot.knowledge.reader import KnowledgeError

THURSDAY, SUNDAY = date(2026, 11, 26), date(2026, 11, 29)


def read(folder: Path, text: str | None) -> Office:
    (folder / "reference").mkdir()
    if text is not None:
        (folder / "reference" / "office.yml").write_text(text, encoding="utf-8")
    return read_office(folder / "reference" / "office.yml", lambda day: day.weekday() < 5)


def test_the_file_that_is_shipped_says_what_is_usual(tmp_path: Path) -> None:
    shipped = read_office(Path("data/reference/office.yml"), lambda day: day.weekday() < 5)
    usual = read(tmp_path, None)
    assert shipped.rules == usual.rules
    assert shipped.hours.in_words() == usual.hours.in_words() == "工作日 8:30—17:30"


def test_a_site_has_its_own(tmp_path: Path) -> None:
    office = read(
        tmp_path,
        'workdays: {from: "9:00", to: "20:00"}\nother_days: {from: "10:00", to: "16:00"}\n'
        "assignment: manual\nsilent_after_s: 60\n",
    )
    assert office.hours.on(THURSDAY) == (time(9), time(20))
    assert office.hours.on(SUNDAY) == (time(10), time(16))
    assert (office.rules.automatic, office.rules.silent_after_s, office.rules.lost_after_s) == (False, 60, 45)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- 1", "office.yml:1"),
        ("workdays: {from: 8:30, to: 17:30}", "加引号"),
        ('workdays: {from: "18:00", to: "9:00"}', "早于"),
        ("assignment: sometimes", "automatic"),
        ("silent_after_s: 0", "整数"),
        ("silent_after_s: true", "整数"),
        ("silent_after: 60", "不认识“silent_after”"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(KnowledgeError, match=told):
        read(tmp_path, text)
