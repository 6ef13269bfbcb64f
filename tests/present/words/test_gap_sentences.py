import itertools
import re

import pandas as pd
import pytest

from coverage_lib.present.context import unit_rows
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.words import chart_notes, gap_sentences
from coverage_lib.vocabulary.phrases import phrases
from tests.present.conftest import in_language


def plain(text):
    return text.replace("\u00a0", " ")


def test_nothing_known_is_refused(views):
    with pytest.raises(ValueError, match="neither a figure nor a target"):
        gap_sentences.headline(views["nothing"]())


SHORT = re.compile(r"thiếu|không đạt|short|missed")
ABOVE = re.compile(r"vượt|cao hơn|above|met\b")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("gap_pp", "gap_persons"), [(-0.001, -1), (-11.4, None), (0.001, 0), (0.2, 3), (-3.0, 5), (None, -7), (None, 7)]
)
def test_words_follow_the_sign_of_the_gap(lang, gap_pp, gap_persons):
    for basis, seen in itertools.product(("actual", "plan", "estimate", "provisional"), ("2024-12-31", "2025-12-31")):
        row = pd.Series({"gap_pp": gap_pp, "gap_persons": gap_persons, "basis": basis, "target_year": 2025,
                         "period": pd.Timestamp(seen)})  # fmt: skip
        text = Words(lang).status(row)
        short = gap_pp < 0 if gap_pp is not None else gap_persons < 0
        assert bool(SHORT.search(text)) == short, text
        assert bool(ABOVE.search(text)) == (not short), text
        assert not re.search(r"\b0,0 |\b0\.0 |-|−", text)


def test_persons_that_contradict_the_rate_are_not_told():
    assert "5" not in Words().amount(pd.Series({"gap_pp": -3.0, "gap_persons": 5}))


def test_every_case_has_a_headline_and_a_status_in_both_languages():
    known = phrases()
    cases = [f"plan.{outcome}" for outcome in ("short", "met", "equal")]
    cases += [
        ".".join(case)
        for case in itertools.product(("actual", "estimate", "provisional"), ("ahead", "past"), ("short", "met", "equal"))
    ]
    for kind, case in itertools.product(("head", "status"), cases):
        assert all(known[f"fig.{kind}.{case}"].values())


def test_phrases_have_the_same_fields_in_both_languages():
    fields = re.compile(r"{(\w+)}")
    differing = [
        key for key, text in phrases().items()
        if key.startswith("fig.") and set(fields.findall(text["vi"])) - {"moment"} != set(fields.findall(text["en"])) - {"moment"}
    ]  # fmt: skip
    assert differing == []


def test_estimates_and_plans_are_called_so(views):
    assert "ước tính" in gap_sentences.headline(views["nation"]())
    assert "estimate" in gap_sentences.headline(in_language(views["nation"](), "en"))
    assert "assigned plan" in gap_sentences.headline(in_language(views["commune"](), "en"))


def test_alt_text_tells_the_numbers(views):
    alt = plain(gap_sentences.alt_text(views["commune"]()))
    assert all(part in alt for part in ("912 người", "2023: 30,1 %", "2025: 33,6 %", "2025: khoảng 45 %", "2030: khoảng 60 %"))


def test_main_gap_is_the_nearest_target_not_yet_passed(views):
    assert unit_rows.main_gap(views["nation"]())["target_year"] == 2025
    assert unit_rows.main_gap(views["province_projected"]())["target_year"] == 2030
    assert unit_rows.main_gap(views["province_contradicting"]()) is None


def test_source_line_names_documents_with_issuer_and_date(views):
    line = chart_notes.source_line(views["commune"]())
    assert "127/KH-UBND (Ủy ban nhân dân huyện Vĩnh Linh, 31/7/2023)" in line
    assert "28-NQ/TW (Ban Chấp hành Trung ương Đảng, 23/5/2018)" in line
    assert "không ghi ngày" in chart_notes.source_line(views["province_contradicting"]())
    assert "và 1 nguồn khác" in chart_notes.source_line(views["nation"](), most=7)


def test_what_cannot_be_drawn_is_told(views):
    assert "29.334.000" in plain(" ".join(chart_notes.notes(views["nation"]())))
    assert "mẫu số khác" in " ".join(chart_notes.notes(views["province_other_base"]()))
    assert "2,5 %" in plain(" ".join(chart_notes.notes(views["province_persons"]())))
    assert "giữ mẫu số gần nhất" in " ".join(chart_notes.notes(views["commune"]()))
