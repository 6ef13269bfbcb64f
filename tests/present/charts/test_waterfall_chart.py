import datetime as dt

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from coverage_lib.model.rates.adjusted_denominators import adjust
from coverage_lib.present.charts.waterfall_chart import alt_text, finding, waterfall
from coverage_lib.present.context.page import Page
from coverage_lib.present.kit import chart_style
from coverage_lib.raw.records.adjustment_chains import Chain, Step
from tests.builders import frame

# An invented chain: nowhere else does one with figures exist.
GROSS = {"area_code": "30", "period": "2021-12-31", "base": "labour_force_15plus", "source_id": "gso", "persons": 939_900}
GROSS |= {"method": "published", "basis": "provisional", "obs_status": "P", "cell": "S!A1"}


def step(name, persons, **fields):
    usual = {"source_id": "b", "place": "p. 2", "date": dt.date(2021, 12, 31), "basis": "actual", "numerator": "drops"}
    return Step(name, persons=persons, **usual | fields)


def chain(*steps):
    made = Chain("c", "30", "labour_force_15plus", dt.date(2021, 12, 31), "gso", "labour_force_adjusted", steps)
    known = pd.DataFrame({"source_id": ["gso", "b"]})
    return adjust([made], frame("denominators", GROSS), frame("observations"), known, {"gso": ["military_service"]})


@pytest.fixture
def complete():
    return chain(step("abroad_contract", 40_000), step("other_province", 100_000, numerator="keeps"))


@pytest.fixture
def unfinished():
    asked = Step("other_province", source_id="b", place="p. 2", asked=True)
    return chain(step("abroad_contract", 40_000), asked, Step("military_service", source_id="b", place="p. 2", asked=True))


@pytest.fixture
def open_in_the_middle():
    return chain(Step("other_province", source_id="b", place="p. 2", asked=True), step("abroad_contract", 40_000))


def page(lang="vi"):
    sources = frame("sources", {"source_id": "gso", "issuer": "Cục Thống kê"}, {"source_id": "b", "number": "12/KH-UBND"})
    return Page({"sources": sources}, "30", lang)


def bars(ax):
    return [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches]


def texts(ax):
    return [each.get_text().replace("\n", " ") for each in [*ax.texts, *ax.figure.texts]]


def test_each_bar_begins_where_the_one_before_ends(complete):
    ax = waterfall(page(), complete)
    assert bars(ax) == [(0, 939_900), (899_900, 939_900), (799_900, 899_900), (0, 799_900)]
    assert to_hex(ax.patches[0].get_facecolor()).upper() == chart_style.ACTUAL
    assert any("−40.000 người (4,3 % số gốc)" in each.replace("\xa0", " ") for each in texts(ax))
    assert any("799.900 người" in each for each in texts(ax))


def test_persons_who_stay_among_the_participants_are_named_beneath(complete):
    said = " ".join(texts(waterfall(page(), complete)))
    assert "Vẫn còn trong số người tham gia" in said
    assert "đi làm việc ở tỉnh khác" in said


def test_an_open_step_stands_empty_and_so_does_the_result(unfinished):
    ax = waterfall(page(), unfinished)
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert len(hatched) == 2
    assert {to_hex(patch.get_facecolor()) for patch in hatched} == {"#ffffff"}
    assert "chưa có số" in texts(ax)
    assert any("chưa tính được" in each for each in texts(ax))
    assert any("số gốc đã không tính" in each for each in texts(ax))
    assert len(ax.get_yticklabels()) == 5


def test_after_an_open_step_bars_go_on_from_the_most_that_can_be_left(open_in_the_middle):
    assert open_in_the_middle["most_persons"].tolist() == [939_900, 939_900, 899_900]
    assert open_in_the_middle["running_persons"].isna().tolist() == [False, True, True]
    ax = waterfall(page(), open_in_the_middle)
    ends = [bar for bar, patch in zip(bars(ax), ax.patches, strict=True) if not patch.get_hatch()]
    assert ends == [(0, 939_900), (899_900, 939_900)]


def test_the_documents_of_all_steps_are_named_beneath(complete):
    assert "Nguồn: Cục Thống kê; 12/KH-UBND" in " ".join(texts(waterfall(page(), complete)))


def test_the_headline_says_what_comes_of_it(complete, unfinished):
    assert finding(page(), complete) == "Tỉnh Hải Dương: từ 939.900 còn 799.900 người sau 2 bước trừ"
    assert finding(page("en"), unfinished) == "Tỉnh Hải Dương: the adjustment chain is open, steps without a figure: 1"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_alternative_text_tells_every_line(complete, lang):
    text = alt_text(page(lang), complete)
    assert all(each in text.replace(".", ",") for each in ("939,900", "40,000", "100,000", "799,900"))


def test_axes_of_ones_own_are_drawn_on(complete):
    figure = chart_style.new_figure(6, 4)
    ax = figure.add_subplot()
    assert waterfall(page(), complete, ax) is ax
    assert not figure.texts


def test_no_text_leaves_the_page(complete, unfinished):
    for rows in (complete, unfinished):
        figure = waterfall(page(), rows).figure
        figure.canvas.draw()
        paper = figure.bbox
        for each in [*figure.texts, *figure.axes[0].texts, *figure.axes[0].get_yticklabels()]:
            box = each.get_window_extent()
            assert paper.x0 <= box.x0 <= box.x1 <= paper.x1
