import pytest

from coverage_lib.clean.units.units_by_name import units_named


@pytest.mark.parametrize("name", ["dien chau", "Diễn Châu", "DIỄN CHÂU"])
def test_every_unit_of_a_name_with_or_without_its_marks(name):
    assert units_named(name)["area_code"].tolist() == ["425", "17389", "17464@2025"]


def test_a_type_must_fit_and_marks_as_written_count():
    assert units_named("huyện Diễn Châu")["area_code"].tolist() == ["425"]
    assert 0 < len(units_named("Tân An")) < len(units_named("tan an"))
    assert units_named("Không Có Đâu").empty


def test_only_units_that_are_or_were_below_an_area():
    everywhere, below = units_named("Tân An"), units_named("Tân An", "75")
    assert 0 < len(below) < len(everywhere)


def test_what_became_of_a_unit_in_the_language_asked_for():
    (note,) = units_named("Xã Diễn Hùng", lang="en")["successor_note"]
    assert note == "merged into Xã Hùng Hải (17419) on 01/12/2024; since 01/07/2025 in Xã Hải Châu (17419@2025)"
