from coverage_lib.auditing.checks.repeated_figures import same_denominator, text_against_table

BASE = "labour_force_working_age"


def _base(sheet: str, value: float) -> dict:
    return {
        "sheet": sheet,
        "cell": "D7",
        "printed": f"{value:g}",
        "value": value,
        "measure": "denominator",
        "indicator": "",
        "base": BASE,
    }


def _rate(sheet: str, cell: str, text: str, **more) -> dict:
    value = float(text.replace(",", "."))
    return {"sheet": sheet, "cell": cell, "printed": text, "value": value, "measure": "rate_pct", "base": BASE} | more


def test_the_usual_denominator_stands(observe):
    found = same_denominator(observe(_base("PL1", 7800.0), _base("PL2", 7800.0), _base("PL3", 7880.0)))
    assert found[["sheet", "printed_text", "printed_value", "computed_value"]].to_numpy().tolist() == [
        ["PL3", "7880", 7880.0, 7800.0]
    ]
    assert same_denominator(observe(_base("PL1", 7800.0), _base("PL2", 7800.0))).empty


def test_text_and_table_differ(observe):
    rows = [
        {"sheet": "PL2", "cell": "C7", "printed": "6.885", "value": 6885.0},
        _base("PL2", 52_565.0),
        _rate("PL2", "E7", "13,10"),
        _rate("Mục II", "F17", "13,01"),
    ]
    found = text_against_table(observe(*rows))
    assert found[["sheet", "cell", "severity", "computed_value", "decimals"]].to_numpy().tolist() == [
        ["Mục II", "F17", "error", 13.1, 2]
    ]


def test_fewer_digits_ambitions_and_two_columns_of_a_row_are_no_contradiction(observe):
    assert text_against_table(observe(_rate("PL2", "E7", "13,10"), _rate("Mục II", "F17", "13,1"))).empty
    assert text_against_table(observe(_rate("Mục II", "F7", "96,82"), _rate("Mục II", "F8", "100", qualifier="strive"))).empty
    assert text_against_table(observe(_rate("PL2", "E7", "13,10"), _rate("PL2", "F7", "15,10"))).empty


def test_the_ends_of_a_range_contradict_only_what_lies_outside(observe):
    ends = [_rate("Mục II", "F4", "35", qualifier="from"), _rate("Mục II", "F5", "40", qualifier="up_to")]
    assert text_against_table(observe(*ends)).empty
    assert text_against_table(observe(*ends, _rate("PL1", "E7", "38"))).empty
    assert not text_against_table(observe(*ends, _rate("PL1", "E7", "43"))).empty
