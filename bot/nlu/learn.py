"""`python -m bot.nlu.learn TASK.json`: learn a release's understanding and try it, in a process of its own.

Without a target it gets ready only: works out what the next learning begins from.
Tells how far it is in lines of JSON, {"share": 0…1, "stage": …}. The target appears whole or not at all. With a base that
differs by few sentences only these are learnt (bot/nlu/growth.py); otherwise everything is.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse

from bot.business.gate import Limits
from bot.idle import yield_to_all
from bot.nlu.concepts import read_lexicon
from bot.nlu.examples import examples_in
from bot.nlu.growth import Added, Factor, grow
from bot.nlu.points import RememberedPoints
from bot.nlu.taking import limits_in, take
from bot.nlu.tokens import tokens
from bot.nlu.trained import Example, Taught, Trained, learn

MOST_NEW = 1_500  # sentences more or less than the base; beyond that a whole training is due
JUDGED = "judged.json"


@dataclass(frozen=True)
class Task:
    """What to learn: the folders of the knowledge base, of the sentences about no topic, of the understanding to begin from
    and of the one in use (None: there is none), and the target (None: only get ready). `cases`: sentences to try on both.
    """

    knowledge: Path
    region: str
    nlu: Path
    lexicon: Path
    config: Path
    target: Path | None
    base: Path | None
    live: Path | None
    points: Path
    code: str
    cases: tuple[str, ...]

    @staticmethod
    def read(file: Path) -> "Task":
        """Return the task in a JSON file."""
        given = json.loads(file.read_text(encoding="utf-8"))
        folders = {name: Path(value) if value else None for name, value in given.items() if name in _FOLDERS}
        return Task(**folders, region=given["region"], code=given["code"], cases=tuple(given["cases"]))


_FOLDERS = {"knowledge", "nlu", "lexicon", "config", "target", "base", "live", "points"}


def main() -> None:
    """Do the task."""
    yield_to_all()
    task = Task.read(Path(sys.argv[1]))
    points = RememberedPoints(task.points)
    limits = limits_in(task.config)
    if task.target is not None:
        _learn(task, task.target, points, limits)
    elif task.base is not None and not (task.base / "factor.npy").exists():
        _factor(Trained.load(task.base), task.base)
    if task.live is not None:
        live = task.live
        _tell(0.85, "和现在用的版本比较")
        _judge(live, lambda: Trained.load(live), points, limits, task.cases)
    points.save()
    _tell(1.0, "")


def _learn(task: Task, target: Path, points: RememberedPoints, limits: Limits) -> None:
    """Make the target, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=target.parent))
    try:
        _tell(0.02, "读取知识库")
        trained, taught, learnt = _trained(task, examples_in(task.knowledge, task.region, task.nlu), points)
        _tell(0.5, "保存")
        trained.save(draft)
        taught.save(draft)
        (draft / "learnt.json").write_text(json.dumps(learnt), encoding="utf-8")
        (draft / "code").write_text(task.code, encoding="utf-8")
        _tell(0.55, "用回归句子检验")
        _judge(draft, lambda: trained, points, limits, task.cases)
        shutil.rmtree(target, ignore_errors=True)
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _trained(
    task: Task, examples: Sequence[Example], points: RememberedPoints
) -> tuple[Trained, Taught, dict[str, Any]]:
    """Return the understanding, what taught it, and how it came to be: whether as a `whole`, and in `own` for each intent
    that learnt sentences how many of these it would have understood had it not known them, and of how many.
    """
    base = _loaded(task.base)
    if base is not None:
        added, gone, taught = _apart(base[1], examples)
        if len(added) + len(gone) <= MOST_NEW:
            _tell(0.1, "读取上一次训练的结果")
            factor = _factor(base[0], task.base or Path())
            _tell(0.3, "学习改动的问法")
            trained, own = _grown(base[0], factor, added, gone, taught, points)
            return trained, taught, {"whole": False, "own": own}
    _tell(0.1, "从头学习全部问法")
    trained, taught, left_out = learn(examples, read_lexicon(task.lexicon), lambda some: _later(points, some))
    return trained, taught, {"whole": True, "own": _own(trained, examples, left_out)}


def _grown(
    base: Trained,
    factor: Factor,
    added: list[Example],
    gone: np.ndarray,
    taught: Taught,
    points: RememberedPoints,
) -> tuple[Trained, dict[str, list[int]]]:
    intents = tuple(sorted({example.intent for example in (*taught.kept, *taught.others)}))
    numbers = {intent: number for number, intent in enumerate(base.intents)}
    sentences = [tokens(example.text) for example in added]
    space = base.space.grown(sentences)
    labels = np.array([intents.index(example.intent) for example in added], dtype=np.int64)
    new = Added(space.counts(sentences) if sentences else _none(space.width), points(sentences), labels)
    renumbered = np.array([numbers.get(intent, -1) for intent in intents])
    model, left_out = grow(base.model, factor, new, gone, renumbered)
    trained = Trained(intents, space, base.repair.grown(sentences), model)
    return trained, _own(trained, added, left_out)


def _apart(base: Taught, examples: Sequence[Example]) -> tuple[list[Example], np.ndarray, Taught]:
    """Return what the base hasn't, the places of what it keeps and shall not, and what teaches the new understanding."""
    wanted, has = set(examples), {*base.kept, *base.others}
    gone = [place for place, example in enumerate(base.kept) if example not in wanted]
    added = [example for example in examples if example not in has]
    kept = tuple(example for example in base.kept if example in wanted)
    others = tuple(example for example in base.others if example in wanted)
    return added, np.array(gone, dtype=np.int64), Taught((*kept, *added), others)


def _own(trained: Trained, examples: Sequence[Example], left_out: np.ndarray) -> dict[str, list[int]]:
    own: dict[str, list[int]] = {}
    for example, row in zip(examples, left_out, strict=True):
        counts = own.setdefault(example.intent, [0, 0])
        counts[0] += trained.intents[int(row.argmax())] == example.intent
        counts[1] += 1
    return own


def _factor(base: Trained, folder: Path) -> Factor:
    try:
        factor = Factor.load(folder)
        if len(factor.diagonal) == len(base.model.labels):
            return factor
    except (OSError, ValueError):
        pass  # not there yet, or damaged
    _tell(0.12, "准备快速训练（只在第一次）")
    factor = Factor.of(base.model)
    try:
        factor.save(folder)
    except OSError:
        (folder / "factor.npy").unlink(missing_ok=True)  # no room: the next training works it out again
    return factor


def _loaded(folder: Path | None) -> tuple[Trained, Taught] | None:
    try:
        return (Trained.load(folder), Taught.load(folder)) if folder is not None else None
    except (OSError, ValueError, KeyError):
        return None


def _judge(
    folder: Path,
    understanding: Callable[[], Trained],
    points: RememberedPoints,
    limits: Limits,
    cases: Sequence[str],
) -> None:
    """Complete the folder's file of what it makes of the cases."""
    try:
        known: dict[str, Any] = json.loads((folder / JUDGED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    missing = [text for text in dict.fromkeys(cases) if text not in known]
    if missing:
        taken = take(understanding(), points, limits, missing)
        known |= {each["text"]: each for each in taken}
        draft = folder / f".{JUDGED}.{os.getpid()}"
        draft.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, folder / JUDGED)


def _later(points: RememberedPoints, sentences: list[list[str]]) -> Callable[[], np.ndarray]:
    return lambda: points(sentences)


def _none(width: int) -> Any:
    return scipy.sparse.csr_matrix((0, width), dtype=np.float32)


def _tell(share: float, stage: str) -> None:
    print(json.dumps({"share": share, "stage": stage}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
