"""Whatever holds tables, opened and examined: by the engine, and by the audits that it is given."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.engine.descriptor.model import PROPERTY, DataPackage
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.policy import Policy
from talent_dataset.engine.reading.opening import Opened, open_package
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.rules.field_checks import probes
from talent_dataset.engine.validation.run import Audit, Examined, Subject, run
from talent_dataset.engine.validation.tally import Tally

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.parts import Turn
    from talent_dataset.engine.reading.table import Faults, TextTable
    from talent_dataset.engine.validation.framed import Framed
    from talent_dataset.engine.validation.run import Progress

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


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
        from talent_dataset.engine.reading.foreign_frames import type_of

        hint = 'Write policy=Policy((Setting(code="cell/formula", level="error"),)), from talent_dataset.engine.policy.'
        raise CannotCheckError(f"policy= takes a Policy, not {type_of(policy)}.", hint=hint)
    return Tally(limit, policy or Policy())


def examine(  # noqa: PLR0913 - all but the first two are keywords
    source: Any,
    tally: Tally,
    *,
    schema: Any = None,
    about: Mapping[str, Any] | None = None,
    texts: str | os.PathLike[str] | None = None,
    rules: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    audits: Sequence[Audit] = (),
) -> Examined:
    """What is wrong with a package, with its tables still at hand.

    ``about`` are further properties of a table file; each of ``audits`` looks at the package when its tables were read.
    """
    opened, read = _source(source, schema, about or {}, tally)
    for fault in opened.parsed.faults:
        tally.add(fault)
        if tally.is_lowered(fault) and _bears_on_data(fault.path):
            tally.skip(fault.code, fault.message, fault.resource)
    tally.skipped += opened.parsed.skipped
    package = opened.parsed.package or DataPackage(resources=())
    subject = Subject(
        package,
        opened.files,
        read,
        rules=_rules(rules, package, tally),
        shown={"name": package.name, "version": package.version, "path": opened.path},
        texts=texts,
        frames={} if isinstance(opened, Opened) else opened.frames,
    )
    examined = run(subject, tally, audits, progress)
    if isinstance(opened, Opened) and opened.description is not None:
        tally.place(opened.description.placed)
    return examined


def _bears_on_data(path: str | None) -> bool:
    """Whether something at this place of a descriptor says what to read and to check, and not only what it is."""
    return not path or path.startswith(("resources", PROPERTY))


def _rules(rules: Any, package: DataPackage, tally: Tally) -> Mapping[str, Mapping[str, pl.Expr]]:
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
        from talent_dataset.engine.reading.foreign_frames import type_of

        hint = 'Write rules={"end-not-before-start": pl.col("end") >= pl.col("start")}.'
        raise CannotCheckError(f"A rule is an expression of polars, not {type_of(odd[0])}.", hint=hint)


def _source(source: Any, schema: Any, about: Mapping[str, Any], tally: Tally) -> tuple[Opened | Framed, Any]:
    if isinstance(source, Opened):
        opened = source
    elif (framed := _framed(source, schema, tally)) is not None:
        return framed, framed.read
    elif schema is not None:
        opened = _one_table(source, schema, about)
    else:
        opened = open_package(_described(source), probes=probes())
    return opened, partial(read_table, files=opened.files, others=_other)


def _framed(source: Any, schema: Any, tally: Tally) -> Framed | None:
    """The package that frames are, where they are given; a path is none, and needs nothing that frames do."""
    if isinstance(source, str | os.PathLike):
        return None
    from talent_dataset.engine.validation.framed import is_frames, of_frames

    return of_frames(source, schema, tally) if is_frames(source, schema) else None


def _described(source: Any) -> Any:
    if not isinstance(source, DataPackage):
        return source
    from talent_dataset.engine.descriptor.dump import dump_package

    return dump_package(source)


def _one_table(source: Any, schema: Any, about: Mapping[str, Any]) -> Opened:
    from talent_dataset.engine.validation.framed import schema_of

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
    from talent_dataset.engine.reading.spreadsheets import read_other

    return read_other(resource, files, faults, turn)
