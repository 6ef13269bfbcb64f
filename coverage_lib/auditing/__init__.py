"""The audit: checks that return findings; an empty table is a pass."""

from coverage_lib.auditing.check_list import CHECKS, run

__all__ = ["CHECKS", "run"]
