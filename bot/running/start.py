"""`hotline run`: from a bare checkout to an open address, told step by step."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.bootstrap import build_services
from bot.knowledge.contents_files import read_contents
from bot.knowledge.reader import KnowledgeError, read
from bot.knowledge.releases import Releases
from bot.knowledge.yaml_nodes import Problem, Problems
from bot.running import preflight, processes, training
from bot.settings import Settings
from bot.store.database import upgrade
from bot.studio.composing import name_understanding
from bot.studio.learner import Learner, LearningFailed
from bot.studio.understandings import Understandings

_START_S = 90.0  # TensorFlow, which Rasa imports, takes most of it on a cold disk


def run(settings: Settings, console: Console) -> int:
    """Start everything, wait for Ctrl-C, stop everything. Returns the exit code."""
    try:
        preflight.check(settings)
        knowledge = _knowledge(settings, console)
        _database(settings, console)
        model = ensure_model(settings, console)
        packed = ensure_understanding(settings, model, knowledge, console)
    except (preflight.NotReady, KnowledgeError, training.TrainingFailed, LearningFailed) as error:
        console.print(f"[red]还不能启动：[/red]\n{error}", highlight=False, soft_wrap=True)
        return 1
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    processes.write_endpoints(settings)
    supervisor = processes.Supervisor(settings, processes.programs(settings, model, packed))
    supervisor.start()
    hearing = subprocess.Popen([sys.executable, "-m", "bot.cli", "faq", "hear"])  # a running site takes it up
    try:
        return _serve(settings, console, supervisor, stop)
    finally:
        hearing.terminate()
        hearing.wait()
        supervisor.stop()
        console.print("小政已停止。")


def ensure_model(settings: Settings, console: Console) -> Path:
    """Return the trained model, training it with a progress bar when it is missing."""
    model = training.model_path(settings)
    if model.exists():
        return model
    with _bar(console, "训练语义模型（只在第一次或知识有变化时）") as told:
        return training.train(settings, told)


def ensure_understanding(settings: Settings, model: Path, knowledge: Path, console: Console) -> str:
    """Have the understanding of what is live as a folder: out of Rasa's model, or learnt when a release needs another.

    Returns the name of the one in Rasa's model. Raises LearningFailed, KnowledgeError.
    """
    understandings = Understandings(settings.var / "understanding")
    shipped = understandings.name_for(read_contents(settings.knowledge, settings.region))
    if not understandings.exists(shipped):
        understandings.unpack(model, shipped)
    if understandings.base() is None:
        understandings.begin_from(shipped)
    releases = Releases(settings.var / "releases", settings.knowledge, settings.region)
    if releases.active() is None:
        return shipped
    name = understandings.name_for(read_contents(knowledge, settings.region))
    name_understanding(knowledge, name)
    if not understandings.exists(name):
        learner = Learner(
            settings.rasa_python, settings.region, settings.var / "log" / "learn.log", understandings
        )
        with _bar(console, "训练现在用的知识库版本") as told:
            asyncio.run(learner.learn(knowledge, name, None, [], told))
    return shipped


@contextmanager
def _bar(console: Console, what: str) -> Iterator[Callable[[float, str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda share, _: progress.update(task, completed=share)


def _knowledge(settings: Settings, console: Console) -> Path:
    folder = Releases(settings.var / "releases", settings.knowledge, settings.region).active_folder()
    if not folder.is_dir():
        pointer = settings.var / "releases" / "active"
        told = f"现在用的知识库版本（{folder}）不见了。请从备份恢复这个目录；或者删掉 {pointer}，改用随软件发布的知识库。"
        raise KnowledgeError(Problems([Problem("releases", 1, told)]))
    base = read(folder, settings.region)
    console.print(f"知识库：{len(base.topics)} 个主题，{base.region.name}")
    return folder


def _database(settings: Settings, console: Console) -> None:
    upgrade(settings.database)
    services = build_services(settings)
    created = services.staff.ensure_admin()
    services.database.close()
    if created:
        username, password = created
        console.print("[bold]第一次启动，已建立管理员。密码只显示这一次，请记下来：[/bold]")
        console.print(f"  用户名 {username}   密码 {password}", highlight=False, markup=False)


def _serve(
    settings: Settings, console: Console, supervisor: processes.Supervisor, stop: threading.Event
) -> int:
    with console.status("正在启动……"):
        state = _wait_ready(settings, supervisor.running, stop)
    if stop.is_set():
        return 0
    if state is None:
        console.print(
            f"[red]没有启动成功：语义理解（Rasa）没有就绪。原因在 {settings.var / 'log' / 'rasa.log'}，"
            f"其他日志在同一个目录。[/red]",
            soft_wrap=True,
        )
        return 1
    for line in banner(settings, state):
        console.print(line, highlight=False, soft_wrap=True)  # addresses and paths stay whole
    while supervisor.running() and not stop.wait(0.5):
        pass
    return 0 if stop.is_set() else 1


def _wait_ready(
    settings: Settings, alive: Callable[[], bool], stop: threading.Event
) -> dict[str, str] | None:
    waited = 0.0
    while waited < _START_S and alive() and not stop.wait(0.3):
        waited += 0.3
        try:
            parts: dict[str, str] = httpx.get(
                f"{settings.site_url}/readyz", timeout=3, trust_env=False
            ).json()["parts"]
        except (httpx.HTTPError, ValueError, KeyError):
            continue
        if parts["robot"] == "ok":
            return parts
    return None


def banner(settings: Settings, parts: dict[str, str]) -> list[str]:
    """Return what is told when everything is up: where, what works, what doesn't, how to stop."""
    ears = {
        "on": "可用",
        "test-model": "降级：没有官方普通话模型，现在用自带的小模型，只听得懂合成语音（hotline models install 可下载）",
        "off": "降级：没有语音识别模型，话筒关闭（hotline models install 可下载）",
    }
    mouth = {"ok": "可用", "off": "降级：没有 eSpeak NG，不能朗读（安装 libespeak-ng1）"}
    return [
        "",
        f"[bold green]小政已启动[/bold green]  市民页面 {settings.site_url}/   坐席页面 {settings.site_url}/agent",
        f"  对话 可用 · 工单 可用 · 转人工 可用 · 接口文档 {settings.site_url}/docs",
        f"  听：{ears[parts['ears']]}",
        f"  说：{mouth[parts['mouth']]}",
        f"  日志在 {settings.var / 'log'}，按 Ctrl-C 停止。",
    ]
