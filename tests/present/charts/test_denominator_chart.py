import pandas as pd
import pytest

from coverage_lib.present.charts.denominator_chart import alt_text, denominator_chart, finding
from coverage_lib.present.charts.trajectory_chart import trajectory_chart
from coverage_lib.present.context.base_rows import denominators
from coverage_lib.present.context.page import Page
from coverage_lib.present.kit.axis_scales import year_of
from tests.present.pages.small_tables import CODE, small_tables

CODES = ("VN", "30", "75", "06", "45", "464")


def drawn(tables, code):
    return denominator_chart(Page(tables, code))


def joined(ax):
    """The lines that join points, as pairs of first and last year; marks of breaks are upright, leaders of labels thinner."""
    lines = [line for line in ax.lines if line.get_linewidth() > 1 and len(set(line.get_xdata())) > 1]
    return [(min(line.get_xdata()), max(line.get_xdata())) for line in lines]


@pytest.mark.parametrize(("lang", "said"), [("vi", "từ 2021: ICLS-19"), ("en", "from 2021: ICLS-19")])
def test_lines_stop_at_a_break_and_a_mark_says_why(lang, said):
    ax = denominator_chart(Page(small_tables(), CODE, lang))
    assert joined(ax) == [(2019.0, 2020.0)]
    assert said in " ".join(each.get_text().replace("\n", " ") for each in ax.texts)
    assert f"{said}." in alt_text(Page(small_tables(), CODE, lang))


def test_what_is_no_denominator_is_not_drawn():
    ax = denominator_chart(Page(small_tables(), CODE))
    assert 12_000 not in {value for line in ax.lines for value in line.get_ydata()}
    assert 800_812 in {value for line in ax.lines for value in line.get_ydata()}


@pytest.mark.parametrize("code", CODES)
def test_no_line_crosses_the_break_of_its_base(processed, code):
    ax = drawn(processed, code)
    assert len(joined(ax)) > 0
    if code != "464":
        assert not [ends for ends in joined(ax) if ends[0] <= 2010 and ends[1] >= 2021]
        assert len([line for line in ax.lines if set(line.get_xdata()) == {year_of(pd.Timestamp("2021-01-01"))}]) == 1


def test_implied_values_are_joined_to_nothing(processed):
    ax = drawn(processed, "VN")
    (only,) = joined(ax)  # the labour force aged 15 and over to 2020; all else is single marks
    assert only == (2005.0, 2020.0)
    at = year_of(pd.Timestamp("2022-09-30"))
    values = sorted(line.get_ydata()[0] / 1e6 for line in ax.lines if list(line.get_xdata()) == [at] and line.get_ydata()[0] < 6e7)
    assert [round(value, 1) for value in values][:1] == [46.1]
    assert any(49.4 < value < 49.6 for value in values)


def test_the_trajectory_of_the_nation_does_not_join_the_two_rates_of_september_2022(processed):
    ax = trajectory_chart(Page(processed, "VN").view("si"))
    at = year_of(pd.Timestamp("2022-09-30"))
    rates = (34.84, 37.01)
    for line in ax.lines:
        points = list(zip(line.get_xdata(), line.get_ydata(), strict=True))
        if line.get_linewidth() > 0 and line.get_linestyle() != "None" and len(points) > 1:
            assert not [point for point in points if point[0] == at and point[1] in rates]


def test_series_over_another_base_stop_at_its_breaks_in_the_trajectory_too(processed):
    view = Page(processed, "VN").view("si")
    assert {"stretch"} <= set(view.other.columns)
    other = view.other[view.other["base"] == "labour_force_15plus"]
    assert (other["stretch"] == (other["period"] >= "2021-01-01").astype(int)).all()


def test_the_headline_never_compares_across_a_break(processed):
    said = finding(Page(processed, "30"))
    assert "939.900 người (2021), không so được với số trước 1/1/2021" in said
    assert "2005" not in said
    assert "2003" not in finding(Page(processed, "464"))  # another source, not the plan's


@pytest.mark.parametrize("code", CODES)
def test_the_alternative_text_tells_every_figure(processed, code):
    page = Page(processed, code, "en")
    assert all(f"{persons:,}" in alt_text(page) for persons in denominators(page)["persons"])
