"""`python -m benchmarks.adaptation`: what the recogniser hears before and after it follows the knowledge base.

24 names that no dictionary has are added to the knowledge base in three questions each; they are tried in one of
these and in a wording that was never published. 60 general sentences, also never published, show what is lost.
The voice is eSpeak's, the one that our own small model was trained on: this says nothing about people.
"""

import re
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.conversations.spoken_knowledge import general_sentences, knowledge_sentences, own_words, plain
from bot.conversations.voice_setup import find_ears
from bot.knowledge.reader import read
from bot.settings import Settings
from speech.audio import Audio, resample
from speech.graph import adapt
from speech.graph.foreign import rebuild_grammar
from speech.graph.lexicon import Segmenter
from speech.graph.trial import Trial, listen
from speech.spoken import to_spoken
from speech.synthesiser import Synthesiser

HELD_OUT = Path("tests/integration/speech_graph/held_out.txt")
TERMS = (
    "益康保", "瓯惠保", "安居宝", "孝心卡", "银龄通", "惠瓯贷",  # products and cards
    "瓯江红居", "梧田里", "龙霞路", "墨池坊", "广化桥", "黎明西坊", "松台里", "蝉街",  # places and streets
    "暖瓯计划", "展翅补贴", "安薪行动", "康养积分", "匠才津贴", "邻里助餐",  # schemes
    "瓯易办", "医路通", "惠民码", "社保小瓯",  # services
)  # fmt: skip
_PUBLISHED = ("{}怎么办理", "{}在哪里申请", "请问{}需要什么条件")
_TRIED = ("请问{}需要什么条件", "我想了解一下{}的事情")  # the second was never published
_RATE = 16000


@dataclass(frozen=True)
class _Way:
    """One way to make a model, and how long it took."""

    name: str
    model: Path
    seconds: float


def main() -> None:
    """Build, try, print."""
    settings = Settings()
    ears, model = find_ears(settings)
    assert model is not None, "no recogniser model"
    whole = {term for term in TERMS if Segmenter().words(term) == [term]}
    assert not whole, f"a dictionary has {whole}"
    with tempfile.TemporaryDirectory() as folder:
        ways = _ways(model, settings, Path(folder))
        new = [pattern.format(term) for pattern in _TRIED for term in TERMS]
        general = [line for line in HELD_OUT.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        sounds = _sounds([*new, *general], Path(folder, "sounds"))
        table = _table(f"{model.name} ({ears}), {len(TERMS)} new terms, {len(general)} general sentences")
        for way in ways:
            trial = listen(way.model, sounds)
            assert trial is not None, f"{way.name}: the model can't be used"
            table.add_row(*_row(way, trial, new, general))
    Console(width=120).print(table)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _ways(model: Path, settings: Settings, folder: Path) -> list[_Way]:
    base = read(settings.knowledge, settings.region)
    known, general, words = knowledge_sentences(base), general_sentences(), own_words(base)
    published = [*known, *(pattern.format(term) for term in TERMS for pattern in _PUBLISHED)]
    made: list[tuple[str, Callable[[Path], object]]] = [
        ("rebuilt, today", lambda out: adapt(model, known, general, out, words)),
        ("rebuilt, new terms", lambda out: adapt(model, published, general, out, words)),
        ("… named as words", lambda out: adapt(model, published, general, out, [*words, *TERMS])),
        ("only Gr, today", lambda out: rebuild_grammar(model, known, out)),
        ("only Gr, new terms", lambda out: rebuild_grammar(model, published, out)),
    ]
    ways = [_Way("as it is", model, 0.0)]
    for at, (name, make) in enumerate(made):
        began = time.perf_counter()
        make(folder / f"model-{at}")
        ways.append(_Way(name, folder / f"model-{at}", time.perf_counter() - began))
    return ways


def _sounds(sentences: list[str], cache: Path) -> list[Audio]:
    mouth = Synthesiser(workers=2, cache_dir=cache)
    try:
        return [resample(mouth.speak(sentence), _RATE) for sentence in sentences]
    finally:
        mouth.close()


def _table(title: str) -> Table:
    table = Table(title=title)
    table.add_column("graph", no_wrap=True)
    for name in (
        "terms heard",
        "unseen wording",
        "CER new",
        "CER general",
        "exact",
        "rebuilt in",
        "RTF",
        "Gr",
    ):
        table.add_column(name, justify="right")
    return table


def _row(way: _Way, trial: Trial, new: list[str], general: list[str]) -> list[str]:
    heard_new, heard_general = trial.heard[: len(new)], trial.heard[len(new) :]
    found = [term in heard for term, heard in zip(TERMS * len(_TRIED), heard_new, strict=True)]
    said = [plain(to_spoken(line)) for line in general]
    exact = sum(one == re.sub(r"\W", "", other) for one, other in zip(said, heard_general, strict=True))
    return [
        way.name,
        f"{sum(found[: len(TERMS)])} of {len(TERMS)}",
        f"{sum(found[len(TERMS) :])} of {len(TERMS)}",
        _rate(Trial(heard_new, 0.0), new),
        _rate(Trial(heard_general, 0.0), said),
        f"{exact} of {len(general)}",
        f"{way.seconds:.1f} s",
        f"{trial.real_time_factor:.3f}",
        f"{(way.model / 'graph' / 'Gr.fst').stat().st_size / 1e6:.1f} MB",
    ]


def _rate(trial: Trial, said: list[str]) -> str:
    return f"{trial.errors(said) / sum(map(len, said)):.1%}"


if __name__ == "__main__":
    main()
