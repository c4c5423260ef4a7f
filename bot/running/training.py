"""The trained Rasa model: found by what it was trained on, trained when it is missing."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bot.knowledge.reader import knowledge_files
from bot.settings import Settings

# What decides how a model behaves, besides the knowledge base.
_CODE = ("bot/nlu/*.py", "bot/business/text.py", "bot/business/faq.py", "data/reference/concepts.yml")
_DATA = ("config.yml", "domain/*.yml", "data/nlu/*.yml", "data/rules/*.yml")
_STAGES = re.compile(r"Starting to train component '([^']+)'|Training (\S+) ")
_TRAINED = 6  # lines of Rasa's log that mark a finished stage, for the progress bar


class TrainingFailed(Exception):
    """Rasa did not produce a model; the message names the log."""


def model_path(settings: Settings, knowledge: Path) -> Path:
    """Return where the model for the present inputs is, or would be."""
    inputs = [*_matching(_CODE), *_matching(_DATA), *knowledge_files(knowledge)]
    return settings.models / f"xiaozheng-{_digest(inputs)}.tar.gz"


def _matching(patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(Path().glob(pattern))]


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def train(settings: Settings, knowledge: Path, progress: Callable[[float, str], None]) -> Path:
    """Train the model for the present inputs and return it; `progress(share, stage)` is told how far it is.

    Trains in a process of its own and moves the finished file into place, so that a broken training leaves nothing.
    Raises TrainingFailed.
    """
    target = model_path(settings, knowledge)
    settings.models.mkdir(parents=True, exist_ok=True)
    log_path = settings.var / "log" / "train.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    draft = settings.var / "training"
    command = [
        str(settings.rasa_python),
        "-m",
        "rasa",
        "train",
        "--skip-validation",
        "--out",
        str(draft),
        "--fixed-model-name",
        target.stem.removesuffix(".tar"),
    ]
    with log_path.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                **rasa_environment(knowledge),
                "RASA_CACHE_DIRECTORY": str(_cache(settings)),
                "OMP_NUM_THREADS": str(os.cpu_count()),  # one big matrix, unlike at run time
            },
        )
        assert process.stdout is not None
        done = 0
        for line in process.stdout:
            log.write(line)
            found = _STAGES.search(line)
            if found:
                done += 1
                progress(min(0.95, done / _TRAINED), found.group(1) or found.group(2))
    finished = draft / target.name
    if process.wait() != 0 or not finished.exists():
        raise TrainingFailed(f"训练没有成功，详情见 {log_path}。")
    os.replace(finished, target)
    progress(1.0, "")
    return target


def _cache(settings: Settings) -> Path:
    """Return the folder of half-finished work that this code may use: Rasa's cache knows its own data, not ours."""
    folder = settings.var / "rasa-cache" / _digest(_matching(_CODE))
    if folder.parent.is_dir():
        for other in folder.parent.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    return folder


def rasa_environment(knowledge: Path) -> dict[str, str]:
    """Return the environment for Rasa's processes: no telemetry, no network, quiet TensorFlow."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "HOTLINE_KNOWLEDGE": str(knowledge),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "PYPINYIN_NO_PHRASES": "true",  # characters are looked up one by one; words would take 0.7 s to load
        "OMP_NUM_THREADS": "1",  # many threads on a small matrix wait for each other
    }
