import pandas as pd

from coverage_lib.model.series.passed_breaks import stretches

SEPTEMBER = pd.Timestamp("2022-09-30")
BREAKS = pd.DataFrame(
    {"area_code": ["", "30"], "base": ["labour_force_15plus", "population"], "period": pd.to_datetime(["2021-01-01", "2019-01-01"])}
)


def numbers(areas, bases, days):
    return stretches(pd.Series(areas), pd.Series(bases), pd.Series(pd.to_datetime(days)), BREAKS).tolist()


def test_a_break_begins_on_its_first_day():
    assert numbers(["75"] * 3, ["labour_force_15plus"] * 3, ["2020-12-31", "2021-01-01", "2021-12-31"]) == [0, 1, 1]


def test_a_break_speaks_of_its_base_and_its_units_only():
    bases = ["population", "population", "labour_force_15plus", "labour_force_working_age"]
    assert numbers(["30", "06", "30", "30"], bases, ["2019-12-31"] * 4) == [1, 0, 0, 0]


def test_no_breaks_no_stretches():
    none = BREAKS.iloc[:0]
    assert stretches(pd.Series(["30"]), pd.Series(["population"]), pd.Series(pd.to_datetime(["2030-01-01"])), none).tolist() == [0]


def test_no_line_of_the_statistics_office_crosses_2021(processed):
    """Real data: 64 series of the labour force, each in two stretches, the second of one provisional figure."""
    rows = processed["denominators"].query("base == 'labour_force_15plus' and source_id == 'gso-labour-force-2005-2021'")
    number = stretches(rows["area_code"], rows["base"], rows["period"], processed["breaks"])
    ends = rows.assign(stretch=number, year=rows["period"].dt.year).groupby("stretch")["year"].agg(["min", "max"])
    assert ends.values.tolist() == [[2005, 2020], [2021, 2021]]
    assert rows["area_code"].nunique() > 60


def test_no_drawn_segment_holds_points_on_both_sides_of_a_break(processed):
    rows = processed["trajectory"].query("segment > 0 and path == 'actual'")
    number = stretches(rows["area_code"], rows["base"], rows["period"], processed["breaks"])
    assert rows.assign(stretch=number).groupby(["area_code", "indicator", "segment"])["stretch"].nunique().max() == 1


def test_the_two_rates_of_september_2022_stand_apart(processed):
    rates = processed["coverage"].query("area_code == 'VN' and indicator == 'si' and period == @SEPTEMBER").sort_values("persons")
    assert rates["coverage_pct"].tolist() == [37.01, 34.84]
    assert (rates["persons"] / 1e6).astype(float).round(2).tolist() == [46.15, 49.48]
    drawn = processed["trajectory"].query("area_code == 'VN' and indicator == 'si' and period == @SEPTEMBER and path == 'actual'")
    assert len(drawn) == 1
    assert drawn["segment"].tolist() == [0]  # joined to nothing
