import pytest

from coverage_lib.raw.readers.csv_text import delimiter_of, read_csv_text
from coverage_lib.raw.safety.text_encoding import decoded_text

LINES = [
    "UBND huyện Vĩnh Linh, tỉnh Quảng Trị",
    "PHỤ LỤC 1",
    "",
    "STT;Đơn vị;Số người;Tỷ lệ",
    "1;Xã Vĩnh Hòa;1.499;19,2%",
    "2;Xã Vĩnh Tú;2.411;20,5",
    ";Tổng cộng;3.910;",
]
ROWS = {
    1: {1: LINES[0]},
    2: {1: "PHỤ LỤC 1"},
    4: {1: "STT", 2: "Đơn vị", 3: "Số người", 4: "Tỷ lệ"},
    5: {1: "1", 2: "Xã Vĩnh Hòa", 3: "1.499", 4: "19,2%"},
    6: {1: "2", 2: "Xã Vĩnh Tú", 3: "2.411", 4: "20,5"},
    7: {2: "Tổng cộng", 3: "3.910"},
}
# Bytes of Windows-1258: vowels as they are, tone marks after them.
WINDOWS = {
    "ị": b"i\xf2",
    "ã": b"a\xde",
    "ĩ": b"i\xde",
    "ố": b"\xf4\xec",
    "ờ": b"\xf5\xcc",
    "Đ": b"\xd0",
    "ơ": b"\xf5",
    "ư": b"\xfd",
}


def read(tmp_path, text, encoding="utf-8", name="a.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    (grid,) = read_csv_text(path)
    rows = {}
    for (row, column), cell in grid.cells.items():
        assert (cell.row, cell.column, cell.number_format) == (row, column, "")
        rows.setdefault(row, {})[column] = cell.text
    return rows


def quoted(delimiter):
    """The same table with another delimiter, cells in quotes where they need them."""
    lines = [",".join(f'"{text}"' if "," in text else text for text in line.split(";")) for line in LINES[3:]]
    return "\n".join([*LINES[:3], *(line.replace(",", delimiter) if delimiter != "," else line for line in lines)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_newlines_change_nothing(tmp_path, encoding, newline):
    assert read(tmp_path, newline.join(LINES), encoding) == ROWS


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_delimiters_change_nothing(tmp_path, delimiter):
    assert read(tmp_path, "\n".join(LINES).replace(";", delimiter)) == ROWS


def test_commas_in_quotes_and_in_titles_separate_nothing(tmp_path):
    assert read(tmp_path, quoted(",")) == ROWS


def test_the_name_of_the_file_is_that_of_the_sheet(tmp_path):
    path = tmp_path / "bhyt 2024.csv"
    path.write_text("\n".join(LINES), "utf-8")
    assert read_csv_text(path)[0].sheet == "bhyt 2024"


def test_commas_that_may_be_decimal_marks_are_refused(tmp_path, refused):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(LINES).replace(";", ","), "utf-8")
    assert "line 5: expected at most 4 columns, as in the header, found 5" in refused(path, read_csv_text)


def test_what_excel_writes_about_the_delimiter_is_no_cell(tmp_path):
    assert read(tmp_path, "\n".join(["sep=;", *LINES[3:]])) == {row - 2: texts for row, texts in ROWS.items() if row > 3}


def test_cells_of_several_lines_keep_the_rows_below_in_place(tmp_path):
    rows = read(tmp_path, 'STT;"Đơn\nvị";Số người\n1;Xã A;1\n2;Xã B;2\n')
    assert rows == {1: {1: "STT", 2: "Đơn\nvị", 3: "Số người"}, 3: {1: "1", 2: "Xã A", 3: "1"}, 4: {1: "2", 2: "Xã B", 3: "2"}}


def test_a_quotation_that_never_ends_swallows_nothing(tmp_path):
    rows = read(tmp_path, "\n".join(LINES).replace("Xã Vĩnh Hòa", '"Xã Vĩnh Hòa'))
    assert rows == ROWS | {5: ROWS[5] | {2: '"Xã Vĩnh Hòa'}}


def test_ragged_rows_keep_their_columns(tmp_path):
    rows = read(tmp_path, "STT;Đơn vị;;Năm 2023\n1;Xã A\n2;Xã B;3;4\n\n3;Xã C;5;6;;;\n")
    assert rows[2] == {1: "1", 2: "Xã A"}
    assert rows[5] == {1: "3", 2: "Xã C", 3: "5", 4: "6"}


def test_windows_1258_is_put_together(tmp_path):
    text = "STT;Đơn vị;Số người\n1;Xã Vĩnh;2\n"
    content = b"".join(WINDOWS.get(letter, letter.encode("latin-1", "ignore")) for letter in text)
    rows = read(tmp_path, content)
    assert rows[1][1] == "STT"
    assert [len(text.encode("cp1258")) for text in rows[1].values()] == [
        3,
        len(b"\xd0\xf5n vi\xf2"),
        len(b"S\xf4\xec ng\xfd\xf5\xcci"),
    ]
    assert "\u0323" in rows[1][2]


@pytest.mark.parametrize("text", ["STT;§¬n vÞ;Sè ng\xadêi\n1;X· VÜnh Th¸i;2\n", "STT;Ñôn vò;Soá ngöôøi\n1;Xaõ Vónh;2\n"])
def test_legacy_letters_stay_the_latin_ones_of_their_bytes(tmp_path, text):
    rows = read(tmp_path, text, "latin-1")
    assert [";".join(cells.values()) for cells in rows.values()] == text.splitlines()


def test_a_damaged_letter_does_not_make_the_rest_another_encoding():
    text = "Xã Vĩnh Hòa, huyện Vĩnh Linh, tỉnh Quảng Trị, Việt Nam; bảo hiểm xã hội tự nguyện và bảo hiểm y tế" * 2
    content = text.encode()
    assert decoded_text(content[:2] + content[3:]).count("\ufffd") == 1
    assert decoded_text(content) == text


@pytest.mark.parametrize("content", [b"a;b\0\n1;2\n", b"\0\1\2;\3" * 10, "a;b\n1;\0".encode("utf-16")])
def test_binary_data_is_no_text(content):
    assert decoded_text(content) is None


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a,b;c", "1,5;2,5", "3,5;4,5"], ";"),
        (["a\tb", "1;2\t3", "4;5\t6"], "\t"),
        (["x", "a|b|c", "1|2|3"], "|"),
        (["a,b", "1,2"], ","),
        (["a", "b"], ""),
        (["a, b"], ""),
        ([], ""),
    ],
)
def test_the_delimiter_is_what_splits_lines_alike(lines, delimiter):
    assert delimiter_of(lines) == delimiter


def test_words_without_columns_are_refused(tmp_path, refused):
    path = tmp_path / "a.txt"
    path.write_text("Chỉ có lời.\nKhông có bảng.", "utf-8")
    assert "lines without columns" in refused(path, read_csv_text)


@pytest.mark.parametrize("name", ["MAX_TEXT", "MAX_CELLS"])
def test_a_text_beyond_the_limit_is_refused(tmp_path, refused, monkeypatch, name):
    monkeypatch.setattr(f"coverage_lib.raw.readers.csv_text.{name}", 5)
    path = tmp_path / "a.csv"
    path.write_text("\n".join(LINES), "utf-8")
    assert "expected at most" in refused(path, read_csv_text)
