"""The frame of all staff pages: who is logged in, who may what, one base template, one style, one script.

How to add a page (`bot/web/admin/audit.py` is a small example):

    from bot.web.staff.frame import templates_in
    from bot.web.staff.guard import Visit, allowed, page

    templates = templates_in(__file__)                  # ./templates first, then the frame's base.html

    @router.get("/department", response_class=HTMLResponse, include_in_schema=False)
    async def shown(visit: Annotated[Visit, Depends(page(Permission.ACT_AS_DEPARTMENT))]) -> Response:
        return visit.show(templates, "department.html", orders=orders)   # visit.staff, visit.shared, visit.request

    @router.get("/api/department/orders")
    async def orders(shared: Shared, staff: Annotated[Staff, Depends(allowed(Permission.ACT_AS_DEPARTMENT))]): …

`page(P)` leads to the login form, to the change of a password given by somebody else, or shows a friendly 403; `allowed(P)`
answers 401, 403 and checks the CSRF token of anything but GET and HEAD. A WebSocket asks `socket_staff(websocket, P)` and closes
with 4401 on None; ask again now and then: rights end while it is open. An HTML form carries `<input type="hidden" name="csrf"
value="{{ csrf }}">` and its handler calls `await check_form(visit, csrf)`.

Template: `{% extends "base.html" %}`, blocks `title`, `head` (own style and `<script type="module" src=…>`: the policy allows no
inline script or style), `status` (one short line in the top bar), `main`; `body_class`. In it: `csrf`, `staff`, `allows(name)` as in
`{% if allows("HEAR_RECORDINGS") %}`. The navigation (`frame.py`) shows what the role may open. Files of a package's `static`
folder are mounted in `bot/web/app.py`, which also includes its router.

Script: `import { api, byId, el, moment, newKey, toast } from "/static/staff/staff.js"`; `await api("/api/…", { body: {…} })` sends
JSON with the CSRF token (POST when there is a body, else GET; `method` says otherwise), shows a refusal and throws it, and goes to the
login form on 401.

Refusals that only the handler can see (an order of another unit) go through `await refuse(request, shared, staff, "foreign_order",
"order", number, NotFound(…))`: noted in the audit log, then raised. `await unmask(request, shared, staff, number, reason)` in
`unmask.py` is the one way to a whole telephone number. What else staff do is noted by
`shared.services.audit.did(actor(request, staff), "action", "kind", "target", reason)`; put the action's Chinese name into
`bot/business/audit.py`.
"""
