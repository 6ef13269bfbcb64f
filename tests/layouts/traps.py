"""Layouts with figures that look relevant and are not: each of them would be a wrong number."""

from __future__ import annotations

from tests.layouts.catalogue import layout
from tests.layouts.figures import labour_force, percent, persons, population, short, units, vi, vi_pct
from tests.layouts.tables import LLLD, POP, Said, Styled, Table, below, increase, people, rate


def _table(say: Said, area: str, title: list[str], columns, *, merged=(), heads=None) -> Table:
    """Columns are header → function of the code giving what is printed."""
    rows: list[list[object]] = heads or [["STT", "Đơn vị", *columns]]
    rows += [[n, short(unit), *[show(code) for show in columns.values()]] for n, (code, unit) in enumerate(units(area), 1)]
    return Table(rows, title, merged=list(merged))


@layout(unsaid=("Nữ", "Số hộ"))
def women_households_and_remarks_beside_the_people(say: Said):
    heads: list[list[object]] = [
        ["STT", "Đơn vị", "BHYT", None, None, "Dân số", None, "Ghi chú"],
        [None, None, "Số người tham gia", "Trong đó: Nữ", "Số hộ", "Tổng số", "Nữ", None],
    ]
    columns = {
        "a": lambda c: vi(say(c, people("hi"), 2023, persons(c, "hi", 2023))),
        "b": lambda c: vi(persons(c, "hi", 2023) // 2 + 3),
        "c": lambda c: vi(persons(c, "hi", 2023) // 4),
        "d": lambda c: vi(say(c, below(POP), 2023, population(c, 2023))),
        "e": lambda c: vi(population(c, 2023) // 2 + 5),
        "f": lambda c: "12 hộ chưa tham gia",
    }
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 6), (0, 7, 1, 7)]
    return [_table(say, "464", ["Kết quả thực hiện năm 2023 huyện Vĩnh Linh"], columns, heads=heads, merged=merged)]


@layout(unsaid=("Số thẻ", "Số tiền", "Số đơn vị"))
def cards_money_and_employers_of_the_same_schemes(say: Said):
    columns = {
        "Số đơn vị tham gia BHXH bắt buộc": lambda c: 12 + int(c) % 30,
        "Số người tham gia BHXH bắt buộc": lambda c: say(c, people("si_compulsory"), 2023, persons(c, "si_compulsory", 2023)),
        "Số thẻ BHYT đã cấp": lambda c: persons(c, "hi", 2023) + 4,
        "Số người tham gia BHYT": lambda c: say(c, people("hi"), 2023, persons(c, "hi", 2023)),
        "Số tiền thu BHXH (triệu đồng)": lambda c: vi(persons(c, "si_compulsory", 2023) * 17.3, 1),
        "Số tiền nợ BHXH (triệu đồng)": lambda c: vi(persons(c, "si_compulsory", 2023) * 0.3, 1),
    }
    return [_table(say, "468", ["Kết quả thực hiện năm 2023 huyện Cam Lộ"], columns)]


@layout(unsaid=("Số người hưởng BHTN",))
def recipients_are_not_participants(say: Said):
    columns = {
        "Số người tham gia BHTN": lambda c: say(c, people("ui"), 2023, persons(c, "ui", 2023)),
        "Số người hưởng BHTN": lambda c: persons(c, "ui", 2023) // 9,
        "Số người hưởng BHXH một lần": lambda c: persons(c, "ui", 2023) // 7,
        "Số lượt khám chữa bệnh BHYT": lambda c: persons(c, "hi", 2023) * 2,
        "Số người nợ BHXH": lambda c: persons(c, "ui", 2023) // 11,
        "Số người dừng tham gia BHXH tự nguyện": lambda c: persons(c, "ui", 2023) // 13,
    }
    return [_table(say, "469", ["Kết quả thực hiện năm 2023 huyện Triệu Phong"], columns)]


@layout(unsaid=("chưa tham gia",))
def those_who_do_not_take_part_yet(say: Said):
    columns = {
        "Dân số": lambda c: say(c, below(POP), 2023, population(c, 2023)),
        "Số người đã tham gia BHYT": lambda c: say(c, people("hi"), 2023, persons(c, "hi", 2023)),
        "Số người chưa tham gia BHYT": lambda c: population(c, 2023) - persons(c, "hi", 2023),
        "Số người còn phải phát triển": lambda c: population(c, 2023) // 50,
        "Tỷ lệ chưa tham gia BHYT (%)": lambda c: vi(100 - percent(persons(c, "hi", 2023), population(c, 2023)), 1),
        "Tỷ lệ tham gia BHYT (% dân số)": lambda c: vi(
            say(c, rate("hi", POP), 2023, percent(persons(c, "hi", 2023), population(c, 2023))), 1
        ),
    }
    return [_table(say, "470", ["Kết quả thực hiện năm 2023 huyện Hải Lăng"], columns)]


@layout(unsaid=("Tỷ lệ hoàn thành", "cùng kỳ"))
def completion_of_the_plan_is_no_coverage(say: Said):
    heads: list[list[object]] = [
        ["STT", "Đơn vị", "Số người tham gia BHXH tự nguyện", None, None, None, None],
        [
            None,
            None,
            "Kế hoạch giao năm 2023",
            "Thực hiện năm 2023",
            "Tỷ lệ hoàn thành so với kế hoạch (%)",
            "% so với cùng kỳ",
            "TH/KH (%)",
        ],
    ]
    done = lambda c: persons(c, "si_voluntary", 2023)  # noqa: E731
    planned = lambda c: persons(c, "si_voluntary", 2024)  # noqa: E731
    columns = {
        "a": lambda c: say(c, people("si_voluntary"), 2023, planned(c), "plan"),
        "b": lambda c: say(c, people("si_voluntary"), 2023, done(c)),
        "c": lambda c: vi_pct(percent(done(c), planned(c))),
        "d": lambda c: vi_pct(percent(done(c), persons(c, "si_voluntary", 2022))),
        "e": lambda c: Styled(done(c) / planned(c), "0.0%"),
    }
    return [_table(say, "466", ["Huyện Gio Linh"], columns, heads=heads, merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 6)])]


@layout(unsaid=("Xếp hạng", "Tỷ trọng"))
def ranks_weights_and_points(say: Said):
    columns = {
        "Số người tham gia BHXH tự nguyện": lambda c: say(c, people("si_voluntary"), 2023, persons(c, "si_voluntary", 2023)),
        "Tỷ trọng trong toàn huyện (%)": lambda c: vi(5.5, 1),
        "Tỷ lệ nợ BHXH (%)": lambda c: vi(2.31, 2),
        "Điểm thi đua": lambda c: 95,
        "Xếp hạng": lambda c: int(c) % 18,
    }
    return [_table(say, "467", ["Kết quả thực hiện năm 2023 huyện Đa Krông"], columns)]


@layout(unsaid=("hộ nghèo", "học sinh"), may_refuse=True)
def groups_of_the_insured_are_not_all_of_them(say: Said):
    heads: list[list[object]] = [
        ["STT", "Đơn vị", "Số người tham gia BHYT", None, None, None, None],
        [None, None, "Tổng số", "Trong đó", None, None, None],
        [None, None, None, "Hộ nghèo", "Học sinh, sinh viên", "Hộ gia đình", "Người lao động"],
    ]
    columns = {
        "a": lambda c: vi(say(c, people("hi"), 2023, persons(c, "hi", 2023))),
        "b": lambda c: vi(persons(c, "hi", 2023) // 6),
        "c": lambda c: vi(persons(c, "hi", 2023) // 5),
        "d": lambda c: vi(say(c, people("hi_household"), 2023, persons(c, "hi_household", 2023))),
        "e": lambda c: vi(persons(c, "hi", 2023) // 8),
    }
    merged = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 6), (1, 2, 2, 2), (1, 3, 1, 6)]
    return [_table(say, "465", ["Kết quả thực hiện năm 2023 huyện Hướng Hóa"], columns, heads=heads, merged=merged)]


@layout(unsaid=("đào tạo", "thành thị"))
def other_populations_and_labour_forces(say: Said):
    columns = {
        "Dân số": lambda c: say(c, below(POP), 2023, population(c, 2023)),
        "Dân số thành thị": lambda c: population(c, 2023) // 3,
        "Dân số nam": lambda c: population(c, 2023) // 2,
        "LLLĐ trong độ tuổi": lambda c: say(c, below(LLLD), 2023, labour_force(c, 2023)),
        "LLLĐ đã qua đào tạo": lambda c: labour_force(c, 2023) // 4,
        "LLLĐ thất nghiệp": lambda c: labour_force(c, 2023) // 40,
        "Số người tham gia BHTN": lambda c: say(c, people("ui"), 2023, persons(c, "ui", 2023)),
    }
    return [_table(say, "466", ["Kết quả thực hiện năm 2023 huyện Gio Linh"], columns)]


@layout(unsaid=("mới",))
def newly_won_and_lost_participants(say: Said):
    heads: list[list[object]] = [
        ["STT", "Đơn vị", "BHXH tự nguyện", None, None, None],
        [
            None,
            None,
            "Số người đầu kỳ",
            "Phát triển mới trong năm 2023",
            "Số giảm trong năm 2023",
            "Số người tham gia đến 31/12/2023",
        ],
    ]
    columns = {
        "a": lambda c: persons(c, "si_voluntary", 2022),
        "b": lambda c: persons(c, "si_voluntary", 2023) // 5,
        "c": lambda c: persons(c, "si_voluntary", 2023) // 8,
        "d": lambda c: say(c, people("si_voluntary"), 2023, persons(c, "si_voluntary", 2023)),
    }
    return [
        _table(
            say,
            "464",
            ["Kết quả thực hiện huyện Vĩnh Linh"],
            columns,
            heads=heads,
            merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 5)],
        )
    ]


@layout()
def the_title_names_three_schemes_and_another_document(say: Said):
    """Neither the schemes of the title nor the years of the documents it cites say anything of a column."""
    title = [
        "TÌNH HÌNH THAM GIA BHXH, BHYT VÀ BHTN NĂM 2023",
        "(Kèm theo Báo cáo số 2024/BC-BHXH ngày 05/02/2024 thực hiện Kế hoạch số 127/KH-UBND năm 2021 về BHYT)",
        "Huyện Hải Lăng",
    ]
    columns = {
        "Số người tham gia BHXH bắt buộc (thực hiện)": lambda c: say(
            c, people("si_compulsory"), 2023, persons(c, "si_compulsory", 2023)
        ),
        "LLLĐ trong độ tuổi (thực hiện)": lambda c: say(c, below(LLLD), 2023, labour_force(c, 2023)),
    }
    return [_table(say, "470", title, columns)]


@layout()
def years_and_ordinals_that_look_like_figures(say: Said):
    """A column of years of establishment, page numbers and a commune number: none is a figure of ours."""
    columns = {
        "Năm thành lập": lambda c: 1990 + int(c) % 30,
        "Mã bưu chính": lambda c: f"48{int(c) % 1000:03d}",
        "Số người tham gia BHYT": lambda c: say(c, people("hi"), 2023, persons(c, "hi", 2023)),
    }
    return [_table(say, "468", ["Kết quả thực hiện năm 2023 huyện Cam Lộ"], columns)]


@layout()
def two_plans_and_their_difference(say: Said):
    """The increase belongs to the plan it leads to, whatever stands between them."""
    heads: list[list[object]] = [
        ["STT", "Đơn vị", "Số người tham gia BHYT", None, None],
        [None, None, "Ước thực hiện năm 2023", "Chỉ tiêu giao năm 2024", "Tăng so với năm 2023"],
    ]
    columns = {
        "a": lambda c: vi(say(c, people("hi"), 2023, persons(c, "hi", 2023), "estimate")),
        "b": lambda c: vi(say(c, people("hi"), 2024, persons(c, "hi", 2024), "plan")),
        "c": lambda c: vi(say(c, increase("hi"), 2024, persons(c, "hi", 2024) - persons(c, "hi", 2023), "plan")),
    }
    return [_table(say, "469", ["Huyện Triệu Phong"], columns, heads=heads, merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)])]


@layout(problems=("Sheet1!D",))
def a_column_whose_notation_nobody_can_know_is_left_out(say: Said):
    """893,353 under 'nghìn người' may be 893 353 thousand or 893.353 thousand; the counts beside it are whole and are read."""
    columns = {
        "Số người tham gia BHXH tự nguyện (người)": lambda c: say(
            c, people("si_voluntary"), 2023, persons(c, "si_voluntary", 2023)
        ),
        "Dân số (nghìn người)": lambda c: f"{population(c, 2023):,}",
    }
    return [_table(say, "467", ["Kết quả thực hiện năm 2023 huyện Đa Krông"], columns)]
