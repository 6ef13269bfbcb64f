"""Refusals: one line that repeats nothing of the document."""

import pytest

from coverage_lib.errors import CoverageError
from coverage_lib.raw.readers.open_file import read_file


@pytest.fixture
def refused():
    """Read a file that must be refused; the message, without the name of the file and the sentence before it."""

    def message(path, reader=read_file):
        with pytest.raises(CoverageError) as caught:
            reader(path)
        (problem,) = caught.value.problems
        assert "\n" not in str(caught.value)
        assert problem.source == path.name
        return str(problem).removeprefix(path.name)

    return message
