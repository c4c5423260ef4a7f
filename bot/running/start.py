"""`hotline run`: from a bare checkout to an open address, told step by step."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.bootstrap import build_services
from bot.knowledge.reader import KnowledgeError, read
from bot.knowledge.releases import Releases
from bot.running import preflight, processes, training
from bot.settings import Settings
from bot.store.database import upgrade

_START_S = 90.0  # TensorFlow, which Rasa imports, takes most of it on a cold disk


def run(settings: Settings, console: Console) -> int:
    """Start everything, wait for Ctrl-C, stop everything. Returns the exit code."""
    try:
        preflight.check(settings)
        knowledge = _knowledge(settings, console)
        _database(settings, console)
        model = ensure_model(settings, knowledge, console)
    except (preflight.NotReady, KnowledgeError, training.TrainingFailed) as error:
        console.print(f"[red]还不能启动：[/red]\n{error}", highlight=False, soft_wrap=True)
        return 1
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    processes.write_endpoints(settings)
    supervisor = processes.Supervisor(settings, processes.programs(settings, model, knowledge))
    supervisor.start()
    hearing = subprocess.Popen([sys.executable, "-m", "bot.cli", "faq", "hear"])  # a running site takes it up
    try:
        return _serve(settings, console, supervisor, stop)
    finally:
        hearing.terminate()
        hearing.wait()
        supervisor.stop()
        console.print("小政已停止。")


def ensure_model(settings: Settings, knowledge: Path, console: Console) -> Path:
    """Return the trained model, training it with a progress bar when it is missing."""
    model = training.model_path(settings, knowledge)
    if model.exists():
        return model
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("训练语义模型（只在第一次或知识有变化时）", total=1.0)
        return training.train(settings, knowledge, lambda share, _: progress.update(task, completed=share))


def _knowledge(settings: Settings, console: Console) -> Path:
    folder = Releases(settings.var / "releases", settings.knowledge, settings.region).active_folder()
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
