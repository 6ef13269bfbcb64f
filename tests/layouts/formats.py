"""The same tables in every file format, with what each format loses: merged cells, formats, sheets, pages."""

from __future__ import annotations

from functools import partial

from tests.layouts.catalogue import layout
from tests.layouts.figures import en, labour_force, percent, persons, population, short, units, vi, vi_pct
from tests.layouts.forms import counted, inhabitants, plan_sheet, report, share_of
from tests.layouts.tables import LLLD, POP, Said, Styled, Table, below, people, rate
from tests.layouts.writers import delimited, docx, ods, pdf, xls, xlsm


def two_appendices(say: Said) -> list[Table]:
    return [plan_sheet(say, "si_voluntary", name="PL1", years=(2023, 2024)), plan_sheet(say, "hi", name="PL2", years=(2023, 2024))]


def unmerged(say: Said) -> list[Table]:
    return [plan_sheet(say, "hi", merge=False)]


def fractions(say: Said) -> list[Table]:
    columns = [
        ("Số người tham gia BHYT", counted("hi"), people("hi"), int),
        ("Dân số", inhabitants(), below(POP), int),
        ("Tỷ lệ %", share_of(counted("hi"), inhabitants()), rate("hi", POP), lambda n: Styled(round(n / 100, 5), "0.0%")),
    ]
    return [Table(report(say, "464", columns), ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout(".xlsm", xlsm)
def workbook_with_macros(say: Said):
    return two_appendices(say)


@layout(".xls", xls)
def workbook_of_the_old_format(say: Said):
    return two_appendices(say)


@layout(".xls", xls)
def workbook_of_the_old_format_with_fractions_for_rates(say: Said):
    """The old format is read without number formats: 0.926 is told to be a rate by its header and by the arithmetic."""
    return fractions(say)


@layout(".ods", ods)
def open_document_sheet(say: Said):
    return two_appendices(say)


@layout(".ods", ods)
def open_document_sheet_with_fractions_for_rates(say: Said):
    return fractions(say)


@layout(".docx", docx)
def document_with_two_tables(say: Said):
    return two_appendices(say)


@layout(".docx", docx)
def document_whose_paragraphs_carry_title_and_year(say: Said):
    tables = []
    for year, scheme, indicator, base, base_name, whole in (
        (2022, "BHXH tự nguyện", "si_voluntary", LLLD, "LLLĐ", labour_force),
        (2023, "BHYT", "hi", POP, "Dân số", population),
    ):
        rows: list[list[object]] = [["TT", "Tên xã, thị trấn", "Số người tham gia", base_name, "Tỷ lệ (%)"]]
        for number, (code, unit) in enumerate(units("466"), 1):
            part, of = persons(code, indicator, year), whole(code, year)
            rows.append([
                f"{number}", short(unit), vi(say(code, people(indicator), year, part)), vi(say(code, below(base), year, of)),
                vi(say(code, rate(indicator, base), year, percent(part, of, 2)), 2),
            ])  # fmt: skip
        above = ["Căn cứ Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2021, UBND huyện Gio Linh báo cáo như sau:"]
        tables.append(Table(rows, [*above, f"Biểu {len(tables) + 1}. Kết quả thực hiện {scheme} năm {year}"]))
    tables[-1].below = ["Nơi nhận:", "- UBND tỉnh;", "TM. ỦY BAN NHÂN DÂN"]
    return tables


@layout(".pdf", pdf)
def ruled_tables_on_pages(say: Said):
    return two_appendices(say)


@layout(".pdf", partial(pdf, repeat=2))
def one_ruled_table_over_three_pages_with_its_header_repeated(say: Said):
    """Every commune of three districts: the header stands again on each page."""
    rows: list[list[object]] = [["STT", "Đơn vị", "Năm 2023", None, None], [None, None, "Số người TG", "LLLĐ", "Tỷ lệ %"]]
    for roman, district in (("I", "464"), ("II", "465"), ("III", "466")):
        listed = units(district)
        part, whole = sum(persons(code, "ui", 2023) for code, _ in listed), sum(labour_force(code, 2023) for code, _ in listed)
        name = dict(units("45"))[district]
        lines = [(roman, name, district, part, whole)]
        lines += [
            (str(n), unit, code, persons(code, "ui", 2023), labour_force(code, 2023)) for n, (code, unit) in enumerate(listed, 1)
        ]
        for ordinal, label, code, count, of in lines:
            figures = [vi(say(code, people("ui"), 2023, count)), vi(say(code, below(LLLD), 2023, of))]
            rows.append([ordinal, label, *figures, vi_pct(say(code, rate("ui", LLLD), 2023, percent(count, of)))])
    title = ["ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ", "KẾT QUẢ THỰC HIỆN BẢO HIỂM THẤT NGHIỆP NĂM 2023"]
    return [Table(rows, title, ["Ghi chú: số liệu đến 31/12/2023"], merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)])]


@layout(".csv", delimited(";", "utf-8-sig"))
def semicolons_and_a_byte_order_mark(say: Said):
    return unmerged(say)


@layout(".csv", delimited(",", "utf-8", quote=True))
def commas_with_everything_quoted(say: Said):
    return unmerged(say)


@layout(".csv", delimited(",", "utf-8"))
def commas_in_numbers_and_between_them(say: Said):
    """Only the numbers with a comma are quoted; the title has commas of its own."""
    columns = [
        ("Số người tham gia BHYT", counted("hi"), people("hi"), en),
        ("Dân số", inhabitants(), below(POP), en),
        ("Tỷ lệ", share_of(counted("hi"), inhabitants(), 2), rate("hi", POP), lambda n: f"{n:.2f}%"),
    ]
    return [Table(report(say, "464", columns), ["UBND huyện Vĩnh Linh, tỉnh Quảng Trị", "Kết quả thực hiện, năm 2023"])]


@layout(".tsv", delimited("\t", "utf-16"))
def tabs_in_utf_16(say: Said):
    return unmerged(say)


@layout(".txt", delimited("|", "utf-8"))
def bars_between_columns(say: Said):
    return unmerged(say)


@layout(".txt", delimited("\t", "utf-8"))
def text_pasted_from_a_sheet(say: Said):
    table = unmerged(say)[0]
    table.below = ["", "Người lập biểu\t\t\tTHỦ TRƯỞNG ĐƠN VỊ"]
    return [table]


@layout(".docx", docx)
def document_with_three_header_rows_merged_both_ways(say: Said):
    rows: list[list[object]] = [
        ["TT", "Xã, thị trấn", "Chỉ tiêu giao năm 2024", None, None, None],
        [None, None, "BHXH tự nguyện", None, "BHYT", None],
        [None, None, "Số người tham gia", "% LLLĐ trong độ tuổi", "Số người tham gia", "% dân số"],
    ]
    for number, (code, unit) in enumerate(units("468"), 1):
        row: list[object] = [str(number), unit]
        for indicator, base, whole in (("si_voluntary", LLLD, labour_force), ("hi", POP, population)):
            part = persons(code, indicator, 2024)
            row.append(vi(say(code, people(indicator), 2024, part, "plan")))
            row.append(vi(say(code, rate(indicator, base), 2024, percent(part, whole(code, 2024), 2), "plan"), 2))
        rows.append(row)
    merged = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (1, 2, 1, 3), (1, 4, 1, 5)]
    return [Table(rows, ["GIAO CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA BHXH TỰ NGUYỆN, BHYT", "Huyện Cam Lộ"], merged=merged)]
