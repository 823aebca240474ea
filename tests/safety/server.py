"""Validates what it is told to, each in a child process of its own, and says what that took.

Started as a script; reads lines of JSON ``{"source": ..., "seconds": ..., "options": {...}}`` (with ``"out"`` the
package is also loaded, filtered, formatted and built, into that folder) and answers each with
one line: ``seconds`` and ``peak`` (MiB of memory) with either ``report`` and ``text`` (the report as people read it),
or ``refused`` (could not check), or ``crash`` (any other exception), or ``end`` (the child was killed, or hung).
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

import talent_dataset
from talent_dataset.engine.errors import CannotCheckError, TalentDatasetError
from talent_dataset.render import plain, report_lines

# Loaded once, before the forks; nothing of it may start the threads of polars.
for name in ("declare", "provenance.audit", "releases.build", "engine.writing.canonical", "provenance.bookkeeping"):
    import_module(f"talent_dataset.{name}")

MOST = 8 << 30  # bytes of address space; polars reserves far more than it touches


def outcome(order: dict[str, Any]) -> dict[str, Any]:
    """What comes of one order."""
    try:
        if "out" in order:
            use(Path(order["source"]), Path(order["out"]))
        report = talent_dataset.validate(order["source"], **order["options"])
        return {"report": report.to_dict(), "text": plain(report_lines(report))}
    except CannotCheckError as error:
        return {"refused": str(error)}
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        import traceback

        return {"crash": f"{type(error).__name__}: {error}"[:500], "trace": traceback.format_exc()[-3000:]}


def use(source: Path, out: Path) -> None:
    """All that can be done with a package beside validating it; each may refuse, and say so."""
    from talent_dataset.engine.writing.canonical import format_package
    from talent_dataset.releases.build import build

    with suppress(TalentDatasetError):
        package = talent_dataset.Package.open(source)
        for name in package.tables():
            with suppress(TalentDatasetError):
                package.load(name)
    for verb in (
        lambda: talent_dataset.filter(source),
        lambda: format_package(source, check=True),
        lambda: build(source, out, version="1.0.0", created="2020-01-01"),
    ):
        with suppress(TalentDatasetError):
            verb()


def child(order: dict[str, Any], target: int) -> None:
    """Do it, write what came of it, and leave."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
    with os.fdopen(target, "w", encoding="utf-8", errors="backslashreplace") as stream:
        json.dump(outcome(order), stream, default=str)
    os._exit(0)


def answered(source: int, until: float) -> bytes | None:
    """All that the child writes; ``None`` where the time is up before."""
    data = b""
    while (left := until - time.monotonic()) > 0 and select.select([source], [], [], left)[0]:
        if not (block := os.read(source, 1 << 20)):
            return data
        data += block
    return None


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """What came of an order, with the time and the memory that it took."""
    source, target = os.pipe()
    started = time.monotonic()
    if (pid := os.fork()) == 0:
        os.close(source)
        child(order, target)
    os.close(target)
    data = answered(source, started + order.get("wall", order["seconds"]))
    if data is None:
        os.kill(pid, signal.SIGKILL)
    os.close(source)
    _, status, usage = os.wait4(pid, 0)
    found = json.loads(data) if data else {"end": "too slow" if data is None else f"died with status {status}"}
    used = usage.ru_utime + usage.ru_stime
    if used > order["seconds"]:
        found = {"end": f"took {used:.0f} s of computing"}
    return {"seconds": time.monotonic() - started, "peak": usage.ru_maxrss >> 10, **found}


if __name__ == "__main__":
    del pl
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - the answer
