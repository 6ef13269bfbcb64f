"""The formats in which an executed notebook can be delivered: one module and one entry each."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when a notebook is run
    from nbformat import NotebookNode

FORMATS = {"html": "html_document.to_html"}
"""Ending of the file → the function of ``deliver.render`` that writes it from a notebook, ``title``, ``lang`` and ``data_date``."""


def written(ending: str, notebook: NotebookNode, title: str, lang: str, data_date: dt.date | None) -> bytes:
    """The document of an executed notebook in one format.

    Raises
    ------
    CoverageError
        If a cell has failed, or as the format says.
    """
    module, _, function = FORMATS[ending].partition(".")
    write = getattr(import_module(f"coverage_lib.deliver.render.{module}"), function)
    content = write(notebook, title=title, lang=lang, data_date=data_date)
    return content.encode() if isinstance(content, str) else content
