"""What ARCHITECTURE promises of the code itself: rooms, sizes, names, where Vietnamese lives, nothing of anybody's machine."""

import ast
import graphlib
import re
import shutil
import zipfile
from collections import Counter
from functools import cache

import pytest

from tests.builders import PROJECT

PACKAGE = PROJECT / "coverage_lib"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = (  # from the ground up: a module imports only from its own room and from rooms before it
    "vocabulary",
    *("raw.safety", "raw.records", "raw.readers"),
    *("clean.text", "clean.units", "clean.notation", "clean.tables", "clean.document", "clean.plan_text"),
    *("model.rates", "model.targets", "model.series", "model.gaps", "model.comparison", "model.reform", "model.assignment"),
    *("auditing.figures", "auditing.checks", "auditing"),
    *("present.kit", "present", "present.context", "present.words", "present.charts", "present.parts", "present.pages"),
    *("deliver", "deliver.offices", "deliver.analysis", "deliver.render", "deliver.commands"),
)
FULLEST = 16  # modules of a room; what does not fit on a screen is two subjects
OUTSIDE = {"__init__", "__main__"}  # the version and the door
LONGEST = 350

# The words by which documents name things are patterns on this floor; everything shown to a reader stands in terms and phrases.
PATTERNS = "clean"
NAMES = {"vocabulary/areas.py"}  # the nation, which no code list holds, and the mark of the units of 2025
_VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)

GENERATED = {
    ".git",
    ".venv",
    ".pytest_cache",
    ".ruff_cache",
    ".mypy_cache",
    ".hypothesis",
    ".ipynb_checkpoints",
    "__pycache__",
    "outputs",
    "processed",
}
_MACHINE = [r"/(?:home|root|work|tmp|Users|mnt|opt)/\w", r"\b[A-Z]:\\\w", "file" + "://"]
_REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "anaconda" + ".org",
    "index-" + "url",
    "extra-" + "index",
    "registry" + ".npmjs",
    "artifact" + "ory",
]
_MACHINE_PATTERN = re.compile("|".join([*_MACHINE, *map(re.escape, _REGISTRIES)]).encode())
_ALLOWED = {b"--no-emit-" + b"index-" + b"url"}  # the option that keeps such an address out of the lock file


def relative(path):
    return path.relative_to(PACKAGE).as_posix()


def floor(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def room(name):
    """The folder of a module by its dotted name below the package.

    ``errors`` belongs to the vocabulary: its messages are phrases, and the code lists raise it.
    """
    return name.rpartition(".")[0] or "vocabulary"


@cache
def parsed(path):
    return ast.parse(path.read_text("utf-8"))


@cache
def statements_of_import(source):
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]


def imports(path):
    """Everything of the library that a module imports, wherever in the module."""
    for node in statements_of_import(path.read_text("utf-8")):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def arrows(package):
    """Module → the modules of the package that it imports, by dotted name below the package."""
    names = {".".join(path.relative_to(package).with_suffix("").parts): path for path in sorted(package.rglob("*.py"))}
    names = {name: path for name, path in names.items() if path.stem not in OUTSIDE}
    return {
        name: {used.removeprefix("coverage_lib.") for used in imports(path)} & names.keys() - {name} for name, path in names.items()
    }


def offences(package):
    """Every import that runs upwards between rooms, and every circle of modules."""
    graph = arrows(package)
    unknown = {room(name) for name in graph} - set(ROOMS)
    if unknown:
        return [f"no such room: {name}" for name in sorted(unknown)]
    rank = {name: number for number, name in enumerate(ROOMS)}
    found = [
        f"{name} imports {used}, which stands above it"
        for name, others in graph.items()
        for used in sorted(others)
        if rank[room(used)] > rank[room(name)]
    ]
    try:
        tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as circle:
        found.append("a circle: " + " imports ".join(reversed(circle.args[1])))
    return found


def tracked():
    """The files of the project that are not generated."""
    folders = [PROJECT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name not in GENERATED and not path.name.endswith(".egg-info"):
                if path.is_dir():
                    folders.append(path)
                else:
                    yield path


def test_no_import_runs_upwards_or_in_a_circle():
    assert offences(PACKAGE) == []


@pytest.mark.parametrize(
    ("module", "imported", "said"),
    [
        ("model/gaps/gap.py", "coverage_lib.present.blocks", "model.gaps.gap imports present.blocks, which stands above it"),
        ("present/kit/chart_style.py", "coverage_lib.present.charts.waterfall_chart", "present.kit.chart_style imports present.ch"),
        ("model/gaps/pace.py", "coverage_lib.model.gaps.gap", "a circle: "),
    ],
    ids=["between floors", "between rooms of a floor", "inside a room"],
)
def test_an_import_that_should_not_be_is_found(tmp_path, module, imported, said):
    package = tmp_path / "coverage_lib"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "*.csv", "*.ttf"))
    (package / module).write_text(f"import {imported}\n" + (package / module).read_text("utf-8"), "utf-8")
    assert any(each.startswith(said) for each in offences(package))


def test_no_file_name_stands_twice_and_no_room_is_crowded():
    names = Counter(path.stem for path in MODULES if path.stem not in OUTSIDE)
    assert [name for name, count in names.items() if count > 1] == []
    full = Counter(relative(path.parent) for path in MODULES if path.stem not in OUTSIDE)
    assert {name: count for name, count in full.items() if count > FULLEST} == {}


def test_only_the_last_floors_draw_and_deliver():
    heavy = {
        "matplotlib": {"present"},
        "seaborn": {"present"},
        "papermill": {"deliver"},
        "nbconvert": {"deliver"},
        "click": {"deliver"},
        "openpyxl": {"raw"},
        "IPython": {"present", "deliver"},
    }
    found = {(name.split(".")[0], floor(path)) for path in MODULES for name in imports(path)}
    assert {(name, where) for name, where in found if where not in heavy.get(name, {where})} == set()


def test_a_file_holds_one_idea():
    lines = {relative(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_no_vietnamese_in_code_outside_the_vocabulary():
    found = []
    for path in MODULES:
        if floor(path) == PATTERNS or relative(path) in NAMES:
            continue
        nodes = list(ast.walk(parsed(path)))
        documentation = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        literals = [
            node
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
        ]
        found += [(relative(path), node.lineno, node.value) for node in literals if _VIETNAMESE.search(node.value)]
    assert found == []


def test_every_module_says_what_it_is_for():
    assert [relative(path) for path in MODULES if path.stat().st_size and not ast.get_docstring(parsed(path))] == []


def test_the_library_reads_no_clock_and_rolls_no_dice():
    calls = re.compile(
        r"\b(?:datetime\.now|date\.today|Timestamp\.now|Timestamp\.today|time\.time|utcnow|import random|np\.random|uuid)\b"
    )
    assert [relative(path) for path in MODULES if calls.search(path.read_text("utf-8"))] == []


def test_nothing_of_anybodys_machine_is_in_a_tracked_file():
    found = []
    for path in tracked():
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content = b"\n".join(archive.read(name) for name in archive.namelist())
        if path.suffix == ".pdf":  # packed text looks like anything
            content = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
        if path.suffix != ".ttf":
            for allowed in _ALLOWED:
                content = content.replace(allowed, b"")
            found += [(path.relative_to(PROJECT).as_posix(), place[0]) for place in _MACHINE_PATTERN.finditer(content)]
    assert found == []


def test_the_search_would_find_them():
    for text in (b"see /" + b"work/main/a.py", b"C:" + b"\\Users", b"https://pypi" + b".org/simple", b"file:" + b"///a"):
        assert _MACHINE_PATTERN.search(text)
    assert len(list(tracked())) > 250
