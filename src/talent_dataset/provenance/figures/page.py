"""The text that is read, its twin in which variants are alike, and the lists of words that are looked for in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from talent_dataset.provenance.figures.figure import Comparator, Figure, FigureKind
from talent_dataset.provenance.figures.numeral import Numeral, tidy


def words(language: str, name: str) -> tuple[str, ...]:
    """The words of a file in ``lists``, in order; lines that start with ``#`` are comments."""
    lines = (Path(__file__).parent / language / "lists" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(slots=True)
class Page:
    """A text while it is read.

    Attributes:
        text: As it stands.
        folded: The same length, with variants of characters made alike: patterns are held against it.
        floor: End of what is read; nothing before it may become part of a figure again.
    """

    text: str
    folded: str
    floor: int = field(default=0)

    def before(self, at: int, width: int) -> str:
        """The folded characters before a place that no figure holds yet, ``width`` at most."""
        return self.folded[max(self.floor, at - width, 0) : at]

    def figure(self, draft: FigureDraft) -> Figure:
        """The figure of a draft."""
        unit = None if draft.unit is None else self.text[slice(*draft.unit)]
        return Figure(
            draft.start,
            draft.end,
            self.text[draft.start : draft.end],
            draft.kind,
            None if draft.value is None else tidy(draft.value),
            None if draft.upper is None else tidy(draft.upper),
            draft.comparator,
            draft.scale,
            unit,
            draft.edtf,
            draft.idiom,
        )


@dataclass(slots=True)
class FigureDraft:
    """A figure while it is read: its unit is still a place.

    Attributes:
        start: First code point.
        end: Code point after the last one.
        kind: See ``Figure``, as for what follows.
        unit: Where the unit word starts and ends.
    """

    start: int
    end: int
    kind: FigureKind
    value: Decimal | None = None
    upper: Decimal | None = None
    comparator: Comparator = "="
    scale: Decimal = Decimal(1)
    unit: tuple[int, int] | None = None
    edtf: str | None = None
    idiom: bool = False

    @classmethod
    def of(cls, number: Numeral, kind: FigureKind = "number") -> FigureDraft:
        """The draft that a number starts."""
        return cls(number.start, number.end, kind, number.value, number.upper, number.comparator, number.scale)


FigureReader = Callable[[Page, int], "FigureDraft | int | None"]
"""Reads what starts at a place: a figure, or the end of words that hold none, which are passed over; or nothing."""
