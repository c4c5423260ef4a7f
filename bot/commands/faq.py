"""hotline faq check | import | export."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.terminal import fail
from bot.idle import yield_to_all
from bot.knowledge import releases
from bot.knowledge.reader import KnowledgeError, read
from bot.settings import Settings

app = typer.Typer(no_args_is_help=True)
Folder = Annotated[
    Path | None, typer.Argument(help="知识库目录（里面有 faq/、regions/、reference/）；不写就是现在用的")
]


@app.command()
def check(folder: Folder = None) -> None:
    """检查知识库，一次列出全部错误（文件和行号）。"""
    settings = Settings()
    source = folder or _releases(settings).active_folder()
    try:
        base = read(source, settings.region)
    except KnowledgeError as error:
        fail(f"{error}\n共 {len(error.problems)} 处错误。")
    questions = sum(len(topic.questions) for topic in base.topics.values())
    known = sum(1 for value in base.region.values.values() if value.value is not None)
    typer.echo(
        f"没有错误：{len(base.topics)} 个主题，{questions} 个问法；"
        f"{base.region.name}的本地值 {len(base.region.values)} 项，已填 {known} 项。"
    )


@app.command("import")
def import_(folder: Annotated[Path, typer.Argument(help="要导入的知识库目录")]) -> None:
    """检查一个知识库目录，全部正确才导入并启用；原来的版本保留，可以再导入回来。"""
    held = _releases(Settings())
    try:
        name = held.freeze(folder)
    except KnowledgeError as error:
        fail(f"{error}\n共 {len(error.problems)} 处错误，没有导入。")
    except OSError as error:
        fail(f"没有导入：{error}")
    held.activate(name)
    typer.echo(f"已导入并启用版本 {name}。答案马上生效；新增或改动的问法要重新启动（make run 会自动训练）。")
    _update_ears()


@app.command()
def hear() -> None:
    """让语音识别跟上现在用的知识库；已经跟上就什么都不做。"""
    yield_to_all()
    try:
        _update_ears()
    except KnowledgeError as error:
        fail(f"{error}\n共 {len(error.problems)} 处错误。")


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="导出到哪个目录（要是空的或不存在）")]) -> None:
    """把现在用的知识库原样导出。"""
    if folder.exists() and any(folder.iterdir()):
        fail(f"目录 {folder} 不是空的，没有导出。")
    source = _releases(Settings()).active_folder()
    releases.copy(source, folder)
    typer.echo(f"已导出到 {folder}。")


def _update_ears() -> None:
    from bot.conversations.ears_update import update_ears  # opens dictionaries that checking doesn't need

    update_ears(Settings(), typer.echo)


def _releases(settings: Settings) -> releases.Releases:
    return releases.Releases(settings.var / "releases", settings.knowledge, settings.region)
