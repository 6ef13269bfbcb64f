from coverage_lib.auditing.checks.labour_force_sum import cascade
from coverage_lib.auditing.checks.unusable_figures import area_unknown, base_not_comparable, base_not_stated, range_printed
from coverage_lib.model.rates.denominators import denominators


def test_labels_without_a_code(observe):
    rows = [
        {"cell": f"B{i}", "printed": "1", "value": 1.0, "area_code": "", "area_label": label}
        for i, label in enumerate(["Tây Nguyên", "Hà Tây", "Xã Vĩnh Lin"], start=6)
    ]
    again = rows[2] | {"cell": "C8"}
    found = area_unknown(observe(*rows, again)).set_index("cell")["severity"].to_dict()
    assert found == {"B6": "note", "B7": "note", "B8": "warning"}


def test_figures_that_are_no_single_number(observe):
    rows = [{"cell": f"F{i}", "printed": text, "value": None} for i, text in enumerate(["37-38", "...", "-", ""], start=4)]
    assert range_printed(observe(*rows))["cell"].tolist() == ["F4"]


def test_bases(observe, sources):
    rate = {"printed": "33", "value": 33.0, "measure": "rate_pct"}
    observed = observe(
        rate | {"cell": "F4", "base": "labour_force_unspecified"},
        rate | {"cell": "F5", "base": "labour_force_working_age"},
        rate | {"cell": "F6", "base": "population_working_age"},
    )
    assert base_not_stated(observed, sources)["cell"].tolist() == ["F4"]
    assert base_not_comparable(observed)["cell"].tolist() == ["F6"]
    known = sources.assign(base_reason=["the text says so", "", "", ""])
    found = base_not_stated(observed, known)
    assert found["source_id"].tolist() == ["plan-a", "plan-a"]
    assert "the text says so" in found["message_en"].iloc[0]


def test_persons_subject_to_both_schemes_make_the_labour_force(observe, sources):
    base = {"measure": "denominator", "indicator": "", "area_code": "75"}
    rows = [
        base | {"cell": "F4", "printed": "889.810", "value": 889_810.0, "base": "eligible_si_compulsory"},
        base | {"cell": "F5", "printed": "883.024", "value": 883_024.0, "base": "eligible_si_voluntary"},
    ]
    force = base | {"cell": "O59", "printed": "1765.9", "value": 1_765_900.0, "base": "labour_force_15plus", "source_id": "press-a"}
    found = cascade(denominators(observe(*rows, force)), sources)
    assert found[["sheet", "cell", "severity", "printed_value"]].to_numpy().tolist() == [["PL", "F4 + F5", "note", 1_772_834.0]]
    assert "chỉ lệch 0,39" in found["message"].iloc[0]
    far = denominators(observe(*rows, force | {"value": 1_600_000.0, "printed": "1600.0"}))
    assert "chỉ lệch" not in cascade(far, sources)["message"].iloc[0]
    assert cascade(denominators(observe(*rows)), sources).empty
