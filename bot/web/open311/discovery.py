"""The discovery document: where the interface is and what it speaks."""

from typing import Any

from fastapi import Request

_CHANGED = "2026-11-26T00:00:00+08:00"  # when the interface last changed


def document(request: Request) -> dict[str, Any]:
    """Return the document for the address under which the client reached us."""
    url = f"{request.url.scheme}://{request.url.netloc}/open311/v2"
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": url,
        "changeset": _CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": _CHANGED,
        "contact": "请拨打 12345",
        "key_service": "密钥由热线管理员发放，请拨打 12345 联系。",
        "endpoints": [endpoint],
    }
