"""What a type is to the engine: how one text is read exactly, and how a column is proved and cast fast.

The cells of a column are polars expressions: the text, what counts as missing, and rare cases that Python decides.
"""

from __future__ import annotations

import functools
import operator
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from talent_dataset.engine.descriptor.constraints import Comparison
from talent_dataset.engine.meant import apart, beside

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field

_MEMO_SIZE = 20_000
_MEMO_TEXT = 200
_FEW_TEXTS = 6


def text_name(position: int) -> str:
    """Name of the column of a batch that holds the texts at a position."""
    return str(position)


def value_name(position: int) -> str:
    """Name of the column that holds the typed values of those texts, where they are needed."""
    return f"v{position}"


def key_name(position: int) -> str:
    """Name of the column that holds what is equal where the values are, where it is needed."""
    return f"k{position}"


@dataclass(frozen=True, slots=True)
class Cells:
    """One text column of a batch (``"3"``) and its typed column (``"v3"``)."""

    position: int
    missing_texts: tuple[str, ...]

    @property
    def text(self) -> pl.Expr:
        """The cells as they stand; null where there is no cell."""
        return pl.col(text_name(self.position))

    @property
    def typed(self) -> pl.Expr:
        """The typed column, where the batch has it."""
        return pl.col(value_name(self.position))

    @property
    def is_missing(self) -> pl.Expr:
        """Whether a cell has no value: absent, or one of ``missingValues``. Never null."""
        if not self.missing_texts:
            return self.text.is_null()
        return self.is_among(self.missing_texts).fill_null(value=True)

    @property
    def missing_count(self) -> pl.Expr:
        """How many cells have no value."""
        absent = self.text.null_count()
        return self.is_among(self.missing_texts).sum() + absent if self.missing_texts else absent

    @property
    def none_missing(self) -> pl.Expr:
        """One Boolean, cheap: true proves that every cell has a value."""
        if len(self.missing_texts) == 1:
            # A null is a cell that is not there: it must not count as a text that differs.
            return (self.text != self.missing_texts[0]).all(ignore_nulls=False)
        return self.missing_count == 0

    @property
    def present(self) -> pl.Expr:
        """The text of cells that are not missing, else null."""
        if not self.missing_texts:
            return self.text
        return pl.when(~self.is_among(self.missing_texts)).then(self.text)

    def is_among(self, texts: Sequence[str]) -> pl.Expr:
        """Whether a cell is one of some texts; null where there is none. A few are compared one by one: cheaper."""
        if len(texts) > _FEW_TEXTS:
            return self.text.is_in(list(texts))
        claims = [self.text == text for text in texts]
        return functools.reduce(operator.or_, claims) if claims else self.text.is_null() & pl.lit(value=False)

    def all_texts(self, claim: pl.Expr) -> pl.Expr:
        """One Boolean: a claim about texts, null only where there is none, holds of all that are not missing."""
        return (claim | self.is_among(self.missing_texts)).all() if self.missing_texts else claim.all()

    def all_cast(self) -> pl.Expr:
        """One Boolean: every cell that is not missing has a typed value."""
        return self.typed.null_count() == self.missing_count

    def all_hold(self, claim: pl.Expr) -> pl.Expr:
        """One Boolean: every cell is missing, or the claim is true of it. A null claim proves nothing."""
        return (claim | self.is_missing).all(ignore_nulls=False)

    def where_present(self, claim: pl.Expr) -> pl.Expr:
        """The claim, false where the cell is missing or the claim null."""
        return (claim & ~self.is_missing).fill_null(value=False)


def among_those(mask: pl.Expr, text: pl.Expr, keep: Callable[[pl.Series], pl.Series]) -> pl.Expr:
    """The rows of a mask whose text is kept; asked of those rows only, which are few where data are mostly right."""

    def narrow(columns: Sequence[pl.Series]) -> pl.Series:
        chosen, texts = columns
        rows = chosen.arg_true()
        if not len(rows):
            return chosen
        kept = rows.filter(keep(texts.gather(rows)))
        return chosen if len(kept) == len(rows) else (chosen & False).scatter(kept, values=True)

    return pl.map_batches([mask, text], narrow, return_dtype=pl.Boolean)


def resolve(verdict: pl.Expr, text: pl.Expr, decide: Callable[[str], bool]) -> pl.Expr:
    """Booleans of ``verdict``; where it is null, what Python decides of the text (false where that is null too).

    Python sees each different text once; of many rows with few open verdicts it sees few.
    """
    memo: dict[str, bool] = {}

    def settle(columns: Sequence[pl.Series]) -> pl.Series:
        known, texts = columns
        if not known.null_count():
            return known
        is_open = known.is_null() & texts.is_not_null()
        if not is_open.any():
            return known.fill_null(value=False)
        decisions = _true_of(texts, texts.filter(is_open), memo, decide)
        return known.fill_null(value=False) | (is_open & decisions)

    return pl.map_batches([verdict, text], settle, return_dtype=pl.Boolean)


def decided(text: pl.Expr, decide: Callable[[str], bool]) -> pl.Expr:
    """What Python decides of each different text; false where it is null."""
    memo: dict[str, bool] = {}
    return text.map_batches(lambda texts: _true_of(texts, texts, memo, decide), return_dtype=pl.Boolean)


def decide_each(texts: pl.Series, decide: Callable[[str], bool]) -> pl.Series:
    """What Python decides of each different text of a series."""
    return _true_of(texts, texts, {}, decide)


def _true_of(texts: pl.Series, asked: pl.Series, memo: dict[str, bool], decide: Callable[[str], bool]) -> pl.Series:
    """Where ``texts`` are among those of ``asked`` that Python says yes to."""
    yes = [text for text in asked.drop_nulls().unique() if _recall(memo, text, decide)]
    return texts.is_in(pl.Series(yes, dtype=pl.String).implode()).fill_null(value=False)


def looked_up(text: pl.Expr, find: Callable[[str], Any], dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """What Python makes of each different text, as a column; null where it raises ``ValueError``."""
    memo: dict[str, Any] = {}

    def look_up(texts: pl.Series) -> pl.Series:
        distinct = texts.drop_nulls().unique()
        values = [_recall(memo, text, lambda each: _or_none(find, each)) for text in distinct]
        # Rows point into the values: polars 2.1 replaces no text by a list.
        places = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
        rows = texts.replace_strict(distinct, places, default=None, return_dtype=pl.UInt32)
        return pl.Series(texts.name, values, dtype=dtype, strict=False).gather(rows)

    return text.map_batches(look_up, return_dtype=dtype)


def _or_none(find: Callable[[str], Any], text: str) -> Any:
    try:
        return find(text)
    except ValueError:
        return None


def _recall(memo: dict[str, Any], text: str, find: Callable[[str], Any]) -> Any:
    """What was found of a text before, else found now; memory stays bounded."""
    if len(text) > _MEMO_TEXT:
        return find(text)
    if text not in memo:
        if len(memo) >= _MEMO_SIZE:
            # All at once: to know which text was asked for last would cost more than to ask again.
            memo.clear()
        memo[text] = find(text)
    return memo[text]


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
        # The mark at the beginning of a file may have come into its first cell.
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
        return texts.is_not_null()

    def misfit(self, cells: Cells) -> pl.Expr:
        return cells.text.is_null() & pl.lit(value=False)

    def clean(self, cells: Cells) -> pl.Expr:
        del cells
        return pl.lit(value=True)

    def value(self, cells: Cells) -> pl.Expr:
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
        return texts.str.contains(f"^(?:{self.shape})$")

    def misfit(self, cells: Cells) -> pl.Expr:
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
        self.match(text)
        return text

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.is_among(sorted(map(str, literals)))

    def all_among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.is_among([*sorted(map(str, literals)), *cells.missing_texts]).all()


class ReadKind(Kind):
    """A type that only Python reads: each different text is parsed once a batch."""

    def misfit(self, cells: Cells) -> pl.Expr:
        return decided(cells.present, lambda text: not self.fits(text))

    def clean(self, cells: Cells) -> pl.Expr:
        """No cheaper proof than reading."""
        return ~self.misfit(cells).any()

    def value(self, cells: Cells) -> pl.Expr:
        return pl.when(~self.misfit(cells)).then(cells.present)

    def key(self, cells: Cells) -> pl.Expr:
        """Python's hash of the exact value, which fits 64 bits."""
        # Python salts the hashes of texts: these hold within one process, which is all that a key needs.
        return looked_up(cells.present, lambda text: hash(self.exact(text)), pl.Int64)


def escape(text: str) -> str:
    """A literal in the syntax that Rust's and Python's patterns share."""
    return "".join(f"\\{c}" if c in r"\.+*?()|[]{}^$#&-~" else c for c in text)


def matching(texts: Sequence[str]) -> list[str]:
    """A pattern for each of some texts, that matches nothing else."""
    return [f"^(?:{escape(text)})$" for text in texts]
