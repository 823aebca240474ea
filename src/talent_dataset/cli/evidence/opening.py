"""The books that a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import source
from talent_dataset.engine.errors import CannotCheckError, UnknownNameError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from talent_dataset.engine.validation.examining import Examined
    from talent_dataset.provenance.ledger import BookTable, Ledger, Row


def add_package(parser: ArgumentParser, *, may_be_installed: bool = False) -> None:
    """Add the options that say where the books are, and the documents that they speak of."""
    if may_be_installed:
        source.add_installed(parser)
    parser.add_argument(
        "--package", metavar="PATH", help="default: ./datapackage.json, then ./datapackage/datapackage.json"
    )
    parser.add_argument(
        "--texts",
        metavar="DIR",
        help="folder with the documents; default: TALENT_DATASET_TEXTS, then seeds/texts in or beside the package",
    )


def open_books(options: Namespace) -> tuple[Ledger, Examined]:
    """Read the package and its books; what is wrong with them stands in the tally of the run.

    Raises:
        CannotCheckError: There is no package, it keeps no books, or a table of it cannot be read to its end.
    """
    from talent_dataset.checking import examine
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.validation.tally import Tally
    from talent_dataset.provenance.bookkeeping import read_ledger

    path = source.find(options.package, is_installed=getattr(options, "installed", None))
    # No examples, and severities as they are declared: what is wrong with the books is shown by `validate`.
    run = examine(path, Tally(0, Policy()), texts=options.texts)
    if run.package.books is None:
        raise CannotCheckError(
            f"{path} keeps no books that could be used.",
            hint="Its descriptor names them under proof:data.books; `talent-dataset validate` says what is wrong.",
        )
    ledger = read_ledger(run)
    if ledger is None:
        reason = next((each.reason for each in run.tally.skipped if each.code == "evidence/backing"), "")
        raise CannotCheckError(f"The books cannot be read: {reason}.", hint="`talent-dataset validate` says why.")
    return ledger, run


def table_of(ledger: Ledger, name: str) -> BookTable:
    """A table whose cells need evidence.

    Raises:
        UnknownNameError: There is none of that name.
    """
    tables = {table.name: table for table in ledger.facts()}
    if name not in tables:
        raise unknown(name, tables, f"There is no table {name!r} whose cells need evidence.")
    return tables[name]


def row_of(table: BookTable, row_id: str) -> Row:
    """A row of a table.

    Raises:
        UnknownNameError: There is none with that key.
    """
    if row_id not in table.by_id:
        raise unknown(row_id, table.by_id, f"{table.name!r} has no row {row_id!r}.")
    return table.by_id[row_id]


def check_field(table: BookTable, name: str) -> None:
    """Make sure that a table has a field.

    Raises:
        UnknownNameError: There is none of that name.
    """
    if name not in table.columns:
        raise unknown(name, table.columns, f"{table.name!r} has no field {name!r}.")


def check_source(ledger: Ledger, name: str) -> None:
    """Make sure that the books know a source.

    Raises:
        UnknownNameError: There is none with that id.
    """
    if name not in ledger.sources:
        raise unknown(name, ledger.sources, f"There is no source {name!r} in {ledger.books.sources!r}.")


def figures_of(ledger: Ledger) -> BookTable:
    """The table of figures.

    Raises:
        CannotCheckError: The books have none.
    """
    if ledger.books.figures is None:
        raise CannotCheckError(
            "The books of this package have no table of figures.",
            hint="Name one under proof:data.books.figures.",
        )
    return ledger.tables[ledger.books.figures]


def unknown(name: str, known: Iterable[str], message: str) -> UnknownNameError:
    """The error that nothing has that name, with the nearest one."""
    from talent_dataset.engine.meant import did_you_mean

    return UnknownNameError(message, hint=did_you_mean(name, known))
