"""Options shared by all commands: one message instead of a traceback, and the language."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps

import click

from coverage_lib.deliver.commands.spoken_help import spoken
from coverage_lib.deliver.offices.workspace import office
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.terms import LANGUAGES


def stops_in_one_message(command: Callable) -> Callable:
    """Unusable input ends the command with one message and exit code 2, never with a traceback."""

    @wraps(command)
    def guarded(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except CoverageError as failure:
            click.echo(failure.in_language(str(kwargs.get("lang", spoken()))), err=True)
            sys.exit(2)
        except BrokenPipeError:
            raise  # the reader of a pipe has seen enough; click ends quietly
        except OSError as failure:
            click.echo(f"{failure.strerror}: {failure.filename}", err=True)
            sys.exit(2)

    return guarded


def _language_of_documents() -> str:
    return office().get("lang", LANGUAGES[0])


language = click.option("--lang", type=click.Choice(LANGUAGES), default=spoken)
language_of_documents = click.option("--lang", type=click.Choice(LANGUAGES), default=_language_of_documents)
"""For commands that make documents: their language never depends on the machine."""
