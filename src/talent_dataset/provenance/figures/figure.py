"""A figure: what a text says in numbers, where, and what it is worth."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

FigureKind = Literal["number", "ordinal", "percent", "range", "date", "time", "duration", "age", "money"]
Comparator = Literal["=", ">", ">=", "<", "<=", "~"]

FINDER: Final = "1"
"""Version of the rules by which figures are found; it changes whenever another list may be found in the same text."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    Attributes:
        start: First code point, counted from 0.
        end: Code point after the last one.
        text: The characters there: the number with its comparator and scale words, a sign or unit word of a percentage,
            an amount of money, a duration or an age, and all words of a date; not the thing that is counted.
        kind: What it is; ``range`` is two plain numbers: other kinds may have an ``upper`` bound as well.
        value: The exact value, scale multiplied out (``5.255 million`` is 5255000), the lower bound of a range; in the
            unit that ``unit`` names. ``None`` for a date, a time, and a fraction that never ends (``a third``).
        upper: Upper bound of a range.
        comparator: How the value compares with what is said: ``more than 30`` is ``>`` 30.
        scale: What the last scale word stands for (``5.255 million`` has 1000000), 1 without one.
        unit: The unit word or counted thing as it stands (``%``, ``yuan``, ``人次``, ``agreements``), if there is one.
        edtf: A date in EDTF: ``April 21`` is ``XXXX-04-21``.
        idiom: Whether it may count nothing, as ``one`` in ``one of`` and ``一`` in ``一个``: nobody has to book it.
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    value: Decimal | None = None
    upper: Decimal | None = None
    comparator: Comparator = "="
    scale: Decimal = Decimal(1)
    unit: str | None = None
    edtf: str | None = None
    idiom: bool = False


def figures_sha256(figures: Iterable[Figure]) -> str:
    """Hash of a list of figures: of all that is read from the text, so that a change of a rule shows.

    SHA-256, in hexadecimal, of one JSON array a line: start, end, text, kind, value, upper, comparator, scale, unit,
    edtf, idiom; decimals as plain digits.
    """
    lines = (json.dumps(_facts(figure), ensure_ascii=False, separators=(",", ":")) for figure in figures)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _facts(figure: Figure) -> list[object]:
    return [
        figure.start,
        figure.end,
        figure.text,
        figure.kind,
        _plain(figure.value),
        _plain(figure.upper),
        figure.comparator,
        _plain(figure.scale),
        figure.unit,
        figure.edtf,
        figure.idiom,
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
