"""A mistake in a scripted call is named by file, scenario and step."""

from pathlib import Path

import pytest

from tests.calls.script_reader import ScriptMistake, scenarios

GOOD = "- name: 问一句\n  steps:\n    - say: 失业金怎么领\n    - expect: {kind: faq}\n"


def read(folder: Path, text: str) -> list[str]:
    (folder / "talk.yml").write_text(text, encoding="utf-8")
    return [line for each in scenarios(folder) for line in each.lines]


def test_a_call_is_played_on_every_line_that_makes_sense(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == ["text", "audiosocket", "page", "sip"]
    assert read(tmp_path, GOOD.replace("kind: faq", "outcome: agent")) == ["text", "audiosocket", "sip"]
    assert read(tmp_path, GOOD.replace("say: 失业金怎么领", "mumble_s: 1")) == ["text"]


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("say: 失业金怎么领", "shout: 失业金怎么领", "问一句: step 1: has to do one of say"),
        ("say: 失业金怎么领", "say: 失业金怎么领\n      louder: 2", "问一句: step 1: louder"),
        ("say: 失业金怎么领", "press: 12a", "问一句: step 1: press"),
        ("say: 失业金怎么领", "kill: sql", "问一句: step 1: kill"),
        ("{kind: faq}", "{prompt: hello}", "问一句: step 2: expect: Value error, no prompt 'hello'"),
        ("{kind: faq}", "{}", "问一句: step 2: expect: Value error, expects nothing"),
        ("    - expect: {kind: faq}\n", "", "问一句: expects nothing"),
        ("  steps:", "  lines: [fax]\n  steps:", "问一句: lines.0"),
        ("  steps:", "  lines: [sip]\n  full: true\n  steps:", "问一句: can't be played on sip"),
        ("  steps:", "  step:", "问一句: unknown word step"),
        (
            "  steps:",
            "  answers: {好: {kind: faq}}\n  steps:",
            "问一句: answer to 好: a reply has a kind and a speech",
        ),
        ("name: 问一句", "title: 问一句", "scenario 1 has no name"),
        ("- name: 问一句", "  name: 问一句:", "talk.yml"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, before: str, after: str, named: str) -> None:
    with pytest.raises(ScriptMistake) as raised:
        read(tmp_path, GOOD.replace(before, after))
    assert str(raised.value).startswith("talk.yml")
    assert named in str(raised.value)


def test_two_calls_of_one_name_cannot_be_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ScriptMistake, match="问一句"):
        read(tmp_path, GOOD + GOOD)
