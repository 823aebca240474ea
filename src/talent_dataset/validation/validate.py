"""The one call that checks whatever holds tables."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.policy import Policy
from talent_dataset.reading.package import Opened, open_package
from talent_dataset.reading.read import read_table
from talent_dataset.report import Report
from talent_dataset.rules.probes import probes
from talent_dataset.validation.run import PackageRun
from talent_dataset.validation.tally import Tally

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Resource
    from talent_dataset.reading.files import Files
    from talent_dataset.reading.table import TextTable
    from talent_dataset.validation.table import Progress


def validate(  # noqa: PLR0913 (each is a choice of the caller)
    source: Any,
    *,
    schema: Any = None,
    limit: int | None = 20,
    texts: str | os.PathLike[str] | None = None,
    policy: Policy | None = None,
    allow_urls: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Check a package: its descriptor, its files, every cell, key, reference and rule.

    Args:
        source: A descriptor file, a folder or zip file with one, a descriptor as ``dict`` or ``Package``; or, with
            ``schema``, one table file.
        schema: Table Schema of a table file: a path, a ``dict`` or a ``Schema``.
        limit: Examples to keep of each code and resource; ``None``: all. Totals are exact in any case.
        texts: Folder with the documents that evidence quotes.
        policy: Severities changed, rules silenced.
        allow_urls: Whether schemas and dialects on the web may be followed.
        progress: Called now and then with the name of a resource, the bytes of it read, and all its bytes if known.

    Returns:
        What is wrong, how much was checked, and what was not.

    Raises:
        CannotCheckError: ``source`` is not there, or cannot be opened.
    """
    start = time.perf_counter()
    del texts
    opened = _opened(source, schema, allow_urls=allow_urls)
    tally = Tally(limit, policy or Policy())
    for fault in opened.parsed.faults:
        tally.add(fault)
    tally.skipped += opened.parsed.skipped
    tally.run += 1
    return _run(opened, tally, progress, start)


def _opened(source: Any, schema: Any, *, allow_urls: bool) -> Opened:
    if schema is not None:
        return _one_table(source, schema, allow_urls=allow_urls)
    return open_package(source, allow_urls=allow_urls, probes=probes())


def _one_table(source: Any, schema: Any, *, allow_urls: bool) -> Opened:
    path = Path(source)
    described = schema if isinstance(schema, Mapping) else str(Path(schema).resolve().relative_to(path.parent.resolve()))
    resource = {"name": path.stem.lower(), "path": path.name, "schema": described}
    data = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [resource]}
    return open_package(data, base=path.parent, allow_urls=allow_urls, probes=probes())


def _run(opened: Opened, tally: Tally, progress: Progress | None, start: float) -> Report:
    package = opened.parsed.package
    shown: dict[str, Any] = {"name": None, "version": None, "path": opened.path}
    if package is None:
        checks = tally.checks()
        return Report(
            package=shown,
            totals=tally.totals(),
            errors=tally.errors,
            issues=tally.issues(()),
            checks=checks,
            seconds=time.perf_counter() - start,
        )
    shown |= {"name": package.name, "version": package.version}
    run = PackageRun(package, opened.files, _reader(opened.files), tally, progress)
    run.run()
    return run.report(shown, round(time.perf_counter() - start, 3))


def _reader(files: Files) -> Any:
    def read(resource: Resource) -> TextTable:
        return read_table(resource, files, others=_other)

    return read


def _other(resource: Resource, files: Files) -> TextTable:
    from talent_dataset.validation.spreadsheets import read_other

    return read_other(resource, files)
