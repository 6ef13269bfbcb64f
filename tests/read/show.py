"""Show layouts as they are read: ``python -m tests.read.show NAME`` prints the report and the figures that differ."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from coverage_lib.deliver.offices.reading_report import read_document, report
from tests.layouts import LAYOUTS
from tests.read.test_layouts import differences, records_of


def main(names: list[str]) -> None:
    for layout in LAYOUTS:
        if layout.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            document = read_document(layout.file(Path(folder)))
        extra, missing = differences(records_of(document.observations), layout.records, layout.within)
        print(layout.name, *report(document, "en"), sep="\n")
        print(
            f"{len(document.observations)} read, {len(extra)} wrong, {len(missing)} missing",
            *map(str, (*extra[:8], "---", *missing[:8])),
            sep="\n",
        )


if __name__ == "__main__":
    main(sys.argv[1:])
