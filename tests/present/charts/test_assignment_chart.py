import pandas as pd
import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.assignment_total import Total, given_total
from coverage_lib.model.assignment.proposed_assignment import RULES, proposal_of
from coverage_lib.present.blocks import Chart, Html
from coverage_lib.present.charts.assignment_chart import dumbbell, dumbbell_alt, dumbbell_chart
from coverage_lib.present.pages import assignment_in_plan, assignment_proposal
from tests.builders import frame

COUNTS = {"19363": (1050, 7969), "19366": (640, 2458), "19369": (190, 1675)}


def rows_of(counts):
    table = pd.DataFrame([(code, *each) for code, each in counts.items()], columns=["area_code", "participants", "persons"])
    table = table.astype({"participants": "Int64", "persons": "Int64"})
    day = pd.Timestamp("2025-12-31")
    more = {"period": day, "basis": "plan", "source_id": "a", "base": "labour_force_working_age", "base_period": day}
    return table.assign(persons_today=table["persons"], **more)


def made(counts=COUNTS, total=2000):
    rows = rows_of(counts)
    total = total if isinstance(total, Total) else given_total(rows, total)
    key = ("464", "si_voluntary", 2026)
    return assignment_proposal.proposal_of({"sources": frame("sources")} | proposal_of(rows, total, *key), *key)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("rule", RULES)
def test_every_unit_has_its_row_its_rates_and_its_persons(rule, lang):
    proposal = made()
    ax = dumbbell_chart(proposal, rule, lang)
    rows = proposal.units[proposal.units["rule"] == rule].sort_values("coverage_pct")
    ends = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linestyle() == "-"]
    drawn = [list(map(float, each)) for each in ends]
    assert drawn == [[row.coverage_pct, row.assigned_pct] for row in rows.itertuples()]
    shown = [text.get_text() for text in ax.texts]
    assert [f"{'+' if row.increase else ''}{row.increase}" for row in rows.itertuples()] == [
        each for each in shown if len(each) < 6
    ]


def test_names_and_figures_do_not_overlap_and_nothing_is_cut():
    ax = dumbbell_chart(made(), "same_share", "vi")
    ax.figure.canvas.draw()
    frame = ax.figure.bbox
    boxes = [each.get_window_extent() for each in [*ax.texts, *ax.get_yticklabels(), *ax.figure.texts]]
    assert all(box.x0 >= frame.x0 and box.x1 <= frame.x1 and box.y0 >= frame.y0 and box.y1 <= frame.y1 for box in boxes)
    marks = [line for line in ax.lines if line.get_marker() not in ("None", "")]
    farthest = max(ax.transData.transform((float(max(line.get_xdata())), 0))[0] for line in marks)
    assert farthest < min(text.get_window_extent().x0 for text in ax.texts if text.get_text().startswith("+"))


def test_a_unit_that_stays_has_one_mark_and_the_wedge_points_at_the_value():
    ax = dumbbell_chart(made(), "same_rate", "vi")
    top = [line for line in ax.lines if list(line.get_ydata()) == [2]]  # Bến Quan, above the common rate
    assert len(top) == 1


def test_without_denominators_the_chart_is_in_persons():
    proposal = made({code: (count, None) for code, (count, _) in COUNTS.items()}, 1880)
    assert "chưa có mẫu số" in dumbbell_alt(proposal, "by_base")
    assert isinstance(dumbbell(proposal, "by_base"), Chart)
    assert "Chưa có mẫu số của đơn vị nào" in " ".join(assignment_proposal.notes(proposal))


def test_a_mistyped_rule_is_named():
    for view in (dumbbell, assignment_proposal.one_rule):
        with pytest.raises(CoverageError, match="one of same_rate, same_rise, same_share, by_base"):
            view(made(), "same_shares")


def test_the_alternative_text_gives_every_unit():
    assert "Thị trấn Hồ Xá: 13,2 % → " in plain(dumbbell_alt(made(), "same_rise"))


def test_a_refusal_is_told_and_shows_nothing_else(processed):
    refused = assignment_proposal.proposal(processed, "30", "si_voluntary", 2026)
    assert "Huyện Tứ Kỳ" in assignment_proposal.in_short(refused).text
    for each in (
        assignment_proposal.side_by_side(refused),
        assignment_proposal.one_rule(refused, "same_rate"),
        assignment_proposal.bounds(refused),
    ):
        assert each == Html("")
    assert dumbbell(refused, "same_rate") == Html("")
    assert assignment_proposal.sources_of(refused) == set()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_views_say_what_is_proposed_and_on_what_it_rests(processed, lang):
    proposal = assignment_proposal.proposal(processed, "464", "si", 2026)
    page = plain(assignment_proposal.in_short(proposal, lang).text + assignment_proposal.side_by_side(proposal, lang).text)
    page += assignment_proposal.one_rule(proposal, "same_rise", lang).text + assignment_proposal.bounds(proposal, lang).text
    assert ("17.550" if lang == "vi" else "17,550") in page
    assert "127/KH-UBND" in page
    assert "nan" not in page.lower().replace("nang", "")
    assert assignment_proposal.sources_of(proposal) == {"vinh-linh-2023", "qd38-vss-strategy"}


@pytest.mark.parametrize("reason", ["given", "rate", "target", "way", "pace"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_total_has_its_sentence(reason, lang):
    proposal = made(total=Total(2000, reason, 16.53, 60.0, 2030, "VN", "a", 120))
    told = assignment_proposal.notes(proposal, lang)
    assert "…" not in told[0]


def test_the_plans_own_assignment_is_told(processed):
    page = plain(assignment_in_plan.own_assignment(processed, "464", "si_voluntary").text)
    assert (
        "gần nhất với quy tắc “cùng phần thu hẹp khoảng cách”: tổng các chênh lệch là 414 người, trên 1.285 người tăng thêm" in page
    )
    assert "Không đơn vị nào bị giao thấp hơn năm trước" in page
    assert "Chưa có văn bản nào giao" in assignment_in_plan.own_assignment(processed, "19363", "si").text
    assert "127/KH-UBND" in assignment_in_plan.own_assignment(processed, "464", "ui", "en").text
