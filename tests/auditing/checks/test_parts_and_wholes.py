import pytest

from coverage_lib.auditing.checks.parts_and_wholes import parts_and_whole

BASE = "labour_force_working_age"


def _persons(**schemes):
    return [
        {"cell": f"F{4 + i}", "indicator": name, "printed": f"{value:,}".replace(",", "."), "value": float(value)}
        for i, (name, value) in enumerate(schemes.items())
    ]


def _rates(**schemes):
    return [
        {
            "cell": f"F{4 + i}",
            "indicator": name,
            "printed": text.split()[-1],
            "value": float(text.split()[-1]),
            "measure": "rate_pct",
            "base": BASE,
            "unit": "%",
            "qualifier": "_".join(text.split()[:-1]),
        }
        for i, (name, text) in enumerate(schemes.items())
    ]


def test_parts_that_add_up(observe):
    assert parts_and_whole(observe(*_persons(si=12_038, si_compulsory=5_763, si_voluntary=6_275, ui=5_145))).empty
    assert parts_and_whole(observe(*_rates(si="23.12", si_compulsory="11.07", si_voluntary="12.05"))).empty
    assert parts_and_whole(observe(*_rates(si="23.13", si_compulsory="11.07", si_voluntary="12.05"))).empty  # each rounded


@pytest.mark.parametrize("whole", [12_037, 12_039])
def test_counts_off_by_one(observe, whole):
    found = parts_and_whole(observe(*_persons(si=whole, si_compulsory=5_763, si_voluntary=6_275)))
    assert found[["cell", "severity", "computed_value"]].to_numpy().tolist() == [["F4", "error", 12_038.0]]


def test_rates_off_by_more_than_rounding(observe):
    found = parts_and_whole(observe(*_rates(si="24.68", si_compulsory="11.58", si_voluntary="13.01")))
    assert found["severity"].tolist() == ["error"]


def test_a_whole_that_was_cut_off(observe):
    rows = _persons(si=20_040_000, si_compulsory=18_032_000, si_voluntary=2_016_000)
    for row, text in zip(rows, ["20.04", "18.032", "2.016"], strict=True):
        row["printed"] = text
    assert parts_and_whole(observe(*rows))["severity"].tolist() == ["note"]


def test_about_and_over_widen_a_figure(observe):
    assert parts_and_whole(observe(*_rates(si="about 49", si_compulsory="42.6", si_voluntary="6"))).empty


def test_unemployment_insurance_within_compulsory_insurance(observe):
    found = parts_and_whole(observe(*_persons(si_compulsory=411, ui=469)))
    assert found[["cell", "severity", "printed_value", "computed_value"]].to_numpy().tolist() == [["F5", "error", 469.0, 411.0]]
    assert parts_and_whole(observe(*_persons(si_compulsory=469, ui=469))).empty


def test_counts_decide_where_counts_and_rates_are_printed(observe):
    rates = [row | {"sheet": "Khác"} for row in _rates(si_compulsory="10.0", ui="11.0")]
    assert len(parts_and_whole(observe(*_persons(si_compulsory=411, ui=469), *rates))) == 1
    assert len(parts_and_whole(observe(*rates))) == 1


def test_rates_over_different_bases_are_not_compared(observe):
    rows = _rates(si_compulsory="92", ui="95")
    rows[0]["base"], rows[1]["base"] = "eligible_si_compulsory", "eligible_ui"
    assert parts_and_whole(observe(*rows)).empty


@pytest.mark.parametrize(
    ("ui", "voluntary", "severity"), [("52", "strive_over 9", ["note"]), ("52", "9", []), ("60", "9", ["error"]), ("42", "9", [])]
)
def test_unemployment_insurance_against_what_voluntary_insurance_leaves(observe, ui, voluntary, severity):
    found = parts_and_whole(observe(*_rates(si="strive_about 61", si_voluntary=voluntary, ui=ui), basis="plan"))
    assert found["severity"].tolist() == severity


def test_more_participants_than_persons_and_more_than_all(observe):
    rows = [
        {"cell": "C7", "printed": "1.300", "value": 1300.0, "indicator": "hi"},
        {"cell": "D7", "printed": "1.210", "value": 1210.0, "indicator": "", "measure": "denominator", "base": "population"},
        {"cell": "E7", "printed": "107,4%", "value": 107.4, "indicator": "hi", "measure": "rate_pct", "base": "population"},
    ]
    found = parts_and_whole(observe(*rows))
    assert sorted(found["cell"]) == ["C7", "E7"]
    assert set(found["severity"]) == {"error"}
