"""The interface of an order's page; agents and departments have the same one at addresses of their own."""

from typing import Annotated, Any
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bot.business.errors import BusinessError, NotFound
from bot.business.orders.actor import actor_of
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.text import clean
from bot.web.context import Context, context
from bot.web.orders.acts import Act, act
from bot.web.orders.seeing import refused, seen_order
from bot.web.staff.guard import allowed, refuse

Shared = Annotated[Context, Depends(context)]


def order_parts(prefix: str, permission: Permission, tag: str) -> APIRouter:
    """Return the routes below `prefix` for who has `permission`: act, upload, download."""
    router = APIRouter(prefix=prefix, tags=[tag])
    Member = Annotated[Staff, Depends(allowed(permission))]

    @router.post("/{number}/act", summary="办理工单的一步")
    async def do(number: str, what: Act, request: Request, shared: Shared, staff: Member) -> dict[str, Any]:
        """Do what the table of an order's life allows; refused when the order has changed since it was seen."""
        order = await seen_order(request, shared, staff, number)
        try:
            after = await run_sync(act, shared.services, order.number, what, actor_of(staff))
        except BusinessError as error:
            await refused(request, shared, staff, order.number, error)
        done = f"{what.action.label}：已办好。工单现在是“{after.status.label}”。"
        return {"status": after.status.value, "status_label": after.status.label, "done": done}

    @router.put("/{number}/files", status_code=201, summary="上传附件（请求体就是文件，最多 10 MB）")
    async def upload(
        number: str, name: str, request: Request, shared: Shared, staff: Member
    ) -> dict[str, Any]:
        """Keep a file; what it is, is read from its bytes."""
        order = await seen_order(request, shared, staff, number)
        content = await request.body()
        add = shared.services.attachments.add
        file = await run_sync(add, order.number, name, content, actor_of(staff))
        return {"id": file.id, "name": file.name, "size": file.size}

    @router.get("/files/{id}", summary="下载附件")
    async def download(id: str, request: Request, shared: Shared, staff: Member) -> Response:
        """Return a file; browsers save it and never show it as a page of ours."""
        wanted = clean(id)
        try:
            file, content = await run_sync(shared.services.attachments.read, wanted, actor_of(staff))
        except NotFound as unknown:
            await refuse(request, shared, staff, "foreign_order", "file", wanted, unknown)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=file.media_type, headers=headers)

    return router
