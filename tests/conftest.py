import pickle
import time

import pytest
from hypothesis import settings

# the same examples on every machine, however slow; the number keeps the whole run within minutes
settings.register_profile("project", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("project")


@pytest.fixture(scope="session")
def read_and_built(tmp_path_factory, worker_id):
    """What the committed documents give, with the lines above their tables (``captions``): computed once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    kept, turn = shared / "built.pickle", shared / "building"
    try:
        turn.mkdir()
    except FileExistsError:  # another worker computes
        while not kept.exists():
            time.sleep(0.2)
        return pickle.loads(kept.read_bytes())
    from coverage_lib.deliver.pipeline import tables_from, validated  # most tests need neither it nor what it loads
    from tests.builders import RAW

    found: object = None
    try:
        tables = tables_from(RAW)
        found = validated(tables) | {"captions": tables["captions"]}
    finally:
        part = kept.with_suffix(".part")
        part.write_bytes(pickle.dumps(found))
        part.replace(kept)
    return found


@pytest.fixture(scope="session")
def processed(read_and_built):
    """All tables, computed from the committed documents."""
    return {name: table for name, table in read_and_built.items() if name != "captions"}


@pytest.fixture(scope="session")
def project(processed, tmp_path_factory):
    """A project folder that holds the processed tables and nothing else."""
    from coverage_lib.deliver.table_store import write_tables

    folder = tmp_path_factory.mktemp("project")
    write_tables(processed, folder / "data" / "processed")
    return folder


@pytest.fixture(scope="session")
def written(project):
    """The folder of the processed tables."""
    return project / "data" / "processed"
