"""What a page shows is a row of a table: modules of ``present`` choose, order, round for print and word, and compute nothing.

How it is decided: no operator of arithmetic has a column of numbers of the vocabulary among its operands (``rows["persons"] - 1``,
``row.gap_pp / 2``), and no sum, mean, difference or quotient is taken of such a column. The largest, smallest, first and last, the
size of a number (``abs``) and comparisons choose and are allowed; so is geometry, whose operands are places on the page.
"""

import ast

import pytest

from coverage_lib.vocabulary.table_schemas import column, known_columns
from tests.builders import PROJECT

MODULES = sorted((PROJECT / "coverage_lib" / "present").rglob("*.py"))
NUMBERS = {name for name in known_columns() if column(name)["dtype"] in ("count", "number")}
AGGREGATES = {"sum", "mean", "median", "std", "var", "diff", "cumsum", "pct_change", "prod", "quantile", "sub", "add", "mul", "div"}


def columns_in(node):
    """The columns of numbers that an expression reads; what a function words or a comparison chooses is not looked into."""
    if isinstance(node, ast.Compare | ast.JoinedStr | ast.Lambda):
        return
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value in NUMBERS:
        yield node.slice.value
    if isinstance(node, ast.Attribute) and node.attr in NUMBERS and isinstance(node.ctx, ast.Load):
        yield node.attr
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr not in ("isna", "notna", "nunique"):
            yield from columns_in(node.func.value)
        elif isinstance(node.func, ast.Name) and node.func.id in ("abs", "float", "int", "max", "min", "round", "sum"):
            for argument in node.args:
                yield from columns_in(argument)
        return
    for child in ast.iter_child_nodes(node):
        yield from columns_in(child)


def computed(source):
    """Line and column of every arithmetic on a column of numbers."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitAnd | ast.BitOr | ast.BitXor):
            parts = [node.left, node.right]
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
            parts = [node.operand]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in AGGREGATES:
            parts = [node.func.value]
        else:
            continue
        for part in parts:
            yield from ((node.lineno, name) for name in columns_in(part))


def test_no_module_computes_what_it_shows():
    found = {path.relative_to(PROJECT).as_posix(): sorted(set(computed(path.read_text("utf-8")))) for path in MODULES}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('rows["persons"] - 1', ["persons"]),
        ("100 * row.participants / row.persons", ["participants", "participants", "persons"]),
        ('rows["gap_persons"].sum()', ["gap_persons"]),
        ('-row["gap_pp"]', ["gap_pp"]),
        ('rows[(rows["gap_pp"] < 0) & known]["area_code"] + "x"', []),
        ('rows["period"].max()', []),
        ('abs(row["gap_pp"])', []),
        ('"about " + words.count(row["participants"])', []),
        ('float(row["persons"]) - 1', ["persons"]),
    ],
)
def test_the_rule_decides(source, found):
    assert sorted(name for _, name in computed(source)) == found
