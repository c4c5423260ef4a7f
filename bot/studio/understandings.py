"""The folder of trained understandings: what each is called, and which one later trainings begin from."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from bot.business.studio.contents import Contents, learnt_from

# What decides how sentences are understood, besides the knowledge base.
CODE = ("bot/nlu/*.py", "bot/business/text.py", "bot/business/faq.py", "data/reference/concepts.yml")
SENTENCES = ("data/nlu/*.yml",)
_PACKED = "/train_bot.nlu.ridge_classifier.RidgeClassifier"  # inside a model file of Rasa's
_WHOLE = "sentences.json"


def matching(patterns: tuple[str, ...]) -> list[Path]:
    """Return the files of this checkout that match, in a fixed order."""
    return [path for pattern in patterns for path in sorted(Path().glob(pattern))]


def digest_of(files: list[Path], more: str = "") -> str:
    """Return 12 hex digits that change when any of `files` does, or `more`."""
    digest = hashlib.sha256(more.encode())
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def code() -> str:
    """Return a digest of the code that makes understandings."""
    return digest_of(matching(CODE))


class Understandings:
    """The understandings below one folder (`var/understanding`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def points(self) -> Path:
        """Return the file of remembered points of meaning."""
        return self._folder / "points.npz"

    def name_for(self, contents: Contents) -> str:
        """Return what the understanding of these contents is called; another wording of an answer changes nothing."""
        learnt = json.dumps(learnt_from(contents), ensure_ascii=False, sort_keys=True)
        return digest_of(matching(CODE + SENTENCES), learnt)

    def path(self, name: str) -> Path:
        """Return the folder of an understanding."""
        return self._folder / name

    def exists(self, name: str) -> bool:
        """Return whether an understanding is there, whole."""
        return (self.path(name) / _WHOLE).is_file()

    def base(self) -> Path | None:
        """Return the understanding from which others are grown."""
        try:
            name = (self._folder / "base").read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return self.path(name) if self.exists(name) and self._is_ours(name) else None

    def _is_ours(self, name: str) -> bool:
        """Return whether an understanding was made by the present code; another's numbers mean other things."""
        try:
            return (self.path(name) / "code").read_text(encoding="utf-8") == code()
        except OSError:
            return False

    def begin_from(self, name: str) -> None:
        """Grow later understandings from this one; the factor of the one before is thrown away."""
        before = self.base()
        draft = self._folder / f".base.{os.getpid()}"
        draft.write_text(name + "\n", encoding="utf-8")
        os.replace(draft, self._folder / "base")
        if before is not None and before.name != name:
            (before / "factor.npy").unlink(missing_ok=True)

    def unpack(self, model: Path, name: str) -> None:
        """Take the understanding out of a model of Rasa's. Raises OSError, tarfile.TarError, KeyError when it isn't in it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._folder))
        try:
            with tarfile.open(model) as archive:
                for member in archive.getmembers():
                    if member.isfile() and _PACKED in member.name:
                        file = archive.extractfile(member)
                        assert file is not None
                        (draft / Path(member.name).name).write_bytes(file.read())
            if not (draft / _WHOLE).is_file():
                raise KeyError(f"no understanding in {model.name}")
            (draft / "code").write_text(code(), encoding="utf-8")
            if not self.exists(name):
                draft.replace(self.path(name))
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def keep_only(self, names: set[str]) -> None:
        """Throw away all others."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.is_dir() and path.name not in names and not path.name.startswith("."):
                shutil.rmtree(path, ignore_errors=True)
