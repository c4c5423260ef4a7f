"""What callers hear with the real synthesiser: recordings first, prepared sounds, and the staff's interface to them."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from bot.bootstrap import build_services
from bot.business.calls.events import Say
from bot.business.calls.known import known_answers, known_prompts
from bot.business.faq import Answer, Department, KnowledgeBase, Region, Source, Topic
from bot.business.staff import Role
from bot.conversations.calls.center import CallCenter
from bot.conversations.calls.playout import Playout
from bot.conversations.calls.prepared import prepare, prepared_sounds
from bot.conversations.calls.recorded_prompts import RATES, RecordedPrompts
from bot.conversations.calls.speaker import Speaker
from bot.conversations.voice import Voice
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app
from speech.audio import Audio, read_wav, resample, write_wav
from speech.corrections import Corrections
from speech.errors import SynthesiserError
from speech.sentences import sentences
from speech.synthesiser import Synthesiser

DAY = date(2026, 11, 26)
LAW = Source("某法", "第1号", "第二条", 2018)
PASSWORD = "a long enough secret"
PERSON = "这是真人的声音。"  # spoken by the synthesiser, but never said by 小政


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    mouth = Synthesiser(workers=1, cache_dir=tmp_path / "speech-cache")
    yield Voice("off", None, None, {}, mouth, Corrections({}), RecordedPrompts(tmp_path / "recorded-prompts"))
    mouth.close()


@pytest.fixture
def person(voice: Voice) -> Audio:
    """Return 44.1 kHz sound, as a microphone gives it."""
    return resample(voice.say(PERSON), 44100)


def base(speech: str) -> KnowledgeBase:
    told = Answer("写着的", speech, ("再说一点。",), (LAW,), date(2026, 1, 1))
    topic = Topic("a", "题目", "medical", ("问",), (told,), (), "g", "组")
    return KnowledgeBase(
        {"a": topic}, Region("wenzhou", "温州"), {"medical": Department("medical", "医保", "12393")}, "r"
    )


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110  the code under test tells nobody
        await asyncio.sleep(0.01)


def heard(voice: Voice, what: Say, rate: int = 8000) -> bytes:
    """Return what a caller gets, as a call speaks it."""

    async def spoken() -> bytes:
        playout = Playout(rate)
        speaker = Speaker(voice, playout, rate)
        speaker.say(what)
        await until(lambda: not speaker.busy)
        speaker.close()
        return playout.take(round(playout.left_s * rate) * 2)

    return asyncio.run(asyncio.wait_for(spoken(), 30))


def made(voice: Voice, text: str, rate: int = 8000, slow: bool = False) -> bytes:
    return b"".join(voice.say(sentence, slow, rate).pcm for sentence in sentences(text))


def test_a_recording_is_heard_instead_of_the_synthesiser(voice: Voice, person: Audio) -> None:
    prompt = Say("请稍等，我查一下。", "filler")
    assert heard(voice, prompt) == made(voice, prompt.text)
    voice.recorded.keep("filler", write_wav(person))
    for rate in RATES:
        assert heard(voice, prompt, rate) == resample(person, rate).pcm
    assert heard(voice, Say(prompt.text, "filler", slow=True)) == made(voice, prompt.text, slow=True)
    voice.recorded.forget("filler")
    assert heard(voice, prompt) == made(voice, prompt.text)


def test_a_changed_wording_goes_back_to_the_synthesiser(voice: Voice, person: Audio) -> None:
    old, new = (known_answers(base(speech), DAY)[0] for speech in ("带身份证。", "带身份证和社保卡。"))
    voice.recorded.keep(old.key, write_wav(person))
    assert heard(voice, Say(old.text)) == resample(person, 8000).pcm
    assert heard(voice, Say(new.text)) == made(voice, new.text)


# -- prepared


def sounds(voice_folder: Path) -> set[str]:
    return {path.name for path in (voice_folder / "speech-cache").glob("*.wav")}


def center(voice: Voice, knowledge: Any) -> CallCenter:
    services = SimpleNamespace(knowledge=knowledge, today=lambda: DAY)
    return cast(CallCenter, SimpleNamespace(voice=voice, services=services, live={}))


def test_all_that_callers_will_hear_is_ready(voice: Voice, tmp_path: Path) -> None:
    known = base("带身份证。去窗口办。")
    asyncio.run(prepare(center(voice, None), known, DAY))
    ready = sounds(tmp_path)
    assert ready
    for each in (*known_prompts(), *known_answers(known, DAY)):
        for rate in RATES:
            assert heard(voice, Say(each.text, each.prompt), rate)
    assert sounds(tmp_path) == ready  # nothing had to be made


class NotingMouth(Synthesiser):
    """Remembers what it was asked for."""

    said: tuple[str, ...] = ()

    def speak(self, text: str, slow: bool = False, rate: int | None = None) -> Audio:
        self.said = (*self.said, text)
        return super().speak(text, slow, rate)


def test_a_published_release_is_prepared_and_stopping_stops(voice: Voice, tmp_path: Path) -> None:
    mouth = NotingMouth(workers=1, cache_dir=tmp_path / "speech-cache")
    known = [base("旧的说法。")]

    async def run() -> None:
        lines = center(replace(voice, mouth=mouth), SimpleNamespace(current=lambda: known[-1]))
        async with prepared_sounds(lines, look_s=0.05):
            await until(lambda: "旧的说法。" in mouth.said)
            known.append(base("新的说法。"))
            await until(lambda: "新的说法。" in mouth.said)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(asyncio.wait_for(run(), 60))
    mouth.close()


def test_after_a_release_only_what_is_new_is_prepared(voice: Voice, tmp_path: Path) -> None:
    mouth = NotingMouth(workers=1, cache_dir=tmp_path / "speech-cache")
    lines, known = center(replace(voice, mouth=mouth), None), set[str]()
    asyncio.run(prepare(lines, base("带身份证。去窗口办。"), DAY, known))
    mouth.said = ()
    asyncio.run(prepare(lines, base("带社保卡。去窗口办。"), DAY, known))
    assert mouth.said == ("带社保卡。",) * len(RATES)
    mouth.close()


def test_a_broken_voice_is_given_up_soon(voice: Voice) -> None:
    class Broken(NotingMouth):
        def speak(self, text: str, slow: bool = False, rate: int | None = None) -> Audio:
            self.said = (*self.said, text)
            raise SynthesiserError("no_sound", "语音合成没有得到声音。")

    mouth = Broken(workers=1, cache_dir=Path("unused"))
    asyncio.run(prepare(center(replace(voice, mouth=mouth), None), base("说法。"), DAY))
    assert len(mouth.said) < 5


# -- the staff's interface


@pytest.fixture
def staff(tmp_path: Path, voice: Voice) -> Iterator[Callable[[str], TestClient]]:
    """Yield a function that returns the client of a member of staff, with the token of their session."""
    settings = Settings(var=tmp_path, rasa_port=1)
    upgrade(settings.database)
    services = build_services(settings)
    services.staff.add("boss", PASSWORD, "主管", Role.ADMIN, given=False)
    services.staff.add("wang", PASSWORD, "小王", Role.AGENT, given=False)
    services.database.close()
    app = create_app(settings, voice=lambda _: voice)
    with TestClient(app):

        def logged_in(username: str) -> TestClient:
            client = TestClient(app)
            client.post(
                "/agent/login", data={"username": username, "password": PASSWORD, "csrf": _csrf(client)}
            )
            page = client.get("/agent").text
            client.headers["x-csrf-token"] = page.split('name="csrf" content="')[1].split('"')[0]
            return client

        yield logged_in


def _csrf(client: TestClient) -> str:
    return client.get("/agent/login").text.split('name="csrf" value="')[1].split('"')[0]


def sound(client: TestClient, key: str) -> Audio:
    answer = client.get(f"/api/agent/prompts/{key}/sound")
    assert answer.headers["content-type"] == "audio/wav"
    return read_wav(answer.content)


def test_an_administrator_replaces_a_voice_and_takes_it_back(
    staff: Callable[[str], TestClient], voice: Voice, person: Audio
) -> None:
    boss = staff("boss")
    listed = boss.get("/api/agent/prompts").json()
    answer = next(each for each in listed["answers"] if "要我接着说吗" in each["text"])
    for each in (listed["prompts"][0], answer):
        url = f"/api/agent/prompts/{each['key']}/recording"
        assert sound(boss, each["key"]).pcm == made(voice, each["text"], 16000)
        assert boss.put(url, content=write_wav(person)).json()["prompt"]["recorded"]
        assert sound(boss, each["key"]).pcm == resample(person, 16000).pcm
        assert boss.delete(url).status_code == 200
        assert sound(boss, each["key"]).pcm == made(voice, each["text"], 16000)
        assert boss.delete(url).status_code == 404


def test_a_recording_of_an_old_wording_is_shown_and_can_be_deleted(
    staff: Callable[[str], TestClient], voice: Voice, person: Audio
) -> None:
    boss = staff("boss")
    voice.recorded.keep("unemp_apply.0123456789abcdef", write_wav(person))
    assert boss.get("/api/agent/prompts").json()["outdated"] == ["unemp_apply.0123456789abcdef"]
    assert boss.delete("/api/agent/prompts/unemp_apply.0123456789abcdef/recording").status_code == 200
    assert boss.get("/api/agent/prompts").json()["outdated"] == []


def test_only_administrators_with_their_token_may(staff: Callable[[str], TestClient], person: Audio) -> None:
    boss, agent = staff("boss"), staff("wang")
    url, data = "/api/agent/prompts/greeting/recording", write_wav(person)
    assert agent.get("/agent/prompts").status_code == 403
    assert agent.get("/api/agent/prompts").status_code == 403
    assert agent.put(url, content=data).status_code == 403
    assert agent.delete(url).status_code == 403
    assert boss.put(url, content=data, headers={"x-csrf-token": "wrong"}).status_code == 403
    boss.cookies.clear()
    assert boss.put(url, content=data).status_code == 401
    assert boss.get("/agent/prompts", follow_redirects=False).headers["location"] == "/agent/login"


def test_what_cannot_be_used_is_refused_in_words(staff: Callable[[str], TestClient]) -> None:
    boss = staff("boss")
    silence = write_wav(Audio(bytes(48000 * 2 * 40), 48000))  # 3.8 MB: let in, and then found silent
    for key, data, status, words in (
        ("greeting", b"ID3", 422, "WAV"),
        ("greeting", silence, 422, "没有声音"),
        ("greeting", bytes(6 * 1024 * 1024 + 1), 413, "6 MB"),
        ("no_such", silence, 404, "刷新"),
    ):
        answer = boss.put(f"/api/agent/prompts/{key}/recording", content=data)
        assert answer.status_code == status
        assert words in answer.json()["error"]["message"]


def test_no_other_address_takes_so_much(staff: Callable[[str], TestClient]) -> None:
    boss = staff("boss")
    much = bytes(65 * 1024)
    assert boss.post("/api/agent/prompts/greeting/recording", content=much).status_code == 413
    assert boss.put("/api/agent/prompts/greeting", content=much).status_code == 413
    assert boss.put("/api/agent/prompts/a/b/recording", content=much).status_code == 413
    assert boss.post("/api/agent/orders", content=much).status_code == 413
