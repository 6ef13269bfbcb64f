import re

import pytest

from coverage_lib.model.gaps.gap import gap
from coverage_lib.model.gaps.verdict_inputs import verdict_inputs
from coverage_lib.model.gaps.verdicts import METHODS
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts.verdict_reasons import judged, verdict_reasons, verdict_table
from coverage_lib.present.words.verdict_sentences import people_sentence, verdict_sentence
from coverage_lib.vocabulary.areas import children
from coverage_lib.vocabulary.phrases import phrases
from coverage_lib.vocabulary.terms import terms
from tests.builders import WORKING_AGE, frame
from tests.model import sample_series as series

VI = Words("vi")


def plain(text):
    return text.replace("\u00a0", " ")


def cells(html):
    rows = re.findall(r"<tr>(.*?)</tr>", html.text, re.DOTALL)
    return [[plain(re.sub("<[^>]*>", "", cell)).strip() for cell in re.split(r"</t[hd]>", row)[:-1]] for row in rows]


def rows(points, *goals):
    usual = {"area_code": "464", "indicator": "si", "source_id": "goal", "base": WORKING_AGE, "in_force": True}
    return gap(series.table(*points), frame("targets", *(usual | goal for goal in goals)))


def page(found, area="464", lang="vi"):
    return Page({"gap": found, "verdict_inputs": verdict_inputs(found)}, area, lang)


def row(points, year=2030, pct=60.0, **given):
    found = rows(points, {"year": year, "target_pct": pct} | given)
    return found.merge(verdict_inputs(found), how="left").iloc[0]


def counted(values, persons=1000, **given):
    return [
        series.observed({at: 100 * n / persons}, participants=n, persons=persons, rounded_to=1, persons_known_to=1, **given)[0]
        for at, n in values.items()
    ]


@pytest.mark.parametrize(
    ("points", "given", "said"),
    [
        (series.observed({2020: 29.4, 2025: 33.4}), {"year": 2030, "pct": 47.9},
         "nhịp thực tế 0,8 điểm/năm (2020–2025) so với 2,9 điểm/năm cần có: rất chậm"),
        (series.observed({2020: 33.4, 2025: 29.4}), {"pct": 47.9}, "nhịp thực tế −0,8 điểm/năm (2020–2025) so với 3,7 điểm/năm cần có: đang giảm"),
        (series.observed({2025: 60.0}), {"pct": 60.0}, "60,00 % (2025) so với 60 %: đã đạt"),
        (series.observed({2025: 59.99}), {"year": 2025}, "hết năm 2025, 59,99 % (2025) so với 60 %: không đạt"),
        (series.observed({2025: 30.0}), {}, "chỉ có một thời điểm để tính nhịp (2025), chưa có nhịp thực tế; cần 6,0 điểm/năm"),
        (series.observed({2025: 30.0}, path="plan"), {}, "chỉ có số được giao 30,00 % (2025) để so với 60 %: kế hoạch còn thiếu"),
        (series.observed({2025: 30.0}, base="population"), {}, "tỷ lệ đang có tính trên mẫu số khác với 60 %"),
        (series.observed({2025: None}, base="", participants=5), {}, "có số người nhưng chưa có mẫu số, không so được với 60 %"),
        ([], {}, "chưa có số thực hiện nào để so với 60 %"),
        (series.observed({2025: 60.0}, lower_pct=59.5, upper_pct=60.5), {"year": 2025, "pct": 60.3},
         "số in 60,00 % (2025) làm tròn nên không biết đã tới 60,3 % hay chưa: không xác định"),
        (series.observed({"2021-10-31": 28.0}, segment=0) + series.observed({2023: 30.0}), {"year": 2021},
         "không có số cuối năm 2021 (gần nhất: 28,00 %, 31/10/2021) nên không chấm"),
    ],
)  # fmt: skip
def test_the_reason_of_the_default_verdict(points, given, said):
    text = plain(verdict_sentence(VI, row(points, **given)))
    assert text.split("; các phép")[0] == said


def test_targets_in_people():
    two = counted({2022: 200, 2024: 240})
    assert "chỉ so nhịp bằng người" in verdict_sentence(VI, row(two, pct=None, target_persons=300))
    assert "chỉ có một số (240 người, 2024)" in plain(verdict_sentence(VI, row(two[1:], pct=None, target_persons=300)))
    assert plain(verdict_sentence(VI, row(two, pct=None, target_persons=240))) == "240 người (2024) so với 240 người: đã đạt"
    assert people_sentence(VI, row(two, pct=None, target_persons=300)) == "cần thêm 10 người/năm; thực tế mỗi năm thêm 20 người."


def test_methods_that_disagree_are_named_on_their_side():
    text = verdict_sentence(VI, row(series.observed({2023: 39.25, 2025: 45.1})))
    assert text.endswith("các phép không thống nhất (kịp: Theo nhịp, Eurostat, UN; chưa kịp: Tuyến tính)")
    assert "không thống nhất" not in verdict_sentence(VI, row(series.observed({2020: 29.4, 2025: 30.4})))


def test_people_in_a_sentence():
    points = counted({2022: 200, 2024: 240}) + counted({2026: 300}, persons=1050)
    text = plain(people_sentence(VI, row(points)))
    assert text.startswith("cần thêm 82 người/năm nếu mẫu số không đổi; thực tế mỗi năm thêm 25 người;")
    assert "mẫu số tăng tiếp 1,2 %/năm, riêng để giữ tỷ lệ đã cần" in text
    assert people_sentence(VI, row(points, pct=20.0)) == ""


def test_counts_known_roughly_are_said_roughly():
    given = row(
        series.observed({2024: None}, base="", participants=2_300_000, rounded_to=100_000), pct=None, target_persons=2_444_500
    )
    assert people_sentence(VI, given) == "cần thêm khoảng 20.000 người/năm."


def test_five_methods_with_their_inputs():
    points = series.observed({2020: 1.0, 2024: 2.0})
    head, *lines = cells(verdict_table(page(rows(points, {"year": 2030, "target_pct": 5.0})), "si"))
    assert head[1:] == ["Phép chấm", "Phép tính", "Tỷ số", "Kết quả"]
    assert [line[1] for line in lines] == ["Theo nhịp", "Eurostat", "UN", "Tuyến tính", "Theo mốc năm"]
    assert [line[3] for line in lines] == ["0,50", "1,08", "1,16", "0,63", ""]
    assert lines[0][2] == "thực tế (2,00 % − 1,00 %) ÷ 4 năm = 0,25 điểm/năm; cần (5,00 % − 2,00 %) ÷ 6 năm = 0,50"
    assert lines[1][2] == "tăng (2,00 % ÷ 1,00 %)^(1/4) − 1 = 18,92 %/năm; cần (5,00 % ÷ 1,00 %)^(1/10) − 1 = 17,46 %/năm"
    assert lines[4][2] == "năm của số liệu không có mốc chính thức"


def test_a_milestone_is_written_out():
    points = series.observed({2022: 90.0, 2024: 93.9})
    found = cells(verdict_table(page(rows(points, {"year": 2024, "target_pct": 94.1}, {"year": 2030, "target_pct": 97.0})), "si"))
    assert [line[2] for line in found if line[1] == "Theo mốc năm"] == ["93,90 % − mốc 94,10 % của năm 2024 = −0,20 điểm"]


def test_zero_in_the_base_year_is_said():
    lines = cells(verdict_table(page(rows(series.observed({2020: 0.0, 2024: 2.0}), {"year": 2030, "target_pct": 5.0})), "si"))
    assert [line[2] for line in lines if line[1] in ("Eurostat", "UN")] == ["thiếu năm gốc hoặc tỷ lệ năm gốc bằng 0"] * 2


SERIES = {
    "one point": {2024: 30.0},
    "zero base": {2022: 0.0, 2024: 10.0},
    "zero throughout": {2022: 0.0, 2023: 0.0, 2024: 0.0},
    "all equal": {2022: 30.0, 2023: 30.0, 2024: 30.0},
    "over a hundred": {2022: 99.0, 2023: 101.0, 2024: 103.0},
    "missing years": {2015: 10.0, 2019: 20.0, 2024: 31.0},
    "falling to zero": {2022: 10.0, 2023: 5.0, 2024: 0.0},
    "within the year": {"2024-06-30": 30.0},
}
UNITS = children("30")[: len(SERIES)]
TARGETS = ((2030, 60.0), (2030, 100.0), (2030, 0.0), (2024, 60.0), (2020, 30.0), (2024, 30.0))


def test_degenerate_inputs_give_sentences_and_never_nan():
    goals = [
        {
            "area_code": str(unit),
            "indicator": "si",
            "source_id": f"goal{number}",
            "base": WORKING_AGE,
            "in_force": True,
            "year": year,
            "target_pct": pct,
        }
        for unit in UNITS
        for number, (year, pct) in enumerate(TARGETS)
    ]
    for path in ("actual", "plan"):
        given = {"path": path, "participants": 0, "persons": 0, "rounded_to": 1, "persons_known_to": 1}
        points = [
            point
            for unit, (name, values) in zip(UNITS, SERIES.items(), strict=True)
            for point in series.observed(values, area=unit, **given, segment=0 if name == "within the year" else 1)
        ]
        found = gap(series.table(*points), frame("targets", *goals))
        assert len(found) == len(goals)
        for lang in ("vi", "en"):
            words, shown = Words(lang), found.merge(verdict_inputs(found), how="left")
            texts = [verdict_sentence(words, each) + people_sentence(words, each) for _, each in shown.iterrows()]
            pages = [verdict_table(page(found, area, lang), "si").text for area in UNITS]
            for text in (*texts, *pages):
                assert not re.search(r"\b(nan|inf|None|NaT)\b", text), (path, text)
                assert "{" not in text


def test_every_verdict_has_its_sentence():
    known = set(phrases())
    plainly = set(terms("verdict")) - {"not_defined", "near", "short", "on_track", "too_slow", "far_too_slow", "falling"}
    assert {f"verdict.{verdict}" for verdict in plainly} <= known


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_real_units(processed, lang):
    for area in ("VN", "464", "30", "288", "75@2025"):
        shown = Page(processed, area, lang)
        text = verdict_reasons(shown).text
        assert text
        assert not re.search(r"\b(nan|inf|None|NaT)\b", text)
        for indicator in shown.indicators:
            assert judged(shown, indicator)[list(METHODS)].notna().all(axis=None)
    text = plain(verdict_reasons(Page(processed, "VN")).text)
    assert "nhịp thực tế 2,9 điểm/năm (2023–2025) so với 3,0 điểm/năm cần có: đúng tiến độ" in text
    assert "cần thêm khoảng 1.537.000 người/năm; thực tế mỗi năm thêm khoảng 1.851.000 người" in text
