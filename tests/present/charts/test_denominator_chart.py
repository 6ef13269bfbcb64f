import pandas as pd
import pytest

from coverage_lib.present.charts.denominator_chart import alt_text, denominator_chart, finding
from coverage_lib.present.charts.trajectory_chart import trajectory_chart
from coverage_lib.present.context.page import Page
from coverage_lib.present.kit.axis_scales import year_of
from coverage_lib.present.pages import denominators_in_short
from coverage_lib.present.words.denominator_words import UNUSABLE

CODES = ("VN", "30", "75", "06", "45", "464")


def rows_of(tables, code):
    rows = denominators_in_short.at_hand(tables, code)
    return rows[rows["method"] != UNUSABLE]


def drawn(tables, code, lang="vi"):
    sources = tables["sources"].set_index("source_id")
    return denominator_chart(rows_of(tables, code), tables["breaks"], lang, area_code=code, sources=sources)


def joined(ax):
    """The lines that join points, as pairs of first and last year; marks of breaks are upright, leaders of labels thinner."""
    lines = [line for line in ax.lines if line.get_linewidth() > 1 and len(set(line.get_xdata())) > 1]
    return [(min(line.get_xdata()), max(line.get_xdata())) for line in lines]


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
    said = finding(rows_of(processed, "30"), processed["breaks"], "vi", "30")
    assert "939.900 người (2021), không so được với số trước 1/1/2021" in said
    assert "2005" not in said
    assert "2003" not in finding(rows_of(processed, "464"), processed["breaks"], "vi", "464")  # another source, not the plan's


@pytest.mark.parametrize("code", CODES)
def test_the_alternative_text_tells_every_figure(processed, code):
    text = alt_text(rows_of(processed, code), processed["breaks"], "en", area_code=code)
    assert all(f"{persons:,}" in text for persons in rows_of(processed, code)["persons"])
