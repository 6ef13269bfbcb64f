"""Layouts with difficult number notation: marks, units, formats, signs for missing figures."""

from __future__ import annotations

from tests.layouts.catalogue import layout
from tests.layouts.figures import en, labour_force, percent, persons, plain, population, spaced, units, vi, vi_pct
from tests.layouts.forms import counted, inhabitants, report, share_of, workers
from tests.layouts.tables import LLLD, POP, Formula, Said, Styled, Table, below, increase, people, rate


def coverage(say: Said, area: str, count, share, *, decimals: int = 1, first: int = 99) -> Table:
    """The report of one area on health insurance, in whatever notation."""
    columns = [
        ("Số người tham gia BHYT", counted("hi"), people("hi"), count),
        ("Dân số", inhabitants(), below(POP), count),
        ("Tỷ lệ %", share_of(counted("hi"), inhabitants(), decimals), rate("hi", POP), share),
    ]
    names = {
        "464": "huyện Vĩnh Linh",
        "465": "huyện Hướng Hóa",
        "30": "tỉnh Hải Dương",
        "469": "huyện Triệu Phong",
        "470": "huyện Hải Lăng",
    }
    return Table(report(say, area, columns, first=first), [f"Kết quả thực hiện năm 2023 {names[area]}"])


@layout()
def counts_with_commas_and_rates_with_points(say: Said):
    return [coverage(say, "464", en, lambda n: f"{n:.2f}%", decimals=2)]


@layout()
def counts_with_commas_and_rates_with_commas(say: Said):
    """Mixed conventions on one page: 1,499 persons and 19,2 per cent."""
    return [coverage(say, "465", en, vi_pct)]


@layout()
def counts_with_points_and_rates_with_points(say: Said):
    """The other mixture: 1.499 persons and 96.4 per cent."""
    return [coverage(say, "469", vi, lambda n: f"{n:.1f}")]


@layout()
def two_conventions_in_one_column_confirmed_by_arithmetic(say: Said):
    """Half of the rows were typed in another office: 1.499 and 1,499 in the same column."""
    table = coverage(say, "470", vi, vi_pct)
    for row in table.rows[1:]:
        if row[0] and int(row[0]) % 2:
            row[2:4] = [text.replace(".", ",") for text in row[2:4]]
    return [table]


@layout()
def thousands_separated_by_spaces_of_three_kinds(say: Said):
    kinds = iter([" ", "\u00a0", "\u202f"] * 99)
    return [coverage(say, "464", lambda n: spaced(n, next(kinds)), vi_pct)]


@layout()
def numbers_stored_as_numbers_and_rates_as_fractions(say: Said):
    """0.926 formatted as a percentage; counts with a thousands format."""
    return [coverage(say, "464", lambda n: Styled(int(n), "#,##0"), lambda n: Styled(round(n / 100, 5), "0.0%"))]


@layout(within=0.05)
def rates_computed_by_excel_to_full_precision(say: Said):
    """The cell holds 0.9583472, the page shows 95,8%: the page is what the office says."""
    columns = [("Số người tham gia BHYT", counted("hi"), people("hi"), int), ("Dân số", inhabitants(), below(POP), int)]
    rows = report(say, "464", columns)
    rows[0].append("Tỷ lệ %")
    codes = [code for code, _ in units("464")] + ["464"]
    for code, row in zip(codes, rows[1:], strict=True):
        value = row[2] / row[3]
        say(code, rate("hi", POP), 2023, value * 100)
        row.append(Styled(value, "0.0%"))
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"])]


@layout()
def numbers_stored_as_text_some_with_apostrophe(say: Said):
    return [coverage(say, "464", lambda n: ("'" if int(n) % 2 else "") + plain(n), lambda n: plain(n, 1).replace(".", ","))]


@layout()
def words_and_footnotes_stuck_to_numbers(say: Said):
    table = coverage(say, "465", vi, vi_pct, first=8)
    for position, mark in ((1, " người"), (2, "(1)"), (3, "*"), (4, " (2)")):
        table.rows[position][2] += mark
    table.below = ["(1) Không tính học sinh, sinh viên.", "* Số liệu chưa đối chiếu."]
    return [table]


@layout()
def thousands_of_persons_in_the_unit_line(say: Said):
    """893,353 in thousands: the printed rate says that the comma is a decimal mark."""
    rows: list[list[object]] = [["STT", "Tỉnh", "Số người tham gia BHYT", "Dân số", "Tỷ lệ bao phủ (%)"]]
    for number, (code, unit) in enumerate(units("VN", first=9), 1):
        part, whole = 97 * persons(code, "hi", 2023), 97 * population(code, 2023)
        rows.append([
            number, unit, vi(say(code, people("hi"), 2023, part) / 1000, 3), vi(say(code, below(POP), 2023, whole) / 1000, 3),
            vi(say(code, rate("hi", POP), 2023, percent(part, whole, 2)), 2),
        ])  # fmt: skip
    return [Table(rows, ["Thực hiện năm 2023", "Đơn vị tính: Nghìn người"])]


@layout()
def thousands_in_one_header_persons_in_the_other(say: Said):
    rows: list[list[object]] = [["TT", "Tỉnh, thành phố", "Số người tham gia BHXH (người)", "Lực lượng lao động (nghìn người)"]]
    for number, (code, unit) in enumerate(units("VN", first=12), 1):
        whole = 100 * labour_force(code, 2023)
        say(code, below("labour_force_unspecified"), 2023, whole)
        rows.append([number, unit, vi(say(code, people("si"), 2023, 97 * persons(code, "si", 2023))), vi(whole / 1000, 1)])
    return [Table(rows, ["Thực hiện năm 2023"])]


@layout()
def millions_of_persons(say: Said):
    rows: list[list[object]] = [["Chỉ tiêu", "Thực hiện năm 2022", "Thực hiện năm 2023"]]
    for text, indicator, values in (
        ("Số người tham gia BHXH (triệu người)", "si", (17.49, 18.26)),
        ("Số người tham gia BHYT (triệu người)", "hi", (91.074, 93.307)),
    ):
        decimals = 3 if indicator == "hi" else 2
        say("VN", people(indicator), 2022, round(values[0] * 1e6))
        say("VN", people(indicator), 2023, round(values[1] * 1e6))
        rows.append([text, *[vi(value, decimals) for value in values]])
    return [Table(rows, ["CẢ NƯỚC: THAM GIA BẢO HIỂM"])]


@layout()
def signs_for_nothing(say: Said):
    """- is zero, ... and .. are missing, blank is blank, x does not apply."""
    columns = [("Số người tham gia BHXH tự nguyện", counted("si_voluntary"), None, int), ("LLLĐ", workers(), None, int)]
    rows = report(say, "466", columns)[:-1]
    signs = {
        1: ("-", 0),
        2: ("...", None),
        3: ("..", None),
        4: ("…", None),
        5: ("x", None),
        6: ("–", 0),
        7: (None, "blank"),
        8: ("  ", "blank"),
    }
    for number, (code, _) in enumerate(units("466"), 1):
        shown, value = signs.get(number, (rows[number][2], rows[number][2]))
        rows[number][2] = shown
        if value != "blank":
            say(code, people("si_voluntary"), 2023, value)
        say(code, below(LLLD), 2023, rows[number][3])
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Gio Linh"])]


@layout()
def decreases_in_brackets_and_with_a_true_minus(say: Said):
    rows: list[list[object]] = [["STT", "Đơn vị", "Thực hiện năm 2022", "Thực hiện năm 2023", "Tăng so với năm 2022"]]
    for number, (code, unit) in enumerate(units("469"), 1):
        before, after = persons(code, "si_voluntary", 2022), persons(code, "si_voluntary", 2023) - (40 if number % 2 else 0)
        change = after - before
        say(code, people("si_voluntary"), 2022, before)
        say(code, people("si_voluntary"), 2023, after)
        say(code, increase("si_voluntary"), 2023, change)
        shown = f"+{change}" if change > 0 else f"({-change})" if number % 3 else f"\u2212{-change}"
        rows.append([number, unit, vi(before), vi(after), shown if change else "0"])
    return [Table(rows, ["Số người tham gia BHXH tự nguyện huyện Triệu Phong"])]


@layout(problems=("C4", "C6"))
def formulas_without_a_stored_value(say: Said):
    columns = [("Số người tham gia BHXH tự nguyện", counted("si_voluntary"), None, int), ("LLLĐ", workers(), None, int)]
    rows = report(say, "466", columns)[:-1]
    for number, (code, _) in enumerate(units("466"), 1):
        if number in (2, 4):  # rows 4 and 6 of the sheet
            rows[number][2] = Formula("=100+23")
        elif number == 5:
            rows[number][2] = Formula("=100+23", say(code, people("si_voluntary"), 2023, 123))
        else:
            say(code, people("si_voluntary"), 2023, rows[number][2])
        say(code, below(LLLD), 2023, rows[number][3])
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Gio Linh"])]


@layout(problems=("C5", "C7", "C9"))
def errors_and_letters_for_digits_keep_their_row_without_a_value(say: Said):
    """O for 0 is not repaired, an error value of Excel is no number; each is named."""
    columns = [("Số người tham gia BHXH tự nguyện", counted("si_voluntary"), None, int), ("LLLĐ", workers(), None, int)]
    rows = report(say, "466", columns)[:-1]
    wrong = {3: "#REF!", 5: "1O2", 7: "12,3,4"}
    for number, (code, _) in enumerate(units("466"), 1):
        if number in wrong:
            rows[number][2] = wrong[number]
            say(code, people("si_voluntary"), 2023, None)
        else:
            say(code, people("si_voluntary"), 2023, rows[number][2])
        say(code, below(LLLD), 2023, rows[number][3])
    return [Table(rows, ["Kết quả thực hiện năm 2023 huyện Gio Linh"])]


@layout()
def growth_beside_the_counts(say: Said):
    rows: list[list[object]] = [
        [
            "STT",
            "Đơn vị",
            "Số người tham gia BHXH tự nguyện năm 2022",
            "Số người tham gia BHXH tự nguyện năm 2023",
            "Tốc độ tăng năm 2023 (%)",
        ]
    ]
    for number, (code, unit) in enumerate(units("468"), 1):
        before, after = persons(code, "si_voluntary", 2022), persons(code, "si_voluntary", 2023)
        growth = percent(after - before, before)
        say(code, people("si_voluntary"), 2022, before)
        say(code, people("si_voluntary"), 2023, after)
        say(code, ("si_voluntary", "", "growth_pct"), 2023, growth)
        rows.append([number, unit, before, after, vi(growth, 1)])
    return [Table(rows, ["Kết quả thực hiện BHXH tự nguyện huyện Cam Lộ"])]


@layout()
def full_width_digits_and_invisible_signs(say: Said):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    table = coverage(say, "465", vi, vi_pct)
    for row in table.rows[1:6]:
        row[2] = row[2].translate(wide)
        row[3] = "\u200b" + row[3] + "\ufeff"
        row[4] = row[4].replace(",", "\u00ad,")
    return [table]
