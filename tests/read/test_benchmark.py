"""The benchmark runs and measures what it states; speed itself is not tested."""

from benchmarks import read
from coverage_lib.deliver.offices.reading_report import read_document


def test_its_workbooks_are_of_the_printed_form(tmp_path):
    (path,) = read.write(tmp_path, 1)
    observations = read_document(path).observations
    assert observations.groupby("sheet").size().tolist() == [(read.UNITS + 1) * 9] * 4
    assert (observations["area_code"] != "").all()
    assert read.load(path) == 4
    assert read.calamine(path) == 4 * (read.UNITS + 5)


def test_every_file_is_another_one(tmp_path):
    paths = read.write(tmp_path, 3)
    assert len({path.read_bytes() for path in paths}) == 3
    assert len(read.districts()) > 100


def test_the_shares_add_up(tmp_path):
    shares = read.profile(read.write(tmp_path, 1))
    assert abs(sum(shares.values()) - 1) < 1e-9
    assert "openpyxl" in shares
    assert any(place.startswith("coverage_lib/clean") for place in shares)
