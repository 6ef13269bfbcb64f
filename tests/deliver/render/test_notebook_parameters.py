import pytest

from coverage_lib.deliver.render.notebook_parameters import declared, typed
from coverage_lib.errors import CoverageError
from tests import builders

SOURCE = """area_code: str = "464"  # mã / code
year: int = 2025  # năm / year
share: float = 0.5  # tỷ lệ / share
draft: bool = False  # nháp / draft"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    return builders.notebook(tmp_path_factory.mktemp("notebooks") / "a.ipynb", parameters=SOURCE)


def messages(notebook, given):
    with pytest.raises(CoverageError) as caught:
        typed(notebook, given)
    return [str(problem) for problem in caught.value.problems]


def test_a_notebook_declares_its_parameters(notebook):
    assert {name: (entry["inferred_type_name"], entry["help"]) for name, entry in declared(notebook).items()} == {
        "area_code": ("str", "mã / code"),
        "year": ("int", "năm / year"),
        "share": ("float", "tỷ lệ / share"),
        "draft": ("bool", "nháp / draft"),
    }


def test_text_from_the_command_line_becomes_what_is_declared(notebook):
    found = typed(notebook, {"area_code": "04", "year": "2030", "share": "0.25", "draft": "true"})
    assert found == {"area_code": "04", "year": 2030, "share": 0.25, "draft": True}
    assert [type(value) for value in found.values()] == [str, int, float, bool]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("false", False), ("FALSE", False)])
def test_false_is_not_true(notebook, text, value):
    assert typed(notebook, {"draft": text}) == {"draft": value}


def test_nothing_given_leaves_the_defaults_to_the_notebook(notebook):
    assert typed(notebook, {}) == {}


def test_a_mistyped_name_is_an_error_that_suggests_the_right_one(notebook):
    (message,) = messages(notebook, {"area_cod": "464"})
    assert message.startswith("a.ipynb, area_cod: expected a parameter among area_code, draft, share, year")
    assert message.endswith("did you mean 'area_code'?")


def test_a_name_far_from_all_suggests_none(notebook):
    (message,) = messages(notebook, {"colour": "red"})
    assert message.endswith("see the first cell of the notebook")


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [("year", "2025.5", "int"), ("year", "hai nghìn", "int"), ("share", "0,5", "float"), ("draft", "yes", "bool")],
)
def test_a_value_of_another_type_is_refused(notebook, name, value, kind):
    assert messages(notebook, {name: value}) == [f"a.ipynb, {name}: expected a value of type {kind}, found {value!r}"]


def test_every_fault_comes_in_one_message(notebook):
    assert len(messages(notebook, {"area_cod": "1", "year": "x", "draft": "perhaps"})) == 3
