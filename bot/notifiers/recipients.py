"""Who has which mail addresses: a YAML file, such as `unit:hrss: [desk@example.org]`."""

import re
from pathlib import Path

import yaml

_RECIPIENT = re.compile(r"(unit|staff|role):[\w-]+")
_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")


class RecipientsError(Exception):
    """The file can't be used; the message says why, in Chinese."""


def read_recipients(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the addresses of each recipient. Raises RecipientsError."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecipientsError(f"读不了收件人文件 {path}：{error.strerror}。") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecipientsError(f"收件人文件 {path} 不是正确的 YAML。") from error
    if not isinstance(found, dict):
        raise RecipientsError(f"收件人文件 {path} 要写成“unit:hrss: [地址]”这样的列表。")
    return {_recipient(name): _addresses(name, value) for name, value in found.items()}


def _recipient(name: object) -> str:
    if not isinstance(name, str) or not _RECIPIENT.fullmatch(name):
        raise RecipientsError(f"收件人“{name}”不对：写 unit:单位代码、staff:用户名或 role:角色。")
    return name


def _addresses(name: object, value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    for each in listed:
        if not isinstance(each, str) or not _ADDRESS.fullmatch(each):
            raise RecipientsError(f"收件人“{name}”的邮箱地址“{each}”不对。")
    return tuple(listed)
