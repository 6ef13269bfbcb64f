import pytest

from coverage_lib.auditing.checks.conflicting_sources import conflicting_actuals
from coverage_lib.auditing.checks.implied_denominators import implied_denominators
from coverage_lib.auditing.implied_bases import implied_bases
from coverage_lib.vocabulary.table_schemas import empty

BASE = "labour_force_working_age"


def _count(source: str, text: str, factor: float, cell: str = "F4", **more) -> dict:
    return {"source_id": source, "cell": cell, "printed": text, "value": round(float(text) * factor, 6), "area_code": "VN"} | more


def _rate(source: str, text: str, cell: str = "F5", **more) -> dict:
    rate = {"measure": "rate_pct", "base": BASE, "area_code": "VN"}
    return {"source_id": source, "cell": cell, "printed": text, "value": float(text)} | rate | more


def bases_of(observed):
    return implied_bases(observed, empty("denominators"))


def implied(observed, sources):
    return implied_denominators(observed, sources, bases_of(observed))


@pytest.mark.parametrize(
    ("first", "second", "severity"),
    [
        ("17.24", "17.08", ["warning"]),
        ("2.31", "2.3", []),
        ("79.982085", "79.9", ["note"]),
        ("87.5", "87.4", ["note"]),
        ("20.11", "20.11", []),
    ],
)
def test_figures_of_two_sources(observe, sources, first, second, severity):
    found = conflicting_actuals(observe(_count("press-a", first, 1e6), _count("press-b", second, 1e6)), sources)
    assert found["severity"].tolist() == severity


def test_round_counts_qualifiers_and_revisions(observe, sources):
    def severities(*rows):
        return conflicting_actuals(observe(*rows), sources)["severity"].tolist()

    assert severities(_count("press-a", "324353", 1), _count("press-b", "324350", 1)) == []
    assert severities(_count("press-a", "13.055", 1e6), _count("press-b", "13", 1e6, qualifier="over")) == []
    assert severities(_count("press-a", "13.055", 1e6), _count("press-b", "11", 1e6, qualifier="over")) == ["warning"]
    assert severities(_count("press-a", "574", 1e3), _count("press-b", "551", 1e3, basis="estimate")) == ["note"]
    assert severities(_count("press-a", "574", 1e3), _count("press-b", "951", 1e3, basis="estimate")) == ["warning"]
    assert severities(_count("press-a", "574", 1e3), _count("press-b", "951", 1e3, basis="plan")) == []


def test_one_source_with_one_denominator(observe, sources):
    rows = [
        _count("press-a", "18.259", 1e6),
        _rate("press-a", "39.25"),
        _count("press-a", "14.693", 1e6, "F6", indicator="ui"),
        _rate("press-a", "31.58", "F7", indicator="ui"),
    ]
    found = implied(observe(*rows), sources)
    assert found["severity"].tolist() == ["note", "note"]
    assert "46,51 đến 46,53" in found["message"].iloc[0]


def test_two_schemes_of_one_source_without_a_common_denominator(observe, sources):
    rows = [
        _count("press-a", "17.08", 1e6),
        _rate("press-a", "37.01"),
        _count("press-a", "14", 1e6, "F6", indicator="ui"),
        _rate("press-a", "28.3", "F7", indicator="ui"),
    ]
    found = implied(observe(*rows), sources).set_index("cell")
    assert found.loc["F5 + F7", "severity"] == "error"
    rows[3]["base"] = "population"  # another base may well be another denominator
    assert "F5 + F7" not in implied(observe(*rows), sources).set_index("cell").index


def test_two_sources_of_one_day(observe, sources):
    rows = [
        _count("press-a", "17.24", 1e6),
        _rate("press-a", "34.84"),
        _count("press-b", "17.08", 1e6),
        _rate("press-b", "37.01", base="labour_force_unspecified"),
    ]
    found = implied(observe(*rows), sources)
    assert found.loc[found["severity"] == "warning", "cell"].tolist() == ["F4 + F5"]


def test_a_printed_denominator_needs_no_implied_one(observe):
    base = {
        "source_id": "press-a",
        "cell": "F3",
        "printed": "46.5",
        "value": 46.5e6,
        "measure": "denominator",
        "indicator": "",
        "base": BASE,
    }
    rows = [_count("press-a", "18.259", 1e6), _rate("press-a", "39.25")]
    assert len(bases_of(observe(*rows))) == 1
    assert bases_of(observe(*rows, base | {"area_code": "VN"})).empty
