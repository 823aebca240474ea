"""Whether a quote gives the date of a cell, or a part of it; the other parts must be given or inferred elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from talent_dataset.books.cells.reading import Reading
from talent_dataset.books.dates import Parts, parsed, parts_of, parts_said
from talent_dataset.books.reading import figures_of


def date_text(value: Any, text: str) -> str:
    """A cell as EDTF: its own text, or that of its value."""
    if parsed(text) is not None:
        return text
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else ""


@lru_cache(maxsize=1 << 16)
def read_date(cell: str, text: str, language: str) -> Reading:
    """What of a date a quote says.

    Args:
        cell: The cell in EDTF.
        text: The quote, as it is read.
        language: Its language.
    """
    said = [each for each in figures_of(text, language) if each.edtf]
    parts = Parts().union(*(parts_said(each.edtf, cell) for each in said if each.edtf))
    if parts:
        return Reading(is_read=parts >= parts_of(cell), parts=parts)
    dates = ", ".join(repr(each.text) for each in said)
    instead = f"it says {dates}" if dates else "it has no date"
    return Reading(
        code="evidence/value",
        message=f"The date {cell!r} is not what the quote {text!r} says: {instead}.",
        hint="Correct the cell or the quote; a date that is not written out is inferred, with the reason.",
    )


def missing_parts(cell: str, read: Iterable[Parts]) -> Parts:
    """The parts of a cell that none of its quotes says."""
    return parts_of(cell).difference(*read)
