"""Which models can be downloaded, and which of those on this machine is used."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from speech.errors import ModelError
from speech.model_check import check_model
from speech.model_install import install

__all__ = ["FoundModel", "ManifestEntry", "find_model", "install", "read_manifest"]

Label = Literal["official", "own-synthetic", "other"]
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[\w][\w.\-]*")  # a plain folder name: never a way out of the models folder
_OFFICIAL = re.compile(r"vosk-model-(?:small-)?cn-[\d.]+")
_OWN = re.compile(r"vosk-(?:xiaozheng|spike)-cn")


@dataclass(frozen=True)
class ManifestEntry:
    """A model that can be downloaded: a zip of `bytes` bytes at any of `urls`, with `folder` at its top."""

    name: str
    kind: str
    urls: tuple[str, ...]
    bytes: int
    sha256: str
    licence: str
    folder: str


@dataclass(frozen=True)
class FoundModel:
    """A usable model. `own-synthetic` understands synthetic voices only and must be shown as such to people."""

    path: Path
    label: Label


def read_manifest(path: Path) -> list[ManifestEntry]:
    """Return the entries of models/MANIFEST.yml. Raises ModelError("bad_manifest")."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [_entry(fields) for fields in document["models"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, ValueError) as error:
        raise ModelError("bad_manifest", f"模型清单读不了：{path}（{error}）") from error


def find_model(explicit: Path | None, candidates: list[Path]) -> FoundModel:
    """Return `explicit` if given, else the first of `candidates` that is there.

    Raises ModelError: a broken model is reported, never silently passed over for another.
    """
    chosen = explicit or next((path for path in candidates if path.is_dir()), None)
    if chosen is None:
        raise ModelError("missing", "没有语音识别模型。请运行 hotline models install 下载。")
    check_model(chosen)
    return FoundModel(chosen, _label(chosen.resolve().name))


def _label(folder: str) -> Label:
    if _OFFICIAL.fullmatch(folder):
        return "official"
    return "own-synthetic" if _OWN.fullmatch(folder) else "other"


def _entry(fields: dict[str, Any]) -> ManifestEntry:
    entry = ManifestEntry(**{**fields, "urls": tuple(fields["urls"])})
    if not entry.urls or not _SHA256.fullmatch(entry.sha256) or entry.bytes <= 0:
        raise ValueError(f"{entry.name}: urls, bytes, sha256")
    if not (_NAME.fullmatch(entry.folder) and _NAME.fullmatch(entry.name)):
        raise ValueError(f"{entry.name}: name, folder")
    return entry
