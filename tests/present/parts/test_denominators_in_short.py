import pandas as pd
import pytest

from coverage_lib.present.context.base_rows import at_hand, latest
from coverage_lib.present.context.page import Page
from coverage_lib.present.parts import denominators_in_short
from coverage_lib.present.words import chart_notes
from coverage_lib.present.words.denominator_words import mark
from coverage_lib.vocabulary.terms import terms
from tests.builders import WORKING_AGE, frame
from tests.present.pages.small_tables import CODE, base, small_tables

PARTS = (
    denominators_in_short.definitions,
    denominators_in_short.comparison,
    denominators_in_short.register,
    denominators_in_short.in_short,
)
parts = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)


def page_of(*rows, lang="vi"):
    return Page(small_tables(base_series=frame("base_series", *rows)) if rows else small_tables(), CODE, lang)


def test_every_method_that_nobody_counted_has_a_mark_of_its_own():
    marks = [entry["mark"] for code, entry in terms("method").items() if code != "published"]
    assert all(marks)
    assert len(set(marks)) == len(marks)
    assert mark("published") == mark("counts") == mark("") == ""


@parts
@pytest.mark.parametrize(("method", "sign", "word"), [("apportioned", "†", "phân bổ"), ("adjusted", "‡", "điều chỉnh")])
def test_an_apportioned_or_adjusted_base_is_marked_and_the_mark_explained(part, method, sign, word):
    text = part(page_of(base(52_565, WORKING_AGE, method=method), base(60_000, "population"))).text
    assert f"52.565{sign}" in text
    assert f"Dấu: {sign} {word}" in text
    assert sign not in part(page_of(base(52_565, WORKING_AGE))).text


def test_what_is_no_denominator_is_listed_with_the_reason():
    text = denominators_in_short.definitions(page_of()).text
    assert "12.000" in text
    assert "không phải mẫu số" in text
    assert terms("base")["workers_abroad"]["definition_vi"] in text
    assert terms("base")["workers_abroad"]["definition_en"] in denominators_in_short.register(page_of(lang="en")).text


def test_each_definition_stands_once_with_its_latest_figure_and_its_periods():
    rows = latest(at_hand(page_of()))
    last = {"labour_force_15plus": 939_900, WORKING_AGE: 800_812, "population": 1_892_254, "workers_abroad": 12_000}
    assert rows.set_index("base")["persons"].to_dict() == last
    assert "2019" in denominators_in_short.definitions(page_of()).text.split("939.900")[1].split("</tr>")[0]


def test_of_several_on_one_day_a_counted_one_goes_first_and_the_best_known_implied_one_next():
    day = {"code": WORKING_AGE, "source_id": "press"}
    coarse, fine = (base(n, **day, cell=f"F{n}", method="implied", persons_known_to=to) for n, to in ((1, 10_000), (2, 1_000)))
    assert latest(at_hand(page_of(coarse, fine)))["persons"].tolist() == [2]
    assert latest(at_hand(page_of(coarse, fine, base(3, **day))))["persons"].tolist() == [3]


def test_no_more_digits_are_shown_than_the_print_supports():
    assert "800.000≈" in denominators_in_short.definitions(page_of()).text


def test_the_line_names_base_persons_day_method_and_source():
    planned = base(53_078, WORKING_AGE, "2025-12-31", source_id="plan", basis="plan", in_trajectory=True, area_code="464")
    text = denominators_in_short.line(Page(small_tables(base_series=frame("base_series", planned)), "464")).text
    for part in ("lực lượng lao động trong độ tuổi 53.078 người", "2025", "kế hoạch", "công bố", "12/KH-UBND"):
        assert part in text
    assert "không phải kết quả điều tra" in text
    assert "không phải kết quả điều tra" not in denominators_in_short.line(page_of()).text


@parts
def test_a_unit_without_any_is_said_to_have_none(part):
    assert "Chưa có mẫu số" in part(page_of().of("31")).text


def test_figures_that_no_chart_uses_are_not_told_in_the_line():
    assert "chưa có số nào" in denominators_in_short.line(page_of().of("31")).text
    unused = denominators_in_short.line(page_of(base(1))).text
    assert "cl-prose" in unused
    assert unused != denominators_in_short.line(page_of().of("31")).text


@pytest.mark.parametrize(("method", "sign"), [("apportioned", "†"), ("adjusted", "‡"), ("counts", "")])
def test_the_small_print_of_a_chart_marks_the_denominator(views, method, sign):
    view = views["commune"]()
    object.__setattr__(view, "trajectory", view.trajectory.assign(method=method))
    said = " ".join(chart_notes.notes(view))
    assert (sign in said) if sign else not {"†", "‡"} & set(said)
    assert pd.notna(view.trajectory["persons"]).any()


def test_the_committed_documents(processed):
    nation = latest(at_hand(Page(processed, "VN"))).set_index("base").loc[WORKING_AGE]
    assert (nation["method"], nation["persons"]) == ("implied", 47_084_992)
    assert "47.080.000≈" in denominators_in_short.definitions(Page(processed, "VN")).text
    province = latest(at_hand(Page(processed, "30")))
    assert province.set_index("base")["persons"].to_dict() == {"labour_force_15plus": 939_900, "population": 1_971_326}
    assert "127/KH-UBND" in denominators_in_short.line(Page(processed, "464")).text
    assert "106.140" in denominators_in_short.definitions(Page(processed, "464")).text
