"""Whole plans generated at random: letterhead, results of last year, targets, tasks, and distracting text."""

from __future__ import annotations

import random

SCHEMES = {"si": "BHXH", "si_compulsory": "BHXH bắt buộc", "si_voluntary": "BHXH tự nguyện", "ui": "BHTN", "hi": "BHYT"}
WORKING_AGE = "labour_force_working_age"
HEAD = [
    "ỦY BAN NHÂN DÂN",
    "HUYỆN CAM LỘ",
    "Số: 208/KH-UBND",
    "Cam Lộ, ngày 12 tháng 3 năm {year}",
    "KẾ HOẠCH",
    "Phát triển người tham gia bảo hiểm xã hội, bảo hiểm y tế",
    "Thực hiện Quyết định số 311/QĐ-UBND ngày 25/02/{year} và Nghị quyết số 28-NQ/TW ngày 23/5/2018 của Trung ương;",
]
RESULTS = [
    "{mark}. KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM {last}",
    "- Có 3.117 người tham gia BHXH, tỷ lệ 9,15% LLLĐ trong độ tuổi; BHYT đạt 91,3% dân số.",
    "- Còn 1.204 người chưa tham gia; số nợ 2,7%.",
]
TASKS = [
    "{mark}. NHIỆM VỤ, GIẢI PHÁP",
    "1. Giao chỉ tiêu đến từng xã: mỗi xã vận động ít nhất 35 người tham gia BHXH tự nguyện.",
    "2. Phấn đấu năm {year}, 100% thủ tục được giải quyết trực tuyến mức độ 4; Nhà nước hỗ trợ 30% mức đóng.",
    "3. Báo cáo trước ngày 25 hằng tháng, điện thoại 0233.3871.555; kinh phí 45.000.000 đồng.",
]
TITLES = ["MỤC TIÊU", "MỤC TIÊU, CHỈ TIÊU", "CÁC CHỈ TIÊU CHỦ YẾU", "CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA"]
BULLETS = "-+•*"


def _count(draw: random.Random) -> tuple[str, float]:
    value = draw.randint(1_001, 98_765)
    return f"{value:,}".replace(",", "."), float(value)


def _rate(draw: random.Random) -> tuple[str, float]:
    value = draw.randint(100, 9_899) / 100
    return f"{value:g}".replace(".", ","), value


def plan(seed: int) -> tuple[list[str], list[tuple[str, str, str, int, float]]]:
    """Lines of a plan, and its targets: indicator, base, measure, year, value."""
    draw = random.Random(seed)
    first = draw.randint(2021, 2030)
    years = sorted(draw.sample(range(first, first + 8), draw.randint(1, 3)))
    with_results = draw.random() < 0.6
    lines = [line.format(year=first) for line in HEAD] + ["I. MỤC ĐÍCH, YÊU CẦU", "Nâng cao trách nhiệm của 18 xã, thị trấn."]
    if with_results:
        lines += [line.format(mark="II", last=first - 1) for line in RESULTS]
    lines.append(f"{'III' if with_results else 'II'}. {draw.choice(TITLES)}")
    asked: list[tuple[str, str, str, int, float]] = []
    style = draw.choice(["heading", "label", "sentence"])
    bullet = draw.choice(BULLETS)
    for number, year in enumerate(years, 1):
        said = draw.choice(["năm {0}", "đến hết năm {0}", "đến năm {0}", "đến 31/12/{0}"]).format(year)
        if style == "heading":
            lines.append(f"{number}. {said[:1].upper()}{said[1:]}")
        for sentence, figures in _sentences(draw):
            words = f"{said[:1].upper()}{said[1:]}, {sentence}" if style != "heading" else sentence[:1].upper() + sentence[1:]
            lines.append(f"{bullet} {words}{draw.choice(['.', ';'])}")
            asked += [(*figure[:3], year, figure[3]) for figure in figures]
    mark = "IV" if with_results else "III"
    return lines + [line.format(mark=mark, year=first) for line in TASKS] + ["Nơi nhận:", "- Như trên (12 bản);"], asked


def _sentences(draw: random.Random) -> list[tuple[str, list[tuple[str, str, str, float]]]]:
    """Some of the constructions, each with its figures."""
    (a, av), (b, bv), (c, cv), (n, nv), (m, mv) = _rate(draw), _rate(draw), _rate(draw), _count(draw), _count(draw)
    code = draw.choice(["si_compulsory", "si_voluntary", "ui"])
    name, force = SCHEMES[code], draw.choice(["lực lượng lao động trong độ tuổi", "LLLĐ trong độ tuổi", "LLLĐ"])
    about = draw.choice(["", "khoảng ", "trên ", "ít nhất "])
    every = [
        (
            f"phấn đấu {about}{a}% {force} tham gia BHXH, trong đó BHXH tự nguyện chiếm {b}% {force}",
            [("si", WORKING_AGE, "rate_pct", av), ("si_voluntary", WORKING_AGE, "rate_pct", bv)],
        ),
        (
            f"tỷ lệ {force} tham gia {name} đạt {about}{a}%, bao phủ BHYT đạt {c}% dân số",
            [(code, WORKING_AGE, "rate_pct", av), ("hi", "population", "rate_pct", cv)],
        ),
        (
            f"số người tham gia {name}: {n} người, đạt tỷ lệ {b}% so với {force}",
            [(code, "", "participants", nv), (code, WORKING_AGE, "rate_pct", bv)],
        ),
        (f"có {about}{n} người tham gia {name}", [(code, "", "participants", nv)]),
        (f"số người tham gia {name} tăng thêm {m} người", [(code, "", "increase", mv)]),
        (
            f"tỷ lệ tham gia BHXH tự nguyện, BHTN lần lượt đạt {a}% và {b}% {force}",
            [("si_voluntary", WORKING_AGE, "rate_pct", av), ("ui", WORKING_AGE, "rate_pct", bv)],
        ),
        (f"tỷ lệ bao phủ BHYT đạt {c}% dân số trở lên; 100% học sinh có thẻ BHYT", [("hi", "population", "rate_pct", cv)]),
        (f"tốc độ gia tăng người tham gia {name} đạt {a}%", [(code, "", "growth_pct", av)]),
    ]
    return draw.sample(every, draw.randint(1, 4))
