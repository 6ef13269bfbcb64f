"""The public names of the package: few, lazy, documented, each with an example that runs."""

import doctest
import inspect
import subprocess
import sys

import pytest

import coverage_lib as cl

MOST = 20
NO_EXAMPLE = {"CoverageError", "__version__"}


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, coverage_lib; print([name for name in ('numpy', 'pandas', 'matplotlib', 'IPython') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_names_are_few_and_listed():
    assert dir(cl) == sorted(cl.__all__)
    assert len(cl.__all__) <= MOST


@pytest.mark.parametrize("name", [name for name in cl.__all__ if name not in NO_EXAMPLE])
def test_every_name_is_documented_with_an_example(name):
    named = getattr(cl, name)
    assert inspect.getdoc(named)
    assert doctest.DocTestFinder(recurse=False).find(named)[0].examples, f"{name} has no example"


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(AttributeError, match=r"no attribute .covrage.; it has .*coverage"):
        _ = cl.covrage


def test_a_code_of_no_unit_is_one_message():
    with pytest.raises(cl.CoverageError, match="'99999'"):
        cl.unit({}, "99999")


def test_what_is_no_table_of_observations_says_what_is_lacking():
    with pytest.raises(cl.CoverageError, match="'indicator'"):
        cl.tables(cl.open_tables()["sources"])
