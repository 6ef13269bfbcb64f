from coverage_lib.model.targets.contradicting_targets import COLUMNS, contradictions


def found(processed, area):
    rows = processed["targets"].query("area_code == @area")
    return contradictions(rows, processed["observations"])


def test_the_two_documents_of_hai_duong(processed):
    rows = found(processed, "30")
    stated = rows[rows["kind"] == "documents"]
    pairs = [tuple(row) for row in stated[["indicator", "year", "value", "value_b"]].itertuples(index=False)]
    assert pairs == [("hi", 2024, 94, 93.8), ("si", 2024, 53, 50), ("si_voluntary", 2024, 8, 7), ("si_voluntary", 2025, 9, 8)]
    assert set(stated["source_id"]) == {"hai-duong-2022"}
    assert set(stated["source_id_b"]) == {"hai-duong-2024"}
    assert (set(stated["in_force"]), set(stated["in_force_b"]), set(stated["precedence"])) == ({False}, {True}, {"earliest_day"})
    assert stated["place"].ne("").all()
    assert stated["place_b"].ne("").all()
    left = rows[rows["kind"] == "implied"]
    assert left[["year", "value", "value_b"]].values.tolist() == [[2024, 45, 43], [2025, 46, 47]]


def test_two_targets_of_unknown_order_stand_as_a_contradiction(processed):
    row = found(processed, "VN").query("year == 2030").iloc[0]
    assert (row["value"], row["value_b"], row["precedence"]) == (95, 97, "undecided")
    assert row["in_force"]
    assert row["in_force_b"]


def test_what_one_document_prints_twice_and_differently(processed):
    rows = found(processed, "464")
    assert set(rows["kind"]) == {"within"}
    pairs = [tuple(row) for row in rows[["indicator", "year", "value", "value_b", "qualifier_b"]].itertuples(index=False)]
    assert pairs == [("hi", 2025, 96.82, 100, "strive"), ("si_voluntary", 2024, 13.1, 13.01, "")]


def test_no_targets_no_contradictions(processed):
    assert list(found(processed, "288").columns) == COLUMNS
    assert found(processed, "288").empty
