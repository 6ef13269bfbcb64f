"""Options shared by all commands: one message instead of a traceback, and the language."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps

import click

from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.terms import LANGUAGES


def stops_in_one_message(command: Callable) -> Callable:
    """Unusable input ends the command with one message and exit code 2, never with a traceback."""

    @wraps(command)
    def guarded(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except CoverageError as failure:
            click.echo(failure.in_language(str(kwargs.get("lang", LANGUAGES[0]))), err=True)
            sys.exit(2)
        except BrokenPipeError:
            raise  # the reader of a pipe has seen enough; click ends quietly
        except OSError as failure:
            click.echo(f"{failure.strerror}: {failure.filename}", err=True)
            sys.exit(2)

    return guarded


language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True, help="Language of what is printed and made."
)
