"""Personal numbers are shown masked unless somebody has a reason, and the reason is logged."""

import re

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_ID_CARD = re.compile(r"(?<!\d)(\d{3})\d{11}(\d{3}[\dXx])(?![\dXx])")
_BANK_CARD = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)")


def mask_phone(number: str) -> str:
    """Return a telephone number with only its first three and last four digits: 138****8000."""
    return number[:3] + "****" + number[-4:] if len(number) >= 9 else "****" + number[-2:]


def mask_text(text: str) -> str:
    """Return `text` with mobile numbers, 18-digit identity numbers and bank card numbers masked."""
    masked = _ID_CARD.sub(r"\1***********\2", text)
    masked = _BANK_CARD.sub(r"\1********\2", masked)
    return _MOBILE.sub(r"\1****\2", masked)
