"""Read + left out = all figures of a file: for the shipped sources and spoilt files; layouts and the unseen province beside."""

import pytest

from coverage_lib.deliver.offices.reading_report import read_document
from coverage_lib.errors import CoverageError
from tests.builders import RAW
from tests.fuzz.fuzz_read import make
from tests.read.ledgers import faults

SHIPPED = sorted(
    path
    for path in RAW.glob("*/*/*")
    if path.suffix in (".xlsx", ".xls", ".ods", ".csv", ".docx", ".pdf") and "expected" not in path.name
)
SPOILT = 300


def test_the_ledger_of_every_shipped_source_adds_up():
    assert len(SHIPPED) >= 70
    assert {path.parent.name: found for path in SHIPPED if (found := faults(read_document(path)))} == {}


@pytest.mark.slow
def test_the_ledger_of_spoilt_files_adds_up(tmp_path):
    wrong, read = {}, 0
    for case in range(SPOILT):
        try:
            document = read_document(make(case, tmp_path))
        except CoverageError:
            continue
        read += 1
        if found := faults(document):
            wrong[case] = found
    assert read > SPOILT / 3  # most spoilt files can still be read
    assert wrong == {}
