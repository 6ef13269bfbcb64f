"""Layouts with difficult headers: number of rows, merged or not, place of year and scheme."""

from __future__ import annotations

from tests.layouts.catalogue import layout
from tests.layouts.figures import bare, en, labour_force, percent, persons, population, short, units, vi, vi_pct
from tests.layouts.forms import counted, inhabitants, plan_sheet, report, share_of, workers
from tests.layouts.tables import LLLD, POP, Said, Table, below, increase, people, rate

FOUR = ("si_compulsory", "si_voluntary", "ui", "hi")


@layout()
def printed_form_of_four_appendices(say: Said):
    return [plan_sheet(say, indicator, name=f"PL{number}") for number, indicator in enumerate(FOUR, 1)]


@layout()
def group_headers_not_merged(say: Said):
    return [plan_sheet(say, "si_voluntary", "293", merge=False)]


@layout()
def one_header_row_with_year_and_scheme_in_each_header(say: Said):
    rows = report(
        say,
        "464",
        [
            ("Số người tham gia BHXH bắt buộc đến 31/12/2023", counted("si_compulsory"), people("si_compulsory"), vi),
            ("Số người tham gia BHXH tự nguyện đến 31/12/2023", counted("si_voluntary"), people("si_voluntary"), vi),
            ("Số người tham gia BHYT đến 31/12/2023", counted("hi"), people("hi"), vi),
            ("Dân số năm 2023", inhabitants(), below(POP), vi),
            (
                "Tỷ lệ bao phủ BHYT năm 2023 (% dân số)",
                share_of(counted("hi"), inhabitants(), 2),
                rate("hi", POP),
                lambda n: vi_pct(n, 2),
            ),
        ],
    )
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN BẢO HIỂM TRÊN ĐỊA BÀN HUYỆN VĨNH LINH"])]


@layout()
def three_header_rows_scheme_year_measure(say: Said):
    years = (2022, 2023)
    schemes = (("BHXH tự nguyện", "si_voluntary", labour_force, LLLD, "LLLĐ"), ("BHYT", "hi", population, POP, "Dân số"))
    rows: list[list[object]] = [["TT", "Xã, phường, thị trấn"], [None, None], [None, None]]
    merged = [(0, 0, 2, 0), (0, 1, 2, 1)]
    for scheme, _, _, _, base_name in schemes:
        start = len(rows[0])
        rows[0] += [scheme, None, None, None, None, None]
        merged.append((0, start, 0, start + 5))
        for year in years:
            merged.append((1, len(rows[1]), 1, len(rows[1]) + 2))
            rows[1] += [f"Thực hiện năm {year}", None, None]
            rows[2] += ["Số người tham gia", base_name, "Tỷ lệ (%)"]
    for number, (code, unit) in enumerate(units("292"), 1):
        row: list[object] = [number, unit]
        for _, indicator, whole, base, _ in schemes:
            for year in years:
                part, of = persons(code, indicator, year), whole(code, year)
                row += [say(code, people(indicator), year, part), say(code, below(base), year, of)]
                row.append(say(code, rate(indicator, base), year, percent(part, of)))
        rows.append(row)
    return [Table(rows, ["BIỂU TỔNG HỢP TÌNH HÌNH THAM GIA BHXH, BHYT", "Thị xã Kinh Môn"], merged=merged)]


@layout()
def months_across_of_one_year(say: Said):
    months = range(1, 7)
    rows: list[list[object]] = [["STT", "Đơn vị", *[f"T{month:02d}.2024" for month in months]]]
    for number, (code, unit) in enumerate(units("293"), 1):
        row = [number, short(unit)]
        for month in months:
            last = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30}[month]
            row.append(
                vi(say(code, people("hi_household"), f"2024-{month:02d}-{last}", persons(code, "hi_household", 2024, month)))
            )
        rows.append(row)
    title = "SỐ NGƯỜI THAM GIA BHYT HỘ GIA ĐÌNH THEO THÁNG - HUYỆN KIM THÀNH"
    return [Table(rows, ["BẢO HIỂM XÃ HỘI HUYỆN KIM THÀNH", title, "Số liệu thực hiện, ĐVT: người"])]


@layout()
def months_written_out_with_the_year_in_the_group_header(say: Said):
    rows: list[list[object]] = [
        ["TT", "Tên đơn vị", "Số người tham gia BHXH tự nguyện thực hiện năm 2024", None, None],
        [None, None, "Tháng 7", "Tháng 8", "Tháng 9"],
    ]
    for number, (code, unit) in enumerate(units("295"), 1):
        values = [
            say(code, people("si_voluntary"), day, persons(code, "si_voluntary", 2024, month))
            for month, day in ((7, "2024-07-31"), (8, "2024-08-31"), (9, "2024-09-30"))
        ]
        rows.append([number, unit, *values])
    return [Table(rows, ["HUYỆN CẨM GIÀNG"], merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)])]


@layout()
def quarters_and_half_years_across(say: Said):
    heads = (
        ("Quý I/2024", "2024-03-31", 3), ("Quý II/2024", "2024-06-30", 6), ("6 tháng đầu năm 2024", "2024-06-30", 6),
        ("Quý III năm 2024", "2024-09-30", 9), ("9 tháng đầu năm 2024", "2024-09-30", 9),
    )  # fmt: skip
    rows: list[list[object]] = [["STT", "Huyện, thị xã, thành phố", *[head for head, _, _ in heads]]]
    for number, (code, unit) in enumerate(units("30"), 1):
        rows.append(
            [number, unit, *[vi(say(code, people("ui"), end, 9 * persons(code, "ui", 2024, month))) for _, end, month in heads]]
        )
    return [Table(rows, ["Kết quả thực hiện: số người tham gia bảo hiểm thất nghiệp tỉnh Hải Dương"])]


@layout()
def until_the_end_of_a_month_against_the_year_before(say: Said):
    rows: list[list[object]] = [
        [
            "Số TT",
            "Địa phương",
            "Số người tham gia BHYT",
            None,
            "Dân số năm 2024",
            "Tỷ lệ bao phủ BHYT đến hết tháng 8/2024 (% dân số)",
        ],
        [None, None, "Thực hiện đến 31/12/2023", "Thực hiện đến hết tháng 8/2024", None, None],
    ]
    for number, (code, unit) in enumerate(units("464"), 1):
        part, whole = persons(code, "hi", 2024, 8), population(code, 2024)
        rows.append([
            number, unit, say(code, people("hi"), 2023, persons(code, "hi", 2023)), say(code, people("hi"), "2024-08-31", part),
            say(code, below(POP), 2024, whole), say(code, rate("hi", POP), "2024-08-31", percent(part, whole, 2)),
        ])  # fmt: skip
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4), (0, 5, 1, 5)]
    return [Table(rows, ["TÌNH HÌNH THỰC HIỆN BHYT HUYỆN VĨNH LINH"], merged=merged)]


@layout()
def year_only_in_the_title(say: Said):
    rows = report(
        say,
        "466",
        [
            ("Số người TG BHXH TN", counted("si_voluntary", 2022), people("si_voluntary"), int),
            ("LLLĐ", workers(2022), below(LLLD), int),
        ],
        period=2022,
    )
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN PHÁT TRIỂN NGƯỜI THAM GIA NĂM 2022", "Huyện Gio Linh"])]


@layout()
def year_only_in_the_sheet_name(say: Said):
    tables = []
    for year in (2021, 2022, 2023):
        columns = [("Số người tham gia BHYT", counted("hi", year), people("hi"), en), ("Dân số", inhabitants(year), below(POP), en)]
        tables.append(Table(report(say, "299", columns, period=year), ["Kết quả thực hiện huyện Ninh Giang"], name=f"Năm {year}"))
    return tables


@layout()
def scheme_only_in_the_sheet_name(say: Said):
    names = {"BHXH BB": "si_compulsory", "BHXH TN": "si_voluntary", "BHTN": "ui", "BHYT": "hi"}
    tables = []
    for name, indicator in names.items():
        rows = report(say, "461", [("Số người tham gia", counted(indicator), people(indicator), vi)], label=bare)
        tables.append(Table(rows, ["Thực hiện năm 2023 - Thành phố Đông Hà"], name=name))
    return tables


@layout()
def several_tables_stacked_in_one_sheet(say: Said):
    first = report(say, "468", [("Số người tham gia BHXH bắt buộc", counted("si_compulsory"), people("si_compulsory"), vi)])
    columns = [
        ("Số người tham gia", counted("hi", 2024), people("hi"), vi),
        ("Dân số", inhabitants(2024), below(POP), vi),
        ("Tỷ lệ %", share_of(counted("hi", 2024), inhabitants(2024)), rate("hi", POP), vi_pct),
    ]
    second = report(say, "468", columns, period=2024, basis="plan")
    rows = [
        ["1. Kết quả thực hiện năm 2023"], *first, [None], [None],
        ["2. Kế hoạch phát triển người tham gia BHYT năm 2024"], *second,
    ]  # fmt: skip
    return [Table(rows, ["UBND HUYỆN CAM LỘ"])]


@layout()
def schemes_side_by_side_with_people_and_per_cent(say: Said):
    schemes = (
        ("BHXH bắt buộc", "si_compulsory", LLLD),
        ("BHXH tự nguyện", "si_voluntary", LLLD),
        ("BHTN", "ui", LLLD),
        ("BHYT", "hi", POP),
    )
    rows: list[list[object]] = [["STT", "Đơn vị", "LLLĐ", "Dân số"], [None, None, None, None]]
    merged = [(0, column, 1, column) for column in range(4)]
    for scheme, _, base in schemes:
        merged.append((0, len(rows[0]), 0, len(rows[0]) + 1))
        rows[0] += [scheme, None]
        rows[1] += ["Số người", "% LLLĐ" if base == LLLD else "% dân số"]
    for number, (code, unit) in enumerate(units("467"), 1):
        row: list[object] = [number, unit, vi(say(code, below(LLLD), 2023, labour_force(code, 2023)))]
        row.append(vi(say(code, below(POP), 2023, population(code, 2023))))
        for _, indicator, base in schemes:
            part, whole = persons(code, indicator, 2023), (labour_force if base == LLLD else population)(code, 2023)
            row.append(vi(say(code, people(indicator), 2023, part)))
            row.append(vi(say(code, rate(indicator, base), 2023, percent(part, whole, 2)), 2))
        rows.append(row)
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN NĂM 2023", "Huyện Đa Krông"], merged=merged)]


@layout()
def actual_then_assigned_then_increase(say: Said):
    rows: list[list[object]] = [
        ["TT", "Đơn vị", "BHXH tự nguyện", None, None, "BHYT hộ gia đình", None, None],
        [None, None, *["Thực hiện năm 2023", "Kế hoạch giao năm 2024", "Tăng so với năm 2023"] * 2],
    ]
    for number, (code, unit) in enumerate(units("30"), 1):
        row: list[object] = [number, short(unit)]
        for indicator in ("si_voluntary", "hi_household"):
            before, after = 7 * persons(code, indicator, 2023), 7 * persons(code, indicator, 2024)
            row.append(vi(say(code, people(indicator), 2023, before)))
            row.append(vi(say(code, people(indicator), 2024, after, "plan")))
            row.append(vi(say(code, increase(indicator), 2024, after - before, "plan")))
        rows.append(row)
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7)]
    return [Table(rows, ["GIAO CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA NĂM 2024 - TỈNH HẢI DƯƠNG"], merged=merged)]


@layout()
def provisional_and_estimated_columns(say: Said):
    heads = (
        ("Thực hiện năm 2021", 2021, "actual"),
        ("Sơ bộ năm 2022", 2022, "provisional"),
        ("Ước thực hiện năm 2023", 2023, "estimate"),
    )
    plan = ("Kế hoạch năm 2024", 2024, "plan")
    rows: list[list[object]] = [["STT", "Đơn vị", *[head for head, _, _ in (*heads, plan)]]]
    for number, (code, unit) in enumerate(units("298"), 1):
        rows.append(
            [number, unit, *[say(code, people("hi"), year, persons(code, "hi", year), basis) for _, year, basis in (*heads, plan)]]
        )
    return [Table(rows, ["Số người tham gia BHYT trên địa bàn huyện Tứ Kỳ"])]


@layout()
def indicators_down_and_years_across(say: Said):
    years = (2021, 2022, 2023)
    rows: list[list[object]] = [["Nội dung", *[f"Năm {year}" for year in years]]]
    whole = [sum(labour_force(code, year) for code, _ in units("300")) for year in years]
    inhabitants_of = [sum(population(code, year) for code, _ in units("300")) for year in years]
    for text, indicator, base, of in (
        ("Tỷ lệ người tham gia BHXH bắt buộc/lực lượng lao động trong độ tuổi", "si_compulsory", LLLD, whole),
        ("Tỷ lệ người tham gia BHXH tự nguyện/lực lượng lao động trong độ tuổi", "si_voluntary", LLLD, whole),
        ("Tỷ lệ bao phủ BHYT/dân số", "hi", POP, inhabitants_of),
    ):
        parts = [sum(persons(code, indicator, year) for code, _ in units("300")) for year in years]
        rows.append(
            [
                text,
                *[
                    vi_pct(say("300", rate(indicator, base), y, percent(p, w, 2)), 2)
                    for y, p, w in zip(years, parts, of, strict=True)
                ],
            ]
        )
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU - HUYỆN THANH MIỆN"])]
