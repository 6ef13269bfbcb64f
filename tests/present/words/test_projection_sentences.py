import numpy as np
import pytest

from coverage_lib.model.gaps.attainment_year import attainment
from coverage_lib.model.series.backtest import backtest
from coverage_lib.model.series.projection import projection, with_projected
from coverage_lib.present.charts import trajectory_chart
from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.page import Page
from coverage_lib.present.words import chart_notes, gap_sentences, projection_sentences
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import WORKING_AGE, frame
from tests.model import sample_series as series
from tests.present.conftest import in_language


def seen(values, target=45.0, rows=(), without=(), **given):
    """A view of 464 through the model, from {year: rate}."""
    actual = series.table(*series.observed(values, **given), *rows)
    fitted = projection(actual, series.no_breaks())
    goal = {"area_code": "464", "indicator": "si", "source_id": "goal", "base": WORKING_AGE, "target_pct": target}
    gaps = frame("gap", goal | {"target_year": 2030, "target_area_code": "464"})
    tables = {
        "breaks": empty("breaks"),
        "trajectory": with_projected(actual, fitted),
        "projection": fitted,
        "attainment": attainment(gaps, fitted),
        "backtest": backtest(actual),
        "gap": gaps.iloc[:0],
        "targets": frame("targets", goal | {"year": 2030, "in_force": True, "authority": "binding"}),
        "sources": frame("sources", {"source_id": "goal", "number": "1/KH"}, {"source_id": "a", "issuer": "B"}),
        "coverage": empty("coverage"),
    }
    return Page({name: table for name, table in tables.items() if name not in without}, "464").view("si")


def said(view, lang="vi"):
    return " ".join(projection_sentences.outlook_sentences(in_language(view, lang))).replace("\u00a0", " ")


def test_an_interval_says_its_years_its_limits_when_the_target_is_reached_and_that_it_is_untested():
    assert said(seen({2022: 28.0, 2023: 30.5, 2024: 34.0})) == (
        "Dự báo từ 3 số cuối năm 2022–2024, dải 80 %: năm 2030 từ 41,3 % đến 62,7 %, đường giữa 52,0 %. "
        "Mức 45 %: đạt sớm nhất năm 2027, theo đường giữa năm 2028, muộn nhất năm 2033. "
        "Chưa thử lại được dải này: mới có 0 chuỗi đủ dài, cần ít nhất 20."
    )


def test_a_scenario_is_no_projection_and_says_nothing_of_a_band():
    text = said(seen({2023: 30.0, 2024: 33.0}))
    assert text.startswith("Kịch bản, không phải dự báo: kéo dài nhịp của 2 số cuối năm 2023–2024 thì năm 2030 là 51,0 %")
    assert "Mức 45 %: đạt năm 2028 nếu giữ nhịp này." in text
    assert "80" not in text
    assert "thử lại" not in text


@pytest.mark.parametrize(
    ("values", "given", "words"),
    [
        ({2024: 30.0}, {}, "Không dự báo: chỉ có một số cuối năm"),
        ({"2024-06-30": 30.0}, {"segment": 0}, "Không dự báo: chưa có số cuối năm"),
        ({2022: 98.0, 2023: 99.0, 2024: 100.0}, {}, "ra ngoài 0–100 %"),
        ({2022: 30.0, 2023: 30.0, 2024: 30.0}, {}, "không phải dự báo"),
        ({2022: 30.0, 2023: 29.0, 2024: 27.5}, {}, "Mức 45 %: không đạt với nhịp hiện tại"),
        ({2022: 30.0, 2023: 30.2, 2024: 30.5}, {}, "sau 2040"),
        ({2022: 28.0, 2023: 30.5, 2024: 34.0}, {"obs_status": "E"}, "có số ước tính"),
        ({2021: 85.0, 2022: 90.0, 2023: 92.0, 2024: 95.0}, {}, "log(p/(100−p))"),
    ],
)
def test_every_case_has_its_words_and_no_number_is_missing(values, given, words):
    view = seen(values, **given)
    assert words in said(view)
    for text in (said(view), said(view, "en")):
        assert text
        assert "nan" not in text.lower()
        assert "…" not in text


def test_counts_without_a_base_are_not_spoken_of():
    assert said(seen({2023: None, 2024: None}, base="", participants=100)) == ""


def test_a_tested_band_says_how_often_it_held():
    rng = np.random.default_rng(3)  # synthetic
    units = [unit for district in children("30") for unit in children(district)][:30]
    walks = [
        row
        for unit in units
        for row in series.observed(
            {2019 + number: value for number, value in enumerate(30 + np.cumsum(rng.normal(1, 1, 6)))}, area=unit
        )
    ]
    text = said(seen({2022: 28.0, 2023: 30.5, 2024: 34.0}, rows=walks))
    assert "Thử lại với 30 chuỗi" in text
    assert "số thực rơi trong dải 80 %" in text


def test_pooling_is_said():
    sisters = [unit for unit in children("45") if unit != "464"][:4]
    rows = [
        row for n, unit in enumerate(sisters) for row in series.observed({2022: 30.0, 2023: 31.0, 2024: 33.0 + n / 2}, area=unit)
    ]
    assert "Độ tản mát lấy chung với 5 đơn vị" in said(seen({2022: 28.0, 2023: 30.5, 2024: 34.0}, rows=rows))


def test_notes_and_alternative_text_carry_the_same_sentences():
    view = seen({2022: 28.0, 2023: 30.5, 2024: 34.0})
    text = " ".join(projection_sentences.outlook_sentences(view))
    assert text in chart_notes.notes(view)
    assert gap_sentences.alt_text(view).endswith(text)


def dashed(ax):
    return [line for line in ax.lines if len(line.get_xdata()) == 7 and line.is_dashed()]


def test_a_band_is_drawn_only_where_there_is_an_interval():
    banded = trajectory_chart.trajectory_chart(seen({2022: 28.0, 2023: 30.5, 2024: 34.0}))
    scenario = trajectory_chart.trajectory_chart(seen({2023: 30.0, 2024: 33.0}))
    none = trajectory_chart.trajectory_chart(seen({2024: 33.0}))
    assert [len(ax.collections) for ax in (banded, scenario, none)] == [1, 0, 0]
    assert [len(dashed(ax)) for ax in (banded, scenario, none)] == [1, 1, 0]
    assert "kịch bản, không phải dự báo" in [text.get_text() for text in scenario.texts]
    assert banded.get_ylim()[1] > 62.7  # the band is whole


def test_no_label_stands_on_the_band():
    ax = trajectory_chart.trajectory_chart(seen({2022: 28.0, 2023: 32.5, 2024: 34.0}))
    (outline,) = ax.collections[0].get_paths()
    pixels = outline.transformed(ax.transData)
    renderer = ax.figure.canvas.get_renderer()
    for text in (text for text in ax.texts if text.get_zorder() == 6):
        assert not pixels.intersects_bbox(text.get_window_extent(renderer), filled=True), text.get_text()


def test_kind_of_outlook():
    assert unit_rows.outlook(seen({2022: 28.0, 2023: 30.5, 2024: 34.0})) == "projected"
    assert unit_rows.outlook(seen({2023: 30.0, 2024: 33.0})) == "scenario"
    assert unit_rows.outlook(seen({2024: 33.0})) == ""


def test_tables_without_projection_still_give_a_view():
    bare = seen({2023: 30.0, 2024: 33.0}, without=("projection", "attainment", "backtest"))
    assert projection_sentences.outlook_sentences(bare) == []
    assert bare.projection.empty
    assert bare.backtest.empty
