"""Names and passwords that an account can't have."""

import pytest

from bot.business.errors import Invalid
from bot.business.staff import check_account


@pytest.mark.parametrize(
    ("username", "password"),
    [("a", "long-enough-1"), ("li", "short"), ("xiaoli", "XiaoLi-12345"), ("小李", "long-enough-1")],
)
def test_weak_accounts_are_refused(username: str, password: str) -> None:
    with pytest.raises(Invalid):
        check_account(username, password)
