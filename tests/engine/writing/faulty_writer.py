"""Commands that die or fail at a chosen step of what they write."""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from pathlib import Path
from typing import Any

import frictionless  # noqa: F401 - imported before the fork, as all that follows
import polars as pl  # noqa: F401

from talent_dataset.checking import validate as _validate  # noqa: F401
from talent_dataset.cli import commands, main, output
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.writing import disk, fill, replaced_folder
from talent_dataset.releases import build as _build  # noqa: F401
from tests.steps import Steps, serve


def run(job: dict[str, Any]) -> tuple[str, int]:
    """Do one job in this process: how it ended, with what it said on its error stream."""
    os.chdir(job["folder"])
    if not job.get("exchanges", True):
        setattr(disk, "exchange", lambda *_: False)  # noqa: B010 - as a system that cannot
    steps = Steps(job["at"], job["kind"], job.get("signals", ""))
    _wrap(steps, job.get("names"))
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = _done(job)
    steps.is_counting = False
    return f"{code}\n{said.getvalue()}", steps.count


def _done(job: dict[str, Any]) -> int:
    if job["arguments"][0] != "folder":
        return main(job["arguments"])
    # What `build` does, without its checks.
    with warnings.catch_warnings():
        warnings.showwarning = output.show_warning
        try:
            with replaced_folder(Path("out")) as new:
                fill(new, dict.fromkeys(("a", "b/c"), b"new"))
        except CannotCheckError as error:
            output.show_error(error)
            return commands.COULD_NOT_CHECK
    return commands.VALID


def _wrap(steps: Steps, names: list[str] | None) -> None:
    """Count from the first workshop on: before that, things are only read."""
    if names is None:
        steps.wrap_disk()
        steps.wrap(disk, "exchange")
    for name in names or []:
        steps.wrap(disk if name == "exchange" else os, name)
    make = os.mkdir

    def mkdir(path: Any, *args: Any, **options: Any) -> None:
        steps.is_counting = steps.is_counting or Path(path).name.startswith(".talent-dataset-")
        make(path, *args, **options)

    os.mkdir = mkdir


if __name__ == "__main__":
    serve(run)
