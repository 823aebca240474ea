"""The books of a package under examination: from the tables that were read to the audit."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.model import Schema
from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.validation.examining import AuditResult
from talent_dataset.provenance.audit import audit
from talent_dataset.provenance.documents import read_documents
from talent_dataset.provenance.ledger import BookTable, Ledger, Row, make_ledger, quotes_of, row_id_of, sources_of

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Books
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.validation.causes import Cause, Causes
    from talent_dataset.engine.validation.examining import Examined
    from talent_dataset.engine.validation.table import CheckedTable
    from talent_dataset.provenance.records import CellKey


@dataclass(slots=True)
class Hanging:
    """Looks up what a fault of the books hangs on.

    Attributes:
        ledger: The books.
        causes: What is at fault in the tables.
    """

    ledger: Ledger
    causes: Causes
    _rows: dict[str, dict[int, Row]] = field(default_factory=dict)

    def root(self, issue: Issue) -> Cause | None:
        """Why a fault is there, where a cell is at fault that it speaks of, or the key of a row that it misses."""
        return next((cause for cause in self._causes(issue) if cause is not None), None)

    def absent(self, issue: Issue) -> str:
        """Which column is missing of those that a fault speaks of; empty where none is."""
        for name, _, of in self._subjects(issue):
            table = self.ledger.tables.get(name)
            if table is None:
                continue
            declared = {each.name for each in table.schema.fields}
            for each in table.group(of):
                if each in declared and each not in table.columns:
                    return f"the column {each!r} of {name!r} is missing"
        return ""

    def _causes(self, issue: Issue) -> Iterator[Cause | None]:
        row = self._row(issue)
        if row is not None and self._is_of_books(row.table):
            yield from (self.causes.of_cell(row.table, name, cell) for name, cell in row.cells.items())
        for subject in self._subjects(issue):
            yield from self._of_subject(subject)

    def _of_subject(self, subject: CellKey) -> Iterator[Cause | None]:
        name, row_id, of = subject
        if (table := self.ledger.tables.get(name)) is None:
            return
        key, row = table.schema.primary_key, table.by_id.get(row_id)
        if row is not None:
            # The key is at fault, too, where it is misread: entries find their row by it.
            names = (*key, *table.group(of))
            yield from (self.causes.of_cell(name, each, row.cells.get(each)) for each in names)
        # The row is missing: its key may be the misspelt one of a row that is there. Of several fields, none can be
        # compared.
        elif len(key) == 1:
            yield self.causes.near(name, key[0], row_id)

    def _subjects(self, issue: Issue) -> Iterator[CellKey]:
        """The cells that a fault speaks of: its own, or those that its row of the books names."""
        row = self._row(issue)
        if row is None:
            return
        if not self._is_of_books(row.table):
            yield row.table, row.row_id, issue.field or ""
            return
        # A conflict names two cells; all other books name one.
        for prefix in ("", "other_"):
            table, row_id, of = (row.get(prefix + name) for name in ("table", "row_id", "field"))
            if table:
                yield table, row_id, of

    def _is_of_books(self, table: str) -> bool:
        return table in self.ledger.books.tables()

    def _row(self, issue: Issue) -> Row | None:
        table = self.ledger.tables.get(issue.resource or "")
        if table is None or issue.row is None:
            return None
        if table.name not in self._rows:
            # Made when it is asked for: most packages have no fault at all.
            self._rows[table.name] = {row.number: row for row in table.rows}
        return self._rows[table.name].get(issue.row)


VARIABLE = "TALENT_DATASET_TEXTS"
BESIDE = Path("seeds", "texts")


def ledger_of(examined: Examined) -> Ledger | str:
    """The books of a package whose tables were read and kept, or why there are none.

    Raises:
        CannotCheckError: The folder with the documents is not there.
    """
    books = examined.package.books
    assert books is not None  # noqa: S101 - `settle` has looked
    if unread := next((name for name in _needed(books, examined) if not _is_whole(examined, name)), ""):
        return f"{unread!r} was not read to its end"
    tables = {name: _table(table) for name, table in examined.tables.items() if table.is_whole}
    sources, quotes = sources_of(tables[books.sources]), quotes_of(tables[books.evidence])
    return make_ledger(
        books, tables, read_documents(texts_folders(examined.subject.texts, examined.subject.files), sources, quotes)
    )


def settle(examined: Examined) -> AuditResult:
    """Audit the books of a package, and report what is wrong.

    Returns:
        The balance, and the ledger; neither where the books cannot be read, which is told among the skipped checks.
    """
    with _without_collecting():
        return _settle(examined)


def _settle(examined: Examined) -> AuditResult:
    ledger = ledger_of(examined)
    if isinstance(ledger, str):
        examined.tally.skip(
            "evidence/backing", ledger, examined.package.books.evidence if examined.package.books else None
        )
        return AuditResult()
    outcome = audit(ledger)
    hanging = Hanging(ledger, examined.tally.causes)
    for issue in outcome.issues:
        if absent := hanging.absent(issue):
            examined.tally.suppress(issue, absent)
        else:
            examined.tally.add(issue, _position(ledger, issue), hanging.root(issue))
    examined.tally.run += outcome.run
    examined.tally.skipped += outcome.skipped
    return AuditResult(outcome.balance, ledger)


def read_ledger(examined: Examined) -> Ledger | None:
    """The books that were audited; ``None`` where the package keeps none, or they cannot be read."""
    return next((each.read for each in examined.audited if isinstance(each.read, Ledger)), None)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Lets the books grow undisturbed: they are hundreds of thousands of small values without a cycle among them.

    Looking through them for cycles, again and again as they grow, took a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _position(ledger: Ledger, issue: Issue) -> int | None:
    table = ledger.tables.get(issue.resource or "")
    column = table.columns.get(issue.field or "") if table else None
    return column.position if column else None


def texts_folders(given: str | os.PathLike[str] | None, files: Files | None) -> list[Path]:
    """Where documents are looked for: in the folder given (an empty text means nowhere).

    Where none is given: in that of the environment, and in ``seeds/texts`` in or beside the folder of the package.
    """
    if given is not None:
        return [Path(given)] if os.fspath(given) else []
    named = os.environ.get(VARIABLE)
    folder = files.root if files else None
    # In a checkout the package is a folder of its own, and the seeds lie beside it.
    beside = (folder / BESIDE, folder.absolute().parent / BESIDE) if folder else ()
    return [*([Path(named)] if named else []), *(place for place in beside if place.is_dir())]


def _needed(books: Books, examined: Examined) -> Iterator[str]:
    """Tables without which nothing can be said: all that were declared."""
    yield from (books.sources, *books.tables())
    yield from (name for name in examined.tables if name not in books.tables())


def _is_whole(examined: Examined, name: str) -> bool:
    return name in examined.tables and examined.tables[name].is_whole


def _table(checked: CheckedTable) -> BookTable:
    schema = checked.table.resource.schema or Schema(fields=())
    return BookTable(
        checked.table.resource.name, checked.table.place.path, schema, checked.table.plan.columns, list(_rows(checked))
    )


def _rows(checked: CheckedTable) -> Iterator[Row]:
    columns = checked.table.plan.columns
    names = {text_name(column.position): name for name, column in columns.items()}
    missing = {name: frozenset(each.value for each in column.field.missing_values) for name, column in columns.items()}
    key = [column.field.name for column in checked.table.place.key]
    for frame, numbers in checked.texts:
        cells = frame.select(list(names)).rename(names)
        for number, values in zip(numbers, cells.iter_rows(), strict=True):
            filled = _filled(cells.columns, values, missing)
            yield Row(checked.table.resource.name, row_id_of(filled.get(name, "") for name in key), number, filled)


def _filled(names: list[str], values: tuple[str | None, ...], missing: Mapping[str, frozenset[str]]) -> dict[str, str]:
    pairs = zip(names, values, strict=True)
    return {name: value for name, value in pairs if value is not None and value not in missing[name]}
