"""The permitted content of a notebook, and that each one runs with its defaults."""

import ast
import os
import tempfile

import nbformat
import papermill
import pytest
from traitlets.config import Config

from coverage_lib.deliver.render.briefing_list import kinds
from coverage_lib.deliver.render.notebook_parameters import declared
from tests.builders import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
MOST_CALLS, MOST_LINES = 12, 6
TYPES = {"str", "int", "float", "bool"}
_LOOPS = (ast.For, ast.While, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_READERS = {"open", "Path", "glob", "listdir", "exec", "eval", "__import__", "system", "run"}

each_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def named(tree):
    """Every name and attribute that code uses."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_there_is_one_notebook_to_explore_and_one_a_document():
    assert [path.stem for path in NOTEBOOKS] == ["00_explore", *sorted(entry["notebook"] for entry in kinds().values())]


@each_notebook
def test_parameters_then_set_up_then_calls_then_provenance(notebook):
    assert [tags(cell) for cell in code_cells(notebook)][:2] == [["parameters"], ["setup"]]
    assert tags(code_cells(notebook)[-1]) == ["provenance"]
    assert [tags(cell) for cell in code_cells(notebook)[2:-1] if tags(cell)] == []
    assert read(notebook).cells[-1].cell_type == "code"


@each_notebook
def test_every_parameter_is_typed_has_a_default_and_help_in_both_languages(notebook):
    source = code_cells(notebook)[0].source
    statements = ast.parse(source).body
    assert statements
    assert all(
        isinstance(each, ast.AnnAssign) and each.annotation.id in TYPES and isinstance(each.value, ast.Constant)
        for each in statements
    )
    assert all(type(each.value.value).__name__ == each.annotation.id for each in statements)
    assert len(source.splitlines()) == len(statements)
    assert all(len(line.partition("  # ")[2].split(" / ")) == 2 for line in source.splitlines())


@each_notebook
def test_the_batch_sees_the_same_parameters(notebook):
    known = declared(notebook)
    assert list(known) == [each.target.id for each in ast.parse(code_cells(notebook)[0].source).body]
    assert {entry["inferred_type_name"] for entry in known.values()} <= TYPES
    assert "lang" in known


@each_notebook
def test_a_few_short_calls_each_ending_in_what_is_shown(notebook):
    calls = code_cells(notebook)[2:]
    assert 1 <= len(calls) <= MOST_CALLS
    for cell in calls:
        assert len(cell.source.splitlines()) <= MOST_LINES
        assert isinstance(ast.parse(cell.source).body[-1], ast.Expr)
        assert not cell.source.rstrip().endswith(";")


@each_notebook
def test_no_definitions_no_loops_no_reading_of_files_no_paths(notebook):
    for cell in code_cells(notebook):
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, _LOOPS + _DEFINITIONS)]
        assert not named(tree) & _READERS
        assert not {name for name in named(tree) if name.startswith(("read_", "to_csv", "to_parquet", "to_excel"))}
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert [text for text in texts if "/" in text or "\\" in text] == []


@each_notebook
def test_only_the_door_is_imported(notebook):
    nodes = [node for cell in code_cells(notebook) for node in ast.walk(ast.parse(cell.source))]
    imports = [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imports == ["import coverage_lib as cl"]


@each_notebook
def test_no_figures_are_typed_in(notebook):
    numbers = [
        node.value for cell in code_cells(notebook)[1:] for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    ]  # fmt: skip
    assert [number for number in numbers if number > 20] == []


@each_notebook
def test_nothing_of_a_run_is_stored(notebook):
    stored = read(notebook)
    assert set(stored.metadata) == {"kernelspec", "language_info"}
    for cell in code_cells(notebook):
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert set(cell.metadata) <= {"tags"}


@each_notebook
def test_prose_is_in_both_languages(notebook):
    prose = [cell.source for cell in read(notebook).cells if cell.cell_type == "markdown"]
    assert prose
    assert [text for text in prose if "*" not in text.replace("**", "")] == []  # English stands in italics beside the Vietnamese


@pytest.mark.slow
@each_notebook
def test_it_runs_from_top_to_bottom_with_its_defaults(notebook, project, tmp_path):
    with tempfile.TemporaryDirectory() as sockets:
        run = papermill.execute_notebook(
            str(notebook),
            str(tmp_path / "run.ipynb"),
            cwd=str(project),
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=_patience(notebook),
            config=_without_ports(sockets),
        )
    calls = [cell for cell in run.cells if cell.cell_type == "code"][2:]
    shown = [[output for output in cell.outputs if output.output_type in ("execute_result", "display_data")] for cell in calls]
    assert all(shown)
    assert [output.text for cell in run.cells for output in cell.get("outputs", []) if output.output_type == "stream"] == []


def _patience(notebook):
    """Seconds for a cell. The client may overlook the answer of a cell with an Output widget, and looks again when they are over."""
    return 30 if notebook.stem == "00_explore" else 300


def _without_ports(folder):
    """Kernels that start at once race for TCP ports; sockets in a folder of their own do not."""
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}}) if os.name == "posix" else Config()
