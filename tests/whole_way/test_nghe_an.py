"""From six documents of a province that ships none to its pages: ``init``, ``new``, ``build``, ``render``, and no edit by hand.

Every number below was computed from the documents by hand. Before the first run two gaps were expected that the method refuses: a
year that is over is judged by a figure of that year only (``UNJUDGED``).
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from tests.builders import command
from tests.whole_way.documents import write

pytestmark = pytest.mark.slow

GAPS = {  # unit, indicator, target year: persons in the target, persons short (negative)
    ("17389", "si_compulsory", 2024): (300, -20),
    ("17389", "si_voluntary", 2024): (200, -50),
    ("17389", "ui", 2024): (280, -20),
    ("17389", "hi", 2024): (8000, -200),  # persons count: the plan prints 95,5 % beside them, over no denominator
    ("17404", "si_voluntary", 2024): (210, -50),
    ("17407", "si_voluntary", 2024): (215, -50),
    ("17416", "si_compulsory", 2024): (350, -20),
    ("17416", "si_voluntary", 2024): (225, -50),
    ("17419", "si_compulsory", 2024): (340, -20),  # Diễn Hải, whose code went on with Diễn Hùng in it
    ("16681@2025", "si_voluntary", 2026): (1000, -200),
    ("16681@2025", "si_voluntary", 2028): (1200, -400),
    ("16681@2025", "si_voluntary", 2030): (1500, -700),
    ("17464@2025", "si_voluntary", 2026): (1010, -200),
    ("17419@2025", "si_voluntary", 2030): (1520, -700),
    ("17506@2025", "si_voluntary", 2028): (1230, -400),
}
UNJUDGED = [  # of a year that is over, and without a figure of that year although a later one is known
    ("17401", "si_voluntary", 2024),
    ("17419", "hi", 2024),
]
FIGURES = {  # unit, base or indicator, last day: persons
    ("40", "population", "2023-12-31"): 3_441_200,
    ("412", "population", "2021-12-31"): 340_200,
    ("425", "population", "2023-12-31"): 323_500,
    ("425", "labour_force_15plus", "2022-12-31"): 166_000,
    ("17419", "si_voluntary", "2025-03-31"): 790,  # Hùng Hải, the merged commune
    ("17401", "hi", "2025-03-31"): 15_050,
    ("17401", "hi", "2023-12-31"): 7_850,
    ("17506@2025", "hi", "2025-12-31"): 30_150,
}
SENTENCES = {  # page: words that it must say
    "17404": ["Cuối năm 2023 có 460 người; chỉ tiêu được giao năm 2024 là 530 người; cần thêm 70 người"],
    "17389": ["còn thiếu 20 người so với chỉ tiêu được giao 300 người năm 2024", "còn thiếu 50 người", "Xã Diễn Châu (17464@2025)"],
    "16681-2025": ["Đến cuối năm 2025 còn thiếu 200 người so với chỉ tiêu được giao 1.000 người năm 2026", "30.000 người"],
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The project folder of the office after the whole way, with what every command said."""
    folder = tmp_path_factory.mktemp("whole-way")
    documents = write(folder / "received")
    home = folder / "office"
    said = {"init": command("init", str(home), cwd=folder)}
    for name, arguments in {
        "new": ["new", *map(str, documents)], "build": ["build"], "check": ["check"], "render": ["render"]
    }.items():  # fmt: skip
        said[name] = command(*arguments, cwd=home)
    return home, said


def test_no_command_ends_in_a_traceback_and_each_says_how_it_ended(office):
    codes = {name: done.returncode for name, done in office[1].items()}
    assert not any("Traceback" in done.stderr + done.stdout for done in office[1].values())
    assert codes == {"init": 0, "new": 0, "build": 0, "check": 1, "render": 0}, {n: d.stderr for n, d in office[1].items()}


def test_what_is_left_to_a_person_is_to_compare_the_figures_with_the_documents(office):
    open_points = [line for line in office[1]["check"].stdout.splitlines() if ": " in line]
    assert len(open_points) == 6
    assert all("expected.draft.csv" in line for line in open_points)


def test_every_gap_is_the_one_computed_by_hand(office):
    gap = pd.read_parquet(office[0] / "data" / "processed" / "gap.parquet").set_index(["area_code", "indicator", "target_year"])
    assert gap.index.is_unique  # one row a goal
    found = {key: (gap.loc[key, "target_persons"], gap.loc[key, "gap_persons"]) for key in GAPS}
    assert found == GAPS
    assert gap.loc[UNJUDGED, "gap_persons"].isna().all()
    assert (gap.loc[UNJUDGED, "verdict_pace"] == "no_actual").all()


def test_every_figure_is_that_of_its_document(office):
    observed = pd.read_parquet(office[0] / "data" / "processed" / "observations.parquet")
    subject = observed["indicator"].where(observed["indicator"] != "", observed["base"])
    days = pd.to_datetime(observed["period"]).dt.strftime("%Y-%m-%d")
    keyed = observed.assign(subject=subject, day=days)
    keyed = keyed[keyed["basis"] != "plan"].set_index(["area_code", "subject", "day"])["value"]
    assert {key: keyed[key] if not isinstance(keyed[key], pd.Series) else keyed[key].item() for key in FIGURES} == FIGURES
    assert (observed["area_code"] != "").all()


@pytest.mark.parametrize("page", SENTENCES)
def test_the_page_of_a_unit_says_it(office, page):
    words = _words(office[0] / "outputs" / "briefings" / f"{page}.html")
    assert [each for each in SENTENCES[page] if each not in words] == []


def test_no_page_prints_a_small_number_of_persons_in_millions(office):
    pages = sorted((office[0] / "outputs" / "briefings").glob("*.html"))
    assert len(pages) == 10
    assert [page.name for page in pages if re.search(r"(?<![\d,])0,\d+ triệu", _words(page))] == []


def _words(page: Path) -> str:
    root = html.parse(str(page)).getroot()
    for each in root.xpath("//script | //style"):
        each.drop_tree()
    return " ".join(root.text_content().replace("\u00a0", " ").split())
