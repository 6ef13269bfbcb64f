"""All layouts, collected as their builders are defined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.layouts.tables import Layout, Said, Table
from tests.layouts.writers import xlsx

LAYOUTS: list[Layout] = []


def layout(suffix: str = ".xlsx", write: Callable[[Path, list[Table]], None] = xlsx, **more):
    """Register what a builder builds under the builder's own name, which names the quirk."""

    def register(build: Callable[[Said], list[Table]]) -> Callable[[Said], list[Table]]:
        said = Said()
        tables = build(said)
        LAYOUTS.append(Layout(build.__name__, suffix, tables, list(said), write, **more))
        return build

    return register
