import pytest

from coverage_lib.deliver.render.briefed_units import briefing_units, choose
from coverage_lib.errors import CoverageError
from coverage_lib.vocabulary.areas import children
from tests.builders import RAW, frame

TABLES = {
    "targets": frame("targets", {"area_code": "VN", "year": 2025, "indicator": "si", "source_id": "a"}),
    "enrolment": frame("enrolment", {"area_code": "19363", "period": "2024-12-31", "indicator": "si", "source_id": "a"}),
}


def listed(tmp_path, text):
    (tmp_path / "briefings.toml").write_text(text, "utf-8")
    return briefing_units(TABLES, tmp_path)


def test_units_with_figures_and_units_asked_for_stand_beneath_those_above(tmp_path):
    found = listed(tmp_path, 'units = ["45", "19366"]\nwith_children = ["464"]')
    assert found["area_code"].tolist() == ["VN", "45", "464", *children("464")]
    assert found.set_index("area_code")["has_figures"].to_dict() == {code: code in ("VN", "19363") for code in found["area_code"]}


def test_without_a_list_there_are_the_units_with_figures(tmp_path):
    assert briefing_units(TABLES, tmp_path)["area_code"].tolist() == ["VN", "19363"]


def test_a_list_that_names_unknown_units_names_them_all(tmp_path):
    with pytest.raises(CoverageError) as caught:
        listed(tmp_path, 'units = ["VN", "9999"]\nwith_children = ["8888"]')
    assert [problem.found for problem in caught.value.problems] == ["'9999'", "'8888'"]


def test_all_or_those_wanted_in_the_order_of_the_list(tmp_path):
    units = briefing_units(TABLES, tmp_path)
    assert choose(units, []) == ["VN", "19363"]
    assert choose(units, ["19363", "VN"]) == ["VN", "19363"]
    assert choose(units, ["19363"]) == ["19363"]


def test_every_unit_without_a_briefing_is_named(tmp_path):
    with pytest.raises(CoverageError) as caught:
        choose(briefing_units(TABLES, tmp_path), ["VN", "464", "9999"])
    assert [(problem.place, problem.found) for problem in caught.value.problems] == [
        ("464", "Huyện Vĩnh Linh"),
        ("9999", "unit.none"),
    ]


def test_the_committed_list_covers_the_five_plans_and_their_units(processed):
    codes = set(briefing_units(processed, RAW)["area_code"])
    assert {"VN", "30", "75", "06", "45", "464", *children("30"), *children("464")} <= codes
