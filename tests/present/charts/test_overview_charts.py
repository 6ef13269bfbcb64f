import pandas as pd
import pytest

from coverage_lib.present.charts import overview_charts as overview

RATES = {"19363": 33.57, "19366": 37.4, "19369": 28.96, "19414": 45.0}
OF = {"parent": "464", "indicator": "si"}


@pytest.fixture
def rows():
    return pd.DataFrame(
        {"area_code": list(RATES), "period": pd.Timestamp("2025-12-31"), "coverage_pct": list(RATES.values()), "basis": "plan",
         "base": "labour_force_working_age", "target_pct": 45.0}
    )  # fmt: skip


@pytest.fixture
def cells():
    rows = [(code, year, pct - (2025 - year), "plan") for code, pct in RATES.items() for year in (2023, 2024, 2025)]
    table = pd.DataFrame(rows[:-1], columns=["area_code", "year", "coverage_pct", "path"])
    return table.assign(base="labour_force_working_age")


def plain(text):
    return text.replace("\u00a0", " ")


def test_units_are_ordered_by_rate_without_ranks(rows):
    ax = overview.comparison_chart(rows, **OF)
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == ["Xã Vĩnh Thái", "Thị trấn Hồ Xá", "Thị trấn Bến Quan", "Thị trấn Cửa Tùng"]


def test_a_level_met_exactly_is_not_counted_below(rows):
    assert "3 trên 4 đơn vị dưới 45 %" in plain(overview.comparison_finding(rows, "vi", "464"))
    above, below = rows.assign(target_pct=20.0), rows.assign(target_pct=60.0)
    assert "all 4 units at or above 20%" in overview.comparison_finding(above, "en", "464")
    assert "all 4 units below 60%" in overview.comparison_finding(below, "en", "464")


def test_the_full_rate_decides(rows):
    nearly = rows.assign(coverage_pct=44.96)
    assert "cả 4 đơn vị đều dưới 45 %" in plain(overview.comparison_finding(nearly, "vi", "464"))


def test_units_without_a_level_are_still_shown(rows):
    ax = overview.comparison_chart(rows.assign(target_pct=float("nan")), **OF)
    assert "45,0 %" in [plain(text.get_text()) for text in ax.texts]
    assert "từ 29,0 % đến 45,0 %" in plain(overview.comparison_finding(rows.assign(target_pct=float("nan")), "vi", "464"))


def test_every_cell_carries_its_figure_and_missing_ones_a_sign(cells):
    ax = overview.heat_table(cells, **OF)
    printed = [plain(text.get_text()) for text in ax.texts]
    assert len(printed) == 12
    assert printed.count("…") == 1
    assert "33,6 %" in printed


def test_assigned_rates_are_called_so_and_targets_keep_their_decimals(cells):
    assert "chỉ tiêu được giao" in overview.heat_finding(cells, "vi", "464", "rates")
    assert "tỷ lệ" in overview.heat_finding(cells.assign(path="actual"), "vi", "464", "rates")
    targets = cells.drop(columns="path").assign(coverage_pct=95.15)
    assert "đều là 95,15 %" in plain(overview.heat_finding(targets, "vi", "464", "targets"))


def test_finding_speaks_of_the_year_most_units_have(cells):
    assert "năm 2024 của 4 đơn vị" in plain(overview.heat_finding(cells, "vi", "464", "rates"))


def test_dark_cells_have_white_figures(cells):
    ax = overview.heat_table(cells, **OF)
    colours = {plain(text.get_text()): text.get_color() for text in ax.texts}
    assert colours["44,0 %"] == "white"
    assert colours["27,0 %"] != "white"


def test_alternative_text_lists_the_units(rows, cells):
    assert "Thị trấn Bến Quan: 37,4 %" in plain(overview.comparison_alt(rows, **OF))
    assert "Thị trấn Bến Quan: 36,4 %" in plain(overview.heat_alt(cells, **OF))


@pytest.mark.parametrize("draw", [overview.comparison_chart, overview.heat_table])
def test_an_apportioned_denominator_is_marked_beside_the_unit_and_explained(draw):
    rows = pd.DataFrame({"area_code": ["30", "31"], "period": pd.Timestamp("2024-12-31"), "year": 2024, "base": "population"})
    rows = rows.assign(coverage_pct=[90.0, 80.0], basis="actual", target_pct=95.0, path="actual", method=["counts", "apportioned"])
    ax = draw(rows, parent="VN", indicator="hi")
    marked = [each.get_text() for each in ax.get_yticklabels() if "†" in each.get_text()]
    assert len(marked) == 1
    assert any("† Mẫu số phân bổ" in each.get_text() for each in ax.figure.texts)
    assert not [
        each for each in draw(rows.assign(method="counts"), parent="VN", indicator="hi").figure.texts if "†" in each.get_text()
    ]
