import pytest

from coverage_lib.errors import CoverageError, Problem


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a", "C7", "a count", "'x'", "correct it"), "a, C7: expected a count, found 'x'; correct it"),
        (Problem("a", "", "a count", "'x'"), "a: expected a count, found 'x'"),
        (Problem("", "C7", "a count", "'x'"), "C7: expected a count, found 'x'"),
    ],
)
def test_a_problem_says_where_what_and_what_to_do(problem, text):
    assert str(problem) == text


def test_an_error_carries_every_problem_each_on_its_line():
    error = CoverageError("not as recorded", (each for each in ("one", Problem("a", "", "b", "c"))))
    assert str(error) == "not as recorded\n  - one\n  - a: expected b, found c"
    assert len(error.problems) == 2


def test_a_single_problem_stands_on_one_line_and_none_leaves_the_summary():
    assert str(CoverageError("not as recorded", ["one"])) == "not as recorded: one"
    assert str(CoverageError("alone")) == "alone"
