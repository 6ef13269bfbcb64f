from coverage_lib.model.targets.target_pairs import target_pairs
from coverage_lib.vocabulary.table_schemas import table


def found(processed, area):
    rows = processed["targets"].query("area_code == @area")
    pairs = target_pairs(rows, processed["observations"])
    return pairs[pairs["differs"]]


def test_the_two_documents_of_hai_duong(processed):
    rows = found(processed, "30")
    stated = rows[rows["between"] == "documents"]
    pairs = [tuple(row) for row in stated[["indicator", "year", "value", "other_value"]].itertuples(index=False)]
    assert pairs == [("hi", 2024, 94, 93.8), ("si", 2024, 53, 50), ("si_voluntary", 2024, 8, 7), ("si_voluntary", 2025, 9, 8)]
    assert set(stated["source_id"]) == {"hai-duong-2022"}
    assert set(stated["other_source_id"]) == {"hai-duong-2024"}
    assert (set(stated["in_force"]), set(stated["other_in_force"]), set(stated["precedence"])) == (
        {False},
        {True},
        {"earliest_day"},
    )
    assert stated["place"].ne("").all()
    assert stated["other_place"].ne("").all()
    left = rows[rows["between"] == "implied"]
    assert left[["year", "value", "other_value"]].values.tolist() == [[2024, 45, 43], [2025, 46, 47]]


def test_two_targets_of_unknown_order_stand_as_a_contradiction(processed):
    row = found(processed, "VN").query("year == 2030").iloc[0]
    assert (row["value"], row["other_value"], row["precedence"]) == (95, 97, "undecided")
    assert row["in_force"]
    assert row["other_in_force"]


def test_what_one_document_prints_twice_and_differently(processed):
    rows = found(processed, "464")
    assert set(rows["between"]) == {"within"}
    pairs = [tuple(row) for row in rows[["indicator", "year", "value", "other_value", "other_qualifier"]].itertuples(index=False)]
    assert pairs == [
        ("hi", 2025, 96.82, 100, "strive"),
        ("si_voluntary", 2024, 13.1, 13.01, ""),
        ("si_voluntary", 2024, 13.1, 13.01, ""),
    ]


def test_no_targets_no_contradictions(processed):
    assert list(found(processed, "288").columns) == table("target_pairs")["columns"]
    assert found(processed, "288").empty


def test_documents_that_set_the_same_level_confirm_each_other(processed):
    rows = target_pairs(processed["targets"], processed["observations"])
    same = rows[~rows["differs"]]
    assert len(same) > 0
    assert (same["value"] == same["other_value"]).all()
