"""From a package to a report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.meant import nearest
from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.formats import READABLE, TEXTS, is_table, table_format
from talent_dataset.engine.reading.integrity import check as check_integrity
from talent_dataset.engine.reading.table import TextTable
from talent_dataset.engine.report import Report
from talent_dataset.engine.validation.between import check_table_rule, parents_first, table_rules, ties_of
from talent_dataset.engine.validation.plan import open_table
from talent_dataset.engine.validation.table import (
    CheckedTable,
    first_pass,
    locate,
    of_surplus,
    second_pass,
    summary,
)

if TYPE_CHECKING:
    import os

    import polars as pl

    from talent_dataset.engine.descriptor.model import DataPackage, Resource
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.rules.keys import Reference
    from talent_dataset.engine.validation.plan import OpenTable, Ties
    from talent_dataset.engine.validation.table import HeldKeys
    from talent_dataset.engine.validation.tally import Tally

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
    rules = table_rules(subject.package.rules, opened, tally)
    examined = Examined(subject, _pass(subject, opened, ties_of(opened, rules, tally), tally, progress), tally)
    for rule in rules:
        check_table_rule(rule, examined.tables, tally)
    examined = replace(examined, audited=tuple(audit(examined) for audit in audits))
    for table in examined.tables.values():
        _place(table, subject.files, tally)
    tally.close()
    return examined


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
