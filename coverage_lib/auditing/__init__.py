"""The audit: checks that return findings. An empty table means that the document passed."""

from coverage_lib.auditing.check_list import CHECKS, run

__all__ = ["CHECKS", "run"]
