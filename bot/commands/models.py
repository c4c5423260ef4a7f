"""hotline models list | install."""

from typing import Annotated

import typer
from rich.progress import DownloadColumn, Progress, TransferSpeedColumn

from bot.commands.terminal import fail
from bot.settings import Settings
from speech import models
from speech.errors import SpeechError

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def listed() -> None:
    """列出可以下载的语音模型和已经装好的。"""
    settings = Settings()
    for entry in models.read_manifest(settings.models / "MANIFEST.yml"):
        state = "已安装" if (settings.models / entry.folder).is_dir() else "未安装"
        typer.echo(f"{entry.name}  {entry.bytes / 1e6:.0f} MB  {entry.licence}  {state}")


@app.command()
def install(
    name: Annotated[str | None, typer.Argument(help="模型名称；不写就装清单里的第一个")] = None,
) -> None:
    """下载一个语音模型：断点续传，核对大小和 SHA-256，完整了才启用。"""
    settings = Settings()
    entries = models.read_manifest(settings.models / "MANIFEST.yml")
    entry = next((each for each in entries if name in (None, each.name)), None)
    if entry is None:
        fail(f"清单里没有“{name}”。可用：{'、'.join(each.name for each in entries)}")
    with Progress(*Progress.get_default_columns(), DownloadColumn(), TransferSpeedColumn()) as progress:
        task = progress.add_task(entry.name, total=entry.bytes)
        try:
            path = models.install(
                entry, settings.models, lambda done, all_: progress.update(task, completed=done)
            )
        except SpeechError as error:
            fail(f"没有装好：{error.message}")
    typer.echo(f"已装到 {path}。重新启动后生效。")
