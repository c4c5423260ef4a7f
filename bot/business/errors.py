"""What the rules refuse: `code` for programs, `message` in Chinese for people."""


class BusinessError(Exception):
    """A request that the rules refuse."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class NotFound(BusinessError):
    """What was asked for does not exist."""


class NotAllowed(BusinessError):
    """The state of things, or who asks, doesn't permit it."""


class AlreadyClaimed(BusinessError):
    """Another agent was quicker."""


class TooManyAttempts(BusinessError):
    """Too many failures in a short time; waiting helps."""


class Invalid(BusinessError):
    """A value that can't be taken; `field` says which."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("invalid", message)
        self.field = field
