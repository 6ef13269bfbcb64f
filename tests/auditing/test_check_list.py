import pandas as pd
import pytest

from coverage_lib.auditing import CHECKS, run
from coverage_lib.auditing.implied_bases import implied_bases
from coverage_lib.model.rates.denominators import denominators
from coverage_lib.model.targets.target_pairs import target_pairs
from coverage_lib.vocabulary.table_schemas import empty, schema

CAPTIONS = pd.DataFrame(columns=["source_id", "sheet", "cell", "text"], dtype="str")


def audited(observed, sources, targets, captions):
    bases, pairs = denominators(observed), target_pairs(targets, observed)
    tables = {"target_pairs": pairs, "observations": observed, "sources": sources, "targets": targets, "captions": captions}
    return run(tables | {"denominators": bases, "implied_bases": implied_bases(observed, bases)})


@pytest.mark.parametrize(("check", "takes"), CHECKS, ids=[check.__name__ for check, _ in CHECKS])
def test_nothing_gives_nothing(check, takes):
    tables = {name: empty(name) for name in ("observations", "sources", "targets", "target_pairs", "denominators", "implied_bases")}
    tables |= {"captions": CAPTIONS}
    assert check(*(tables[name] for name in takes)).empty


def test_a_clean_document_gives_notes_only(observe, sources, set_targets):
    base = {"measure": "denominator", "indicator": "", "base": "labour_force_working_age"}
    rate = {"measure": "rate_pct", "base": "labour_force_working_age"}
    rows = []
    for i, (code, n, d) in enumerate([("19366", 100, 1000), ("19369", 150, 1200), ("464", 250, 2200)]):
        shared = {"area_code": code, "area_label": "Tổng cộng" if code == "464" else f"Xã {i}", "basis": "plan"}
        rows += [
            {"cell": f"C{7 + i}", "printed": str(n), "value": float(n)} | shared,
            {"cell": f"D{7 + i}", "printed": f"{d}", "value": float(d)} | shared | base,
            {"cell": f"E{7 + i}", "printed": f"{100 * n / d:.1f}", "value": round(100 * n / d, 1)} | shared | rate,
        ]
    headings = pd.DataFrame(
        [{"source_id": "plan-a", "sheet": "PL", "cell": "A3", "text": "(Kèm theo Kế hoạch số 1/KH-UBND ngày 31 tháng 7 năm 2023)"}]
    )
    found = audited(observe(*rows), sources, set_targets({"target_pct": 11.4}), headings)
    schema("findings").validate(found)
    assert set(found["severity"]) == {"note"}
    assert set(found["check"]) == {"printed_rate", "total_rows"}


def test_two_findings_of_one_check_at_one_cell_become_one_row(observe, sources, set_targets):
    rows = [
        {"cell": "F4", "indicator": "si_compulsory", "printed": "100", "value": 100.0},
        {"cell": "F5", "indicator": "ui", "printed": "120", "value": 120.0},
        {
            "cell": "F6",
            "indicator": "",
            "printed": "110",
            "value": 110.0,
            "measure": "denominator",
            "base": "labour_force_working_age",
        },
        {
            "cell": "F7",
            "indicator": "ui",
            "printed": "109",
            "value": 109.0,
            "measure": "rate_pct",
            "base": "labour_force_working_age",
        },
    ]
    found = audited(observe(*rows), sources, set_targets(), CAPTIONS)
    schema("findings").validate(found)
    both = found[(found["check"] == "parts_and_whole") & (found["cell"] == "F5")]
    assert len(both) == 1
    assert "BHXH bắt buộc 100" in both["message"].iloc[0]
    assert "lớn hơn mẫu số 110" in both["message"].iloc[0]
    assert both[["printed_value", "computed_value", "value_unit"]].to_numpy().tolist() == [[120.0, 100.0, "persons"]]
