"""Layouts of the genre, each named for its quirk, as real files with everything that a reader should find in them."""

from tests.layouts import formats, habits, headers, numbers, rows, traps, vietnamese
from tests.layouts.catalogue import LAYOUTS

MODULES = (headers, rows, numbers, vietnamese, formats, traps, habits)

__all__ = ["LAYOUTS", "MODULES"]
