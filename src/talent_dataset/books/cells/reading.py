"""What comes of reading one cell from one quote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell, read from one quote.

    Attributes:
        is_read: Whether the quote says all that the cell says.
        parts: Of a date: the parts that the quote says (``start.month``), even where it does not say all.
        code: Code of the issue where the quote says something else, or nothing that can be read; empty where nothing
            is wrong.
        message: The sentence for people.
        hint: How to mend it.
    """

    is_read: bool = False
    parts: frozenset[str] = frozenset()
    code: str = ""
    message: str = ""
    hint: str = ""


READ = Reading(is_read=True)
UNREAD = Reading()
"""No machine reads it, and none need: a person signs for it."""
