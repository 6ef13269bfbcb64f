"""``python -m coverage_lib`` is the command ``coverage-lib``."""

from coverage_lib.deliver.commands.main import main

main()
