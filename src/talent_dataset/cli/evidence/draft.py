"""``talent-dataset evidence draft``: look for words in a document, and write the entry that backs a cell with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from talent_dataset.cli import commands, output, source
from talent_dataset.cli.evidence.opening import add_package, check_field, check_source, open_books, row_of, table_of
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping, Sequence

    from talent_dataset.provenance.documents import Document
    from talent_dataset.provenance.drafting import Draft, Drafted
    from talent_dataset.provenance.ledger import BookTable, Ledger, Row
    from talent_dataset.render.lines import Line


def locate(ledger: Ledger, source_id: str, quote: str, nth: int | None) -> tuple[int, int]:
    """Where the words stand in the document of a source.

    Where they stand more than once and nobody said which place is meant, the places are shown.

    Raises:
        CannotCheckError: The document is not at hand, the words are not in it, or it is not clear where.
    """
    from talent_dataset.provenance.quoted_text import typed_places

    document = _document(ledger, source_id)
    found = typed_places(document.text, quote)
    if not found:
        raise CannotCheckError(f"{source_id} does not say {quote!r}.", hint=_elsewhere(ledger, source_id, quote))
    if nth is None and len(found) > 1:
        output.show(_choices(document, found))
        raise CannotCheckError(
            f"The words stand {len(found)} times in {source_id}.", hint="Say which with --nth N, or quote more words."
        )
    wanted = 1 if nth is None else nth
    if not 1 <= wanted <= len(found):
        raise CannotCheckError(f"There is no place {nth}: the words stand {len(found)} times in {source_id}.")
    return found[wanted - 1]


def _document(ledger: Ledger, source_id: str) -> Document:
    """The document that the books were written for."""
    document = ledger.documents.get(source_id)
    if document is None:
        reason = ledger.documents.missing.get(source_id, "it is not at hand")
        raise CannotCheckError(f"The document of {source_id} is not there: {reason}.")
    if not document.is_exact:
        raise CannotCheckError(
            f"{document.file} is another copy of {source_id}: its offsets are not those of the books.",
            hint="Use the very file that the books were written for.",
        )
    return document


def _elsewhere(ledger: Ledger, source_id: str, quote: str) -> str:
    """Which other documents say the words."""
    from talent_dataset.provenance.quoted_text import typed_places

    others = [each for each in ledger.documents.found.values() if each.source_id != source_id and each.is_exact]
    saying = [each.source_id for each in others if typed_places(each.text, quote)]
    if saying:
        return f"{', '.join(saying)} does." if len(saying) == 1 else f"{', '.join(saying)} do."
    return "No document at hand does. Words count as they are printed; a number inside a longer one does not."


def _choices(document: Document, found: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Every place with its number."""
    from talent_dataset.provenance.documents import excerpt
    from talent_dataset.render.books_text import excerpt_line
    from talent_dataset.render.lines import line

    for number, (start, end) in enumerate(found, 1):
        shown = excerpt(document.text, start, end)
        yield line((f"--nth {number}", "label"), f"  line {shown.line}, characters {start}-{end}")
        yield excerpt_line(shown, output.width(), indent=4)


EXAMPLES = """\
examples:
  talent-dataset evidence draft events fair-2021 held_on \\
      --source 001 --quote "on 5 March 2021"
  ... --nth 2                  where the words stand more than once
  ... --sign                   you vouch for what no machine reads from words
  ... --basis inferred --reason "The fair of that year is the one opened here."
  talent-dataset evidence draft places linden country_code \\
      --basis reference --reason "ISO 3166-1"
  talent-dataset evidence draft events fair-2021 days \\
      --basis computed --derivation "last_day - first_day + 1"
  ... --dry-run                print the rows as CSV, write nothing
"""


_WITH_WORDS: Final = ("stated", "inferred")
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "stated": ("source", "quote"),
    "inferred": ("source", "quote", "reason"),
    "computed": ("derivation",),
    "reference": ("reason",),
}
_MAY: Final[Mapping[str, tuple[str, ...]]] = {
    "stated": ("nth",),
    "inferred": ("nth",),
    "computed": (),
    "reference": (),
}


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("table", metavar="TABLE", help="name of the table")
    parser.add_argument("row", metavar="ROW", help="primary key of the row; the parts of a composite key joined by /")
    parser.add_argument("field", nargs="?", metavar="FIELD", help="the cell; default: the row as such")
    parser.add_argument("--source", metavar="ID", help="id of the source")
    parser.add_argument("--quote", metavar="TEXT", help="words of the document, a few")
    parser.add_argument("--also", metavar="ROW", action="append", default=[], help="the same for this row too")
    parser.add_argument("--nth", metavar="N", type=int, help="the Nth place where the words stand, from 1")
    parser.add_argument(
        "--basis",
        metavar="BASIS",
        choices=tuple(_NEEDS),
        default="stated",
        help=f"{', '.join(_NEEDS)}; default: stated",
    )
    parser.add_argument(
        "--reason", metavar="TEXT", default="", help="why it follows, in a sentence; the list looked up"
    )
    parser.add_argument("--derivation", metavar="TEXT", default="", help="how the value is computed")
    parser.add_argument("--sign", action="store_true", help="vouch for the cell where no machine reads it")
    parser.add_argument("--dry-run", action="store_true", help="print the rows as CSV, write nothing")
    add_package(parser)


def run(options: Namespace) -> int:
    """Draft an entry, let the audit look at it, and write it where there are no objections."""
    from talent_dataset.provenance.drafting import drafted

    ledger, opened = open_books(options)
    rows: list[Mapping[str, str]] = []
    # All rows are drafted before one is written; each is audited with those before it.
    for row_id in (options.row, *options.also):
        done = drafted(ledger, _draft(ledger, options, row_id))
        output.show(_lines(done))
        if done.objections:
            raise _refusal(done, options)
        ledger = done.ledger
        rows.append(done.cells)
    resource = next(each for each in opened.package.resources if each.name == ledger.books.evidence)
    if options.dry_run:
        output.write(_csv(ledger.tables[resource.name], rows))
    else:
        from talent_dataset.engine.writing.curated_rows import enter

        file = enter(resource, opened.subject.files, rows)
        said = [f"Written to {file}.", source.renewed(source.find(options.package), [file]), _progress(ledger)]
        output.write(" ".join(text for text in said if text) + "\n")
    return commands.VALID


def _progress(ledger: Ledger) -> str:
    """How far the debit side is."""
    from talent_dataset.provenance.basis import factual_cells
    from talent_dataset.provenance.stated_values import ways_of

    cells = list(factual_cells(ledger))
    proved = len([cell for cell in cells if cell in ways_of(ledger)])
    return f"{proved:,} of {len(cells):,} factual cells are borne out."


def _csv(table: BookTable, rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as they would stand in the file, with its header."""
    from talent_dataset.engine.descriptor.model import Dialect
    from talent_dataset.engine.writing.canonical import written

    return written([list(table.columns), *([row.get(name, "") for name in table.columns] for row in rows)], Dialect())


def _refusal(done: Drafted, options: Namespace) -> InvalidDataError:
    """Why the entry is not written."""
    first = done.objections[0]
    # The audit speaks of a column that the caller of a command never sees: the option does the same.
    if first.code == "evidence/concludes" and not options.sign:
        unread = " and ".join(repr(name) for name in _backed(done) if name not in done.read) or "the row"
        hint = "Where they bear it out, vouch for it with --sign."
        return InvalidDataError(f"No machine reads {unread} from these words.", hint=hint)
    return InvalidDataError(" ".join(dict.fromkeys(each.message for each in done.objections)), hint=first.hint)


def _draft(ledger: Ledger, options: Namespace, row_id: str) -> Draft:
    """What the options ask for.

    Raises:
        CannotCheckError: The cell needs no evidence, the call lacks something, or the words are not to be found.
    """
    from talent_dataset.provenance.drafting import Draft, restored

    table = table_of(ledger, options.table)
    row = row_of(table, row_id)
    _check_cell(table, row, options.field)
    draft = Draft(
        table=table.name,
        row_id=row.row_id,
        field=options.field or "",
        basis=options.basis,
        reason=options.reason,
        derivation=options.derivation,
        # Who writes the reason for an inference has looked, and vouches for it by that.
        is_signed=options.sign or options.basis in {"inferred", "reference"},
    )
    _check_call(options)
    if options.basis not in _WITH_WORDS:
        return draft
    check_source(ledger, options.source)
    start, end = locate(ledger, options.source, options.quote, options.nth)
    quote = ledger.documents.found[options.source].text[start:end]
    reading = restored(ledger, options.source, start, end)
    return replace(draft, source_id=options.source, start=start, end=end, quote=quote, quote_restored=reading)


def _check_cell(table: BookTable, row: Row, name: str | None) -> None:
    """Refuse a cell for which there is nothing to prove."""
    if name is None:
        return
    check_field(table, name)
    if (role := table.roles[name]) != "factual":
        raise CannotCheckError(f"{name!r} is {role}: its cells need no evidence.")
    if name not in row.cells:
        raise CannotCheckError(f"The cell {name!r} of {row.row_id!r} is empty.", hint="Fill it first.")


def _check_call(options: Namespace) -> None:
    """Refuse a call that lacks what its basis needs, or gives what it does not need."""
    needed = _NEEDS[options.basis]
    for name in needed:
        if not getattr(options, name):
            raise CannotCheckError(f"--basis {options.basis} needs --{name}.")
    for name in {"source", "quote", "nth", "derivation"} - {*needed, *_MAY[options.basis]}:
        if getattr(options, name):
            raise CannotCheckError(f"--basis {options.basis} takes no --{name}.")


def _lines(done: Drafted) -> Iterator[Line]:
    """The entry, the cells that it backs, and how each of them follows."""
    from talent_dataset.render.books_text import cells_line, entry_lines
    from talent_dataset.render.lines import line, paragraph

    width = output.width()
    entry = done.entry
    row = done.ledger.tables[entry.table].by_id[entry.row_id]
    yield line((entry.evidence_id, "head"))
    for name in _backed(done) or [""]:
        yield cells_line(row, [name], width, note=_way(done, name))
    yield from entry_lines(done.ledger, entry, width)
    for want in done.wants:
        yield from paragraph(f"Still to be said: {want.message}", width, indent=4)


def _backed(done: Drafted) -> list[str]:
    """The filled cells that the entry backs; none where it backs the row as such."""
    table, entry = done.ledger.tables[done.entry.table], done.entry
    cells = table.by_id[entry.row_id].cells
    return [name for name in table.group(entry.field) if name in cells] if entry.field else []


def _way(done: Drafted, name: str) -> str:
    """How a cell follows from the entry."""
    if done.entry.basis == "computed":
        return "computed" if name == done.entry.field and not done.objections else ""
    return "read by machine" if name in done.read else "signed" if name in done.signed else ""
