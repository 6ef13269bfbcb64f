import pandas as pd
import pytest

from coverage_lib.present.charts.heat_tables import (
    ABOVE,
    BELOW,
    indicator_finding,
    indicator_table,
    year_alt,
    year_finding,
    year_table,
)  # fmt: skip
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from tests.present.compared_units import compared

VI, EN = Words("vi"), Words("en")
RATES = {"19363": 33.57, "19366": 37.4, "19369": 28.96, "19414": 45.0}


@pytest.fixture
def cells():
    rows = [(code, year, pct - (2025 - year), "plan") for code, pct in RATES.items() for year in (2023, 2024, 2025)]
    table = pd.DataFrame(rows[:-1], columns=["lower_code", "year", "coverage_pct", "path"])
    return table.assign(area_code="464", indicator="si", base="labour_force_working_age", method="counts")


def plain(text):
    return text.replace("\u00a0", " ")


def texts(ax):
    return [plain(text.get_text()) for text in ax.texts]


def test_every_cell_carries_its_figure_and_missing_ones_a_sign(cells):
    printed = texts(year_table(VI, cells))
    assert len(printed) == 12
    assert printed.count("…") == 1
    assert "33,6 %" in printed


def test_the_first_unit_stands_at_the_top_with_its_own_figures(cells):
    ax = year_table(VI, cells)
    assert next(each.get_text() for each in ax.get_yticklabels()) == "Thị trấn Hồ Xá"
    at = {(round(each.get_position()[0] - 0.5), round(each.get_position()[1] - 0.5)): plain(each.get_text()) for each in ax.texts}
    assert at[2, 0] == "33,6 %"
    assert at[2, 3] == "…"
    assert ax.get_ylim() == (4.0, 0.0)


def test_assigned_rates_are_called_so_and_targets_keep_their_decimals(cells):
    assert "chỉ tiêu được giao" in year_finding(VI, cells, "rates")
    assert "tỷ lệ" in year_finding(VI, cells.assign(path="actual"), "rates")
    targets = cells.drop(columns="path").assign(coverage_pct=95.15)
    assert "đều là 95,15 %" in plain(year_finding(VI, targets, "targets"))
    assert "95,15 %" in texts(year_table(VI, targets.drop(columns="method"), kind="targets"))


def test_assigned_rates_beside_observed_ones_are_in_italics(cells):
    mixed = cells.assign(path=cells["year"].map({2023: "actual", 2024: "actual", 2025: "plan"}))
    styles = {plain(each.get_text()): each.get_fontstyle() for each in year_table(VI, mixed).texts}
    assert (styles["33,6 %"], styles["32,6 %"]) == ("italic", "normal")
    assert {each.get_fontstyle() for each in year_table(VI, cells).texts} == {"normal"}


def test_the_finding_speaks_of_the_year_most_units_have(cells):
    assert "năm 2024 của 4 đơn vị" in plain(year_finding(VI, cells, "rates"))
    assert "Thị trấn Bến Quan: 36,4 %" in plain(year_alt(VI, cells))


def test_dark_cells_have_white_figures(cells):
    colours = {plain(text.get_text()): text.get_color() for text in year_table(VI, cells).texts}
    assert colours["44,0 %"] == "white"
    assert colours["27,0 %"] != "white"


def test_units_by_indicator_mark_the_side_of_the_level_and_not_by_colour_alone():
    rows = Page(compared(indicators=("si", "ui"))).table("comparison")
    rows = rows[(rows["indicator"] == "si") | rows["lower_code"].isin(["19363", "19366", "19369"])]
    rows.loc[rows["indicator"] == "ui", ["target_pct", "gap_pp"]] = [20.0, 1.0]
    printed = texts(indicator_table(VI, rows))
    assert len(printed) == 10
    assert f"33,6 % {BELOW}" in printed
    assert f"33,6 % {ABOVE}" in printed
    assert printed.count("…") == 2
    assert "5 trên 8 ô dưới mức so sánh; nhiều nhất ở BHXH (5 đơn vị)" in plain(indicator_finding(VI, rows))
    none = rows.assign(target_pct=float("nan"), gap_pp=float("nan"))
    assert "no level" in indicator_finding(EN, none)
    assert not [text for text in texts(indicator_table(VI, none)) if BELOW in text or ABOVE in text]
