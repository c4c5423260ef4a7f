"""hotline ask | speak | transcribe | evaluate against the running product."""

import asyncio
import json
import wave
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.business.rehearsal import rehearse
from bot.conversations.rasa_client import RasaClient
from bot.knowledge.reader import read
from tests.integration.commands.hotline import hotline
from tests.integration.talk import Citizen
from tests.stack import Site


def test_a_question_is_answered(site: Site) -> None:
    done = hotline("ask", "失业金最多领几个月", environment=site.environment)
    assert done.returncode == 0, done.stderr
    assert "[faq unemp_duration]" in done.stdout
    assert "24个月" in done.stdout.replace(" ", "")


def test_an_empty_question_is_refused_in_words(site: Site) -> None:
    done = hotline("ask", "  ", environment=site.environment)
    assert done.returncode == 1
    assert "请输入您的问题" in done.stderr


def test_without_a_running_site_it_says_what_to_do(site: Site) -> None:
    done = hotline("ask", "你好", environment={**site.environment, "HOTLINE_PORT": "9"})
    assert done.returncode == 1
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_it_speaks_it_understands(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    spoken = hotline("speak", "失业金能领几个月", "-o", str(wav))
    assert spoken.returncode == 0, spoken.stderr
    heard = hotline("transcribe", str(wav))
    assert heard.returncode == 0, heard.stderr
    assert heard.stdout.strip() == "失业金能领几个月"
    assert "只听得懂合成语音" in heard.stderr


def _wav(path: Path, *, channels: int = 1, rate: int = 16000, width: int = 2, seconds: float = 0.2) -> bytes:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"\0" * int(rate * seconds) * channels * width)
    return path.read_bytes()


@pytest.mark.parametrize(
    "bad", ["empty file", "not a wav", "header only", "stereo", "8 bit", "4 kHz", "missing", "folder"]
)
def test_a_bad_recording_is_refused_in_words(bad: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.wav"
    if bad == "empty file":
        file.write_bytes(b"")
    elif bad == "not a wav":
        file.write_text("这不是录音")
    elif bad == "header only":
        file.write_bytes(_wav(file)[:30])
    elif bad == "stereo":
        _wav(file, channels=2)
    elif bad == "8 bit":
        _wav(file, width=1)
    elif bad == "4 kHz":
        _wav(file, rate=4000)
    elif bad == "folder":
        file.mkdir()
    done = hotline("transcribe", str(file))
    assert done.returncode == 1, done.stdout
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "\U0001f600", "。，！"])
def test_nothing_to_say_is_refused(text: str, tmp_path: Path) -> None:
    done = hotline("speak", text, "-o", str(tmp_path / "a.wav"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.wav").exists()


def test_labelled_sentences_are_scored(site: Site, tmp_path: Path) -> None:
    cases, report = tmp_path / "cases.jsonl", tmp_path / "report.json"
    rows = [
        {"id": "1", "text": "失业金最多领几个月", "expect": {"kind": "faq", "topic": "unemp_duration"}},
        {"id": "2", "text": "失业金最多领几个月", "expect": {"kind": "faq", "topic": "retire_age"}},
        {"id": "3", "text": "转人工", "expect": {"kind": "handoff"}},
    ]
    cases.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    html = tmp_path / "report.html"
    done = hotline(
        "evaluate",
        str(cases),
        "-o",
        str(report),
        "--wrong",
        "--html",
        str(html),
        environment=site.environment,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["shares"]["topic_first"] == [1, 2]
    assert found["shares"]["handoff_recall"] == [1, 1]
    assert "retire_age\tunemp_duration" in done.stdout
    assert "失业金最多领几个月" in html.read_text(encoding="utf-8")
    again = hotline("evaluate", str(cases), "--baseline", str(report), environment=site.environment)
    assert "+0.0%" in again.stdout, again.stderr


def test_scoring_hands_nobody_over(site: Site, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"text": "转人工", "expect": {"kind": "handoff"}}', encoding="utf-8")
    before = Citizen(site.url).say("转人工")[0]["handoff"]["position"]
    assert hotline("evaluate", str(cases), environment=site.environment).returncode == 0
    assert Citizen(site.url).say("转人工")[0]["handoff"]["position"] == before + 1


@pytest.mark.parametrize(
    "sentence",
    [
        *("医保", "失业金能领几个月", "我交了七年失业险能领几个月", "转人工", "着火了", "我要投诉", "查工单"),
        *("再说一遍", "你好", "今天天气怎么样", "需要带什么", "我是七零年三月的女工人什么时候退休"),
    ],
)
def test_a_rehearsal_is_like_the_real_thing(site: Site, sentence: str) -> None:
    async def understood() -> Any:
        rasa = RasaClient(f"http://127.0.0.1:{site.ports['RASA_PORT']}", 10)
        try:
            return await rasa.understand(sentence)
        finally:
            await rasa.close()

    found = asyncio.run(understood())
    base = read(Path("data"), "wenzhou")
    rehearsed = rehearse(found.intent, found.options, sentence, base, date.today())
    real = Citizen(site.url).say(sentence)[0]
    assert rehearsed["kind"] == real["kind"]
    assert rehearsed.get("topic") == real.get("topic")
    assert [each["topic"] for each in rehearsed.get("options", [])] == [
        each["topic"] for each in real.get("options", [])
    ]


def test_lines_that_make_no_sense_are_all_named(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"text": "你好"}\nnot json\n{"text": "好", "expect": {"kind": "repeat"}}\n', encoding="utf-8"
    )
    done = hotline("evaluate", str(cases))
    assert done.returncode == 1
    assert "cases.jsonl:1" in done.stderr
    assert "cases.jsonl:2" in done.stderr
    assert "cases.jsonl:3" not in done.stderr
