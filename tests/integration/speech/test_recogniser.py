from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from speech.audio import Audio, resample
from speech.errors import RecogniserError
from speech.recogniser import Heard, RecogniserModel, transcribe
from speech.synthesiser import Synthesiser
from speech.written import to_written

SENTENCES = ("失业金怎么领", "异地就医怎么备案", "我要转人工")


def streamed(model: RecogniserModel, audio: Audio, size: int = 1600) -> list[Heard]:
    session = model.session(audio.rate)
    heard = [
        each for at in range(0, len(audio.pcm), size) for each in session.feed(audio.pcm[at : at + size])
    ]
    last = session.finish()
    return [*heard, last] if last else heard


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 48000])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_spoken_sentence_is_understood(
    model: RecogniserModel, mouth: Synthesiser, sentence: str, rate: int
) -> None:
    assert transcribe(model, resample(mouth.speak(sentence), rate)).text == sentence


def test_a_dictated_number_is_understood(model: RecogniserModel, mouth: Synthesiser) -> None:
    heard = transcribe(model, resample(mouth.speak("我的电话是13857712345", slow=True), 8000))
    assert to_written(heard.text).endswith("13857712345")


def test_partial_texts_come_before_the_final_one(model: RecogniserModel, mouth: Synthesiser) -> None:
    heard = streamed(model, resample(mouth.speak("异地就医怎么备案"), 16000))
    partial = [each.text for each in heard if not each.final]
    assert partial
    assert len(set(partial)) == len(partial)  # only changes are told
    assert heard[-1].final
    assert "".join(each.text for each in heard if each.final) == "异地就医怎么备案"


def test_words_have_times_and_confidence(model: RecogniserModel, mouth: Synthesiser) -> None:
    audio = resample(mouth.speak("失业金怎么领"), 16000)
    heard = transcribe(model, audio)
    assert "".join(word.text for word in heard.words) == heard.text
    assert 0.0 < heard.confidence <= 1.0
    times = [moment for word in heard.words for moment in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert times[-1] <= audio.seconds + 0.2


def test_a_pause_ends_a_sentence(model: RecogniserModel, mouth: Synthesiser) -> None:
    pause = bytes(16000 * 2 * 2)
    pcm = b"".join(resample(mouth.speak(each), 16000).pcm + pause for each in SENTENCES)
    session = model.session(16000)
    finals = [each.text for each in session.feed(pcm) if each.final]
    assert finals == list(SENTENCES)
    assert session.finish() is None


def test_a_session_goes_on_after_finish(model: RecogniserModel, mouth: Synthesiser) -> None:
    session = model.session(16000)
    for sentence in SENTENCES[:2]:
        pcm = resample(mouth.speak(sentence), 16000).pcm
        finals = [each for each in session.feed(pcm) if each.final]
        last = session.finish()
        assert "".join(each.text for each in [*finals, *([last] if last else [])]) == sentence


@pytest.mark.parametrize("pcm", [b"", b"\1", bytes(16000 * 4)])
def test_silence_gives_no_words(model: RecogniserModel, pcm: bytes) -> None:
    assert transcribe(model, Audio(pcm, 16000)) == Heard("", True)


def test_noise_is_survived(model: RecogniserModel) -> None:
    noise = np.random.default_rng(1).integers(-32768, 32767, 16000 * 2).astype("<i2").tobytes()
    assert transcribe(model, Audio(noise, 16000)).final


def test_the_size_of_the_pieces_does_not_matter(model: RecogniserModel, mouth: Synthesiser) -> None:
    audio = resample(mouth.speak("失业金怎么领"), 8000)
    for size in (333, 1600, len(audio.pcm)):
        assert "".join(each.text for each in streamed(model, audio, size) if each.final) == "失业金怎么领"


def test_a_grammar_limits_what_is_heard(model: RecogniserModel, mouth: Synthesiser) -> None:
    audio = resample(mouth.speak("不对"), 16000)
    session = model.session(16000, grammar=["对", "不对"])
    finals = [each for each in session.feed(audio.pcm) if each.final]
    last = session.finish()
    assert "".join(each.text for each in [*finals, *([last] if last else [])]) == "不对"
    session = model.session(16000, grammar=["对", "不对"])
    session.feed(resample(mouth.speak("异地就医怎么备案"), 16000).pcm)
    last = session.finish()
    assert last is None or "医" not in last.text


def test_eight_talks_at_once_hear_what_one_hears(model: RecogniserModel, mouth: Synthesiser) -> None:
    audios = [resample(mouth.speak(sentence), 8000) for sentence in SENTENCES] * 4
    with ThreadPoolExecutor(8) as threads:
        texts = list(threads.map(lambda audio: transcribe(model, audio).text, audios))
    assert texts == list(SENTENCES) * 4


@pytest.mark.parametrize("rate", [0, 4000, 96000])
def test_a_rate_out_of_range_is_refused(model: RecogniserModel, rate: int) -> None:
    with pytest.raises(RecogniserError) as caught:
        model.session(rate)
    assert caught.value.code == "bad_rate"
