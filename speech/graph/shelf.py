"""The folder in which adapted models lie: one is current, those in use are never removed, broken ones never opened."""

import fcntl
import hashlib
import json
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from speech.errors import ModelError
from speech.recogniser import RecogniserModel

_SEAL = "sealed.json"  # every file's digest; written last
_CURRENT, _REFUSED, _LOCK = "current", "refused", ".lock"
_IDENTITY = ("am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst", "graph/HCLG.fst")


def identity(model_dir: Path) -> str:
    """Return 12 hex digits that change with the model in `model_dir`."""
    digest = hashlib.sha256()
    for name in _IDENTITY:
        if (model_dir / name).is_file():
            digest.update(name.encode() + (model_dir / name).read_bytes())
    return digest.hexdigest()[:12]


class Shelf:
    """Adapted models below `folder`, each named `<identity of its model>-<what it was adapted to>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return where the model `name` lies, or would lie."""
        return self._folder / name

    def current(self, model: str) -> str | None:
        """Return the name of the current adapted model if it is one of the model with the identity `model`."""
        name = self._read(_CURRENT)
        return name if name.startswith(f"{model}-") else None

    def refused(self, name: str) -> bool:
        """Return whether `name` was the last one to be found no better than what was there."""
        return self._read(_REFUSED) == name

    def refuse(self, name: str) -> None:
        """Remember that `name` isn't worth trying again."""
        self._write(_REFUSED, name)

    def publish(self, name: str) -> None:
        """Make the finished model `name` the current one and remove those that nobody uses."""
        seal(self.path(name))
        self._write(_CURRENT, name)
        for other in self._folder.iterdir():
            if other.is_dir() and other.name != name:
                _remove_unused(other)

    def open(self, name: str) -> RecogniserModel:
        """Return the model `name`, marked as in use until it is garbage. Raises ModelError when it isn't whole."""
        path = self.path(name)
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise ModelError("missing", f"没有找到语音识别模型：{path}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            _check_seal(path)
            model = RecogniserModel.load(path)
        except BaseException:
            os.close(handle)
            raise
        weakref.finalize(model, os.close, handle)
        return model

    @contextmanager
    def working(self) -> Iterator[None]:
        """Wait until nobody else makes a model here, and keep others waiting."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self, pointer: str) -> str:
        try:
            return (self._folder / pointer).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def _write(self, pointer: str, name: str) -> None:
        draft = self._folder / f".{pointer}"
        draft.write_text(name + "\n", encoding="ascii")
        os.replace(draft, self._folder / pointer)


def seal(model_dir: Path) -> None:
    """Write down what every file in `model_dir` is, so that a change or a cut is seen."""
    (model_dir / _SEAL).write_text(json.dumps(_digests(model_dir), indent=0), encoding="utf-8")


def _check_seal(model_dir: Path) -> None:
    try:
        whole = json.loads((model_dir / _SEAL).read_text(encoding="utf-8")) == _digests(model_dir)
    except (OSError, ValueError):
        whole = False
    if not whole:
        raise ModelError("broken", f"更新过的语音识别模型不完整：{model_dir}")


def _digests(model_dir: Path) -> dict[str, str]:
    files = sorted(path for path in model_dir.rglob("*") if path.is_file() and path.name != _SEAL)
    return {
        path.relative_to(model_dir).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _remove_unused(model_dir: Path) -> None:
    handle = os.open(model_dir, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(model_dir, ignore_errors=True)
    except BlockingIOError:
        return  # somebody listens with it; it goes the next time
    finally:
        os.close(handle)
