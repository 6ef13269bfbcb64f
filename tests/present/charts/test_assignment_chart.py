import pandas as pd
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_total import Total, given_total
from coverage_lib.model.assignment.proposed_assignment import RULES, proposal_of
from coverage_lib.present.blocks import Chart, Html
from coverage_lib.present.charts.assignment_chart import dumbbell_alt, dumbbell_chart
from coverage_lib.present.pages.assignment_page import AssignmentPage
from coverage_lib.present.words.assignment_sentences import notes
from tests.builders import frame

COUNTS = {"19363": (1050, 7969), "19366": (640, 2458), "19369": (190, 1675)}


def rows_of(counts):
    table = pd.DataFrame([(code, *each) for code, each in counts.items()], columns=["area_code", "participants", "persons"])
    table = table.astype({"participants": "Int64", "persons": "Int64"})
    day = pd.Timestamp("2025-12-31")
    more = {"period": day, "basis": "plan", "source_id": "a", "base": "labour_force_working_age", "base_period": day}
    return table.assign(persons_today=table["persons"], **more)


def made(counts=COUNTS, total=2000, lang="vi"):
    rows = rows_of(counts)
    total = total if isinstance(total, Total) else given_total(rows, total)
    key = ("464", "si_voluntary", 2026)
    return AssignmentPage(proposal_of(rows, total, *key), *key, lang=lang)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("rule", RULES)
def test_every_unit_has_its_row_its_rates_and_its_persons(rule, lang):
    proposal = made(lang=lang).proposal
    ax = dumbbell_chart(proposal, rule)
    rows = proposal.units[proposal.units["rule"] == rule].sort_values("coverage_pct")
    ends = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linestyle() == "-"]
    drawn = [list(map(float, each)) for each in ends]
    assert drawn == [[row.coverage_pct, row.assigned_pct] for row in rows.itertuples()]
    shown = [text.get_text() for text in ax.texts]
    assert [f"{'+' if row.increase else ''}{row.increase}" for row in rows.itertuples()] == [
        each for each in shown if len(each) < 6
    ]


def test_names_and_figures_do_not_overlap_and_nothing_is_cut():
    ax = dumbbell_chart(made().proposal, "same_share")
    ax.figure.canvas.draw()
    frame = ax.figure.bbox
    boxes = [each.get_window_extent() for each in [*ax.texts, *ax.get_yticklabels(), *ax.figure.texts]]
    assert all(box.x0 >= frame.x0 and box.x1 <= frame.x1 and box.y0 >= frame.y0 and box.y1 <= frame.y1 for box in boxes)
    marks = [line for line in ax.lines if line.get_marker() not in ("None", "")]
    farthest = max(ax.transData.transform((float(max(line.get_xdata())), 0))[0] for line in marks)
    assert farthest < min(text.get_window_extent().x0 for text in ax.texts if text.get_text().startswith("+"))


def test_a_unit_that_stays_has_one_mark_and_the_wedge_points_at_the_value():
    ax = dumbbell_chart(made().proposal, "same_rate")
    top = [line for line in ax.lines if list(line.get_ydata()) == [2]]  # Bến Quan, above the common rate
    assert len(top) == 1


def test_without_denominators_the_chart_is_in_persons():
    page = made({code: (count, None) for code, (count, _) in COUNTS.items()}, 1880)
    assert "chưa có mẫu số" in dumbbell_alt(page.proposal, "by_base")
    assert isinstance(page.chart("by_base"), Chart)
    assert "Chưa có mẫu số của đơn vị nào" in " ".join(notes(page.proposal))


def test_a_mistyped_rule_is_named():
    for part in (made().chart, made().one_rule):
        with pytest.raises(CoverageError, match="one of same_rate, same_rise, same_share, by_base"):
            part("same_shares")


def test_the_alternative_text_gives_every_unit():
    assert "Thị trấn Hồ Xá: 13,2 % → " in plain(dumbbell_alt(made().proposal, "same_rise"))


@pytest.mark.parametrize("reason", ["given", "rate", "target", "way", "pace"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_total_has_its_sentence(reason, lang):
    page = made(total=Total(2000, reason, 16.53, 60.0, 2030, "VN", "a", 120), lang=lang)
    assert "…" not in notes(page.proposal)[0]


def test_a_refusal_is_told_and_shows_nothing_else():
    refused = AssignmentPage({"trajectory": frame("trajectory")}, "464", "si_voluntary", 2026)
    assert "464" in refused.in_short().text
    for part in (refused.side_by_side(), refused.one_rule("same_rate"), refused.bounds(), refused.chart("same_rate")):
        assert part == Html("")
    assert "<dt>" in refused.provenance().text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_parts_say_what_is_proposed_and_on_what_it_rests(processed, lang):
    page = AssignmentPage(processed, "464", "si", 2026, lang=lang)
    text = plain("".join(each.text for each in (page.in_short(), page.side_by_side(), page.one_rule("same_rise"), page.bounds())))
    assert ("17.550" if lang == "vi" else "17,550") in text
    assert "127/KH-UBND" in text
    assert "nan" not in text.lower().replace("nang", "")
    assert page.provenance().text.count("plans/") == 2  # the district's plan and the strategy whose target leads the way


def test_another_total_is_computed_and_told(processed):
    text = plain(AssignmentPage(processed, "464", "si_voluntary", 2026, total=8300).in_short().text)
    assert "Tổng số phải giao: 8.300 người (15,64 %), theo yêu cầu." in text
    assert "Huyện Tứ Kỳ" in AssignmentPage(processed, "30", "si_voluntary", 2026).in_short().text


def test_the_plans_own_assignment_is_told(processed):
    text = plain(AssignmentPage(processed, "464", "si_voluntary", 2026).in_plan().text)
    assert (
        "gần nhất với quy tắc “cùng phần thu hẹp khoảng cách”: tổng các chênh lệch là 414 người, trên 1.285 người tăng thêm" in text
    )
    assert "Không đơn vị nào bị giao thấp hơn năm trước" in text
    assert "Chưa có văn bản nào giao" in AssignmentPage(processed, "19363", "si", 2026).in_plan().text
    assert "127/KH-UBND" in AssignmentPage(processed, "464", "ui", 2026, lang="en").in_plan().text
