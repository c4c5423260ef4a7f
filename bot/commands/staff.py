"""hotline staff add | list."""

import secrets
from typing import Annotated

import typer

from bot.bootstrap import build_services
from bot.business.errors import BusinessError
from bot.business.staff import Role
from bot.commands.terminal import fail
from bot.settings import Settings
from bot.store.database import upgrade

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="登录用的用户名")],
    name: Annotated[str, typer.Option(help="显示给市民的名字，例如 小李")] = "",
    role: Annotated[Role, typer.Option(help="agent 坐席，admin 管理员")] = Role.AGENT,
    password: Annotated[
        str | None,
        typer.Option(envvar="HOTLINE_STAFF_PASSWORD", help="密码；不写就随机生成并显示一次", hidden=True),
    ] = None,
) -> None:
    """新建一个工作人员账号。"""
    settings = Settings()
    upgrade(settings.database)
    services = build_services(settings)
    chosen = password or secrets.token_urlsafe(12)
    try:
        services.staff.add(username, chosen, name or username, role)
    except BusinessError as error:
        fail(error.message)
    finally:
        services.database.close()
    typer.echo(
        f"已建立账号 {username}（{role.label}）。" + ("" if password else f"密码只显示这一次：{chosen}")
    )


@app.command("list")
def listed() -> None:
    """列出全部账号。"""
    services = build_services(Settings())
    for staff in services.staff.list():
        typer.echo(
            f"{staff.username}\t{staff.display_name}\t{staff.role.label}\t{'启用' if staff.active else '停用'}"
        )
    services.database.close()
