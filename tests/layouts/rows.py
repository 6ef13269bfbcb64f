"""Layouts with difficult rows: totals, hierarchies, notes, signatures, pages, hidden rows, names of units."""

from __future__ import annotations

from tests.layouts.catalogue import layout
from tests.layouts.figures import AFTER, bare, labour_force, percent, persons, population, short, spaced, units, vi, vi_pct
from tests.layouts.forms import counted, inhabitants, plan_sheet, report, share_of, workers
from tests.layouts.tables import LLLD, POP, Said, Table, below, people, rate

HI = [
    ("Số người tham gia BHYT", counted("hi"), people("hi"), vi),
    ("Dân số", inhabitants(), below(POP), vi),
    ("Tỷ lệ %", share_of(counted("hi"), inhabitants()), rate("hi", POP), vi_pct),
]


@layout()
def total_row_first_under_the_name_of_the_whole_province(say: Said):
    rows = report(say, "45", HI, total_first=True, total_label="Toàn tỉnh")
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN BHYT NĂM 2023 TỈNH QUẢNG TRỊ"])]


@layout()
def total_row_named_as_the_area_itself(say: Said):
    rows = report(say, "464", HI, total_first=True, total_label="Huyện Vĩnh Linh", label=bare)
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN BHYT NĂM 2023"])]


@layout()
def total_rows_under_six_names(say: Said):
    labels = ("TỔNG SỐ", "Cộng", "Toàn huyện", "Tổng toàn huyện", "Cộng huyện", "Chung")
    columns = [("Số người tham gia BHXH tự nguyện", counted("si_voluntary"), people("si_voluntary"), int)]
    title = ["Thực hiện năm 2023 trên địa bàn huyện Gio Linh"]
    return [Table(report(say, "466", columns, total_label=label), title, name=f"Bảng {n}") for n, label in enumerate(labels, 1)]


@layout()
def roman_districts_over_arabic_communes_with_equal_names(say: Said):
    """Hồng Phong is a commune of three districts of Hải Dương; only the Roman row above says which."""
    rows: list[list[object]] = [["STT", "Đơn vị", "Số người tham gia BHXH bắt buộc", "Số người tham gia BHYT"]]
    for roman, district in zip(("I", "II", "III"), ("291", "299", "300"), strict=True):
        communes = units(district)
        everyone = [sum(persons(code, indicator, 2023) for code, _ in communes) for indicator in ("si_compulsory", "hi")]
        name = dict(units("30"))[district]
        rows.append([
            roman, name.upper() if roman == "II" else name,
            vi(say(district, people("si_compulsory"), 2023, everyone[0])), vi(say(district, people("hi"), 2023, everyone[1])),
        ])  # fmt: skip
        for number, (code, unit) in enumerate(communes, 1):
            figures = [vi(say(code, people(i), 2023, persons(code, i, 2023))) for i in ("si_compulsory", "hi")]
            rows.append([number, bare(unit), *figures])
    return [Table(rows, ["TÌNH HÌNH THỰC HIỆN NĂM 2023 CÁC XÃ, PHƯỜNG, THỊ TRẤN TỈNH HẢI DƯƠNG"])]


@layout()
def regions_over_provinces_of_the_nation(say: Said):
    regions = {
        "Đồng bằng sông Hồng": ("01", "22", "26", "27", "30", "31", "33"),
        "Bắc Trung Bộ và duyên hải miền Trung": ("38", "40", "42", "45", "46"),
    }
    rows: list[list[object]] = [["TT", "Địa phương", "Số người tham gia BHYT", "Dân số", "Tỷ lệ bao phủ (%)"]]
    names, parts, wholes = dict(units("VN")), {}, {}
    for code in names:
        parts[code], wholes[code] = 90 * persons(code, "hi", 2023), 90 * population(code, 2023)
    chosen = [code for codes in regions.values() for code in codes]

    def line(label, codes, area, number=None):
        part, whole = sum(parts[code] for code in codes), sum(wholes[code] for code in codes)
        values = (part, whole, percent(part, whole, 2))
        for what, value in zip((people("hi"), below(POP), rate("hi", POP)), values, strict=True):
            say(area, what, 2023, value)
        rows.append([number, label, vi(values[0]), vi(values[1]), vi(values[2], 2)])

    line("Cả nước", chosen, "VN")
    for roman, (region, codes) in zip(("I", "II"), regions.items(), strict=True):
        line(region, codes, "", roman)
        for number, code in enumerate(codes, 1):
            line(bare(names[code]), [code], code, number)
    return [Table(rows, ["BAO PHỦ BHYT THEO TỈNH, THÀNH PHỐ: THỰC HIỆN NĂM 2023"])]


@layout()
def column_numbers_notes_and_signatures(say: Said):
    rows = report(say, "296", HI)
    rows.insert(1, ["A", "B", "1", "2", "3=1/2"])
    below_table = [
        "Ghi chú: Dân số theo niên giám thống kê năm 2022 là 107.245 người.",
        "Nguồn: BHXH huyện Bình Giang, số liệu tháng 12/2023",
        "Nơi nhận:",
        "- UBND tỉnh (2 bản);",
        "- Lưu: VT, 05 bản.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trang 1/1",
    ]
    rows[-1][0] = "Tổng cộng"
    rows[-1][1] = None
    head = ["ỦY BAN NHÂN DÂN", "HUYỆN BÌNH GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    head += [
        "Bình Giang, ngày 15 tháng 01 năm 2024",
        "KẾT QUẢ THỰC HIỆN BHYT NĂM 2023",
        "(Kèm theo Báo cáo số 15/BC-UBND ngày 15/01/2024)",
    ]
    return [Table(rows, head, below_table, merged=[(len(rows) - 1, 0, len(rows) - 1, 1)])]


@layout()
def column_numbers_in_brackets_and_blank_rows(say: Said):
    rows = report(say, "297", HI)
    rows.insert(1, ["(1)", "(2)", "(3)", "(4)", "(5)=(3)/(4)"])
    rows.insert(6, [None] * 5)
    rows.insert(9, [" ", "", None, " ", None])
    return [Table(rows, ["Kết quả thực hiện BHYT năm 2023 huyện Gia Lộc"])]


@layout()
def header_repeated_on_every_page(say: Said):
    table = plan_sheet(say, "hi", "465", first=21)
    head = table.rows[:2]
    for position in (16, 9):
        table.rows[position:position] = [["Trang 2", None], *[list(row) for row in head]]
    table.merged = []
    return [table]


@layout(unsaid=("ẩn",))
def hidden_rows_are_not_printed(say: Said):
    rows = report(say, "294", HI)
    ghost = [99, "Xã Thanh Hải", "9.999", "9.998", "100,0%"]
    rows[5:5] = [ghost]
    return [Table(rows, ["Kết quả thực hiện BHYT năm 2023 huyện Thanh Hà"], hidden={5})]


@layout(unsaid=("năm 2022",))
def hidden_columns_are_not_printed(say: Said):
    """Last year's figures are hidden in the file; the page shows this year's only."""
    columns = [
        ("Số người tham gia BHYT năm 2023", counted("hi"), people("hi"), vi),
        ("Số người tham gia BHYT năm 2022", counted("hi", 2022), None, vi),
        ("Dân số năm 2023", inhabitants(), below(POP), vi),
    ]
    return [Table(report(say, "294", columns), ["Kết quả thực hiện BHYT huyện Thanh Hà"], hidden_columns={3})]


@layout()
def hidden_sheets_are_not_printed(say: Said):
    seen = Table(report(say, "294", HI), ["Kết quả thực hiện BHYT năm 2023 huyện Thanh Hà"], name="In")
    dropped = Said()
    others = [
        Table(report(dropped, "293", HI), ["Kết quả thực hiện BHYT năm 2022 huyện Kim Thành"], name=n, state=n)
        for n in ("hidden", "veryHidden")
    ]
    return [others[0], seen, others[1]]


@layout()
def abbreviated_types_of_units(say: Said):
    letters = {"Thành phố": "T.P", "Thị xã": "TX.", "Huyện": "H.", "Xã": "X.", "Phường": "P.", "Thị trấn": "T.T"}

    def shortened(name: str) -> str:
        return next(name.replace(kind, letter) for kind, letter in letters.items() if name.startswith(kind))

    first = Table(report(say, "30", HI, label=shortened), ["Thực hiện BHYT năm 2023 tỉnh Hải Dương"], name="Tỉnh")
    second = Table(report(say, "292", HI, label=shortened), ["Thực hiện BHYT năm 2023 TX. Kinh Môn"], name="Kinh Môn")
    return [first, second]


@layout()
def a_town_and_a_district_of_one_name(say: Said):
    """Cai Lậy of Tiền Giang is a town and a district; the type decides, written or shortened."""
    columns = [("Số người tham gia BHXH tự nguyện", counted("si_voluntary"), people("si_voluntary"), int)]
    rows = report(say, "82", columns, label=lambda name: name.replace("Thị xã", "TX"))
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN NĂM 2023 - TỈNH TIỀN GIANG"])]


@layout()
def communes_of_the_units_since_july_2025(say: Said):
    rows: list[list[object]] = [["STT", "Xã, phường, đặc khu", "Số người tham gia BHXH tự nguyện", "Số người tham gia BHYT"]]
    for number, (code, unit) in enumerate(units("44@2025", AFTER, 40), 1):
        figures = [say(code, people(i), "2025-09-30", persons(code, i, 2025)) for i in ("si_voluntary", "hi")]
        rows.append([number, unit, *map(vi, figures)])
    return [
        Table(
            rows, ["BẢO HIỂM XÃ HỘI TỈNH QUẢNG TRỊ", "KẾT QUẢ THỰC HIỆN ĐẾN HẾT THÁNG 9/2025", "Đông Hà, ngày 10 tháng 10 năm 2025"]
        )
    ]


@layout()
def provinces_since_july_2025(say: Said):
    rows: list[list[object]] = [["STT", "Tỉnh, thành phố", "Số người tham gia BHYT", "Dân số", "Tỷ lệ (%)"]]
    for number, (code, unit) in enumerate(units("VN", AFTER), 1):
        part, whole = 300 * persons(code, "hi", 2025), 300 * population(code, 2025)
        rows.append([
            number, unit, vi(say(code, people("hi"), 2025, part)), vi(say(code, below(POP), 2025, whole)),
            vi(say(code, rate("hi", POP), 2025, percent(part, whole, 2)), 2),
        ])  # fmt: skip
    return [Table(rows, ["KẾT QUẢ THỰC HIỆN BHYT NĂM 2025", "(Theo 34 tỉnh, thành phố)"])]


@layout()
def code_column_beside_the_names(say: Said):
    rows: list[list[object]] = [["STT", "Mã đơn vị", "Tên đơn vị", "Số người tham gia BHTN", "LLLĐ trong độ tuổi", "Tỷ lệ"]]
    for number, (code, unit) in enumerate(units("464"), 1):
        part, whole = persons(code, "ui", 2023), labour_force(code, 2023)
        rows.append([
            number, code, unit, say(code, people("ui"), 2023, part), say(code, below(LLLD), 2023, whole),
            vi_pct(say(code, rate("ui", LLLD), 2023, percent(part, whole))),
        ])  # fmt: skip
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout(problems=("Vinh Thai",))
def unknown_units_stay_with_label_and_without_code(say: Said):
    """The strays count in the total; a name without its marks may only suggest a unit."""
    strays = {"Vinh Thai": 31, "Xã Không Có": 17, "Lực lượng vũ trang": 55}
    values = {unit: say(code, people("si_voluntary"), 2023, persons(code, "si_voluntary", 2023)) for code, unit in units("464")}
    values |= {label: say("", people("si_voluntary"), 2023, value) for label, value in strays.items()}
    rows: list[list[object]] = [["STT", "Đơn vị", "Số người tham gia BHXH tự nguyện"]]
    rows += [[number, label, value] for number, (label, value) in enumerate(values.items(), 1)]
    rows.append([None, "Tổng cộng", say("464", people("si_voluntary"), 2023, sum(values.values()))])
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout()
def a_group_row_without_figures(say: Said):
    """Blocks within a district, each with a heading of its own and a subtotal named 'Cộng'."""
    rows: list[list[object]] = [["STT", "Đơn vị", "Số người tham gia BHYT"]]
    communes = units("466")
    towns, villages = [u for u in communes if u[1].startswith("Thị")], [u for u in communes if u[1].startswith("Xã")]
    for roman, heading, block in (("I", "Khối thị trấn", towns), ("II", "Khối xã", villages)):
        rows.append([roman, heading, None])
        rows += [
            [n, unit, spaced(say(code, people("hi"), 2023, persons(code, "hi", 2023)), "\u00a0")]
            for n, (code, unit) in enumerate(block, 1)
        ]
    rows.append(
        [
            None,
            "Tổng cộng",
            spaced(say("466", people("hi"), 2023, sum(persons(code, "hi", 2023) for code, _ in communes)), "\u00a0"),
        ]
    )
    return [Table(rows, ["Thực hiện năm 2023 huyện Gio Linh"])]


@layout()
def ordinals_stuck_to_the_names(say: Said):
    rows: list[list[object]] = [["Đơn vị", "Số người tham gia BHTN", "LLLĐ"]]
    for number, (code, unit) in enumerate(units("468"), 1):
        rows.append(
            [
                f"{number}. {short(unit)}",
                vi(say(code, people("ui"), 2023, persons(code, "ui", 2023))),
                vi(say(code, below(LLLD), 2023, labour_force(code, 2023))),
            ]
        )
    return [Table(rows, ["Thực hiện năm 2023 huyện Cam Lộ"])]


@layout()
def denominators_only(say: Said):
    columns = [
        ("Dân số trung bình", inhabitants(2022), below(POP), vi),
        ("Lực lượng lao động trong độ tuổi", workers(2022), below(LLLD), vi),
    ]
    rows = report(say, "467", columns, period=2022)
    return [Table(rows, ["DÂN SỐ VÀ LAO ĐỘNG THỰC HIỆN NĂM 2022 HUYỆN ĐA KRÔNG", "Đơn vị tính: Người"])]
