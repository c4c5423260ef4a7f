"""Which passwords are too easy to guess."""

from itertools import pairwise

from bot.business.errors import Invalid

MIN_PASSWORD = 10
MAX_PASSWORD = 128
_MIN_ESSENCE = 6  # characters that nobody can foresee from the one before
_MIN_DISTINCT = 4

# The cores of the most used passwords, here and abroad; one of them with a little around it is as weak as it alone.
_COMMON = (
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "zxcvbn",
    "qazwsxedc",
    "qazwsx",
    "1qaz2wsx",
    "1q2w3e4r",
    "q1w2e3r4",
    "1qazxsw2",
    "qweasdzxc",
    "iloveyou",
    "woaini",
    "5201314",
    "1314520",
    "147258369",
    "741852963",
    "159357",
    "123456",
    "654321",
    "112233",
    "123123",
    "123321",
    "888888",
    "666666",
    "abc123",
    "admin",
    "welcome",
    "letmein",
    "dragon",
    "monkey",
    "hotline",
    "12345",
)


def check_password(password: str, username: str, display_name: str = "") -> None:
    """Raise Invalid for a password that can't be used, with what to do about it."""
    lower = password.lower()
    if len(password) < MIN_PASSWORD:
        raise Invalid("password", f"密码至少 {MIN_PASSWORD} 位。")
    if len(password) > MAX_PASSWORD:
        raise Invalid("password", f"密码最多 {MAX_PASSWORD} 位。")
    if any(len(name) > 1 and name.lower() in lower for name in (username, display_name)):
        raise Invalid("password", "密码不能包含用户名或姓名。")
    if not _essence(_without_common(lower)):
        raise Invalid("password", "这个密码太容易猜到：不要用常见密码、重复或连续的字符。")


def _without_common(password: str) -> str:
    for common in _COMMON:
        password = password.replace(common, "")
    return password


def _essence(password: str) -> bool:
    """Return whether enough is left without what only repeats (aaa, abab) or counts on (abc, 321)."""
    steps = [ord(now) - ord(before) for before, now in pairwise(password)]
    fresh = [
        step
        for place, step in enumerate(steps)
        if step not in (-1, 0, 1) and not _repeats(password, place + 1)
    ]
    return len(fresh) + 1 >= _MIN_ESSENCE and len(set(password)) >= _MIN_DISTINCT


def _repeats(password: str, place: int) -> bool:
    """Return whether the three characters that end at `place` stood in the password before."""
    return place >= 3 and password[place - 2 : place + 1] in password[:place]
