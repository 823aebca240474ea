"""The one call that checks whatever holds tables."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.descriptor import dump_package
from talent_dataset.descriptor.model import Package
from talent_dataset.descriptor.travelling import PROPERTY
from talent_dataset.errors import CannotCheckError
from talent_dataset.policy import Policy
from talent_dataset.reading.frames import type_of
from talent_dataset.reading.package import Opened, open_package
from talent_dataset.reading.read import read_table
from talent_dataset.rules.probes import probes
from talent_dataset.validation.framed import Framed, is_frames, of_frames, schema_of
from talent_dataset.validation.run import PackageRun
from talent_dataset.validation.tally import Tally

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Resource
    from talent_dataset.reading.faults import Faults
    from talent_dataset.reading.files import Files
    from talent_dataset.reading.parts import Turn
    from talent_dataset.reading.table import TextTable
    from talent_dataset.report import Report
    from talent_dataset.validation.table import Progress

_OF_BOOKS: Final = ("evidence/", "figures/", "conflicts/", "source/")
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def validate(  # noqa: PLR0913 - all but the first are keywords, and most calls need none of them
    source: Any,
    *,
    schema: Any = None,
    dialect: Mapping[str, Any] | None = None,
    encoding: str | None = None,
    limit: int | None = 20,
    texts: str | os.PathLike[str] | None = None,
    policy: Policy | None = None,
    rules: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a package: its descriptor, its files, every cell, key, reference and rule.

    Args:
        source: A descriptor file, a folder or zip file with one, or a descriptor as ``dict``; with ``schema`` also a
            table file, a frame, or a ``dict`` of frames by the name of their table. Frames are those of polars and
            pandas, and whatever has Arrow's ``__arrow_c_stream__`` (pyarrow, duckdb). What is missing in pandas
            (``NaN``, ``None``, ``NaT``, ``NA``) is null; ``NaN`` in Arrow and polars is a number.
        schema: Of a table file or a frame: a ``Table`` class, a ``Schema``, a Table Schema as ``dict``, or its path.
            Of a ``dict`` of frames: a ``Package``, or a ``dict`` of schemas. Also a ``Schema`` of frictionless.
        dialect: Of a table file: its Table Dialect, such as ``{"delimiter": ";"}``.
        encoding: Of a table file, such as ``"windows-1252"``; by default UTF-8.
        limit: Examples to keep of each code and resource; ``None``: all. Totals are exact in any case.
        texts: Folder with the documents that the evidence of a package quotes, each known by its hash whatever its
            file name. By default the folder that ``TALENT_DATASET_TEXTS`` names, and ``seeds/texts`` in or beside
            the folder of the package; ``""``: none. What cannot be checked without documents is told as skipped.
        policy: Severities changed, rules silenced.
        rules: Further row rules as polars expressions over the fields, true or null where a row is fine:
            ``{"end-not-before-start": pl.col("end") >= pl.col("start")}`` for one table, else such a ``dict`` for each
            resource.
        progress: Called now and then with the name of a resource, the bytes of it read, and all its bytes if known.

    Returns:
        What is wrong, how much was checked, and what was not.

    Raises:
        CannotCheckError: ``source`` is not there, or cannot be opened; ``limit``, ``policy`` or ``rules`` is none.
    """
    start = time.perf_counter()
    tally = new_tally(limit, policy)
    about = {name: value for name, value in (("dialect", dialect), ("encoding", encoding)) if value is not None}
    run = examine(source, tally, schema=schema, about=about, texts=texts, rules=rules, progress=progress)
    if run.package.books is None:
        _miss_books(tally, has_texts=bool(texts))
    return run.report(round(time.perf_counter() - start, 3))


def new_tally(limit: Any, policy: Any) -> Tally:
    """Where findings go.

    Raises:
        CannotCheckError: ``limit`` is no number of examples, or ``policy`` is no policy.
    """
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise CannotCheckError(
            f"limit={limit!r} is no number of examples.", hint="Write limit=20, or limit=None for all."
        )
    if policy is not None and not isinstance(policy, Policy):
        hint = 'Write policy=Policy((Setting(code="cell/formula", level="error"),)), from talent_dataset.policy.'
        raise CannotCheckError(f"policy= takes a Policy, and {type_of(policy)} is none.", hint=hint)
    return Tally(limit, policy or Policy())


def examine(
    source: Any,
    tally: Tally,
    *,
    schema: Any = None,
    about: Mapping[str, Any] | None = None,
    texts: str | os.PathLike[str] | None = None,
    rules: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> PackageRun:
    """What ``validate`` does, with the tables (and the books: ``run.ledger``) still at hand.

    ``about`` are further properties of a table file.
    """
    opened, read = _source(source, schema, about or {}, tally)
    for fault in opened.parsed.faults:
        tally.add(fault)
        if tally.is_lowered(fault) and _bears_on_data(fault.path):
            tally.skip(fault.code, fault.message, fault.resource)
    tally.skipped += opened.parsed.skipped
    package = opened.parsed.package or Package(resources=())
    is_of_files = isinstance(opened, Opened)
    run = PackageRun(package, opened.files if is_of_files else None, read, tally, progress)
    run.shown = {"name": package.name, "version": package.version, "path": opened.path}
    run.rules, run.texts = _rules(rules, package, tally), texts
    run.frames = opened.frames if isinstance(opened, Framed) else {}
    run.run()
    if isinstance(opened, Opened) and opened.description is not None:
        tally.place(opened.description.placed)
    return run


def _bears_on_data(path: str | None) -> bool:
    """Whether something at this place of a descriptor says what to read and to check, and not only what it is."""
    return not path or path.startswith(("resources", PROPERTY))


def _miss_books(tally: Tally, *, has_texts: bool) -> None:
    """Notes the checks of books that the user asks for, of a package that declares none."""
    wanted = [code.rpartition(":")[2] for code in tally.policy.require]
    asked = [code for code in wanted if code.startswith(_OF_BOOKS)] + (["evidence/quote"] if has_texts else [])
    for code in dict.fromkeys(asked):
        reason = "the package declares no books (talentDataset.books) to hold against documents"
        tally.skip(code, reason, sort="not-there")


def _rules(rules: Any, package: Package, tally: Tally) -> Mapping[str, Mapping[str, pl.Expr]]:
    """Rules by resource: those of one table may be given alone."""
    if not rules:
        return {}
    names = [resource.name for resource in package.resources]
    is_by_table = isinstance(rules, Mapping) and all(isinstance(rule, Mapping) for rule in rules.values())
    if not is_by_table and len(names) > 1:
        raise CannotCheckError("The rules do not say of which table they are.", hint=f"Write {{{names[0]!r}: rules}}.")
    given = rules if is_by_table else dict.fromkeys(names[:1], rules)
    for name, those in given.items():
        _refuse_rules(those)
        if name not in names:
            for rule in those:
                tally.skip(f"row/{rule}", f"there is no table {name!r}", name)
    return given


def _refuse_rules(rules: Any) -> None:
    odd = [rule for rule in rules.values() if not isinstance(rule, pl.Expr)] if isinstance(rules, Mapping) else [rules]
    if odd:
        hint = 'Write rules={"end-not-before-start": pl.col("end") >= pl.col("start")}.'
        raise CannotCheckError(f"A rule is an expression of polars, and {type_of(odd[0])} is none.", hint=hint)


def _source(source: Any, schema: Any, about: Mapping[str, Any], tally: Tally) -> tuple[Opened | Framed, Any]:
    if isinstance(source, Opened):
        opened = source
    elif is_frames(source, schema):
        framed = of_frames(source, schema, tally)
        return framed, framed.read
    elif schema is not None:
        opened = _one_table(source, schema, about)
    else:
        data = dump_package(source) if isinstance(source, Package) else source
        opened = open_package(data, probes=probes())
    return opened, partial(read_table, files=opened.files, others=_other)


def _one_table(source: Any, schema: Any, about: Mapping[str, Any]) -> Opened:
    path = Path(source)
    if not path.is_file():
        hint = "Standard input is not read: save it to a file, and name that." if os.fspath(source) == "-" else ""
        raise CannotCheckError(f"There is no file at {source}.", hint=hint)
    resource = {"name": _slug(path.stem), "path": path.name, "type": "table", **about}
    data = {"$schema": _PROFILE, "resources": [resource]}
    opened = open_package(data, base=path.parent, probes=probes())
    described, faults = schema_of(schema)
    faults = tuple(
        each if each.file is None else replace(each, file=relpath(each.file, path.parent)) for each in faults
    )
    if opened.parsed.package is None or not opened.parsed.package.resources:
        return opened
    table = replace(opened.parsed.package.resources[0], schema=described)
    package = replace(opened.parsed.package, resources=(table,))
    parsed = replace(opened.parsed, package=package, faults=(*opened.parsed.faults, *faults))
    return replace(opened, parsed=parsed, path=path.name)


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-") or "table"


def _other(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    from talent_dataset.validation.spreadsheets import read_other

    return read_other(resource, files, faults, turn)
