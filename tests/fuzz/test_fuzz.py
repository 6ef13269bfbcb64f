"""A short run of the fuzz with fixed seeds; ``make fuzz`` is the long one."""

import pytest

from tests.fuzz.fuzz_read import Outcome, Tally, corpus, make, run

CASES = 120


@pytest.mark.slow
def test_spoilt_files_are_read_or_refused():
    tally = run(0, CASES)
    assert [(failure.case, failure.kind, failure.told) for failure in tally.failures] == []
    assert sorted(outcome.case for outcome in tally.outcomes) == list(range(CASES))
    kinds = [outcome.kind for outcome in tally.outcomes]
    assert min(kinds.count("read"), kinds.count("refused")) > CASES // 20  # neither all sound nor all beyond reading


@pytest.mark.parametrize("case", range(12))
def test_a_case_is_the_same_every_time(case, tmp_path):
    (tmp_path / "again").mkdir()
    one, two = make(case, tmp_path), make(case, tmp_path / "again")
    assert (one.name, one.read_bytes()) == (two.name, two.read_bytes())


def test_every_format_is_spoilt():
    assert {layout.suffix for layout in corpus()[0]} == {".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".pdf", ".csv", ".tsv", ".txt"}


def test_a_failure_is_not_overlooked():
    tally = Tally([Outcome(1, "read"), Outcome(2, "traceback"), Outcome(3, "refused")])
    assert [each.case for each in tally.failures] == [2]
