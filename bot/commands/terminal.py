"""How commands end when something is wrong."""

from typing import NoReturn

import typer


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong on standard error and end with `code`."""
    typer.echo(message, err=True)
    raise typer.Exit(code)
