import pytest

from coverage_lib.deliver.render import briefing_list
from coverage_lib.deliver.render.page_subjects import SUBJECTS
from coverage_lib.vocabulary.phrases import phrases
from tests.builders import PROJECT

KEYS = {"notebook", "title", "about", "heading", "undated"}


@pytest.mark.parametrize("kind", briefing_list.kinds())
def test_every_kind_of_page_has_a_notebook_a_title_a_subject_and_a_heading(kind):
    entry = briefing_list.kinds()[kind]
    assert set(entry) <= KEYS
    assert (PROJECT / "notebooks" / f"{entry['notebook']}.ipynb").is_file()
    assert {entry["title"], entry.get("heading", entry["title"])} <= set(phrases())
    assert entry["about"] in SUBJECTS


def test_only_briefings_have_no_heading():
    assert [kind for kind, entry in briefing_list.kinds().items() if "heading" not in entry] == ["briefings"]


def names(processed, codes, *, everything):
    made = briefing_list.jobs(processed, codes, PROJECT, PROJECT / "notebooks", "vi", {}, everything=everything)
    return [job.name for job in made]


def test_a_full_run_makes_a_page_on_denominators_for_units_with_something_to_compare(processed):
    found = names(processed, ["VN", "30", "31", "19363"], everything=True)
    assert [name for name in found if name.startswith("denominators/")] == ["denominators/VN", "denominators/30"]
    assert len(set(found)) == len(found)


def test_units_asked_for_get_their_briefing_only(processed):
    assert names(processed, ["30"], everything=False) == ["briefings/30"]
