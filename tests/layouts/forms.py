"""Tables used by several layouts: the printed form of a plan and the plain report of a district."""

from __future__ import annotations

from collections.abc import Callable

from coverage_lib.vocabulary.areas import parent
from tests.layouts.figures import labour_force, percent, persons, population, short, units, vi, vi_pct
from tests.layouts.tables import LLLD, POP, Said, Table, below, people, rate

NAMES = {"si_compulsory": "BHXH BẮT BUỘC", "si_voluntary": "BHXH TỰ NGUYỆN", "ui": "BẢO HIỂM THẤT NGHIỆP", "hi": "BHYT"}


def plan_sheet(
    say: Said,
    indicator: str,
    area: str = "466",
    years: tuple[int, ...] = (2023, 2024, 2025),
    *,
    name: str = "",
    merge: bool = True,
    count: Callable[[float], str] = vi,
    share: Callable[[float], str] = vi_pct,
    first: int = 99,
) -> Table:
    """Units down, years across, each with participants, denominator and rate: the form of the appendices."""
    of, base, base_name = (population, POP, "Dân số") if indicator.startswith("hi") else (labour_force, LLLD, "LLLĐ")
    group: list[object] = ["STT", "Đơn vị"]
    header: list[object] = [None, None]
    for year in years:
        group += [f"Năm {year}", None, None]
        header += ["Số người TG", base_name, "Tỷ lệ %"]
    rows = [group, header]
    listed = units(area, first=first)
    for number, (code, unit) in enumerate(listed, 1):
        rows.append([str(number), short(unit), *_figures(say, [code], code, indicator, years, of, base, count, share)])
    rows.append(["Tổng cộng", None, *_figures(say, [code for code, _ in listed], area, indicator, years, of, base, count, share)])
    merged = []
    if merge:
        merged = [(0, 0, 1, 0), (0, 1, 1, 1), *((0, 2 + 3 * i, 0, 4 + 3 * i) for i in range(len(years)))]
        merged.append((len(rows) - 1, 0, len(rows) - 1, 1))
    title = f"CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA {NAMES[indicator]} GIAI ĐOẠN {years[0]}-{years[-1]}"
    issuer = dict(units(parent(area)))[area]
    above = ["PHỤ LỤC", title, f"(Ban hành kèm theo Kế hoạch số 88/KH-UBND ngày 12 tháng 6 năm 2023 của UBND {issuer})"]
    return Table(rows, above, name=name or indicator, merged=merged)


def _figures(say, codes, area, indicator, years, of, base, count, share):
    cells = []
    for year in years:
        part, whole = sum(persons(code, indicator, year) for code in codes), sum(of(code, year) for code in codes)
        cells += [
            count(say(area, people(indicator), year, part, "plan")),
            count(say(area, below(base), year, whole, "plan")),
            share(say(area, rate(indicator, base), year, percent(part, whole), "plan")),
        ]
    return cells


def report(
    say: Said,
    area: str,
    columns: list[tuple[str, Callable[[list[str]], float], tuple | None, Callable[[float], object]]],
    *,
    period: str | int = 2023,
    basis: str = "actual",
    total_label: str = "Tổng cộng",
    total_first: bool = False,
    label: Callable[[str], str] = str,
    first: int = 99,
) -> list[list[object]]:
    """Rows of a table with one header row: units down, and for each column its header, sum over codes, meaning, print."""
    listed = units(area, first=first)

    def line(codes: list[str], of: str) -> list[object]:
        cells = []
        for _, value, meaning, show in columns:
            number = value(codes)
            if meaning:
                say(of, meaning, period, number, basis)
            cells.append(show(number))
        return cells

    body = [[number, label(unit), *line([code], code)] for number, (code, unit) in enumerate(listed, 1)]
    everything = [None, total_label, *line([code for code, _ in listed], area)]
    header = ["STT", "Đơn vị", *(head for head, *_ in columns)]
    return [header, *([everything, *body] if total_first else [*body, everything])]


def counted(indicator: str, year: int = 2023) -> Callable[[list[str]], float]:
    return lambda codes: sum(persons(code, indicator, year) for code in codes)


def inhabitants(year: int = 2023) -> Callable[[list[str]], float]:
    return lambda codes: sum(population(code, year) for code in codes)


def workers(year: int = 2023) -> Callable[[list[str]], float]:
    return lambda codes: sum(labour_force(code, year) for code in codes)


def share_of(part: Callable[[list[str]], float], whole: Callable[[list[str]], float], decimals: int = 1):
    return lambda codes: percent(part(codes), whole(codes), decimals)
