import pytest
from hypothesis import settings

# the same examples on every machine, however slow; the number keeps the whole run within minutes
settings.register_profile("project", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("project")


@pytest.fixture(scope="session")
def processed():
    """All tables, computed from the committed documents once a worker."""
    from coverage_lib.deliver.pipeline import compute  # most tests need neither it nor what it loads
    from tests.builders import RAW

    return compute(RAW)


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
