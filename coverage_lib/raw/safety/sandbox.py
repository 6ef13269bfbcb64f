"""Readers whose libraries cannot be limited from inside run in a process of their own, which may be stopped or crash."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from coverage_lib.errors import CoverageError, Wording, message
from coverage_lib.raw.safety.size_limits import MAX_MEMORY, refusal, seconds_for

_PACKAGES = str(Path(__file__).parents[3])


def read_in_sandbox(module: str, function: str, path: Path) -> list[Any]:
    """The result or error of a reader, run in a process with limits of memory and time.

    Raises
    ------
    CoverageError
        That of the reader; or that the file takes too long, too much memory, or breaks the reader.
    """
    seconds = seconds_for(path.stat().st_size)
    command = [sys.executable, "-m", "coverage_lib.raw.safety.sandbox", module, function, os.fspath(path), str(seconds)]
    search = os.pathsep.join(filter(None, [_PACKAGES, os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"PYTHONPATH": search, "PYTHONWARNINGS": "ignore"}
    too_much = refusal(path, message("file.read_in_time", seconds=seconds), "file.takes_longer", "remedy.keep_table_pages")
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=1.2 * seconds, check=False, env=environment
        )
    except subprocess.TimeoutExpired as cause:
        raise too_much from cause
    if done.returncode and done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise too_much
    if done.returncode:  # killed, or stopped by a library that found no memory
        raise refusal(path, "file.intact_moderate", "file.unreadable", "remedy.open_and_save")
    summary, result = pickle.loads(done.stdout)
    if summary:
        raise CoverageError(summary, result)
    return result


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # a system without such limits; the time limit of the parent remains
        return
    for what, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))


def _answer(module: str, function: str, path: Path) -> tuple[Wording, list]:
    try:
        return "", getattr(import_module(f"coverage_lib.raw.readers.{module}"), function)(path)
    except CoverageError as known:
        refused = known
    except MemoryError:
        refused = refusal(path, "file.moderate", "file.too_much_memory", "remedy.keep_tables")
    except Exception as cause:  # a library met what its authors did not foresee
        refused = refusal(path, "file.intact", message("file.damaged", cause=type(cause).__name__), "remedy.open_and_save")
    return refused.summary, refused.problems


def _main() -> None:
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some libraries talk
        _limit(int(sys.argv[4]))
        pickle.dump(_answer(sys.argv[1], sys.argv[2], Path(sys.argv[3])), answer)


if __name__ == "__main__":
    _main()
