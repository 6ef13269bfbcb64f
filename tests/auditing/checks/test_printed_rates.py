import pytest

from coverage_lib.auditing.checks.printed_changes import growth, increase
from coverage_lib.auditing.checks.printed_rates import printed_rate

BASE = "labour_force_working_age"


def _row(row: int, n: str, d: str, p: str, period: str = "2023-12-31", **shared) -> list[dict]:
    number = [float(text.replace(".", "").replace(",", ".").rstrip("%")) for text in (n, d, p)]
    shared |= {"period": period}
    column = {"2023-12-31": "CDE", "2024-12-31": "FGH"}[period]
    return [
        {"cell": f"{column[0]}{row}", "printed": n, "value": number[0]} | shared,
        {"cell": f"{column[1]}{row}", "printed": d, "value": number[1], "measure": "denominator", "indicator": "", "base": BASE}
        | shared,
        {"cell": f"{column[2]}{row}", "printed": p, "value": number[2], "measure": "rate_pct", "base": BASE, "unit": "%"} | shared,
    ]


def _verdicts(found):
    return {row.cell: (row.severity, round(row.computed_value, row.decimals)) for row in found.itertuples() if len(row.cell) > 1}


@pytest.mark.parametrize("printed", ["19,2%", "19,22%", "19%", "19,218"])
def test_a_rounded_rate_is_only_counted(observe, printed):
    found = printed_rate(observe(*_row(7, "1.499", "7.800", printed)))
    assert found["cell"].tolist() == ["E"]
    assert found["severity"].tolist() == ["note"]


@pytest.mark.parametrize(
    ("n", "d", "printed", "severity", "says"),
    [
        ("177", "3.574", "4,9%", "note", "cắt bớt"),
        ("275", "2.607", "10,6%", "warning", "làm tròn hai lần, qua 10,55"),
        ("6.885", "52.565", "13,01%", "error", "13,10\u00a0% thành 13,01"),
        ("6.885", "52.565", "14,9%", "error", "chưa rõ nguyên nhân"),
    ],
)
def test_classes(observe, n, d, printed, severity, says):
    found = printed_rate(observe(*_row(7, n, d, printed)))
    single = found[found["cell"] == "E7"].iloc[0]
    assert single["severity"] == severity
    assert says in single["message"]
    assert (single["printed_text"], single["value_unit"]) == (printed, "per_cent")


def test_another_known_denominator_of_the_unit(observe):
    rows = [*_row(7, "275", "2.607", "10,5%"), *_row(7, "280", "2.632", "10,7%", "2024-12-31")]
    assert _verdicts(printed_rate(observe(*rows))) == {"H7": ("warning", 10.6)}
    assert _verdicts(printed_rate(observe(*rows[3:])))["H7"][0] == "error"


def test_counts_elsewhere_in_the_document_and_an_ambition(observe):
    table = _row(7, "96", "100", "96,0%")
    text = {"sheet": "Mục II", "measure": "rate_pct", "base": BASE, "unit": "%"}
    binding = {"cell": "F4", "printed": "95", "value": 95.0} | text
    ambition = {"cell": "F5", "printed": "100", "value": 100.0, "qualifier": "strive"} | text
    assert set(_verdicts(printed_rate(observe(*table, binding, ambition)))) == {"F4"}


def test_counts_that_are_rounded_themselves_allow_any_rate_within_their_digits(observe):
    shared = {"unit": "triệu người"}
    rows = _row(7, "12,3", "49,8", "24,8%", **shared)
    rows[0]["value"], rows[1]["value"] = 12_300_000.0, 49_800_000.0
    assert _verdicts(printed_rate(observe(*rows))) == {}


def test_a_rate_over_another_base_is_not_judged_by_this_denominator(observe):
    rows = _row(7, "900", "1.000", "45%")
    rows[2]["base"] = "population"
    assert printed_rate(observe(*rows)).empty


def test_growth(observe):
    counts = [
        {"cell": "F8", "printed": "6.350", "value": 6350.0, "period": "2019-12-31"},
        {"cell": "F18", "printed": "9.480", "value": 9480.0, "period": "2020-12-31"},
    ]

    def printed(text: str, value: float) -> dict:
        return {"cell": "F23", "printed": text, "value": value, "measure": "growth_pct", "unit": "%", "period": "2020-12-31"}

    assert growth(observe(*counts, printed("49", 49.0)))["severity"].tolist() == ["note"]
    wrong = growth(observe(*counts, printed("59", 59.0)))
    assert wrong["severity"].tolist() == ["error"]
    assert wrong[["printed_value", "computed_value", "decimals"]].round(2).to_numpy().tolist() == [[59.0, 49.29, 2]]
    assert growth(observe(counts[1], printed("59", 59.0))).empty  # the year before is not printed


def test_increase(observe):
    rows = [
        {"cell": "C6", "printed": "5.792", "value": 5792.0},
        {"cell": "D6", "printed": "7.593", "value": 7593.0, "period": "2024-12-31", "basis": "plan"},
        {"cell": "E6", "printed": "1.801", "value": 1801.0, "period": "2024-12-31", "basis": "plan", "measure": "increase"},
    ]
    assert increase(observe(*rows))["severity"].tolist() == ["note"]
    rows[2] |= {"printed": "1.811", "value": 1811.0}
    found = increase(observe(*rows)).set_index("cell")
    assert found.loc["E6", "severity"] == "error"
    assert found.loc["E6", ["printed_value", "computed_value", "printed_text"]].tolist() == [1811.0, 1801.0, "1.811"]
    assert found.loc["E", ["printed_value", "computed_value", "value_unit"]].tolist() == [1.0, 0.0, "figures"]
    assert "0 trong 1" in found.loc["E", "message"]
