"""Help and usage errors of the command line in the user's language: Vietnamese, or English by ``--lang en`` or the locale."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cache
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, types

from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.phrases import phrase, phrases
from coverage_lib.vocabulary.terms import LANGUAGES

_LANG = ContextVar("lang", default=LANGUAGES[0])
_OF_CLICK = "click."


def words_language(arguments: Sequence[str] = ()) -> str:
    """The language in which a user is spoken to: that of ``--lang``, else English where the locale is, else Vietnamese.

    >>> words_language(["read", "--lang", "en"]), words_language(["read", "--lang=vi"])
    ('en', 'vi')
    """
    for place, argument in enumerate(arguments):
        given = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        given = arguments[place + 1] if argument == "--lang" and place + 1 < len(arguments) else given
        if given in LANGUAGES:
            return given
    locale = next((os.environ[name] for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else LANGUAGES[0]


def spoken() -> str:
    """The language of the command that runs."""
    return _LANG.get()


class SpokenCommand(click.Command):
    """A command whose help comes from the phrases: ``help.NAME``, ``help.NAME.short``, ``help.NAME.exits``, ``help.NAME.OPTION``.

    Parameters
    ----------
    examples : sequence of str
        Command lines without the name of the program.
    """

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        self.options_metavar = phrase("help.options_metavar", spoken())
        super().format_usage(ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, the texts of the options in the language of the moment."""
        for option in self.params:
            if isinstance(option, click.Option):
                own, shared = f"help.{self.name}.{option.name}", f"help.{option.name}"
                option.help = phrase(own if own in phrases() else shared, spoken())
        super().format_help(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, its exit codes and its examples."""
        for key in (f"help.{self.name}", f"help.{self.name}.exits"):
            if key in phrases():
                formatter.write_paragraph()
                with formatter.indentation():
                    formatter.write_text(phrase(key, spoken()))
        with formatter.section(phrase("help.examples", spoken())):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}coverage-lib {example}\n")

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does in a few words, for the list of commands."""
        return phrase(f"help.{self.name}.short", spoken())


class SpokenGroup(click.Group):
    """The commands, with their list and all errors of usage in the language of the user."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run a command; its language is known before its first word is printed."""
        given = list(args) if args is not None else sys.argv[1:]
        token = _LANG.set(words_language(given))
        try:
            return super().main(given, *rest, **more)
        except CoverageError as failure:  # in a default taken from the project folder
            click.echo(failure.in_language(spoken()), err=True)
            sys.exit(2)
        finally:
            _LANG.reset(token)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the program is called."""
        self.options_metavar = phrase("help.options_metavar", spoken())
        self.subcommand_metavar = phrase("help.commands_metavar", spoken())
        super().format_usage(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the program is for, and an example of every command."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(phrase("help.main", spoken()))
        with formatter.section(phrase("help.examples", spoken())):
            for command in self.commands.values():
                for example in getattr(command, "examples", ())[:1]:
                    formatter.write(f"{'':>{formatter.current_indent}}coverage-lib {example}\n")


@cache
def _of_click() -> dict[str, str]:
    return {texts["en"]: texts["vi"] for key, texts in phrases().items() if key.startswith(_OF_CLICK)}


def _said(text: str) -> str:
    return text if spoken() == "en" else _of_click().get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _said(one if count == 1 else many)


# click takes its words from gettext, whose catalogues are files of the locale; ours stand in the table of phrases
for _module in (core, decorators, exceptions, formatting, parser, types):
    for _name, _function in (("_", _said), ("ngettext", _counted)):
        if hasattr(_module, _name):
            setattr(_module, _name, _function)
