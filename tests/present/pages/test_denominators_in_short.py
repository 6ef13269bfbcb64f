import pandas as pd
import pytest

from coverage_lib.present.pages import denominators_in_short
from coverage_lib.present.words import chart_notes
from coverage_lib.present.words.denominator_words import mark
from coverage_lib.vocabulary.table_schemas import empty, table_names
from coverage_lib.vocabulary.terms import terms
from tests.builders import frame

# Invented figures: no apportioned or adjusted denominator stands in the committed documents.
ROW = {"area_code": "464", "period": "2024-12-31", "base": "labour_force_working_age", "source_id": "a", "persons": 52_565}
ROW |= {"method": "published", "basis": "plan", "obs_status": "A", "cell": "PL!D4", "persons_known_to": 1}


def tables(*rows, **others):
    found = {name: empty(name) for name in table_names()} | {"base_series": frame("base_series", *rows)}
    found["sources"] = frame("sources", {"source_id": "a", "kind": "plan", "number": "12/KH-UBND"})
    return found | others


def test_every_method_that_nobody_counted_has_a_mark_of_its_own():
    marks = [entry["mark"] for code, entry in terms("method").items() if code != "published"]
    assert all(marks)
    assert len(set(marks)) == len(marks)
    assert mark("published") == mark("counts") == mark("") == ""


@pytest.mark.parametrize(
    "view",
    [
        denominators_in_short.definitions,
        denominators_in_short.comparison,
        denominators_in_short.register,
        denominators_in_short.in_short,
    ],
)
@pytest.mark.parametrize(("method", "sign", "word"), [("apportioned", "†", "phân bổ"), ("adjusted", "‡", "điều chỉnh")])
def test_an_apportioned_or_adjusted_base_is_marked_and_the_mark_explained(view, method, sign, word):
    text = view(tables(ROW | {"method": method}, ROW | {"base": "population"}), "464").text
    assert f"52.565{sign}" in text
    assert f"Dấu: {sign} {word}" in text
    assert sign not in view(tables(ROW), "464").text


def test_what_is_no_denominator_is_listed_with_the_reason(processed):
    text = denominators_in_short.definitions(processed, "464").text
    assert "106.140" in text
    assert "không phải mẫu số" in text
    assert terms("base")["population_registered"]["definition_vi"] in text
    assert terms("base")["workers_abroad"]["definition_en"] in denominators_in_short.register(processed, "VN", "en").text


def test_each_definition_stands_once_with_its_latest_figure(processed):
    rows = denominators_in_short.latest(denominators_in_short.at_hand(processed, "30"))
    assert rows["base"].is_unique
    assert rows.set_index("base")["persons"].to_dict() == {"labour_force_15plus": 939_900, "population": 1_971_326}


def test_of_the_implied_ones_of_a_day_the_best_known_is_shown(processed):
    row = (
        denominators_in_short.latest(denominators_in_short.at_hand(processed, "VN"))
        .set_index("base")
        .loc["labour_force_working_age"]
    )
    assert (row["method"], row["persons"]) == ("implied", 47_084_992)
    assert "47.080.000≈" in denominators_in_short.definitions(processed, "VN").text  # no more digits than the print supports


def test_the_line_names_base_persons_day_method_and_source(processed):
    text = denominators_in_short.line(processed, "464").text
    for part in (
        "lực lượng lao động trong độ tuổi 53.078 người",
        "2025",
        "kế hoạch",
        "công bố",
        "127/KH-UBND",
        "không phải kết quả điều tra",
    ):
        assert part in text


@pytest.mark.parametrize(
    "view",
    [
        denominators_in_short.definitions,
        denominators_in_short.comparison,
        denominators_in_short.register,
        denominators_in_short.in_short,
    ],
)
def test_a_unit_without_any_is_said_to_have_none(view):
    assert "Chưa có mẫu số" in view(tables(ROW), "31").text
    assert "chưa có số nào" in denominators_in_short.line(tables(ROW), "31").text


@pytest.mark.parametrize(("method", "sign"), [("apportioned", "†"), ("adjusted", "‡"), ("counts", "")])
def test_the_small_print_of_a_chart_marks_the_denominator(views, method, sign):
    view = views["commune"]()
    object.__setattr__(view, "trajectory", view.trajectory.assign(method=method))
    said = " ".join(chart_notes.notes(view))
    assert (sign in said) if sign else not {"†", "‡"} & set(said)
    assert pd.notna(view.trajectory["persons"]).any()
