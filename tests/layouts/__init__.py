"""Layouts of plans and returns, each named after its difficulty, as real files with the figures a reader should find."""

from tests.layouts import formats, habits, headers, numbers, rows, traps, vietnamese
from tests.layouts.catalogue import LAYOUTS

MODULES = (headers, rows, numbers, vietnamese, formats, traps, habits)

__all__ = ["LAYOUTS", "MODULES"]
