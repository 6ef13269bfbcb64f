import datetime as dt
import math

from coverage_lib.clean.document.figure_records import OWN, SHARED, Records

SAID = dict.fromkeys(SHARED, "") | {"obs_status": "A", "period": dt.date(2024, 12, 31)}


def test_every_figure_has_the_fields_of_its_run():
    records = Records()
    records.add([SAID | {"sheet": "a"}], [2], ["C1", "C2"], ["x", "y"], ["1", "2"], [1.0, math.nan], ["1", "..."])
    records.add([SAID | {"sheet": "b", "period": None}], [1], ["D1"], ["z"], ["3"], [3.0], ["3"])
    table = records.table([*SHARED, *OWN])
    assert table["sheet"].tolist() == ["a", "a", "b"]
    assert table["cell"].tolist() == ["C1", "C2", "D1"]
    assert table["obs_status"].tolist() == ["A", "O", "A"]
    assert table["period"].isna().tolist() == [False, False, True]
    assert table["period"][0] == dt.datetime(2024, 12, 31)
    assert len(records) == 3


def test_a_document_without_figures_has_the_same_columns_and_types():
    records = Records()
    records.add([SAID], [1], ["C1"], ["x"], ["1"], [1.0], ["1"])
    columns = ["sheet", "period", "value", "obs_status"]
    assert Records().table(columns).dtypes.tolist() == records.table(columns).dtypes.tolist()
    assert len(Records().table(columns)) == 0
