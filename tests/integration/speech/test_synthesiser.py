import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speech.audio import Audio, level
from speech.errors import SynthesiserError
from speech.sound_cache import SoundCache
from speech.synth_pool import SynthPool
from speech.synth_process import SynthProcess
from speech.synthesiser import Synthesiser

SENTENCE = "您好，这里是12345热线。"


def children() -> set[int]:
    """Return the running worker processes of this test run."""
    found = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "pid=,stat=,args="],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.split(None, 2) for line in found.stdout.splitlines()]
    return {int(pid) for pid, state, args in lines if "synth_worker" in args and "Z" not in state}


@pytest.fixture
def speaker(tmp_path: Path):  # type: ignore[no-untyped-def]
    others = children()
    speaker = Synthesiser(workers=2, cache_dir=tmp_path / "sounds")
    yield speaker
    speaker.close()
    assert children() == others


def test_a_sentence_is_audible(speaker: Synthesiser) -> None:
    audio = speaker.speak(SENTENCE)
    assert audio.rate == 22050
    assert 1.5 < audio.seconds < 6.0
    assert level(audio.pcm) > 0.02


@pytest.mark.parametrize("text", ["", "  \n", "《》", "😀", "……", "。"])
def test_what_cannot_be_said_is_silence_and_no_error(speaker: Synthesiser, text: str) -> None:
    assert speaker.speak(text).pcm == b""


def test_slow_is_slower(speaker: Synthesiser) -> None:
    assert speaker.speak("13800138000", slow=True).seconds > 1.2 * speaker.speak("13800138000").seconds


def test_a_long_text_is_said_whole(speaker: Synthesiser) -> None:
    one = speaker.speak(SENTENCE).seconds
    assert speaker.speak(SENTENCE * 40).seconds == pytest.approx(40 * one, rel=0.05)


def test_what_was_said_before_needs_no_process(tmp_path: Path) -> None:
    first = Synthesiser(workers=1, cache_dir=tmp_path)
    audio = first.speak(SENTENCE)
    first.close()
    before = children()
    second = Synthesiser(workers=1, cache_dir=tmp_path)
    assert second.speak(SENTENCE) == audio
    assert children() == before
    assert second.speak(SENTENCE, slow=True) != audio
    second.close()


def test_a_damaged_sound_is_made_again(tmp_path: Path, speaker: Synthesiser) -> None:
    audio = speaker.speak(SENTENCE)
    (file,) = (tmp_path / "sounds").glob("*.wav")
    file.write_bytes(file.read_bytes()[:1000])
    assert speaker.speak(SENTENCE).seconds == pytest.approx(audio.seconds, rel=0.01)


def test_eight_threads_at_once(speaker: Synthesiser) -> None:
    texts = [f"第{number}个问题，养老保险怎么转移？" for number in range(1, 25)]
    with ThreadPoolExecutor(8) as threads:
        sounds = list(threads.map(speaker.speak, texts))
    assert all(sound.seconds > 1.0 for sound in sounds)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_dead_process_is_replaced(speaker: Synthesiser, end: signal.Signals) -> None:
    others = children()
    speaker.warm_up()
    for pid in children() - others:
        os.kill(pid, end)
    assert speaker.speak("进程没了也要说话。").seconds > 1.0
    assert speaker.speak("再说一句。").seconds > 0.5


def test_a_stuck_process_is_killed(speaker: Synthesiser) -> None:
    others = children()
    speaker.warm_up()
    stuck = children() - others
    for pid in stuck:
        os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as threads:
        assert all(
            sound.seconds > 0.5 for sound in threads.map(speaker.speak, ["卡住了一次。", "卡住了两次。"])
        )
    assert not stuck & children()


def test_a_worker_that_is_stuck_is_reported(tmp_path: Path) -> None:
    worker = SynthProcess("cmn-latn-pinyin")
    os.kill(worker.pid, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(SynthesiserError) as caught:
        worker.save("ni3 hao3", 200, tmp_path / "x.wav", timeout_s=0.2)
    worker.close()
    assert caught.value.code == "worker_died"
    assert time.monotonic() - began < 60  # it came back at all


@pytest.mark.parametrize("voice", ["zh", "no-such-voice"])
def test_a_voice_that_is_not_the_one_asked_for_is_refused(voice: str) -> None:
    with pytest.raises(SynthesiserError) as caught:
        SynthProcess(voice)
    assert caught.value.code == "worker_failed"
    assert voice in caught.value.message


def test_no_voice_is_said_so(tmp_path: Path) -> None:
    speaker = Synthesiser(workers=1, cache_dir=tmp_path, voice="no-such-voice")
    assert not speaker.voice_ok()
    with pytest.raises(SynthesiserError):
        speaker.warm_up()
    with pytest.raises(SynthesiserError):
        speaker.speak("您好")
    speaker.close()


def test_the_voice_is_there(speaker: Synthesiser) -> None:
    assert speaker.voice_ok()


def test_the_program_stands_in_when_no_process_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    assert SynthPool(1, "cmn-latn-pinyin").make("ni3 hao3", 200).seconds > 0.3


def test_nothing_is_printed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from speech.synthesiser import Synthesiser;"
        "mouth = Synthesiser(1, Path(sys.argv[1])); mouth.speak('您好'); mouth.close()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout + run.stderr == ""


def test_the_cache_keeps_to_its_space(tmp_path: Path, speaker: Synthesiser) -> None:
    sound = speaker.speak(SENTENCE)
    cache = SoundCache(tmp_path / "small", space=3 * len(sound.pcm))
    for number in range(6):
        cache.put(str(number), sound)
        os.utime(tmp_path / "small" / f"{number}.wav", (number, number))
    assert cache.get("0") == sound  # used just now: it stays
    cache.trim()
    assert sorted(path.stem for path in (tmp_path / "small").glob("*.wav")) == ["0", "5"]
    assert not list((tmp_path / "small").glob("*.part"))


def test_of_two_sounds_made_at_once_the_first_is_heard_by_all(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, 10_000_000)
    first, second = Audio(b"\x01\x00" * 10, 8000), Audio(b"\x02\x00" * 10, 8000)
    assert cache.put("a", first) == first
    assert cache.put("a", second) == first
    assert cache.get("a") == first
    (tmp_path / "a.wav").write_bytes(b"RIFF")  # damaged: as if it weren't there
    assert cache.put("a", second) == second


def test_many_who_ask_for_a_sentence_at_once_hear_the_same(speaker: Synthesiser) -> None:
    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(lambda _: speaker.speak("这句话还没有人说过。").pcm, range(8)))
    assert len(set(heard)) == 1
