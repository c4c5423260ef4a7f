"""hotline staff add | list."""

from typing import Annotated

import typer

from bot.bootstrap import build_services
from bot.business.errors import BusinessError
from bot.business.queueing.groups import Group
from bot.business.staff import MAX_CAPACITY, Role
from bot.commands.terminal import fail
from bot.services.staff_passwords import new_password
from bot.settings import Settings
from bot.store.database import upgrade

app = typer.Typer(no_args_is_help=True)
_ROLES = "，".join(f"{role.value} {role.label}" for role in Role)
_GROUPS = "，".join(f"{group.value} {group.label}" for group in Group)


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="登录用的用户名")],
    name: Annotated[str, typer.Option(help="显示给市民的名字，例如 小李")] = "",
    role: Annotated[Role, typer.Option(help=_ROLES)] = Role.AGENT,
    unit: Annotated[str | None, typer.Option(help="承办单位的代码，例如 hrss；只用于 department")] = None,
    group: Annotated[list[Group] | None, typer.Option(help=f"技能组，可以写几次：{_GROUPS}")] = None,
    capacity: Annotated[int, typer.Option(help="同时接待几个会话", min=1, max=MAX_CAPACITY)] = 3,
    password: Annotated[
        str | None,
        typer.Option(envvar="HOTLINE_STAFF_PASSWORD", help="密码；不写就随机生成并显示一次", hidden=True),
    ] = None,
) -> None:
    """新建一个工作人员账号；第一次登录要改密码。"""
    settings = Settings()
    upgrade(settings.database)
    services = build_services(settings)
    chosen = password or new_password(username, name)
    try:
        if unit is not None and unit not in (known := services.catalogue().units):
            fail(f"没有“{unit}”这个单位，可用：{'、'.join(known)}")
        groups = tuple(group or (Group.GENERAL,))
        services.staff.add(username, chosen, name or username, role, unit, groups, capacity)
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
        where = staff.unit or "、".join(group.label for group in staff.groups)
        state = "启用" if staff.active else "停用"
        typer.echo(f"{staff.username}\t{staff.display_name}\t{staff.role.label}\t{where}\t{state}")
    services.database.close()
