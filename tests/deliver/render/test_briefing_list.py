from coverage_lib.deliver.render import briefing_list
from tests.builders import PROJECT


def names(processed, codes, *, everything):
    made = briefing_list.jobs(processed, codes, PROJECT, PROJECT / "notebooks", "vi", {}, everything=everything)
    return [job.name for job in made]


def test_a_full_run_makes_a_page_on_denominators_for_units_with_something_to_compare(processed):
    found = names(processed, ["VN", "30", "31", "19363"], everything=True)
    assert [name for name in found if name.startswith("denominators/")] == ["denominators/VN", "denominators/30"]
    assert len(set(found)) == len(found)


def test_units_asked_for_get_their_briefing_only(processed):
    assert names(processed, ["30"], everything=False) == ["briefings/30"]
