"""What a type is to the engine: how one text is read exactly, and how a column is proved and cast fast."""

from __future__ import annotations

import operator
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from talent_dataset.engine.descriptor.constraints import Comparison
from talent_dataset.engine.meant import apart, beside
from talent_dataset.engine.reading.types.cells import Cells, decide_each, decided, looked_up

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field

_LONG = 200

COMPARE: dict[Comparison, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def fails(values: pl.Expr, comparison: Comparison, bound: pl.Expr) -> pl.Expr:
    """Whether values do not compare so to a bound; null where they are."""
    broken: pl.Expr = ~COMPARE[comparison](values, bound)
    return broken


def extreme_keeps(cells: Cells, comparison: Comparison, bound: float) -> pl.Expr:
    """Whether the least (or the greatest) typed value of a column compares so to a bound; true where there is none."""
    extreme = cells.typed.min() if comparison in {">", ">="} else cells.typed.max()
    keeps: pl.Expr = COMPARE[comparison](extreme, pl.lit(bound))
    return keeps.fill_null(value=True)


class Kind(ABC):
    """How the cells of one field are read: its type, with format and options.

    Attributes:
        dtype: What the typed column holds.
        uses_value: Whether proofs of this type read the typed column ``v{position}``.
        is_ordered: Whether bounds (``minimum``, ...) have a meaning.
    """

    dtype: ClassVar[pl.DataType | type[pl.DataType]] = pl.String
    uses_value: ClassVar[bool] = False
    is_ordered: ClassVar[bool] = False

    def __init__(self, field: Field) -> None:
        self.field = field

    @property
    @abstractmethod
    def expected(self) -> str:
        """What a cell should be, for messages: "an integer such as 42"."""

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value of a text; raises ``ValueError`` with the reason where it has none."""

    def exact(self, text: str) -> Hashable:
        """The value in a form whose equality (and order, where the type has one) is that of the value space."""
        value: Hashable = self.parse(text)
        return value

    def stored(self, value: Any) -> Any:
        """A parsed value as the typed column holds it."""
        return value

    def literal(self, value: object) -> Hashable:
        """The exact form of a constraint's value, written as text or as JSON; raises ``ValueError`` if it has none."""
        if isinstance(value, str):
            return self.exact(value)
        return self.exact(self.written(value))

    def written(self, value: object) -> str:
        """A native JSON value as the text of a cell; raises ``ValueError`` where the type admits no such value."""
        msg = f"{value!r} is not {self.expected}"
        raise ValueError(msg)

    def size(self, text: str) -> int:
        """The length that ``minLength`` and ``maxLength`` speak of: code points of a string, items of a collection."""
        return len(text)

    @abstractmethod
    def misfit(self, cells: Cells) -> pl.Expr:
        """True where a cell that is not missing has no value of this type; exact."""

    def fit(self, texts: pl.Series) -> pl.Series:
        """Whether each text has a value; exact."""
        return decide_each(texts, self.fits)

    @abstractmethod
    def clean(self, cells: Cells) -> pl.Expr:
        """One Boolean, cheap: true proves that no cell is a misfit."""

    @abstractmethod
    def value(self, cells: Cells) -> pl.Expr:
        """The typed column: null where a cell is missing or a misfit (or beyond what ``dtype`` can hold)."""

    def key(self, cells: Cells) -> pl.Expr:
        """A column for hashing: cells of equal value are equal here; the converse need not hold."""
        return self.value(cells)

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """Whether the value of a cell does not compare so to the bound.

        Null where Python must decide; ``None`` where it must always. Of missing cells and misfits it says nothing.
        """
        del cells, comparison, bound
        return None

    def all_keep(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """One Boolean, cheaper than ``breaks``: true proves that every value compares so to the bound."""
        breaks = self.breaks(cells, comparison, bound)
        return None if breaks is None else cells.all_hold(~breaks)

    def breaks_exactly(self, text: str, comparison: Comparison, bound: Any) -> bool:
        """Whether one text has a value that does not compare so to the bound."""
        try:
            value = self.exact(text)
        except ValueError:
            return False
        return not bool(COMPARE[comparison](value, bound))

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """Whether the value of a cell is one of the literals; null and ``None`` as for ``breaks``."""
        del cells, literals
        return None

    def all_among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """One Boolean, cheaper than ``among``: true proves that every value is one of the literals."""
        among = self.among(cells, literals)
        return None if among is None else cells.all_hold(among)

    def is_among(self, text: str, literals: frozenset[Hashable]) -> bool:
        """Whether one text has a value that is one of the literals."""
        try:
            return self.exact(text) in literals
        except ValueError:
            return False

    def guesses(self, text: str) -> Iterator[str]:
        """What may have been meant by a text that does not fit; only those that fit are shown."""
        del text
        yield from ()

    def mend(self, text: str) -> str:
        """How to mend a text that does not fit, or empty."""
        if len(text) > _LONG:
            return ""
        folded = unicodedata.normalize("NFKC", text.strip().lstrip("\ufeff").strip())
        for guess in chain(beside(text), self.guesses(folded)):
            if self.fits(guess):
                why = apart(text, guess)
                return f"write {guess}: {why}" if why else f"write {guess}"
        return ""

    def fits(self, text: str) -> bool:
        """Whether a text has a value of this type."""
        try:
            self.parse(text)
        except ValueError:
            return False
        return True


class FreeKind(Kind):
    """A type that admits every text."""

    def fit(self, texts: pl.Series) -> pl.Series:
        """All do."""
        return texts.is_not_null()

    def misfit(self, cells: Cells) -> pl.Expr:
        """No cell."""
        return cells.text.is_null() & pl.lit(value=False)

    def clean(self, cells: Cells) -> pl.Expr:
        """Always."""
        del cells
        return pl.lit(value=True)

    def value(self, cells: Cells) -> pl.Expr:
        """The text."""
        return cells.present


class ShapedKind(Kind):
    """A type whose texts are a regular language: one pattern is the whole test, in polars as in Python."""

    @property
    @abstractmethod
    def shape(self) -> str:
        """The pattern of the texts that fit, in the syntax that Rust and Python share, without anchors."""

    @cached_property
    def matcher(self) -> re.Pattern[str]:
        """The shape, compiled for Python."""
        return re.compile(self.shape)

    def match(self, text: str) -> re.Match[str]:
        """The match of the shape; raises ``ValueError``."""
        # Python's engine backtracks; of long texts only those come to it that the linear one has matched.
        is_hopeless = len(text) > _LONG and not self.fit(pl.Series([text]))[0]
        found = None if is_hopeless else self.matcher.fullmatch(text)
        if found is None:
            msg = f"not {self.expected}"
            raise ValueError(msg)
        return found

    def is_shaped(self, text: pl.Expr) -> pl.Expr:
        """Whether the whole text has the shape; null where there is no cell."""
        return text.str.contains(f"^(?:{self.shape})$")

    def fit(self, texts: pl.Series) -> pl.Series:
        """Those of the shape."""
        return texts.str.contains(f"^(?:{self.shape})$")

    def misfit(self, cells: Cells) -> pl.Expr:
        """The cells without the shape."""
        return cells.where_present(~self.is_shaped(cells.text))

    def clean(self, cells: Cells) -> pl.Expr:
        """One pattern that admits the missing texts too: half the price of looking for them apart."""
        return cells.text.str.contains("|".join([f"^(?:{self.shape})$", *matching(cells.missing_texts)])).all()

    def value(self, cells: Cells) -> pl.Expr:
        """The cast of the texts that have the shape."""
        return self.cast(pl.when(self.is_shaped(cells.present)).then(cells.text))

    def cast(self, text: pl.Expr) -> pl.Expr:
        """The typed column of texts that all have the shape (or are null)."""
        return looked_up(text, self.parse, self.dtype) if self.dtype != pl.String else text


class PlainShapedKind(ShapedKind):
    """A shape that is the whole of it: the value is the text."""

    def parse(self, text: str) -> str:
        """The text itself."""
        self.match(text)
        return text

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """Texts are compared as texts."""
        return cells.is_among(sorted(map(str, literals)))

    def all_among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """With the missing texts among the others."""
        return cells.is_among([*sorted(map(str, literals)), *cells.missing_texts]).all()


class ReadKind(Kind):
    """A type that only Python reads: each different text is parsed once a batch."""

    def misfit(self, cells: Cells) -> pl.Expr:
        """The texts that Python refuses."""
        return decided(cells.present, lambda text: not self.fits(text))

    def clean(self, cells: Cells) -> pl.Expr:
        """No cheaper proof than reading."""
        return ~self.misfit(cells).any()

    def value(self, cells: Cells) -> pl.Expr:
        """The text, where it fits."""
        return pl.when(~self.misfit(cells)).then(cells.present)

    def key(self, cells: Cells) -> pl.Expr:
        """Python's hash of the exact value, which fits 64 bits."""
        return looked_up(cells.present, lambda text: hash(self.exact(text)), pl.Int64)


def escape(text: str) -> str:
    """A literal in the syntax that Rust's and Python's patterns share."""
    return "".join(f"\\{c}" if c in r"\.+*?()|[]{}^$#&-~" else c for c in text)


def matching(texts: Sequence[str]) -> list[str]:
    """A pattern for each of some texts, that matches nothing else."""
    return [f"^(?:{escape(text)})$" for text in texts]
