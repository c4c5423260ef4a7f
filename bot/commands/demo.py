"""hotline demo: an invented city, so that a visitor sees full pages."""

from datetime import datetime, timedelta, timezone
from typing import Annotated

import typer

from bot.bootstrap import Services, build_services
from bot.business.orders.search import Page
from bot.commands.terminal import fail
from bot.demo.city import City, Size
from bot.demo.people import AGENTS, LEAD, TAG, unit
from bot.demo.timeline import Clock
from bot.services.staff_passwords import new_password
from bot.settings import Settings
from bot.store.database import upgrade

_OWN = "HOTLINE_VAR=var-demo hotline demo，再 HOTLINE_VAR=var-demo make run"
_AGES = timedelta(days=3650)  # nothing is kept so long


def demo(
    add: Annotated[bool, typer.Option("--add", help="库里已有真实数据也照样加进去")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="说明怎样去掉演示数据")] = False,
    seed: Annotated[int, typer.Option(help="同一个数得到同样的一天")] = 12345,
) -> None:
    """编出一个月的工单和今天的会话，每条都标着【演示】。"""
    if remove:
        typer.echo(f"演示数据去不掉：工单日志只能增加。请把演示放在单独的目录里，不要时删掉目录：{_OWN}。")
        return
    settings = Settings()
    upgrade(settings.database)
    clock = Clock(datetime.now(timezone.utc))
    services = build_services(settings, clock, durable=add)
    try:
        _fill(services, clock, seed, add)
    finally:
        services.database.close()


def _fill(services: Services, clock: Clock, seed: int, add: bool) -> None:
    if any(staff.username == LEAD for staff in services.staff.list()):
        typer.echo("演示数据已经在库里，没有再加。")
        return
    if services.staff.has_demo():
        fail(f"上次的演示数据没有装完。请换一个新的目录：{_OWN}。")
    if not add and _has_data(services):
        fail(f"库里已有会话或工单，没有加。演示请放在单独的目录里：{_OWN}；确实要加到这个库，用 --add。")
    password = new_password(LEAD)
    City(services, clock, seed, Size()).live(password)
    typer.echo(f"演示数据已装好，每条会话和工单开头都是{TAG}。")
    typer.echo(f"登录 /agent/login：班长 {LEAD}，坐席 {AGENTS[0].username} 到 {AGENTS[-1].username}，")
    typer.echo(f"承办单位如 {unit('urban').username}。密码都是（只显示这一次）：{password}")


def _has_data(services: Services) -> bool:
    """Return whether somebody has talked, called or brought a matter already."""
    now, day = services.now(), timedelta(days=1)
    with services.database.unit_of_work() as work:
        talked = work.statistics.talks(now - _AGES, now + day, day, now)
    return bool(talked or services.calls.latest(1) or services.work_orders.search(page=Page(1)).orders)
