import pytest

from coverage_lib.auditing.checks.printed_totals import total_rows

COMMUNES = ["19366", "19369", "19372"]


def _column(observe, values, total, **shared):
    rows = [
        {"cell": f"C{7 + i}", "printed": f"{value:g}", "value": value, "area_code": COMMUNES[i], "area_label": f"Xã {i}"}
        for i, value in enumerate(values)
    ]
    last = {"cell": "C20", "printed": f"{total:g}", "value": total, "area_code": "464", "area_label": "Tổng cộng"}
    return observe(*rows, last, **shared)


def test_an_exact_sum_is_a_note(observe, sources):
    found = total_rows(_column(observe, [100.0, 200.0, 301.0], 601.0), sources)
    assert found[["cell", "severity", "computed_value"]].to_numpy().tolist() == [["C20", "note", 601.0]]


@pytest.mark.parametrize("total", [600.0, 602.0])
def test_off_by_one_is_an_error(observe, sources, total):
    found = total_rows(_column(observe, [100.0, 200.0, 301.0], total), sources)
    assert found["severity"].tolist() == ["error"]
    assert "1 người" in found["message"].iloc[0]


@pytest.mark.parametrize(("total", "severity"), [(602_200.0, "note"), (602_300.0, "error")])
def test_rounded_counts_may_differ_by_half_a_digit_each(observe, sources, total, severity):
    rows = [
        {"cell": f"C{7 + i}", "printed": text, "value": float(text) * 1000, "area_code": COMMUNES[i]}
        for i, text in enumerate(["100.5", "200.5", "301.0"])
    ]
    last = {"cell": "C20", "printed": f"{total / 1000:.1f}", "value": total, "area_code": "464", "area_label": "Tổng số"}
    assert total_rows(observe(*rows, last), sources)["severity"].tolist() == [severity]


def test_missing_units_leave_a_remainder_and_cannot_exceed_the_total(observe, sources):
    found = total_rows(_column(observe, [100.0, float("nan"), 301.0], 601.0), sources)
    assert found["severity"].tolist() == ["note"]
    assert "còn lại 200" in found["message"].iloc[0]
    found = total_rows(_column(observe, [400.0, float("nan"), 301.0], 601.0), sources)
    assert found["severity"].tolist() == ["error"]


def test_regions_subtotals_and_nested_units_are_not_added_twice(observe, sources):
    nation = {"cell": "B5", "printed": "900", "value": 900.0, "area_code": "VN", "area_label": "Tổng số"}
    rows = [
        {"cell": "B6", "printed": "500", "value": 500.0, "area_code": "", "area_label": "Tây Nguyên"},
        {"cell": "B7", "printed": "500", "value": 500.0, "area_code": "62", "area_label": "Kon Tum"},
        {"cell": "B8", "printed": "400", "value": 400.0, "area_code": "45", "area_label": "Quảng Trị"},
        {"cell": "B9", "printed": "100", "value": 100.0, "area_code": "464", "area_label": "Huyện Vĩnh Linh"},
        {"cell": "B10", "printed": "400", "value": 400.0, "area_code": "", "area_label": "Nhóm tỉnh khác"},
    ]
    found = total_rows(observe(nation, *rows, source_id="press-a"), sources)
    assert found["severity"].tolist() == ["note"]
    assert found["computed_value"].tolist() == [900.0]


def test_an_abolished_unit_without_a_code_is_added(observe, sources):
    nation = {"cell": "B5", "printed": "900", "value": 900.0, "area_code": "VN", "area_label": "Tổng số"}
    rows = [
        {"cell": "B7", "printed": "500", "value": 500.0, "area_code": "01", "area_label": "Hà Nội"},
        {"cell": "B8", "printed": "100", "value": 100.0, "area_code": "45", "area_label": "Quảng Trị"},
        {"cell": "B9", "printed": "300", "value": 300.0, "area_code": "", "area_label": "Hà Tây"},
    ]
    assert total_rows(observe(nation, *rows, source_id="press-a"), sources)["severity"].tolist() == ["note"]


def test_a_nation_beside_a_few_provinces_is_no_total(observe, sources):
    rows = [
        {"cell": "F4", "printed": "900", "value": 900.0, "area_code": "VN", "area_label": "Cả nước"},
        {"cell": "F5", "printed": "300", "value": 300.0, "area_code": "01", "area_label": "Hà Nội"},
        {"cell": "F6", "printed": "100", "value": 100.0, "area_code": "45", "area_label": "Quảng Trị"},
    ]
    assert total_rows(observe(*rows, source_id="press-a"), sources).empty


def test_rates_are_not_summed(observe, sources):
    assert total_rows(_column(observe, [10.0, 20.0, 30.0], 22.0, measure="rate_pct"), sources).empty
