"""Password hashes by Argon2id, with the library's own parameters."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError


class Argon2Hasher:
    """Hashes and verifies passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        """Return whether `password` is the one."""
        try:
            return self._hasher.verify(kept, password)
        except VerificationError:
            return False
