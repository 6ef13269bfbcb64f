"""TOML records below data/raw: any fault gives one message, never a traceback."""

import datetime as dt
import shutil

import pytest

from coverage_lib.deliver.render.briefed_units import briefing_units
from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.adjustment_chains import load_adjustments
from coverage_lib.raw.records.exit_rates import load_exit_rates
from coverage_lib.raw.records.precedence_overrides import load_precedence, precedence_table
from coverage_lib.raw.records.series_breaks import load_breaks
from coverage_lib.raw.records.sources import load_sources, sources_table
from coverage_lib.raw.records.toml_entries import KINDS, read_toml, toml_entries
from coverage_lib.vocabulary.table_schemas import empty
from tests.builders import RAW
from tests.raw.records.test_adjustment_chains import CHAIN
from tests.raw.records.test_exit_rates import RECORD

BRIEFINGS = 'units = ["VN"]\nwith_children = ["464"]\n'
PLAN = "plans/hai-duong-2024/source.toml"
OVERRIDE = """
[[override]]
id = "a"
area = "30"
indicator = "si"
year = 2024
source_id = "hai-duong-2022"
in_force = true
vi = "a"
en = "a"
why = "a"
signed = "a"
signed_on = 2026-11-21
"""
BREAK = """
[[break]]
id = "a"
base = "population"
areas = ["30"]
from = 2019-01-01
vi = "a"
en = "a"
why = "a"
source_id = "a"
signed = "a"
signed_on = 2026-11-21
"""
WRONG = ["3", "true", "[]", "[3]", "{}", "{a = 1}", "2024-12-31T08:00:00Z", "0001-01-01", "9999-12-31", "08:00:00", "nan", "-1.5"]


def breaks(raw):
    return load_breaks(raw)


def precedence(raw):
    return precedence_table(load_precedence(raw))


def sources(raw):
    return sources_table(load_sources(raw))


def briefings(raw):
    return briefing_units({name: empty(name) for name in ("targets", "enrolment")}, raw)


RULES = (RAW / "precedence.toml").read_text("utf-8")
FILES = {
    "adjustments/x.toml": (CHAIN, load_adjustments),
    "precedence.toml": (RULES + OVERRIDE, precedence),
    "exit_rates.toml": (RECORD, load_exit_rates),
    "breaks.toml": (BREAK, breaks),
    "briefings.toml": (BRIEFINGS, briefings),
    PLAN: ('excludes = ["studying"]\nexcludes_reason = "p. 3"\n' + (RAW / PLAN).read_text("utf-8"), sources),
}
each_file = pytest.mark.parametrize("name", FILES)


def loaded(raw, name, content):
    file = raw / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if name == PLAN:
        shutil.copy(RAW / "plans" / "hai-duong-2024" / "muc-tieu.xlsx", file.parent)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return FILES[name][1](raw)


def values_of(text):
    """The lines that set a value, by number."""
    lines = text.splitlines()
    return lines, [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]


@each_file
def test_what_is_right_is_read(tmp_path, name):
    loaded(tmp_path, name, FILES[name][0])


@each_file
@pytest.mark.parametrize("value", WRONG)
def test_a_value_of_another_kind_is_refused_or_read_but_never_breaks(tmp_path, name, value):
    lines, settable = values_of(FILES[name][0])
    refused: list[CoverageError] = []
    for number in settable:
        key = lines[number].split("=")[0]
        changed = [*lines[:number], f"{key}= {value}", *lines[number + 1 :]]
        try:
            loaded(tmp_path, name, "\n".join(changed))
        except CoverageError as failure:
            refused.append(failure)
    assert all(failure.problems for failure in refused)
    assert name == "briefings.toml" or len(refused) >= 0.5 * len(settable)


@each_file
@pytest.mark.parametrize("content", [b"[[x", b"\xff\xfe", b"a = ", b"a = 1\na = 2", b"a = 99-99-99"])
def test_a_file_that_is_no_toml_is_named(tmp_path, name, content):
    with pytest.raises(CoverageError) as caught:
        loaded(tmp_path, name, content)
    (problem,) = caught.value.problems
    assert "a TOML file in UTF-8" in str(problem)
    assert name.rsplit("/", 1)[-1] in str(problem)


@each_file
@pytest.mark.parametrize("value", ["3", '"x"', "true", "[3]", "{a = 1}", "2024-12-31"])
def test_entries_written_as_one_value_are_refused(tmp_path, name, value):
    keys = {"adjustments/x.toml": ["step", "from"], "precedence.toml": ["rule", "override"], "exit_rates.toml": ["exit_rate"]}
    keys |= {"breaks.toml": ["break"], "briefings.toml": ["units", "with_children"], PLAN: ["file", "targets", "excludes"]}
    for key in keys[name]:
        with pytest.raises(CoverageError):
            loaded(tmp_path, name, f"{key} = {value}\n")


@pytest.mark.parametrize("name", ["precedence.toml", "exit_rates.toml", "breaks.toml", "briefings.toml"])
def test_an_unknown_key_beside_the_entries_is_named(tmp_path, name):
    with pytest.raises(CoverageError, match="a known key"):
        loaded(tmp_path, name, "entries = 3\n" + FILES[name][0])


def test_a_break_twice_is_refused(tmp_path):
    with pytest.raises(CoverageError, match="each id once"):
        loaded(tmp_path, "breaks.toml", BREAK * 2)


def test_a_folder_in_place_of_a_file_is_named(tmp_path):
    (tmp_path / "a.toml").mkdir()
    (problem,) = read_toml(tmp_path / "a.toml")[1]
    assert "a.toml: expected a TOML file in UTF-8, found Is a directory" in str(problem)


def test_one_entry_as_a_table_is_told_how_to_be_written():
    assert "begin with [[step]], found [step]" in str(toml_entries({"step": {"name": "a"}}, "step", "x.toml")[1][0])


def test_a_day_has_no_time_and_lies_in_the_years_of_the_lists():
    fits = KINDS["day"][0]
    assert [fits(each) for each in (dt.date(2024, 1, 1), dt.datetime(2024, 1, 1), dt.date(1066, 1, 1), dt.date(2500, 1, 1))] == [
        True, False, False, False,
    ]  # fmt: skip
    assert not KINDS["persons"][0](True)
    assert not KINDS["days"][0](-1)
