"""One broken document among the seventy shipped: every other one is built, and the broken one is named first."""

import shutil

import pytest

from coverage_lib.deliver.pipeline import tables_from, validated
from tests.builders import RAW

pytestmark = pytest.mark.slow

BROKEN = {  # folder → the adjustment chains that cannot be computed without it
    "plans/vinh-linh-2023": set(),
    "denominators/gso-labour-force-2005-2021": {"adjustments/hai-duong-2024"},
    "participation/nhandan-2025-12": set(),
}


@pytest.mark.parametrize("folder", BROKEN)
def test_the_others_are_built_and_the_broken_one_is_set_apart(folder, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(RAW, raw)
    sources = sorted(path.parent.name for path in raw.glob("*/*/source.toml"))
    document = next(path for path in sorted((raw / folder).iterdir()) if path.name != "source.toml" and "expected" not in path.name)
    document.write_bytes(document.read_bytes() + b"x")
    tables = validated(tables_from(raw))
    name = folder.partition("/")[2]
    apart = set(tables["set_apart"]["source_id"])
    assert name in apart
    assert set(tables["sources"]["source_id"]) == set(sources) - apart
    assert apart == {name} | BROKEN[folder]
    assert tables["set_apart"]["message"].str.contains(document.name).any()
    assert name not in set(tables["observations"]["source_id"])
