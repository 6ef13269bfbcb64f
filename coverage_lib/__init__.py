"""coverage_lib: how far each administrative unit is from its social-insurance coverage targets, and why.

The names of this page are the public ones; each is loaded when it is first used. ``import coverage_lib as cl``, then ``dir(cl)``.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {  # name -> where it is defined
    "CoverageError": "errors.CoverageError",
    "read": "deliver.analysis.file_tables.read",
    "ReadingWarning": "deliver.analysis.file_tables.ReadingWarning",
    "open_tables": "deliver.table_store.open_tables",
    "tables": "deliver.analysis.file_tables.tables",
    "coverage": "deliver.analysis.file_tables.coverage",
    "gap": "deliver.analysis.file_tables.gap",
    "audit": "deliver.analysis.file_tables.audit",
    "recast": "model.reform.recast.recast",
    "resolve": "clean.units.resolve_names.resolve",
    "unit": "present.pages.unit_page.UnitPage",
    "overview": "present.pages.overview_page.OverviewPage",
    "targets": "present.pages.targets_page.TargetsPage",
    "denominators": "present.pages.denominators_page.DenominatorsPage",
    "document": "present.pages.document_page.DocumentPage",
    "assignment": "present.pages.assignment_page.AssignmentPage",
    "explore": "deliver.analysis.explorer.explorer",
    "stylesheet": "present.blocks.stylesheet",
}
__all__ = sorted([*_PUBLIC, "__version__"])


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'coverage_lib' has no attribute {name!r}; it has {', '.join(__all__)}")
    module, _, attribute = _PUBLIC[name].rpartition(".")
    return getattr(import_module(f"coverage_lib.{module}"), attribute)


def __dir__() -> list[str]:
    return __all__
