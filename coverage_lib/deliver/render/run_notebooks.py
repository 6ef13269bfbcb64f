"""Render the briefings: papermill runs each notebook in a process of its own, so one failure never affects others."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pandas as pd
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from coverage_lib.deliver.render.html_document import charts_of
from coverage_lib.deliver.render.output_formats import written
from coverage_lib.deliver.table_store import write_all


@dataclass(frozen=True)
class Job:
    """One document to render.

    Attributes
    ----------
    name : str
        Path of the document below the output folder, without its ending: ``briefings/464``.
    notebook : Path
    parameters : dict
        Already checked and typed.
    title : str
    home : Path
        Project folder; the notebook finds its tables from there.
    formats : tuple of str
        Of ``output_formats.FORMATS``.
    """

    name: str
    notebook: Path
    title: str
    home: Path
    lang: str = "vi"
    data_date: pd.Timestamp | None = None
    parameters: dict = field(default_factory=dict)
    formats: tuple[str, ...] = ("html",)


@dataclass(frozen=True)
class Result:
    """The outcome of a job: its document, or the reason why there is none."""

    name: str
    title: str
    seconds: float
    error: str = ""


def run(jobs: Iterable[Job], outputs: Path, workers: int | None = None) -> Iterator[Result]:
    """Render the documents, several at a time, and yield each result as it is completed.

    A job that fails leaves its notebook with the traceback in ``outputs/quarantine`` and the last good document where it is.
    """
    with ProcessPoolExecutor(max_workers=workers or os.cpu_count()) as pool:
        waiting = [pool.submit(render, job, outputs) for job in jobs]
        for done in as_completed(waiting):
            yield done.result()
    with contextlib.suppress(OSError):
        (outputs / "quarantine").rmdir()  # only where nothing was set apart


def render(job: Job, outputs: Path) -> Result:
    """Run one notebook and write its document and its charts."""
    started = time.monotonic()
    quarantine = outputs / "quarantine" / (job.name.replace("/", "-") + ".ipynb")
    quarantine.parent.mkdir(parents=True, exist_ok=True)
    error = ""
    try:
        with tempfile.TemporaryDirectory() as sockets:
            papermill.execute_notebook(
                str(job.notebook),
                str(quarantine),
                parameters=job.parameters,
                kernel_name="python3",
                cwd=str(job.home),
                progress_bar=False,
                log_output=False,
                extra_arguments=["--log-level=CRITICAL"],  # a kernel that is asked to stop would log it
                config=_kernel_config(Path(sockets)),
            )
        notebook = nbformat.read(quarantine, as_version=4)
        made = {each: written(each, notebook, job.title, job.lang, job.data_date) for each in job.formats}
        documents = {outputs / f"{job.name}.{ending}": content for ending, content in made.items()}
        charts = {outputs / "charts" / f"{name}.png": png for name, png, _ in charts_of(notebook)}
        write_all({**documents, **charts})
        quarantine.unlink()
    except PapermillExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
    except Exception as failure:  # whatever one document trips over must not stop the others
        error = f"{type(failure).__name__}: {failure}"
    return Result(job.name, job.title, time.monotonic() - started, _one_line(error))


def _kernel_config(sockets: Path) -> Config:
    # kernels started at once race for TCP ports; sockets in a folder of their own have no such race, but Windows has none of them
    return Config({"KernelManager": {"transport": "ipc", "ip": str(sockets / "kernel")}}) if os.name == "posix" else Config()


def _one_line(error: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", error)).strip()
