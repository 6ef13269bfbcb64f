import pandas as pd
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.series_breaks import load_breaks
from tests.builders import RAW

RECORD = """
[[break]]
id = "b"
base = "population"
from = 2019-01-01
vi = "từ 2019"
en = "from 2019"
why = "census"
source_id = "a"
signed = "someone"
signed_on = 2026-01-01
"""


def written(tmp_path, text):
    (tmp_path / "breaks.toml").write_text(text, "utf-8")
    return tmp_path


def messages(tmp_path, text):
    with pytest.raises(CoverageError) as caught:
        load_breaks(written(tmp_path, text))
    return [str(problem) for problem in caught.value.problems]


def test_a_record_without_areas_speaks_of_every_unit(tmp_path):
    (row,) = load_breaks(written(tmp_path, RECORD)).to_dict("records")
    assert (row["break_id"], row["area_code"], row["base"]) == ("b", "", "population")
    assert row["period"] == pd.Timestamp("2019-01-01")
    assert (row["message"], row["message_en"]) == ("từ 2019", "from 2019")


def test_a_record_with_areas_is_a_row_each(tmp_path):
    found = load_breaks(written(tmp_path, RECORD + 'areas = ["30", "06"]'))
    assert found["area_code"].tolist() == ["06", "30"]


def test_no_file_is_no_break(tmp_path):
    assert load_breaks(tmp_path).empty


@pytest.mark.parametrize("key", ["id", "base", "from", "vi", "en", "why", "source_id", "signed", "signed_on"])
def test_an_incomplete_record_names_the_key(tmp_path, key):
    text = "\n".join(line for line in RECORD.splitlines() if not line.startswith(f"{key} ="))
    assert any(f"expected the key '{key}', found nothing" in message for message in messages(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('base = "population"', 'base = "people"', "a base of the vocabulary"),
        ("from = 2019-01-01", 'from = "2019"', "a date"),
        ("signed_on", 'areas = ["30", "9999"]\nsigned_on', "found '9999'"),
        ('id = "b"', "id = b", "a TOML file"),
    ],
)
def test_what_would_silently_never_apply_is_refused(tmp_path, old, new, said):
    (message,) = messages(tmp_path, RECORD.replace(old, new, 1))
    assert said in message


def test_faults_of_several_records_come_together(tmp_path):
    text = RECORD.replace('why = "census"', "") + RECORD.replace('base = "population"', 'base = "people"')
    assert len(messages(tmp_path, text)) == 2


def test_the_committed_breaks():
    found = load_breaks(RAW).set_index(["break_id", "area_code"])["period"].dt.strftime("%Y-%m-%d")
    assert found.to_dict() == {
        ("labour-force-icls19", ""): "2021-01-01",
        ("population-census-2019", "06"): "2019-01-01",
        ("population-census-2019", "30"): "2019-01-01",
        ("working-age-denominator-2022", "VN"): "2022-09-30",
    }
