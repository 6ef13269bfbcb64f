"""The package lists for conda and pip agree in names and versions."""

import re
import sys
import tomllib

import yaml

from tests.builders import PROJECT

CONDA_ONLY = {"python", "pip"}
STANDARD_LIBRARY = {name.lower() for name in sys.stdlib_module_names}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)\s*(.*)$")


def split(requirement):
    name, versions = _REQUIREMENT.match(requirement).groups()
    return re.sub(r"[-_.]+", "-", name).lower(), versions


def pip_project():
    return tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]


def pip_packages():
    project = pip_project()
    extras = [each for group in project["optional-dependencies"].values() for each in group]
    return dict(map(split, [*project["dependencies"], *extras]))


def conda_packages():
    listed = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))["dependencies"]
    return dict(split(each) for each in listed)


def test_both_lists_name_the_same_packages_in_the_same_versions():
    conda = {name: versions for name, versions in conda_packages().items() if name not in CONDA_ONLY}
    assert conda == pip_packages()


def test_both_ask_for_the_same_python():
    assert conda_packages()["python"] == pip_project()["requires-python"]


def test_every_package_that_the_library_imports_is_listed():
    known_as = {
        "pil": "pillow",
        "docx": "python-docx",
        "pdfminer": "pdfplumber",
        "ipython": "jupyterlab",
        "jinja2": "nbconvert",
        "nbformat": "nbconvert",
        "traitlets": "nbconvert",
        "markupsafe": "nbconvert",
        "yaml": "papermill",
    }
    imported = {
        name.lower()
        for path in (PROJECT / "coverage_lib").rglob("*.py")
        for name in re.findall(r"^\s*(?:from(?= \S+ import)|import) ([A-Za-z0-9_]+)", path.read_text("utf-8"), re.MULTILINE)
    }
    foreign = {known_as.get(name, name.replace("_", "-")) for name in imported if name not in STANDARD_LIBRARY | {"coverage_lib"}}
    assert {"pandas", "matplotlib"} <= foreign
    assert foreign - set(pip_packages()) == set()


def test_every_listed_package_is_locked_with_its_hash():
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)}
    assert set(pip_packages()) - pinned == set()
    assert lock.count("--hash=sha256:") > len(pinned)
