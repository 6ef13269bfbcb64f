"""What ARCHITECTURE promises of the code itself: floors, sizes, where Vietnamese lives, nothing of anybody's machine."""

import ast
import re
import zipfile

import pytest

from tests.builders import PROJECT

PACKAGE = PROJECT / "coverage_lib"
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = [{"errors", "vocabulary"}, {"raw"}, {"clean"}, {"model"}, {"audit"}, {"present"}, {"deliver"}]
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
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


def imports(path):
    """Everything of the library that a module imports, wherever in the module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)} imports relatively"
            yield from ([f"coverage_lib.{alias.name}" for alias in node.names] if node.module == "coverage_lib" else [node.module])


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


def test_every_module_stands_on_a_floor():
    assert {floor(path) for path in MODULES} == set(FLOOR_OF) | OUTSIDE


@pytest.mark.parametrize("path", [path for path in MODULES if floor(path) not in OUTSIDE], ids=relative)
def test_a_module_imports_only_from_its_own_floor_or_below(path):
    used = {name.split(".")[1] for name in imports(path) if name.startswith("coverage_lib.") and name != "coverage_lib.__version__"}
    assert {name for name in used if FLOOR_OF[name] > FLOOR_OF[floor(path)]} == set()


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


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_file_holds_one_idea(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "path", [path for path in MODULES if floor(path) != PATTERNS and relative(path) not in NAMES], ids=relative
)
def test_no_vietnamese_in_code_outside_the_vocabulary(path):
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    literals = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]
    assert [(node.lineno, node.value) for node in literals if _VIETNAMESE.search(node.value)] == []


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_module_says_what_it_is_for(path):
    assert not path.stat().st_size or ast.get_docstring(ast.parse(path.read_text("utf-8")))


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
        if path.suffix != ".ttf":
            for allowed in _ALLOWED:
                content = content.replace(allowed, b"")
            found += [(path.relative_to(PROJECT).as_posix(), place[0]) for place in _MACHINE_PATTERN.finditer(content)]
    assert found == []


def test_the_search_would_find_them():
    for text in (b"see /" + b"work/main/a.py", b"C:" + b"\\Users", b"https://pypi" + b".org/simple", b"file:" + b"///a"):
        assert _MACHINE_PATTERN.search(text)
    assert len(list(tracked())) > 250
