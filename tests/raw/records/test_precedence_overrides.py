import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.records.precedence_overrides import FILE, RULES, load_precedence, precedence_table
from coverage_lib.vocabulary.table_schemas import schema
from tests.builders import RAW

RECORD = {
    "id": '"a"', "area": '"30"', "indicator": '"si"', "year": "2024", "source_id": '"b"', "in_force": "true", "vi": '"x"', "en": '"x"',
    "why": '"x"', "signed": '"x"', "signed_on": "2026-11-21",
}  # fmt: skip


def written(folder, *records, rules=RULES):
    lines = [f'[[rule]]\nid = "{rule}"\nvi = "x"\nen = "x"' for rule in rules]
    lines += ["[[override]]\n" + "\n".join(f"{key} = {value}" for key, value in record.items()) for record in records]
    (folder / FILE).write_text("\n\n".join(lines), "utf-8")
    return folder


def problems(folder):
    with pytest.raises(CoverageError) as found:
        load_precedence(folder)
    return str(found.value)


def test_the_committed_rules_are_those_the_program_knows():
    found = load_precedence(RAW)
    assert tuple(found.rules) == RULES
    table = precedence_table(found)
    schema("precedence").validate(table)
    assert table.sort_values("rank")["rule_id"].tolist()[-len(RULES) :] == list(RULES)


def test_a_signed_record_is_read(tmp_path):
    (each,) = load_precedence(written(tmp_path, RECORD)).overrides
    assert (each.area, each.year, each.in_force, each.superseded_by) == ("30", 2024, True, "")


def test_rules_in_another_order_or_unknown_are_refused(tmp_path):
    assert "expected working, later_issue" in problems(written(tmp_path, rules=RULES[::-1]))
    assert "docs/methods" in problems(written(tmp_path, rules=RULES[:-1]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"why": '""'}, "the key 'why'"),
        ({"area": '"xx"'}, "an official code"),
        ({"indicator": '"xx"'}, "one of si"),
        ({"year": '"2024"'}, "a year such as"),
        ({"signed_on": '"today"'}, "a date such as"),
        ({"superseded_by": '"c"'}, "both"),
        ({"id": '"sole"'}, "an id that is no rule"),
        ({"whose": '"x"'}, "a known key"),
    ],
)
def test_an_incomplete_record_is_refused(tmp_path, change, said):
    assert said in problems(written(tmp_path, RECORD | change))


def test_a_record_that_decides_nothing_is_refused(tmp_path):
    record = {key: value for key, value in RECORD.items() if key != "in_force"}
    assert "say what the record decides" in problems(written(tmp_path, record))


def test_all_failures_in_one_message_and_two_records_on_one_target(tmp_path):
    message = problems(written(tmp_path, RECORD, RECORD | {"id": '"z"'}, RECORD | {"year": '"x"', "source_id": '"y"'}))
    assert message.count("override") >= 3
