"""hotline open311 key add | list | off."""

from typing import Annotated

import typer

from bot.bootstrap import build_services
from bot.business.errors import BusinessError
from bot.business.orders.open311 import w3c
from bot.commands.terminal import fail
from bot.settings import Settings
from bot.store.database import upgrade

app = typer.Typer(no_args_is_help=True)
key_app = typer.Typer(no_args_is_help=True)
app.add_typer(key_app, name="key", help="发放、列出、停用密钥")
Name = Annotated[str, typer.Argument(help="密钥发给谁，例如 市民随手拍")]


@key_app.command()
def add(name: Name) -> None:
    """发放一个密钥，只显示这一次。"""
    settings = Settings()
    upgrade(settings.database)
    services = build_services(settings)
    try:
        key = services.open311.add_key(name)
    except BusinessError as error:
        fail(error.message)
    finally:
        services.database.close()
    typer.echo(f"密钥只显示这一次，请交给“{name}”保管：{key}")


@key_app.command("list")
def listed() -> None:
    """列出全部密钥；密钥本身不保存，看不到。"""
    settings = Settings()
    upgrade(settings.database)
    services = build_services(settings)
    for key in services.open311.all_keys():
        typer.echo(f"{key.name}\t{w3c(key.created_at)}\t{'启用' if key.active else '停用'}")
    services.database.close()


@key_app.command()
def off(name: Name) -> None:
    """停用一个密钥，立即生效。"""
    settings = Settings()
    upgrade(settings.database)
    services = build_services(settings)
    try:
        services.open311.turn_off(name)
    except BusinessError as error:
        fail(error.message)
    finally:
        services.database.close()
    typer.echo(f"密钥“{name}”已停用。")
