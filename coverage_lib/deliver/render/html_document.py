"""From an executed notebook to one HTML text that needs no network, no script and no other file."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import nbformat
from nbformat import NotebookNode

from coverage_lib.deliver.render.offline_check import require_offline
from coverage_lib.errors import CoverageError, Problem, message
from coverage_lib.present.blocks import content_css
from coverage_lib.vocabulary.formats import date
from coverage_lib.vocabulary.phrases import phrase

TEMPLATES = files("coverage_lib.deliver") / "templates"
DROPPED_TAGS = frozenset({"hide", "parameters", "injected-parameters", "setup"})
# What a printed page can hold, best first; a bare Python repr such as <Axes: …> says nothing to a committee.
_SHOWN_TYPES = ["text/html", "image/png", "text/markdown", "text/plain"]
_WIDGET = "application/vnd.jupyter.widget-view+json"


def to_html(notebook: NotebookNode, *, title: str, lang: str, data_date: dt.date | None = None) -> str:
    """The briefing of an executed notebook as one offline page.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; it is not changed. Inputs, printed streams, widgets and cells tagged hide, parameters or setup are left out.
    title : str
        Usually the name of the unit: window title and letterhead, and the first heading unless the notebook has one of its own.
    lang : {"vi", "en"}
    data_date : date, optional
        The day to which the data go, for the letterhead.

    Raises
    ------
    CoverageError
        If a cell has failed, or if the page would need anything from outside.

    Notes
    -----
    Equal notebooks give equal bytes: cell ids, execution counts and times do not enter.
    """
    resources = {
        "page": {
            "lang": lang,
            "title": title,
            "project": phrase("page.project", lang),
            "data_date": phrase("page.data_date", lang, date=date(data_date, lang)) if data_date else "",
            "chart": phrase("page.chart", lang),
            "css": page_css(),
        }
    }
    page, _ = _exporter().from_notebook_node(_for_print(notebook, title), resources=resources)
    return require_offline(page, title)


def charts_of(notebook: NotebookNode) -> Iterator[tuple[str, bytes, str]]:
    """The named charts of an executed notebook: name, PNG bytes, alternative text.

    An image without a name (a plot of an analyst's own) stays in the page and makes no file.

    Raises
    ------
    CoverageError
        If two charts have one name: the later file would silently take the place of the earlier.
    """
    seen: set[str] = set()
    for cell in _for_print(notebook, "notebook").cells:
        for output in cell.get("outputs", []):
            name = output.metadata.get("coverage_lib", {}).get("name")
            if name is None or "image/png" not in output.data:
                continue
            if name in seen:
                raise CoverageError(message("notebook.chart_twice", name=name))
            seen.add(name)
            yield name, b64decode(output.data["image/png"]), output.metadata.get("image/png", {}).get("alt", "")


@cache
def page_css() -> str:
    """Style rules of every page: letterhead, type, A4 print, and those of the display objects."""
    return (TEMPLATES / "page.css").read_text("utf-8") + content_css()


@cache
def _exporter():
    # nbconvert takes half a second to import and to set up, then some milliseconds a page.
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    # The page takes what _for_print leaves: no preprocessor of the stock pipeline has anything to do.
    config = Config({"HTMLExporter": {"default_preprocessors": [], "exclude_anchor_links": True}})
    config.NbConvertBase.display_data_priority = _SHOWN_TYPES
    return HTMLExporter(config=config, template_name="briefing", extra_template_basedirs=[str(TEMPLATES)])


def _for_print(notebook: NotebookNode, title: str) -> NotebookNode:
    """The notebook with only the cells and outputs meant for readers."""
    failed = [
        Problem(title, message("place.cell", number=position), "notebook.cell_that_ran", f"{output.ename}: {output.evalue}")
        for position, cell in enumerate(notebook.cells, 1)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    if failed:
        raise CoverageError(message("notebook.stopped", notebook=title), failed)
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not _dropped(cell):
            cells.append(nbformat.v4.new_markdown_cell(cell.source, attachments=cell.get("attachments", {})))
        elif cell.cell_type == "code" and not _dropped(cell):
            cells.append(nbformat.v4.new_code_cell(outputs=[output for output in cell.outputs if _shown(output)]))
    return nbformat.v4.new_notebook(cells=cells)


def _dropped(cell: NotebookNode) -> bool:
    return not DROPPED_TAGS.isdisjoint(cell.metadata.get("tags", []))


def _shown(output: NotebookNode) -> bool:
    if output.output_type not in ("display_data", "execute_result") or _WIDGET in output.data:
        return False
    only_text = not set(_SHOWN_TYPES[:-1]) & set(output.data)
    return not (only_text and output.data.get("text/plain", "<").startswith("<"))
