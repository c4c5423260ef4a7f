"""One answer in two forms: XML, the standard's first, and JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from fastapi import Request, Response

XML, JSON = "xml", "json"
_ITEMS = {  # what an entry of a list is called in XML
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Answer:
    """Something to be told: `root` is the outer XML element, which JSON leaves out."""

    root: str
    value: Any
    status: int = 200


def split(name: str) -> tuple[str, str | None]:
    """Return the last part of an address without its extension, and the format that the extension names."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension) if dot and extension in (XML, JSON) else (name, None)


def asked_format(request: Request) -> str:
    """Return the format that an address or the Accept header asks for; XML when neither says JSON."""
    extension = split(request.url.path)[1]
    if extension:
        return extension
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    first = next(
        (each for each in accepted if each in ("application/json", "text/xml", "application/xml")), ""
    )
    return JSON if first == "application/json" else XML


def written(answer: Answer, form: str) -> Response:
    """Return the answer in a format, "xml" or "json"."""
    if form == JSON:
        body = json.dumps(answer.value, ensure_ascii=False).encode("utf-8", "replace")
        return Response(body, answer.status, media_type="application/json")
    tree = _element(answer.root, answer.value)
    body = ET.tostring(tree, encoding="utf-8", xml_declaration=True)
    return Response(body, answer.status, media_type="text/xml; charset=utf-8")


def _element(tag: str, value: Any) -> ET.Element:
    element = ET.Element(tag)
    if isinstance(value, dict):
        element.extend(_element(name, each) for name, each in value.items())
    elif isinstance(value, list):
        element.extend(_element(_ITEMS[tag], each) for each in value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_XML.sub("", str(value))  # no way to write the others in XML 1.0
    return element
