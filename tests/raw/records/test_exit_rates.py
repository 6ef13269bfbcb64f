import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.exit_rates import load_exit_rates
from tests.builders import RAW

RECORD = '[[exit_rate]]\nindicator = "si_voluntary"\nrate = 0.08\nsource_id = "a"\nplace = "p. 3"\n'


def loaded(tmp_path, text):
    (tmp_path / "exit_rates.toml").write_text(text, "utf-8")
    return load_exit_rates(tmp_path)


def test_none_at_hand_is_an_empty_table(tmp_path):
    assert load_exit_rates(tmp_path).empty
    assert load_exit_rates(RAW).columns.tolist() == ["area_code", "indicator", "exit_rate"]


def test_a_record_without_a_unit_holds_everywhere(tmp_path):
    found = loaded(tmp_path, RECORD + RECORD.replace("rate = 0.08", 'rate = 0.1\narea_code = "464"'))
    assert found.to_dict("records") == [
        {"area_code": "", "indicator": "si_voluntary", "exit_rate": 0.08},
        {"area_code": "464", "indicator": "si_voluntary", "exit_rate": 0.1},
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("0.08", "8"), "between 0 and 1"),
        (("0.08", "true"), "between 0 and 1"),
        (("si_voluntary", "voluntary"), "code of the vocabulary"),
        (('place = "p. 3"', ""), "'source_id' and 'place'"),
        (('place = "p. 3"', 'place = "p. 3"\narea_code = "99999"'), "official code"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, change, said):
    with pytest.raises(CoverageError, match=said):
        loaded(tmp_path, RECORD.replace(*change))


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    with pytest.raises(CoverageError) as caught:
        loaded(tmp_path, RECORD.replace("0.08", "8") + RECORD.replace("0.08", "9"))
    assert len(caught.value.problems) == 3  # two rates out of range, and one record too many


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    with pytest.raises(CoverageError, match="cannot be read"):
        loaded(tmp_path, "[[exit_rate")
