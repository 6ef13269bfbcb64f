import datetime as dt

from coverage_lib.clean.tables.appendix_table import read_appendix
from coverage_lib.clean.tables.sheet_layout import find_layout
from coverage_lib.clean.tables.table_context import heading_of
from coverage_lib.raw.readers.grid import Grid
from tests.builders import grid

OLD = dt.date(2023, 7, 31)
HEADER = ("STT", "Đơn vị", "Số người tham gia", "Dân số")
UNITS = (("1", "TT Hồ Xá", "1.499", "2.000"), ("2", "Xã Vĩnh Thái", "912", "1.000"))


def part(*rows, title="BHYT năm 2023", hidden=frozenset(), area="464"):
    made = grid(*rows)
    sheet = Grid(made.sheet, made.cells, made.merged, hidden_columns=hidden)
    return read_appendix(sheet, find_layout(sheet), heading_of([title], ""), [title], area, OLD, "actual")


def test_a_column_is_a_strand_with_the_unit_of_every_row():
    (block,) = part(HEADER, *UNITS).blocks
    assert block.aligned
    assert list(block.strands) == [3, 4]
    assert block.strands[3].rows == [("TT Hồ Xá", "19363"), ("Xã Vĩnh Thái", "19369")]
    assert [strand.quantity.meaning.measure for strand in block.strands.values()] == ["participants", "denominator"]


def test_the_total_is_checked_against_its_rows_unless_rows_lie_in_one_another():
    total = (None, "Tổng cộng", "2.411", "3.000")
    assert ("total", 0, 2, [0, 1]) in part(HEADER, *UNITS, total).blocks[0].relations
    mixed = (("I", "TT Hồ Xá", "1", "2"), ("1", "Xã Vĩnh Thái", "1", "2"))
    assert not any(each[0] == "total" for each in part(HEADER, *mixed, total).blocks[0].relations)


def test_a_column_that_is_hidden_or_not_ours_is_left_out_and_said():
    header = (*HEADER, "Nữ")
    found = part(header, *((*row, "5") for row in UNITS), hidden=frozenset({4}))
    assert list(found.blocks[0].strands) == [3]
    assert [(where, reason, detail) for where, _, reason, detail in found.left_out] == [
        ("PL1!D", "hidden", ""),
        ("PL1!E", "foreign", "women"),
    ]


def test_a_column_without_what_it_needs_is_refused():
    found = part(HEADER, *UNITS, title="BHYT")
    assert found.blocks == []
    assert [(where, lacks) for where, _, lacks in found.refused] == [("PL1!C", "column.year"), ("PL1!D", "column.year")]


def test_figures_in_a_column_without_a_header_are_said():
    found = part((*HEADER[:3], None, "Dân số"), *((a, b, c, "7", d) for a, b, c, d in UNITS))
    assert ("PL1!D", "", "no_header", "") in found.left_out


def test_indicators_down_and_units_across():
    found = part(
        ("Chỉ tiêu", "TT Hồ Xá", "Xã Vĩnh Thái"),
        ("Số người tham gia BHYT", "5", "6"),
        ("Tỷ lệ bao phủ BHYT trên dân số (%)", "50", "60"),
        title="Năm 2023",
    )
    counts, rates = found.blocks[0].strands.values()
    assert counts.rows == [("TT Hồ Xá", "19363"), ("Xã Vĩnh Thái", "19369")] == rates.rows
    assert [quantity.meaning.measure for quantity in (*counts.each, *rates.each)] == ["participants"] * 2 + ["rate_pct"] * 2


def test_a_row_of_a_scheme_is_about_the_area_of_the_table():
    found = part(("STT", "Đơn vị", "Số người"), ("I", "BHYT", "9"), ("1", "TT Hồ Xá", "5"), title="Năm 2023")
    assert found.blocks[0].strands[3].rows == [("BHYT", "464"), ("TT Hồ Xá", "19363")]


def test_rows_with_figures_are_listed_with_the_units_they_were_taken_for():
    assert part(HEADER, *UNITS, ("3", "Xã Không Có", "1", "2")).labels[1:] == [
        ("Xã Vĩnh Thái", "19369", 3, ""),
        ("Xã Không Có", "", 4, ""),
    ]
