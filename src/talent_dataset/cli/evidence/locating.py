"""Where the words of a draft stand, and what is said where that is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import output
from talent_dataset.errors import CannotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from talent_dataset.books.documents import Document
    from talent_dataset.books.ledger import Ledger
    from talent_dataset.render.lines import Line


def locate(ledger: Ledger, source_id: str, quote: str, nth: int | None) -> tuple[int, int]:
    """Where the words stand in the document of a source.

    Where they stand more than once and nobody said which place is meant, the places are shown.

    Raises:
        CannotCheckError: The document is not at hand, the words are not in it, or it is not clear where.
    """
    from talent_dataset.books.places import places

    document = _document(ledger, source_id)
    found = places(document.text, quote)
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
    from talent_dataset.books.places import places

    others = [each for each in ledger.documents.found.values() if each.source_id != source_id and each.is_exact]
    saying = [each.source_id for each in others if places(each.text, quote)]
    if saying:
        return f"{', '.join(saying)} does." if len(saying) == 1 else f"{', '.join(saying)} do."
    return "No document at hand does. Words count as they are printed; a number inside a longer one does not."


def _choices(document: Document, found: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Every place with its number."""
    from talent_dataset.books.excerpt import excerpt
    from talent_dataset.render.excerpt_text import excerpt_line
    from talent_dataset.render.lines import line

    for number, (start, end) in enumerate(found, 1):
        shown = excerpt(document.text, start, end)
        yield line((f"--nth {number}", "label"), f"  line {shown.line}, characters {start}-{end}")
        yield excerpt_line(shown, output.width(), indent=4)
