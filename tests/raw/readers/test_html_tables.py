from coverage_lib.raw.readers.html_tables import read_html
from coverage_lib.raw.readers.open_file import read_file

PAGE = """<html><head><meta charset="utf-8"><style>td {}</style></head><body><p>BÁO CÁO</p>
<table><tr><th rowspan="2">Đơn vị</th><th colspan="2">Năm 2024</th></tr><tr><th>BHYT</th><th>BHXH</th></tr>
<tr><td>Xã A</td><td>9.400</td><td>620</td></tr></table><div>Ghi chú</div><table><tr><td>x</td></tr></table></body></html>"""


def page(tmp_path, text, name="a.xls", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def texts(grid):
    return {cell.address: cell.text for cell in grid.cells.values()}


def test_cells_that_span_rows_and_columns_leave_the_others_in_their_place(tmp_path):
    first, second = read_html(page(tmp_path, PAGE))
    assert texts(first) == {"A1": "Đơn vị", "B1": "Năm 2024", "B2": "BHYT", "C2": "BHXH", "A3": "Xã A", "B3": "9.400", "C3": "620"}
    assert first.merged == [(1, 1, 2, 1), (1, 2, 1, 3)]
    assert (first.context, second.context) == (("BÁO CÁO",), ("Ghi chú",))


def test_a_page_is_read_by_its_content(tmp_path):
    first, _ = read_file(page(tmp_path, PAGE, "a.html", "utf-8-sig"))
    assert texts(first)["A3"] == "Xã A"


def test_nonsense_spans_are_one_and_large_ones_are_cut(tmp_path):
    (grid,) = read_html(page(tmp_path, '<table><tr><td colspan="x">a</td><td rowspan="99999">b</td></tr></table>'))
    assert texts(grid) == {"A1": "a", "B1": "b"}
    assert grid.merged == [(1, 2, 200, 2)]


def test_a_table_within_a_table_is_text_of_its_cell(tmp_path):
    (grid,) = read_html(page(tmp_path, "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>"))
    assert texts(grid)["A1"] == "ab"


def test_pages_beyond_the_limits_are_refused(tmp_path, monkeypatch, refused):
    monkeypatch.setattr("coverage_lib.raw.readers.html_tables.MAX_CELLS", 5)
    assert "at most 5 cells" in refused(page(tmp_path, PAGE), read_html)
    monkeypatch.setattr("coverage_lib.raw.readers.html_tables.MAX_TEXT", 10)
    assert "MB of text" in refused(page(tmp_path, PAGE), read_html)


def test_cells_that_claim_more_places_than_are_read_are_refused_before_any_is_taken(tmp_path, refused):
    wide = '<td rowspan="200" colspan="200">x</td>' * 6
    assert "at most 200,000 cells" in refused(page(tmp_path, f"<table><tr>{wide}</tr></table>"), read_html)
