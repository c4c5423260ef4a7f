"""A report that came by Open311: from the fields of its form to a draft."""

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.business.errors import Invalid, NotFound
from bot.business.orders.catalogue import Catalogue, Matter
from bot.business.orders.order import Draft

LONGEST_URL = 500  # characters
_LONGEST_KEY = 200  # characters of an Idempotency-Key
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?", re.ASCII)
_NOT_CONTENT = ("api_key", "jurisdiction_id")

Form = Mapping[str, str]


def draft_from(form: Form, catalogue: Catalogue) -> Draft:
    """Return what is reported. The caller's name, mail and device are left behind: nobody needs them.

    Raises Invalid, and NotFound for a service code that isn't in the catalogue.
    """
    matter = _matter(form.get("service_code", ""), catalogue)
    _check_media(form.get("media_url", ""))
    lat, lon = _degrees(form, "lat"), _degrees(form, "long")
    place = form.get("address_string") or form.get("attribute[place]") or ""
    if not matter.personal and not place.strip() and (lat is None or lon is None):
        raise Invalid("address_string", "请给出地点：lat 和 long，或者 address_string。本站没有 address_id。")
    return Draft(
        matter=form.get("description", ""),
        place=place,
        occurred=form.get("attribute[time]", ""),
        callback_phone=form.get("phone", "").strip() or None,
        kind=matter.kind,
        category=matter.code,
        lat=lat,
        lon=lon,
    )


def content_key(form: Form, given: str | None) -> str:
    """Return what makes two reports of one key the same: the Idempotency-Key that was given, or else the content."""
    if given is not None and not 1 <= len(given) <= _LONGEST_KEY:
        raise Invalid("Idempotency-Key", f"Idempotency-Key 要有 1 到 {_LONGEST_KEY} 个字符。")
    content = sorted((name, value) for name, value in form.items() if name not in _NOT_CONTENT)
    same = json.dumps(["key", given] if given is not None else ["content", content])
    return hashlib.sha256(same.encode()).hexdigest()


def _matter(code: str, catalogue: Catalogue) -> Matter:
    if not code:
        raise Invalid("service_code", "缺少 service_code。")
    matter = catalogue.matters.get(code)
    if matter is None:
        raise NotFound("service_unknown", "没有这个 service_code，请先查 services。")
    if matter.redirect is not None:
        raise Invalid("service_code", f"热线不受理这类事项。{matter.redirect}")
    return matter


def _degrees(form: Form, name: str) -> float | None:
    written = form.get(name, "").strip()
    if not written:
        return None
    if not _DEGREES.fullmatch(written):
        raise Invalid(name, f"{name} 要写成 WGS 84 的十进制度数，例如 28.0123。")
    return float(written)


def _check_media(url: str) -> None:
    if url and (len(url) > LONGEST_URL or not _is_address(url)):
        raise Invalid("media_url", f"media_url 要是 http 或 https 的网址，最多 {LONGEST_URL} 个字符。")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
