"""Other habits of offices: abbreviations, dates in headers, tables turned or split, bullets."""

from __future__ import annotations

import datetime as dt

from tests.layouts.catalogue import layout
from tests.layouts.figures import labour_force, percent, persons, short, units, vi, vi_pct
from tests.layouts.forms import counted, inhabitants, report, share_of
from tests.layouts.tables import LLLD, POP, Said, Styled, Table, below, people, rate

VOLUNTARY = ("Số người tham gia BHXH tự nguyện", counted("si_voluntary"), people("si_voluntary"), vi)
HI = [
    ("Số người tham gia BHYT", counted("hi"), people("hi"), vi),
    ("Dân số", inhabitants(), below(POP), vi),
    ("Tỷ lệ %", share_of(counted("hi"), inhabitants()), rate("hi", POP), vi_pct),
]


@layout()
def plan_and_actual_in_two_letters(say: Said):
    heads = (("TH 2022", 2022, "actual"), ("TH 2023", 2023, "actual"), ("Ước TH 2024", 2024, "estimate"), ("KH 2025", 2025, "plan"))
    rows: list[list[object]] = [["TT", "Đơn vị", *[head for head, _, _ in heads]]]
    for n, (code, unit) in enumerate(units("293"), 1):
        rows.append(
            [n, short(unit), *[vi(say(code, people("hi"), year, persons(code, "hi", year), basis)) for _, year, basis in heads]]
        )
    return [Table(rows, ["SỐ NGƯỜI THAM GIA BHYT HUYỆN KIM THÀNH"])]


@layout()
def schemes_abbreviated_in_other_ways(say: Said):
    names = {
        "Số lao động tham gia BHXHBB": "si_compulsory", "Số người tham gia BHXHTN": "si_voluntary",
        "Số lao động tham gia BH thất nghiệp": "ui", "Số đối tượng tham gia BH y tế": "hi",
    }  # fmt: skip
    columns = [(head, counted(indicator), people(indicator), vi) for head, indicator in names.items()]
    return [Table(report(say, "297", columns), ["Kết quả thực hiện năm 2023 huyện Gia Lộc"])]


@layout()
def years_as_numbers_in_the_header(say: Said):
    years = (2021, 2022, 2023)
    rows: list[list[object]] = [["STT", "Đơn vị", "Số người tham gia BHYT (thực hiện)", None, None], [None, None, *years]]
    for n, (code, unit) in enumerate(units("294"), 1):
        rows.append([n, unit, *[say(code, people("hi"), year, persons(code, "hi", year)) for year in years]])
    return [Table(rows, ["Huyện Thanh Hà"], merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)])]


@layout()
def months_as_dates_in_the_header(say: Said):
    """The header holds the first day of the month, shown as 07/2024."""
    months = {7: "2024-07-31", 8: "2024-08-31", 9: "2024-09-30"}
    rows: list[list[object]] = [["STT", "Đơn vị", *[Styled(dt.datetime(2024, month, 1), "mm/yyyy") for month in months]]]
    for n, (code, unit) in enumerate(units("295"), 1):
        rows.append([n, unit, *[say(code, people("hi"), day, persons(code, "hi", 2024, month)) for month, day in months.items()]])
    return [Table(rows, ["Số người tham gia BHYT thực hiện đến cuối tháng, huyện Cẩm Giàng"])]


@layout()
def days_in_the_header(say: Said):
    rows: list[list[object]] = [
        ["STT", "Đơn vị", "Số người tham gia BHXH bắt buộc (thực hiện)", None],
        [None, None, "31/12/2022", "30/6/2023"],
    ]
    for n, (code, unit) in enumerate(units("298"), 1):
        first = say(code, people("si_compulsory"), "2022-12-31", persons(code, "si_compulsory", 2022))
        rows.append(
            [n, unit, vi(first), vi(say(code, people("si_compulsory"), "2023-06-30", persons(code, "si_compulsory", 2023, 6)))]
        )
    return [Table(rows, ["Huyện Tứ Kỳ"], merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)])]


@layout()
def names_without_a_header_over_them(say: Said):
    rows = report(say, "466", HI)
    rows[0][:2] = [None, None]
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Gio Linh"])]


@layout()
def a_table_that_begins_far_from_the_corner(say: Said):
    rows = [[None, None, None, *row] for row in report(say, "464", HI)]
    above = ["", "", "Kết quả thực hiện năm 2023 huyện Vĩnh Linh", "", ""]
    return [Table(rows, above)]


@layout()
def line_breaks_within_headers_and_names(say: Said):
    columns = [
        ("Số người\ntham gia\nBHXH tự nguyện", counted("si_voluntary"), people("si_voluntary"), vi),
        ("Dân\nsố", inhabitants(), below(POP), vi),
    ]
    rows = report(say, "464", columns, label=lambda name: name.replace("Thị trấn ", "Thị trấn\n"))
    return [Table(rows, ["Kết quả thực hiện\nnăm 2023\nhuyện Vĩnh Linh"])]


@layout()
def bullets_before_the_names(say: Said):
    return [Table(report(say, "468", HI, label=lambda name: f"- {name};"), ["Kết quả thực hiện năm 2023 huyện Cam Lộ"])]


@layout()
def small_letters_and_stray_blanks_in_names(say: Said):
    return [
        Table(
            report(say, "468", HI, label=lambda name: f"  {name[0].lower()}{name[1:]}  "),
            ["Kết quả thực hiện năm 2023 huyện Cam Lộ"],
        )
    ]


@layout()
def a_total_that_counts_its_units(say: Said):
    rows = report(say, "466", HI, total_label="TỔNG CỘNG (14 xã, thị trấn):")
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Gio Linh"])]


@layout()
def counts_printed_with_decimals(say: Said):
    columns = [
        ("Số người tham gia BHYT", counted("hi"), people("hi"), lambda n: vi(n, 2)),
        ("Dân số", inhabitants(), below(POP), lambda n: vi(n, 2)),
        ("Tỷ lệ %", share_of(counted("hi"), inhabitants()), rate("hi", POP), lambda n: vi(n, 1) + " %"),
    ]
    return [Table(report(say, "464", columns), ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout()
def fractions_for_rates_without_a_format(say: Said):
    """0.958 under 'Tỷ lệ (%)' in a cell of no format: the counts beside it say what it is."""
    columns = [
        ("Số người tham gia BHYT", counted("hi"), people("hi"), int),
        ("Dân số", inhabitants(), below(POP), int),
        ("Tỷ lệ (%)", share_of(counted("hi"), inhabitants()), rate("hi", POP), lambda n: round(n / 100, 5)),
    ]
    return [Table(report(say, "464", columns), ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout()
def rates_of_less_than_one_per_cent(say: Said):
    """0.6 under 'Tỷ lệ (%)' is six in a thousand, not sixty per cent, although every rate of the column is below one."""
    rows: list[list[object]] = [["STT", "Đơn vị", "Số người tham gia BHXH tự nguyện", "LLLĐ trong độ tuổi", "Tỷ lệ (%)"]]
    for n, (code, unit) in enumerate(units("465"), 1):
        part, whole = 11 + int(code) % 17, labour_force(code, 2023)
        share = percent(part, whole, 2)
        rows.append([n, unit, say(code, people("si_voluntary"), 2023, part), say(code, below(LLLD), 2023, whole)])
        rows[-1].append(say(code, rate("si_voluntary", LLLD), 2023, share))
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Hướng Hóa"])]


@layout()
def the_labour_force_of_the_statistics_office(say: Said):
    rows: list[list[object]] = [["Địa phương", "2019", "2020", "Sơ bộ 2021"]]
    names = dict(units("VN"))
    for code in ("01", "30", "45", "75", "06"):
        values = [(year, 310 * labour_force(code, year) + 40) for year in (2019, 2020, 2021)]
        for year, value in values:
            say(code, below("labour_force_15plus"), year, value, "provisional" if year == 2021 else "actual")
        rows.append([names[code].removeprefix("Tỉnh ").removeprefix("Thành phố "), *[f"{value / 1000:.2f}" for _, value in values]])
    return [Table(rows, ["Lực lượng lao động từ 15 tuổi trở lên phân theo địa phương", "Đơn vị tính: Nghìn người (thực hiện)"])]


@layout(may_refuse=True)
def units_across_and_indicators_down(say: Said):
    """A table on its side: read right or left out, but never read as something else."""
    listed = units("468")
    rows: list[list[object]] = [["STT", "Chỉ tiêu", *[short(unit) for _, unit in listed]]]
    for n, (text, indicator) in enumerate(
        {"Số người tham gia BHXH tự nguyện": "si_voluntary", "Số người tham gia BHYT": "hi"}.items(), 1
    ):
        rows.append([n, text, *[vi(say(code, people(indicator), 2023, persons(code, indicator, 2023))) for code, _ in listed]])
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Cam Lộ"])]


@layout(may_refuse=True)
def two_halves_of_a_table_side_by_side(say: Said):
    listed = units("464")
    head = ["STT", "Đơn vị", "Số người tham gia BHYT"]
    rows: list[list[object]] = [[*head, None, *head]]
    for left, right in zip(listed[:9], listed[9:], strict=True):
        line: list[object] = []
        for code, unit in (left, right):
            line += [listed.index((code, unit)) + 1, unit, vi(say(code, people("hi"), 2023, persons(code, "hi", 2023))), None]
        rows.append(line[:-1])
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout(may_refuse=True)
def a_unit_over_the_lines_of_its_indicators(say: Said):
    rows: list[list[object]] = [["STT", "Đơn vị", "Chỉ tiêu", "Thực hiện năm 2022", "Thực hiện năm 2023"]]
    merged = []
    for n, (code, unit) in enumerate(units("468"), 1):
        merged += [(len(rows), 0, len(rows) + 1, 0), (len(rows), 1, len(rows) + 1, 1)]
        for text, indicator in (("Số người tham gia BHXH tự nguyện", "si_voluntary"), ("Số người tham gia BHYT", "hi")):
            values = [vi(say(code, people(indicator), year, persons(code, indicator, year))) for year in (2022, 2023)]
            first = text.startswith("Số người tham gia BHXH")
            rows.append([n if first else None, unit if first else None, text, *values])
    return [Table(rows, ["Huyện Cam Lộ"], merged=merged)]


@layout()
def a_second_table_of_another_area_below(say: Said):
    """Two districts in one sheet, each with a title, a header and communes of its own; one commune name occurs in both."""
    first, second = report(say, "291", [VOLUNTARY]), report(say, "299", [VOLUNTARY])
    rows = [["Huyện Nam Sách"], *first, [None], ["Huyện Ninh Giang"], *second]
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN NĂM 2023 - TỈNH HẢI DƯƠNG"])]


@layout()
def a_district_name_of_many_provinces(say: Said):
    """Châu Thành is a district of nine provinces; the communes tell which one."""
    rows = report(say, "821", HI)
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN NĂM 2023 HUYỆN CHÂU THÀNH"])]
