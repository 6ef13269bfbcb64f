"""Reports generated at random from the habits of offices: combinations of notation, header, names, totals and file format."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from coverage_lib.vocabulary.areas import parent
from tests.layouts.figures import bare, en, labour_force, percent, persons, plain, population, short, spaced, units, vi
from tests.layouts.tables import LLLD, POP, Layout, Said, Styled, Table, below, people, rate
from tests.layouts.writers import delimited, docx, ods, xls, xlsx

SCHEMES = {
    "si_compulsory": ("BHXH bắt buộc", "Bảo hiểm xã hội bắt buộc", "BHXH BB"),
    "si_voluntary": ("BHXH tự nguyện", "Bảo hiểm xã hội tự nguyện", "BHXH TN"),
    "ui": ("BHTN", "Bảo hiểm thất nghiệp"),
    "hi": ("BHYT", "Bảo hiểm y tế"),
}
BASES = {LLLD: ("LLLĐ", "Lực lượng lao động trong độ tuổi", "LLLĐ trong độ tuổi"), POP: ("Dân số", "Dân số trung bình")}
PEOPLE = ("Số người tham gia", "Số người TG", "Số người", "Người tham gia")
RATES = ("Tỷ lệ %", "Tỷ lệ (%)", "Tỉ lệ %", "Tỷ lệ bao phủ (%)")
COUNTS: dict[str, Callable[[float], object]] = {
    "points": vi, "commas": en, "plain": plain, "spaces": lambda n: spaced(n, "\u00a0"), "stored": int,
}  # fmt: skip
SHARES: dict[str, Callable[[float, int], object]] = {
    "comma": vi, "point": en, "comma%": lambda n, d: vi(n, d) + "%", "point%": lambda n, d: en(n, d) + "%", "stored": lambda n, d: n,
    "format": lambda n, d: Styled(round(n / 100, 8), f"0.{'0' * d}%" if d else "0%"),
}  # fmt: skip
TOTALS = ("Tổng cộng", "TỔNG SỐ", "Cộng", "Toàn huyện", "Tổng toàn huyện", "Chung", "Tổng", "")
WRITERS = {".xlsx": xlsx, ".csv": delimited(";"), ".docx": docx, ".xls": xls, ".ods": ods, ".tsv": delimited("\t", "utf-16")}
TITLES = {
    "actual": ("KẾT QUẢ THỰC HIỆN", "TÌNH HÌNH THỰC HIỆN", "Báo cáo kết quả thực hiện"),
    "plan": ("KẾ HOẠCH GIAO", "CHỈ TIÊU GIAO", "GIAO CHỈ TIÊU"),
}


@dataclass
class Habits:
    """What an office does, chosen by dice."""

    dice: random.Random
    seen: dict[str, object] = field(default_factory=dict)

    def pick(self, name: str, choices) -> object:
        self.seen[name] = self.dice.choice(list(choices))
        return self.seen[name]


def drawn(seed: int, districts: list[str]) -> tuple[Layout, dict[str, object]]:
    """A layout, and the habits it was drawn with."""
    habits, say = Habits(random.Random(f"drawn{seed}")), Said()
    dice, pick = habits.dice, habits.pick
    area = str(pick("area", districts))
    listed = units(area)
    names = [bare(name) for _, name in listed]
    named = {"full": str, "short": short, "capitals": str.upper} | ({"bare": bare} if len(set(names)) == len(names) else {})
    label = named[str(pick("names", named))]
    schemes = dice.sample(list(SCHEMES), dice.choice((1, 1, 2, 3)))
    years = sorted(dice.sample(range(2019, 2025), dice.choice((1, 1, 2, 3))))
    basis = str(pick("basis", TITLES))
    with_base, with_rate = pick("base", (True, True, False)), pick("rate", (True, True, False))
    count = COUNTS[str(pick("counts", COUNTS))]
    share = SHARES[str(pick("rates", SHARES))]
    decimals = int(str(pick("decimals", (0, 1, 2, 2))))
    suffix = str(pick("suffix", (".xlsx", ".xlsx", ".xlsx", ".csv", ".docx", ".xls", ".ods", ".tsv")))
    merged_headers = pick("merged", (True, False)) and suffix not in (".csv", ".tsv")
    year_first = pick("order", ("year over scheme", "scheme over year")) == "year over scheme"
    habits.seen |= {"schemes": schemes, "years": years}

    blocks = [(scheme, year) for year in years for scheme in schemes] if year_first else [(s, y) for s in schemes for y in years]
    words = {scheme: dice.choice(SCHEMES[scheme]) for scheme in schemes}
    bases = {base: dice.choice(BASES[base]) for base in BASES}
    people_word, rate_word = dice.choice(PEOPLE), dice.choice(RATES)
    header: list[list[object]] = [["STT", "Đơn vị"], [None, None], [None, None]]
    spans, previous = [], (None, None)
    for scheme, year in blocks:
        base = POP if scheme == "hi" else LLLD
        texts = [
            people_word,
            *([bases[base]] if with_base else []),
            *([rate_word if with_base else f"% {bases[base]}"] if with_rate else []),
        ]
        outer, inner = (f"Năm {year}", words[scheme]) if year_first else (words[scheme], f"Năm {year}")
        start = len(header[0])
        header[0] += [None if outer == previous[0] else outer, *[None] * (len(texts) - 1)]
        header[1] += [inner, *[None] * (len(texts) - 1)]
        header[2] += texts
        if outer != previous[0]:
            spans.append([0, start, 0, start + len(texts) - 1])
        else:
            spans[-1][3] = start + len(texts) - 1
        previous = (outer, inner)
    merged = [(0, c, 2, c) for c in (0, 1)] + [tuple(span) for span in spans if span[3] > span[1]]
    width = len(header[2][2:]) // len(blocks)
    merged += [(1, 2 + width * n, 1, 1 + width * (n + 1)) for n in range(len(blocks)) if width > 1]

    def line(codes: list[str], of: str) -> list[object]:
        cells: list[object] = []
        for scheme, year in blocks:
            base, whole = (POP, population) if scheme == "hi" else (LLLD, labour_force)
            part, out_of = sum(persons(code, scheme, year) for code in codes), sum(whole(code, year) for code in codes)
            cells.append(count(say(of, people(scheme), year, part, basis)))
            if with_base:
                cells.append(count(say(of, below(base), year, out_of, basis)))
            if with_rate:
                value = say(of, rate(scheme, base), year, percent(part, out_of, decimals), basis)
                cells.append(share(value, decimals))
        return cells

    body = [[number, label(name), *line([code], code)] for number, (code, name) in enumerate(listed, 1)]
    if total := str(pick("total", TOTALS)):
        position = 0 if pick("total first", (True, False)) else len(body)
        body.insert(position, [None, total, *line([code for code, _ in listed], area)])
    own = dict(units(parent(area)))[area]
    above = [f"UBND {own.upper() if dice.random() < 0.5 else own}", f"{dice.choice(TITLES[basis])} PHÁT TRIỂN NGƯỜI THAM GIA"]
    table = Table([*header, *body], above, merged=merged if merged_headers else [])  # type: ignore[arg-type]
    return Layout(f"drawn_{seed}", suffix, [table], list(say), WRITERS[suffix]), habits.seen
