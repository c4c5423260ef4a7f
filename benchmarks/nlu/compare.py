"""`python -m benchmarks.nlu.compare [EPOCHS]`: train both recipes one after the other and print them side by side.

Accuracy on the held-out sentences of tests/nlu, as they are and with 20 % of the characters misheard. DIET and
ResponseSelector take nearly all of the time: with the usual 100 epochs some hours on two cores, so EPOCHS may be fewer.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.nlu.export import export
from bot.business.evaluation import ANSWERS, Case, read_case
from bot.nlu.noise import disturb
from bot.settings import Settings
from bot.studio.environment import nlu_environment

_RECIPES = {"usual": Path("benchmarks/nlu/usual.yml"), "ours": Path("config.yml")}
_NOISE, _SEED = 0.2, 1


def main() -> None:
    """Train, measure, print a table."""
    epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    cases = _cases()
    texts = [case.text for case in cases]
    texts += [disturb(text, _NOISE, _SEED) for text in texts]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export(Path("data"), folder / "usual")
        recipe = _RECIPES["usual"].read_text(encoding="utf-8").replace("epochs: 100", f"epochs: {epochs}")
        (folder / "usual.yml").write_text(recipe, encoding="utf-8")
        (folder / "sentences.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        columns = [_column(recipe, folder, cases) for recipe in _RECIPES]
    print(f"{len(cases)} sentences, of these {sum(case.kind in ANSWERS for case in cases)} questions\n")
    print(f"| | usual recipe, {epochs} epochs | ours |\n|---|---|---|")
    for row in columns[0]:
        print(f"| {row} | {columns[0][row]} | {columns[1][row]} |")


def _cases() -> list[Case]:
    files = sorted(Path("tests/nlu").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [read_case(json.loads(line)) for line in lines]


def _column(recipe: str, folder: Path, cases: list[Case]) -> dict[str, str]:
    model, seconds = _train(recipe, folder)
    out = folder / f"{recipe}.json"
    _rasa("-m", "benchmarks.nlu.measure", str(model), str(folder / "sentences.json"), str(out))
    found = json.loads(out.read_text(encoding="utf-8"))
    clean, noisy = found["understood"][: len(cases)], found["understood"][len(cases) :]
    return {
        "right topic first, clean": _topics(cases, clean, 1),
        "right topic first, 20 % misheard": _topics(cases, noisy, 1),
        "right topic in three, clean": _topics(cases, clean, 3),
        "right topic in three, 20 % misheard": _topics(cases, noisy, 3),
        "answered at once": _answered(cases, clean, lambda case, topic: True),
        "answered wrongly": _answered(cases, clean, lambda case, topic: topic not in case.topics),
        "out of scope answered": _share(
            [
                each["intent"] == "faq"
                for case, each in zip(cases, clean, strict=True)
                if case.kind == "out_of_scope"
            ]
        ),
        "training": f"{seconds:.0f} s",
        "model file": f"{model.stat().st_size / 1e6:.1f} MB",
        "load": f"{found['load_s']} s",
        "parse, median / P95": f"{found['parse_ms']} / {found['parse_p95_ms']} ms",
        "memory by loading and parsing": f"{found['memory_mb']} MB",
    }


def _train(recipe: str, folder: Path) -> tuple[Path, float]:
    data = folder / "usual" / "nlu" if recipe == "usual" else Path("data/nlu")
    config = folder / "usual.yml" if recipe == "usual" else _RECIPES[recipe]
    domain = folder / "usual" / "domain.yml" if recipe == "usual" else Path("domain")
    arguments = ["--config", str(config), "--nlu", str(data), "--domain", str(domain)]
    began = time.perf_counter()
    _rasa("-m", "rasa", "train", "nlu", *arguments, "--out", str(folder), "--fixed-model-name", recipe)
    return folder / f"{recipe}.tar.gz", time.perf_counter() - began


def _rasa(*arguments: str) -> None:
    cache = tempfile.mkdtemp()  # nothing half-finished may be taken from before
    environment = {
        **nlu_environment(HOTLINE_KNOWLEDGE="data"),
        "RASA_CACHE_DIRECTORY": cache,
        "PYTHONPATH": os.getcwd(),
    }
    environment.pop("OMP_NUM_THREADS")  # each recipe may use what the machine has
    try:
        subprocess.run([str(Settings().rasa_python), *arguments], env=environment, check=True)
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def _topics(cases: list[Case], understood: list[dict[str, Any]], first: int) -> str:
    asked = [(case, each) for case, each in zip(cases, understood, strict=True) if case.kind in ANSWERS]
    if first == 1:
        return _share([each["first"] in case.topics for case, each in asked])
    return _share([bool(case.topics & set(each["topics"][:first])) for case, each in asked])


def _answered(cases: list[Case], understood: list[dict[str, Any]], counts: Any) -> str:
    asked = [(case, each) for case, each in zip(cases, understood, strict=True) if case.kind in ANSWERS]
    return _share([each["intent"] == "faq" and counts(case, each["topics"][0]) for case, each in asked])


def _share(flags: list[bool]) -> str:
    return f"{sum(flags) / len(flags):.1%}"


if __name__ == "__main__":
    main()
