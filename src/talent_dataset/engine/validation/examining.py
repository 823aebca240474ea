"""Whatever holds tables, opened and examined: by the engine, and by the audits that it is given."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from talent_dataset.engine.descriptor.model import PROPERTY, DataPackage
from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.meant import nearest
from talent_dataset.engine.policy import Policy
from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.formats import READABLE, TEXTS, is_table, table_format
from talent_dataset.engine.reading.integrity import check as check_integrity
from talent_dataset.engine.reading.opening import Opened, open_package
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.table import TextTable
from talent_dataset.engine.report import Report
from talent_dataset.engine.rules.field_checks import probes
from talent_dataset.engine.validation.plan import open_table, parents_first, ties_of
from talent_dataset.engine.validation.table import (
    CheckedTable,
    first_pass,
    locate,
    of_surplus,
    second_pass,
    summary,
)
from talent_dataset.engine.validation.tally import Tally

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource, Rule
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.parts import Turn
    from talent_dataset.engine.reading.table import Faults
    from talent_dataset.engine.rules.keys import Reference
    from talent_dataset.engine.validation.framed import Framed
    from talent_dataset.engine.validation.plan import HeldKeys, OpenTable, TableRule, Ties

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"

Read = Callable[["Resource"], TextTable]
Progress = Callable[[str, int, "int | None"], None]
"""Called with the name of a resource, bytes read, bytes in all."""


class AuditResult(NamedTuple):
    """What an audit gives back.

    Attributes:
        balance: What the report says of it; ``None`` where there is nothing to say.
        read: What it has read, for whoever goes on with it.
    """

    balance: Mapping[str, Any] | None = None
    read: object = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A package that is to be examined.

    Attributes:
        package: What its descriptor says.
        files: Its files, or ``None`` where its tables are frames.
        read: Opens the table of a resource.
        rules: Row rules as expressions over the fields, by resource and name.
        shown: What the report says of the package.
        texts: Folder with the documents that the books quote.
        frames: The frames that its tables are, by name, where they are frames.
    """

    package: DataPackage
    files: Files | None
    read: Read
    rules: Mapping[str, Mapping[str, pl.Expr]] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    texts: str | os.PathLike[str] | None = None
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Examined:
    """A package that was examined.

    Attributes:
        subject: The package.
        tables: Its tables, by name.
        tally: What was found.
        audited: What the audits gave back.
    """

    subject: Subject
    tables: Mapping[str, CheckedTable]
    tally: Tally
    audited: tuple[AuditResult, ...] = ()

    @property
    def package(self) -> DataPackage:
        """What its descriptor says."""
        return self.subject.package

    def report(self, seconds: float) -> Report:
        """What was found."""
        tally, resources = self.tally, self.package.resources
        names = [resource.name for resource in resources]
        return Report(
            package=dict(self.subject.shown),
            resources=tuple(summary(resource, self.tables.get(resource.name), tally) for resource in resources),
            totals=tally.totals(),
            errors=tally.errors,
            issues=tally.issues(names),
            groups=tally.groups(names),
            suppressed=tally.suppressed(),
            checks=tally.checks(),
            books=next((each.balance for each in self.audited if each.balance), None),
            seconds=seconds,
        )


Audit = Callable[[Examined], AuditResult]


def run(subject: Subject, tally: Tally, audits: Sequence[Audit] = (), progress: Progress | None = None) -> Examined:
    """Examine the files of a package, its tables, and what spans tables.

    Args:
        subject: The package.
        tally: Where findings go.
        audits: Called in turn when all tables were read.
        progress: Called now and then.
    """
    for resource in subject.package.resources:
        _check_files(resource, subject.files, tally)
    opened = _open(subject, tally)
    rules = _table_rules(subject.package.rules, opened, tally)
    examined = Examined(subject, _pass(subject, opened, ties_of(opened, rules, tally), tally, progress), tally)
    _check_table_rules(rules, examined.tables, tally)
    examined = replace(examined, audited=tuple(audit(examined) for audit in audits))
    for table in examined.tables.values():
        _place(table, subject.files, tally)
    tally.close()
    return examined


def _table_rules(rules: Sequence[Rule], opened: Mapping[str, OpenTable], tally: Tally) -> list[TableRule]:
    """The rules over tables that can be run; most packages have none, and need not load what runs them."""
    if not rules:
        return []
    from talent_dataset.engine.validation.table_rules import table_rules

    return table_rules(rules, opened, tally)


def _check_table_rules(rules: Sequence[TableRule], tables: Mapping[str, CheckedTable], tally: Tally) -> None:
    if rules:
        from talent_dataset.engine.validation.table_rules import check_table_rule

        for rule in rules:
            check_table_rule(rule, tables, tally)


def _check_files(resource: Resource, files: Files | None, tally: Tally) -> None:
    tally.run += resource.data is not None
    if files is None or not resource.paths:
        return
    found = check_integrity(resource, files)
    tally.run += found.run
    tally.skipped += found.skipped
    for issue in found.issues:
        tally.add(issue)
        if issue.code == "file/missing" and tally.is_lowered(issue):
            tally.skip(issue.code, issue.message, resource.name)


def _open(subject: Subject, tally: Tally) -> dict[str, OpenTable]:
    tables: dict[str, OpenTable] = {}
    for resource in subject.package.resources:
        if _lacks_reader(resource, tally) or resource.name in tables or not is_table(resource):
            continue
        read = partial(_read, resource, subject.read, tally)
        tables[resource.name] = open_table(resource, read, tally, subject.rules.get(resource.name))
    return tables


def _lacks_reader(resource: Resource, tally: Tally) -> bool:
    """Whether nothing reads the files of a table, which then is told as skipped."""
    kind = table_format(resource)
    is_expected = resource.paths and (resource.schema is not None or is_table(resource))
    if not is_expected or kind in READABLE or all(map(is_url, resource.paths)):
        return False
    near = nearest(kind, sorted(READABLE))
    hint = f"; is {near!r} meant?" if near else ""
    tally.skip("file/format", f"there is no reader for the format {kind!r}{hint}", resource.name)
    return True


def _read(resource: Resource, read: Read, tally: Tally) -> TextTable:
    try:
        return read(resource)
    except UnreadableError as error:
        return TextTable(None, iter(()), [error.issue], is_whole=False)
    except CannotCheckError as error:
        # What reads this format is not installed; the other tables are checked all the same.
        tally.skip("file/format", f"{error.message.removesuffix('.')}. {error.hint}", resource.name)
        return TextTable(None, iter(()), is_whole=False)


def _pass(
    subject: Subject,
    opened: Mapping[str, OpenTable],
    ties: Mapping[str, Ties],
    tally: Tally,
    progress: Progress | None,
) -> dict[str, CheckedTable]:
    """Reads all tables, those that others refer to before the others, and again where something is suspect."""
    checked: dict[str, CheckedTable] = {}
    known: dict[str, HeldKeys] = {}
    keeps_text = subject.package.books is not None
    for name in parents_first(ties):
        watch = progress and _watch(progress, opened[name].resource, subject.files)
        found = first_pass(opened[name], ties[name], known, tally, keeps_text=keeps_text, progress=watch)
        checked[name] = found
        if found.is_whole:
            known[name] = found.held
    for name in opened:
        second_pass(checked[name], _late(checked[name], ties[name], known, tally), tally)
    return {name: checked[name] for name in opened}


def _watch(progress: Progress, resource: Resource, files: Files | None) -> Callable[[int], None]:
    path = files.local(resource.paths[0]) if files is not None and len(resource.paths) == 1 else None
    size = path.stat().st_size if path else None
    return lambda done: progress(resource.name, done, size)


def _late(
    checked: CheckedTable, ties: Ties, known: Mapping[str, HeldKeys], tally: Tally
) -> list[tuple[Reference, pl.DataFrame]]:
    """The references that could not be checked as the table was read, since the other one was read after it."""
    name, late = checked.table.resource.name, []
    places = {known_name: place for place, known_name in enumerate(known)}
    for each in ties.references:
        held = known.get(each.parent, {}).get(each.parent_fields)
        if held is None:
            tally.skip("table/foreign-key", f"{each.parent!r} was not read to its end", name)
        elif name not in places or each.parent == name or places[each.parent] > places[name]:
            late.append((each, held))
    return late


def _place(checked: CheckedTable, files: Files | None, tally: Tally) -> None:
    """Gives findings their places, and the lines on which they stand."""
    resource = checked.table.resource
    locate(checked.table, tally)
    if files is not None and table_format(resource) in TEXTS:
        end = partial(_end_column, quote=resource.dialect.quote_char)
        tally.excerpt(resource.name, partial(_lines, resource, files), end)
        tally.advise("row/extra-cell", resource.name, partial(of_surplus, checked, tally))


def _lines(resource: Resource, files: Files, path: str, wanted: Collection[int]) -> dict[int, str]:
    """Lines of a file as they stand there; asked for only where something is wrong in them."""
    from talent_dataset.engine.reading.bytes import lines_of

    return lines_of(resource, files, path, wanted)


def _end_column(line: str, column: int, cell: str, quote: str | None) -> int:
    from talent_dataset.engine.reading.bytes import end_column

    return end_column(line, column, cell, quote)


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
    given = _by_table(rules, names)
    for those in given.values():
        _refuse_rules(those)
    for name, those in given.items():
        for rule in those if name not in names else ():
            tally.skip(f"row/{rule}", f"there is no table {name!r}", name)
    return given


def _by_table(rules: Any, names: list[str]) -> Mapping[str, Any]:
    if isinstance(rules, Mapping) and all(isinstance(rule, Mapping) for rule in rules.values()):
        return rules
    if len(names) > 1:
        raise CannotCheckError("The rules do not say of which table they are.", hint=f"Write {{{names[0]!r}: rules}}.")
    return dict.fromkeys(names, rules)


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
