"""No figure can be lost, moved or left without a booking unnoticed, with or without the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_dataset.checking import examine
from talent_dataset.engine.validation.tally import Tally
from talent_dataset.provenance.audit import CHECKS, audit
from talent_dataset.provenance.bookkeeping import read_ledger
from talent_dataset.provenance.captures import captures
from talent_dataset.provenance.ledger import BookTable, Ledger, Row, make_ledger

CREDIT = [check for check in CHECKS if check.code.startswith("figures/")]
PLACES = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def books(root: Path) -> Ledger:
    """The books of the dataset, without the documents."""
    found = read_ledger(examine(root / "datapackage", Tally(None), texts=""))
    assert isinstance(found, Ledger)
    return found


def told(books: Ledger, table: str, rows: Iterable[Row]) -> set[tuple[str, str]]:
    """Codes and first keys of what is wrong where a table has these rows."""
    old = books.tables[table]
    new = BookTable(old.name, old.path, old.schema, old.columns, list(rows))
    issues = audit(make_ledger(books.books, {**books.tables, table: new}, books.documents), CREDIT).issues
    return {(issue.code, str(next(iter((issue.key or {}).values()), ""))) for issue in issues}


def with_row(books: Ledger, at: int, change: Callable[[dict[str, str]], dict[str, str]]) -> tuple[Row, list[Row]]:
    """The rows of figures, one of them changed."""
    rows = list(books.tables["figures"].rows)
    row = rows[at % len(rows)]
    cells = {name: cell for name, cell in change(dict(row.cells)).items() if cell}
    return row, [replace(each, cells=cells) if each is row else each for each in rows]


def test_the_books_balance(books: Ledger) -> None:
    assert told(books, "figures", books.tables["figures"].rows) == set()
    assert len(books.figures) > 60


@given(at=PLACES)
@settings(max_examples=12, deadline=None)
def test_a_figure_that_is_dropped_is_missed(books: Ledger, at: int) -> None:
    rows = list(books.tables["figures"].rows)
    gone = rows.pop(at % len(rows))
    assert ("figures/list", gone.get("source_id")) in told(books, "figures", rows)


@given(at=PLACES, name=st.sampled_from(["start", "end"]), by=st.integers(-3, 3).filter(bool))
@settings(max_examples=12, deadline=None)
def test_a_figure_that_is_moved_is_noticed(books: Ledger, at: int, name: str, by: int) -> None:
    row, rows = with_row(books, at, lambda cells: {**cells, name: str(int(cells[name]) + by)})
    assert ("figures/list", row.get("source_id")) in told(books, "figures", rows)


@given(at=PLACES, name=st.sampled_from(["value", "unit", "comparator", "date", "text"]))
@settings(max_examples=12, deadline=None)
def test_a_figure_that_is_read_otherwise_is_noticed(books: Ledger, at: int, name: str) -> None:
    row, rows = with_row(books, at, lambda cells: {**cells, name: "~" if name == "comparator" else "77"})
    assert ("figures/list", row.get("source_id")) in told(books, "figures", rows)


def test_a_booking_that_is_taken_away_is_missed(books: Ledger) -> None:
    booked = [row for row in books.tables["figures"].rows if row.get("booked_as")]
    for row in booked:
        at = books.tables["figures"].rows.index(row)
        _, rows = with_row(books, at, lambda cells: {**cells, "booked_as": "", "reason": "", "note": ""})
        assert told(books, "figures", rows) == {("figures/unbooked", row.row_id)}


@given(at=PLACES)
@settings(max_examples=12, deadline=None)
def test_a_captured_figure_whose_evidence_is_taken_away_is_unbooked(books: Ledger, at: int) -> None:
    captured = [each for each in books.figures if each.figure_id in captures(books)]
    figure = captured[at % len(captured)]
    assert figure.start is not None
    rest = [
        entry.row
        for entry in books.evidence
        if not (entry.source_id == figure.source_id and (entry.start or 0) <= figure.start < (entry.end or 0))
    ]
    assert ("figures/unbooked", figure.figure_id) in told(books, "evidence", rest)
