"""Parameters of a notebook: declared in its ``parameters`` cell and checked here; papermill only warns of unknown ones."""

from __future__ import annotations

import contextlib
import difflib
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import papermill

from coverage_lib.errors import CoverageError, Problem, message

_TYPES = {"str": str, "int": int, "float": float, "bool": bool}


@cache
def declared(notebook: Path) -> dict[str, dict]:
    """Parameters that a notebook declares: name → papermill's description (``inferred_type_name``, ``default``, ``help``)."""
    with contextlib.redirect_stdout(io.StringIO()):  # papermill prints its usage text
        return dict(papermill.inspect_notebook(str(notebook)))


def typed(notebook: Path, given: Mapping[str, object]) -> dict[str, object]:
    """The given parameters in the types that the notebook declares.

    Raises
    ------
    CoverageError
        Naming every parameter that the notebook does not have (with the one probably meant) and every value of another type.
    """
    known = declared(notebook)
    values, problems = {}, []
    for name, value in given.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            remedy = message("remedy.did_you_mean", meant=close[0]) if close else "parameter.see_first_cell"
            among = message("parameter.among", known=", ".join(sorted(known)))
            problems.append(Problem(notebook.name, name, among, repr(name), remedy))
            continue
        kind = known[name]["inferred_type_name"]
        try:
            values[name] = _convert(value, kind)
        except ValueError:
            problems.append(Problem(notebook.name, name, message("parameter.type", kind=kind), repr(value)))
    if problems:
        raise CoverageError("parameter.not_as_declared", problems)
    return values


def _convert(value: object, kind: str) -> object:
    if kind == "bool" and isinstance(value, str):
        if value.lower() not in ("true", "false"):
            raise ValueError(value)
        return value.lower() == "true"
    return _TYPES[kind](value)
