"""The recipes of CONTRIBUTING: each is walked in a copy of the library, touches only the files that it names, and then works."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from tests.builders import PROJECT

CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
pytestmark = pytest.mark.slow

POINTS = """
import pandas as pd
from coverage_lib.deliver.analysis.file_tables import tables
from coverage_lib.vocabulary.table_schemas import conform, empty, table

def observed(*rows):
    common = {"source_id": "plan", "sheet": "PL", "area_label": "Ho Xa", "area_code": "19363", "obs_status": "A", "basis": "actual"}
    rows = [common | {"cell": f"C{number}"} | row | {"period": pd.Timestamp(row["period"])} for number, row in enumerate(rows, 1)]
    return conform(pd.DataFrame(rows, columns=table("observations")["columns"], dtype=object), "observations")
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of the library and the notebooks; ``.run`` executes code with it, ``.touched`` says which files differ."""

    class Copy:
        root = tmp_path

        def add(self, path, text):
            file = tmp_path / path
            file.write_text((file.read_text("utf-8") if file.exists() else "") + text, "utf-8")

        def replace(self, path, old, new):
            file = tmp_path / path
            text = file.read_text("utf-8")
            assert text.count(old) == 1
            file.write_text(text.replace(old, new), "utf-8")

        def run(self, code):
            environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
            done = subprocess.run(
                [sys.executable, "-c", POINTS + code], cwd=tmp_path, env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr[-2000:]
            return done.stdout.strip().splitlines()

        def touched(self):
            files = [each for part in ("coverage_lib", "notebooks") for each in (tmp_path / part).rglob("*") if each.is_file()]
            names = [each.relative_to(tmp_path) for each in files if "__pycache__" not in each.parts]
            return {
                name.as_posix()
                for name in names
                if not (PROJECT / name).exists() or (PROJECT / name).read_bytes() != (tmp_path / name).read_bytes()
            }

    for part in ("coverage_lib", "notebooks"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return Copy()


def named_in(recipe):
    """The files and folders that a recipe names."""
    (text,) = re.findall(rf"^\*\*{recipe}\.\*\*(.*?)(?=^\*\*|^#)", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    return re.findall(r"`((?:coverage_lib|notebooks)/[\w/.]*)`", text)


def only_named(copy, recipe, beside=()):
    names = [*named_in(recipe), *beside]
    assert names
    strange = {
        each for each in copy.touched() if not any(each == name or each.startswith(name.rstrip("/") + "/") for name in names)
    }
    assert strange == set()


def test_a_new_indicator(copy):
    entry = '\n[indicator.occupational]\nvi = "Bảo hiểm tai nạn"\nen = "Accident insurance"\nshort_vi = "BHTNLĐ"\nshort_en = "AI"\n'
    entry += 'base = "labour_force_working_age"\nroles = []\naliases = ["bảo hiểm tai nạn lao động", "bhtnlđ"]\n'
    copy.add("coverage_lib/vocabulary/terms.toml", entry)
    lines = copy.run("""
from coverage_lib.clean.tables.header_meaning import code_named
print(code_named("indicator", "Số người tham gia bảo hiểm tai nạn lao động"))
counts = {"measure": "participants", "indicator": "occupational", "value": 400, "period": "2024-12-31"}
people = {"measure": "denominator", "base": "labour_force_working_age", "value": 1000, "period": "2024-12-31"}
made = tables(observed(counts, people))
print(made["coverage"][["indicator", "coverage_pct"]].values.tolist())
from coverage_lib.present.pages.unit_page import UnitPage
print(UnitPage(made, "19363", "en").charts().charts[0].alt.split(":")[0])
""")
    assert lines == ["occupational", "[['occupational', 40.0]]", "Thị trấn Hồ Xá"]
    only_named(copy, "A new indicator")


def test_a_new_base(copy):
    entry = '\n[base.insured_households]\nvi = "hộ"\nen = "members of households"\ndefinition_vi = "theo văn bản"\n'
    entry += 'definition_en = "as the document says"\nkind = "population"\naliases = ["nhân khẩu của hộ"]\n'
    copy.add("coverage_lib/vocabulary/terms.toml", entry)
    lines = copy.run("""
from coverage_lib.clean.tables.header_meaning import code_named
print(code_named("base", "Nhân khẩu của hộ"))
people = {"measure": "denominator", "base": "insured_households", "value": 1000, "period": "2024-12-31"}
print(tables(observed(people))["denominators"][["base", "persons"]].values.tolist())
""")
    assert lines == ["insured_households", "[['insured_households', 1000]]"]
    only_named(copy, "A new base")


def test_a_verdict_method(copy):
    entry = '\n[halfway]\nvi = "Nửa đường"\nen = "Half-way"\nabout = "share of the way from the base that is done"\n'
    entry += (
        'classes = [["on_track", 0.5], ["too_slow", 0.25], ["far_too_slow", 0.0], ["falling"]]\nratio = { about = "way done" }\n'
    )
    entry += 'lacks_vi = "thiếu năm gốc"\nlacks_en = "no base year"\ninputs_vi = "({p} − {b}) ÷ ({target} − {b})"\n'
    entry += 'inputs_en = "({p} − {b}) ÷ ({target} − {b})"\n'
    copy.add("coverage_lib/vocabulary/verdict_methods.toml", entry)
    method = '\n\ndef halfway(given: Figures) -> np.ndarray:\n    """Share of the way from the base that is done."""\n'
    method += "    return _over(given.latest - given.base, given.target - given.base)\n"
    copy.replace("coverage_lib/model/gaps/verdicts.py", "\n\ndef growth(", method + "\n\ndef growth(")
    lines = copy.run("""
from coverage_lib.model.gaps.verdicts import figures, verdicts
print(verdicts(figures(2.0, 5.0, 6, base=1.0, years=4))["verdict_halfway"].tolist())
print([name for name in (*empty("gap").columns, *empty("verdict_inputs").columns) if "halfway" in name])
from coverage_lib.vocabulary.language import Language
print(Language("en").column("verdict_halfway"))
""")
    assert lines == ["['too_slow']", "['verdict_halfway', 'ratio_halfway']", "Half-way"]
    only_named(copy, "A verdict method")


def test_a_new_page(copy):
    cells = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    source = {"parameters": 'area_code: str = "464"\nlang: str = "vi"',
              "setup": "import coverage_lib as cl\n\npage = cl.unit(cl.open_tables(), area_code, lang)", "": "page.figures()",
              "provenance": "page.provenance()"}  # fmt: skip
    for tag, text in source.items():
        cells.cells.append(nbformat.v4.new_code_cell(text, metadata={"tags": [tag] if tag else []}))
    nbformat.write(cells, copy.root / "notebooks" / "07_figures.ipynb")
    entry = '\n[figures]\nnotebook = "07_figures"\ntitle = "briefing.title"\nabout = "units"\nheading = "page.targets"\n'
    copy.add("coverage_lib/deliver/pages.toml", entry)
    lines = copy.run("""
from pathlib import Path
from coverage_lib.deliver.render.briefing_list import jobs
given = {name: empty(name) for name in __import__("coverage_lib.vocabulary.table_schemas", fromlist=["x"]).table_names()}
made = jobs(given, ["464"], Path("."), Path("notebooks"), "en", {}, True)
print([(each.name, each.title) for each in made if each.name.startswith("figures/")])
""")
    assert lines == ["[('figures/464', 'Huyện Vĩnh Linh: coverage of social, unemployment and health insurance')]"]
    only_named(copy, "A new page")


def test_a_check(copy):
    copy.add("coverage_lib/auditing/checks/round_figures.py", '''"""Counts that end in three zeros."""

import pandas as pd

from coverage_lib.auditing.figures.finding import finding, table


def round_figures(observations: pd.DataFrame) -> pd.DataFrame:
    """A note on every count that ends in three zeros."""
    rows = observations[observations["measure"].eq("participants") & observations["value"].mod(1000).eq(0)]
    return table(finding("round_figures", "round", "note", row) for row in rows.itertuples())
''')  # fmt: skip
    listed = "coverage_lib/auditing/check_list.py"
    copy.replace(
        listed,
        '    (cascade, ("denominators", "sources")),\n',
        '    (cascade, ("denominators", "sources")),\n    (round_figures, ("observations",)),\n',
    )
    copy.replace(
        listed,
        "from coverage_lib.auditing.checks.year_on_year",
        "from coverage_lib.auditing.checks.round_figures import round_figures\nfrom coverage_lib.auditing.checks.year_on_year",
    )
    copy.add("coverage_lib/vocabulary/phrases.csv", "check.round_figures.round,Số tròn nghìn.,A round figure.\n")
    lines = copy.run("""
counts = {"measure": "participants", "indicator": "si", "value": 4000, "period": "2024-12-31", "printed": "4.000"}
found = tables(observed(counts))["findings"]
print(found.loc[found["check"] == "round_figures", ["severity", "message_en"]].values.tolist())
""")
    assert lines == ["[['note', 'A round figure.']]"]
    only_named(copy, "A check")


def test_an_output_format(copy):
    copy.add("coverage_lib/deliver/render/plain_text.py", '''"""An executed notebook as plain text."""


def to_text(notebook, title, lang, data_date):
    """Its title and the number of its cells."""
    return f"{title}: {len(notebook.cells)}"
''')  # fmt: skip
    copy.replace(
        "coverage_lib/deliver/render/output_formats.py",
        '"html_document.to_html"}',
        '"html_document.to_html", "txt": "plain_text.to_text"}',
    )
    lines = copy.run("""
import nbformat
from click.testing import CliRunner
from coverage_lib.deliver.commands.main import main
from coverage_lib.deliver.render.output_formats import written
print(written("txt", nbformat.v4.new_notebook(), "A", "en", None))
print("[html|txt]" in CliRunner().invoke(main, ["render", "--help"]).output)
""")
    assert lines == ["b'A: 0'", "True"]
    only_named(copy, "An output format")
