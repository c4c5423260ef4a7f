"""The trained Rasa model: found by what it was trained on, trained when it is missing."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bot.knowledge.reader import knowledge_files
from bot.settings import Settings
from bot.studio.environment import nlu_environment
from bot.studio.understandings import CODE, SENTENCES, digest_of, matching

_DIALOGUE = ("config.yml", "domain/*.yml", "data/rules/*.yml")
_STAGES = re.compile(r"Starting to train component '([^']+)'|Training (\S+) ")
_TRAINED = 6  # lines of Rasa's log that mark a finished stage, for the progress bar


class TrainingFailed(Exception):
    """Rasa did not produce a model; the message names the log."""


def model_path(settings: Settings) -> Path:
    """Return where the model for the shipped knowledge base is, or would be; releases bring their own understanding."""
    inputs = [*matching((*CODE, *SENTENCES, *_DIALOGUE)), *knowledge_files(settings.knowledge)]
    return settings.models / f"xiaozheng-{digest_of(inputs)}.tar.gz"


def train(settings: Settings, progress: Callable[[float, str], None]) -> Path:
    """Train the model for the present inputs and return it; `progress(share, stage)` is told how far it is.

    Trains in a process of its own and moves the finished file into place, so that a broken training leaves nothing.
    Raises TrainingFailed.
    """
    target = model_path(settings)
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
            env=nlu_environment(
                HOTLINE_KNOWLEDGE=str(settings.knowledge),
                RASA_CACHE_DIRECTORY=str(_cache(settings)),
                OMP_NUM_THREADS=str(os.cpu_count()),  # one big matrix, unlike at run time
            ),
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
    _move(finished, target)
    progress(1.0, "")
    return target


def _move(finished: Path, target: Path) -> None:
    """Move a model into place, whole or not at all; `var` may be on another disk."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.move(finished, draft)
        os.replace(draft, target)
    except OSError as error:
        raise TrainingFailed(f"模型放不进 {target.parent}：{error.strerror or error}。") from error
    finally:
        draft.unlink(missing_ok=True)


def _cache(settings: Settings) -> Path:
    """Return the folder of half-finished work that this code may use: Rasa's cache knows its own data, not ours."""
    folder = settings.var / "rasa-cache" / digest_of(matching(CODE))
    if folder.parent.is_dir():
        for other in folder.parent.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    return folder
