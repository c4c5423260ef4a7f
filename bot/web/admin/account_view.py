"""How an account looks to an administrator: no password, no hash."""

from typing import Any

from bot.business.staff import Staff


def account_view(staff: Staff, units: dict[str, str], admin: Staff) -> dict[str, Any]:
    """Return an account as JSON-ready values; `own` is whether it is the administrator's who looks."""
    return {
        "id": staff.id,
        "username": staff.username,
        "display_name": staff.display_name,
        "role": staff.role.value,
        "role_label": staff.role.label,
        "unit": staff.unit,
        "unit_name": units.get(staff.unit or "", staff.unit),
        "groups": [group.value for group in staff.groups],
        "group_labels": [group.label for group in staff.groups],
        "capacity": staff.capacity,
        "active": staff.active,
        "password_due": staff.password_changed_at is None,
        "own": staff.id == admin.id,
    }
