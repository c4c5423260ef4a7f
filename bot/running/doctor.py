"""What works on this machine and what to do about the rest."""

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.conversations.voice_setup import find_ears
from bot.knowledge.reader import KnowledgeError, read
from bot.knowledge.releases import Releases
from bot.running import preflight, training
from bot.settings import Settings
from bot.store.database import Database


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    told: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything that `hotline run` needs, changing nothing but a probe file."""
    return [
        Finding("Python", True, platform.python_version()),
        _start(settings),
        _knowledge(settings),
        _database(settings),
        _ears(settings),
        _mouth(),
    ]


def _start(settings: Settings) -> Finding:
    try:
        preflight.check(settings)
    except preflight.NotReady as error:
        return Finding("端口、磁盘、Rasa 环境", False, str(error))
    return Finding("端口、磁盘、Rasa 环境", True, "可以启动")


def _knowledge(settings: Settings) -> Finding:
    folder = Releases(settings.var / "releases", settings.knowledge, settings.region).active_folder()
    try:
        base = read(folder, settings.region)
    except KnowledgeError as error:
        return Finding("知识库", False, f"{len(error.problems)} 处错误，运行 hotline faq check 查看")
    trained = training.model_path(settings).exists()
    return Finding(
        "知识库",
        True,
        f"{len(base.topics)} 个主题，模型{'已训练' if trained else '还没有训练（启动时自动训练）'}",
    )


def _database(settings: Settings) -> Finding:
    database = Database(settings.database)
    try:
        good = database.check()
    finally:
        database.close()
    return Finding("数据库", good, "连得上" if good else "连不上，请检查 HOTLINE_DATABASE_URL")


def _ears(settings: Settings) -> Finding:
    ears, path = find_ears(settings)
    told = {
        "on": f"普通话模型 {path}",
        "test-model": "只有自带的小模型，只听得懂合成语音；hotline models install 下载官方模型",
        "off": "没有语音识别模型；hotline models install 下载",
    }
    return Finding("听", ears == "on", told[ears])


def _mouth() -> Finding:
    library = any(Path(folder).glob("*/libespeak-ng.so.1") for folder in ("/usr/lib", "/usr/local/lib"))
    good = library or shutil.which("espeak-ng") is not None
    return Finding(
        "说", good, "eSpeak NG 可用" if good else "没有 eSpeak NG：apt install libespeak-ng1 espeak-ng"
    )
