import numpy as np
import pandas as pd

from coverage_lib.auditing.checks.year_on_year import year_on_year
from coverage_lib.auditing.figures.unit_panels import break_period, median_polish, out_of_step

UNITS = ["19366", "19369", "19372", "19375", "19378", "19381", "19384", "19387"]


def _panel(observe, change=None, years=3):
    rng = np.linspace(-0.004, 0.004, years * len(UNITS)).reshape(len(UNITS), years)[::-1]
    values = {}
    for i, unit in enumerate(UNITS):
        for j in range(years):
            values[unit, j] = round(1000 * (i + 1) * 1.05**j * (1 + rng[i, j] * (-1) ** (i + j))) + 7 * i
    values |= change or {}
    return observe(
        *[
            {
                "cell": f"{'CDEFGHIJ'[j]}{7 + UNITS.index(unit)}",
                "printed": f"{value}",
                "value": float(value),
                "area_code": unit,
                "area_label": f"Xã {unit}",
                "period": f"{2023 + j}-12-31",
            }
            for (unit, j), value in values.items()
        ]
    )


def test_units_in_step_give_nothing(observe, sources):
    assert year_on_year(_panel(observe), sources).empty
    assert year_on_year(_panel(observe, years=8), sources).empty


def test_a_digit_too_many(observe, sources):
    found = year_on_year(_panel(observe, {("19366", 1): 10_500}), sources)
    assert set(found.loc[found["severity"] == "warning", "cell"]) == {"D7", "E7"}
    assert found["message"].str.contains("thừa hoặc thiếu một chữ số").any()


def test_a_unit_out_of_step(observe, sources):
    found = year_on_year(_panel(observe, {("19372", 2): 5000}), sources)
    assert found[["cell", "severity"]].to_numpy().tolist() == [["E9", "note"]]
    assert "cao hơn hẳn" in found["message"].iloc[0]


def test_two_rows_exchanged(observe, sources):
    right = _panel(observe).set_index("cell")["value"].astype(int)
    found = year_on_year(_panel(observe, {("19372", 1): right["D12"], ("19381", 1): right["D9"]}), sources)
    assert found["cell"].tolist() == ["D12", "D9"]
    assert found["message"].str.contains("đổi chỗ").all()


def test_a_figure_copied_from_the_year_before(observe, sources):
    first = _panel(observe)
    copied = int(first.loc[first["cell"] == "C12", "value"].iloc[0])
    found = year_on_year(_panel(observe, {("19381", 1): copied}), sources)
    assert found["cell"].tolist() == ["D12"]
    assert "không đổi" in found["message"].iloc[0]


def test_two_units_with_the_same_series(observe, sources):
    twin = {("19387", j): value for j, value in enumerate([7100, 7450, 7830])} | {
        ("19384", j): v for j, v in enumerate([7100, 7450, 7830])
    }
    found = year_on_year(_panel(observe, twin), sources)
    assert found["cell"].tolist() == ["C14"]
    assert "giống hệt" in found["message"].iloc[0]


def test_a_break_of_the_whole_panel(observe, sources):
    steps = _panel(observe, years=8)
    last = steps["period"] == steps["period"].max()
    steps["value"] = steps["value"].mask(last, (steps["value"] * 0.8).round())
    found = year_on_year(steps, sources)
    assert found[["cell", "severity"]].to_numpy().tolist() == [["J", "warning"]]
    assert "8 trong 8 đơn vị giảm" in found["message"].iloc[0]


def test_few_units_are_no_panel(observe, sources):
    few = _panel(observe, {("19372", 2): 5000})
    assert year_on_year(few[few["area_code"].isin(UNITS[:5])], sources).empty


def test_median_polish_leaves_the_one_figure_that_differs():
    table = pd.DataFrame(np.add.outer(np.arange(6.0), np.arange(4.0)))
    table.iloc[2, 3] += 5
    left = median_polish(table)
    assert left.iloc[2, 3] == 5
    assert left.abs().to_numpy().sum() == 5


def test_small_numbers_and_short_series_are_left_alone():
    years = pd.to_datetime(["2021-12-31", "2022-12-31", "2023-12-31"])
    tiny = pd.DataFrame([[4.0, 5.0, 6.0]] + [[100.0 + i, 101.0 + 1.5 * i, 103.0 + i] for i in range(6)], columns=years)
    assert out_of_step(tiny).empty
    assert break_period(tiny) is None
