"""From a package to a report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from talent_dataset.engine.descriptor.model import Rule
from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.meant import nearest
from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.formats import READABLE, TEXTS, is_table, table_format
from talent_dataset.engine.reading.integrity import check as check_integrity
from talent_dataset.engine.reading.table import TextTable
from talent_dataset.engine.report import Report
from talent_dataset.engine.rules.keys import Holdings, Reference
from talent_dataset.engine.rules.rows import RowRule
from talent_dataset.engine.rules.sql import Query, RefusedError, TooLargeError, table_query
from talent_dataset.engine.validation.plan import lacking, reference, refuse_rule
from talent_dataset.engine.validation.table import Progress, TableRun, summary

if TYPE_CHECKING:
    import os

    import polars as pl

    from talent_dataset.engine.descriptor.model import DataPackage, Resource
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.validation.tally import Tally

Read = Callable[["Resource"], TextTable]


class AuditResult(NamedTuple):
    """What an audit gives back.

    Attributes:
        balance: What the report says of it; ``None`` where there is nothing to say.
        read: What it has read, for whoever goes on with it.
    """

    balance: Mapping[str, Any] | None = None
    read: object = None


Audit = Callable[["PackageRun"], AuditResult]


@dataclass(slots=True)
class PackageRun:
    """A package under examination.

    Attributes:
        package: What its descriptor says.
        files: Its files, or ``None`` where its tables are frames.
        read: Opens the table of a resource.
        tally: Where findings go.
        progress: Called with the name of a resource, bytes read, bytes in all.
        rules: Row rules as expressions over the fields, by resource and name.
        shown: What the report says of the package.
        tables: The tables, by name.
        texts: Folder with the documents that the books quote.
        frames: The frames that its tables are, by name, where they are frames.
        audits: Called when all tables were read.
        audited: What they gave back.
    """

    package: DataPackage
    files: Files | None
    read: Read
    tally: Tally
    progress: Progress | None = None
    rules: Mapping[str, Mapping[str, pl.Expr]] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, TableRun] = field(default_factory=dict)
    texts: str | os.PathLike[str] | None = None
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    audits: Sequence[Audit] = ()
    audited: tuple[AuditResult, ...] = field(default=(), init=False)
    _known: dict[str, dict[tuple[str, ...], pl.DataFrame]] = field(default_factory=dict)

    def run(self) -> None:
        """Examines the files, the tables in an order that puts parents before children, then what spans tables."""
        for resource in self.package.resources:
            self._check_files(resource)
        self._open()
        self._expect()
        queries = list(self._queries())
        for name in self._order():
            table = self.tables[name]
            table.first_pass(self._known)
            if table.is_whole:
                self._known[name] = {names: held.values() for names, held in table.plan.holdings.items()}
        places = {name: place for place, name in enumerate(self._known)}
        for table in self.tables.values():
            self._finish(table, places)
        for rule, query in queries:
            self._table_rule(rule, query)
        self.audited = tuple(audit(self) for audit in self.audits)
        for table in self.tables.values():
            table.locate()
            if self.files is not None and table_format(table.resource) in TEXTS:
                self.tally.excerpt(table.resource.name, partial(_lines, table.resource, self.files))
                self.tally.advise("row/extra-cell", table.resource.name, table.of_surplus)
        self.tally.close()

    def _check_files(self, resource: Resource) -> None:
        self.tally.run += resource.data is not None
        if self.files is None or not (resource.paths):
            return
        found = check_integrity(resource, self.files)
        self.tally.run += found.run
        self.tally.skipped += found.skipped
        for issue in found.issues:
            self.tally.add(issue)
            if issue.code == "file/missing" and self.tally.is_lowered(issue):
                self.tally.skip(issue.code, issue.message, resource.name)

    def _open(self) -> None:
        for resource in self.package.resources:
            if self._lacks_reader(resource) or resource.name in self.tables or not is_table(resource):
                continue
            read = partial(self._read, resource)
            table = TableRun(resource, read, self.tally, self.progress, self._size(resource))
            table.keeps_text = self.package.books is not None
            table.open()
            table.plan.rules += self._python_rules(table)
            self.tables[resource.name] = table

    def _lacks_reader(self, resource: Resource) -> bool:
        """Whether nothing reads the files of a table, which then is told as skipped."""
        kind = table_format(resource)
        is_expected = resource.paths and (resource.schema is not None or is_table(resource))
        if not is_expected or kind in READABLE or all(map(is_url, resource.paths)):
            return False
        near = nearest(kind, sorted(READABLE))
        hint = f"; is {near!r} meant?" if near else ""
        self.tally.skip("file/format", f"there is no reader for the format {kind!r}{hint}", resource.name)
        return True

    def _size(self, resource: Resource) -> int | None:
        if self.progress is None or self.files is None or len(resource.paths) != 1:
            return None
        path = self.files.local(resource.paths[0])
        return path.stat().st_size if path else None

    def _python_rules(self, table: TableRun) -> Iterator[RowRule]:
        """Rules that a caller gives as expressions."""
        known = {*table.plan.columns, *(each.name for each in table.plan.derived.derivations)}
        for name, expression in self.rules.get(table.resource.name, {}).items():
            fields = tuple(dict.fromkeys(expression.meta.root_names()))
            absent = [each for each in fields if each not in known]
            if table.table.is_unread:
                return
            if absent:
                self.tally.skip(f"row/{name}", f"there is no column {absent[0]!r}", table.resource.name)
            else:
                yield RowRule(Rule(name=name, sql=str(expression)), expression, fields)

    def _read(self, resource: Resource) -> TextTable:
        try:
            return self.read(resource)
        except UnreadableError as error:
            return TextTable(None, iter(()), [error.issue], is_whole=False)
        except CannotCheckError as error:
            # What reads this format is not installed; the other tables are checked all the same.
            self.tally.skip("file/format", f"{error.message.removesuffix('.')}. {error.hint}", resource.name)
            return TextTable(None, iter(()), is_whole=False)

    def _expect(self) -> None:
        """Tells children what they refer to, and parents what they must hold."""
        for name, table in self.tables.items():
            schema = table.resource.schema
            for key in schema.foreign_keys if schema and not table.table.is_unread else ():
                found = reference(key, name, table.plan.columns)
                why = found if isinstance(found, str) else self._why_not(found)
                if why or isinstance(found, str):
                    sort = lacking(schema) if schema and isinstance(found, str) else "unread"
                    self.tally.skip("table/foreign-key", str(why), name, sort)
                    continue
                parent = self.tables[found.parent]
                columns = tuple(parent.plan.columns[each] for each in found.parent_fields)
                parent.plan.holdings.setdefault(found.parent_fields, Holdings(columns))
                table.plan.references.append(found)

    def _why_not(self, found: Reference) -> str | None:
        parent = self.tables.get(found.parent)
        if parent is None:
            return f"there is no table {found.parent!r}"
        if parent.table.is_unread:
            return f"{found.parent!r} was not read"
        absent = [name for name in found.parent_fields if name not in parent.plan.columns]
        return f"{found.parent!r} has no column for the field {absent[0]!r}" if absent else None

    def _order(self) -> list[str]:
        """Tables so that those referred to come first, as far as that goes; a chain of them may be of any length."""
        order: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [*reversed(self.tables)]
        while waiting:
            name = waiting[-1]
            if name in seen:  # all that it refers to has been placed by now
                order.setdefault(waiting.pop())
                continue
            seen.add(name)
            parents = [each.parent for each in self.tables[name].plan.references]
            waiting += [parent for parent in reversed(parents) if parent not in seen]
        return list(order)

    def _finish(self, table: TableRun, places: Mapping[str, int]) -> None:
        late = []
        for each in table.plan.references:
            held = self._known.get(each.parent, {}).get(each.parent_fields)
            if held is None:
                self.tally.skip("table/foreign-key", f"{each.parent!r} was not read to its end", table.resource.name)
            elif _was_late(each, table.resource.name, places):
                late.append((each, held))
        table.second_pass(late)

    def _queries(self) -> Iterator[tuple[Rule, Query]]:
        for rule in self.package.rules:
            try:
                query = table_query(rule.sql, self.tables)
            except RefusedError as error:
                refuse_rule(rule, error, "descriptor/package", rule.resource, self.tally)
                continue
            for name in query.tables:
                self._want(name, query, rule)
            yield rule, query

    def _want(self, name: str, query: Query, rule: Rule) -> None:
        """Has a table keep the columns that a query may read, and those by which its rows are known."""
        plan = self.tables[name].plan
        names = [*plan.columns, *(each.name for each in plan.derived.derivations if each.name not in plan.columns)]
        key = [column.field.name for column in self.tables[name].place.key] if name == rule.resource else []
        wanted = [each for each in names if query.needs(each) or each in key]
        plan.wanted = tuple(dict.fromkeys([*plan.wanted, *wanted]))

    def _table_rule(self, rule: Rule, query: Query) -> None:
        name = rule.resource or ""
        unread = [each for each in (*query.tables, name) if each not in self.tables or not self.tables[each].is_whole]
        if unread:
            self.tally.skip(f"row/{rule.name}", f"{unread[0]!r} was not read", rule.resource)
            return
        try:
            found = query.run({each: self.tables[each].values() for each in query.tables})
        except TooLargeError as error:
            self.tally.skip(f"row/{rule.name}", str(error), rule.resource)
            return
        except RefusedError as error:
            if lacking := next(filter(None, map(self._lacking, query.tables)), ""):
                self.tally.skip(f"row/{rule.name}", lacking, rule.resource)
            else:
                refuse_rule(rule, error, "descriptor/package", rule.resource, self.tally)
            return
        self.tally.run += 1
        if found.height:
            self.tables[name].offenders(rule, found)

    def _lacking(self, name: str) -> str:
        """What a file lacks of the fields of its schema, where it does: told of its header, not of a rule."""
        table = self.tables[name]
        schema = table.resource.schema
        absent = [each.name for each in schema.fields if each.name not in table.plan.columns] if schema else []
        return f"{name!r} has no column for the field {absent[0]!r}" if absent else ""

    def report(self, seconds: float) -> Report:
        """What was found."""
        tally = self.tally
        names = [resource.name for resource in self.package.resources]
        return Report(
            package=self.shown,
            resources=tuple(
                summary(resource, self.tables.get(resource.name), tally) for resource in self.package.resources
            ),
            totals=tally.totals(),
            errors=tally.errors,
            issues=tally.issues(names),
            groups=tally.groups(names),
            suppressed=tally.suppressed(),
            checks=tally.checks(),
            books=next((each.balance for each in self.audited if each.balance), None),
            seconds=seconds,
        )


def _was_late(found: Reference, name: str, places: Mapping[str, int]) -> bool:
    """Whether the table that a table refers to was read after it."""
    return name not in places or found.parent == name or places[found.parent] > places[name]


def _lines(resource: Resource, files: Files, path: str, wanted: Collection[int]) -> dict[int, str]:
    """Lines of a file as they stand there; asked for only where something is wrong in them."""
    from talent_dataset.engine.reading.excerpts import lines_of

    return lines_of(resource, files, path, wanted)
