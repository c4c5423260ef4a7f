"""Orders for a unit's own people: `/api/department/orders…`."""

from bot.business.permissions import Permission
from bot.web.orders.parts import order_parts

PREFIX = "/api/department/orders"
router = order_parts(PREFIX, Permission.ACT_AS_DEPARTMENT, "department")
