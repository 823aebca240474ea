"""How much a query may make of its tables: joins multiply, and polars bounds neither its memory nor its time.

The bound is never too small, and seldom far too large: a join on equal values multiplies by no more than the rows that
share a value, which is one where the values are a key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import polars as pl

MAX_CELLS: Final = 50_000_000
"""Cells that any query may make; one over larger tables may make ``GROWTH`` times theirs."""
GROWTH: Final = 4

_ENDS: Final = frozenset(
    {"where", "group", "having", "order", "limit", "qualify", "union", "intersect", "except", "window", "select"}
)
_KINDS: Final = frozenset(
    {"inner", "left", "right", "full", "outer", "cross", "semi", "anti", "natural", "asof", "join"}
)
# With these a condition may hold of rows whose columns are not equal.
_UNSURE: Final = frozenset({"or", "not", "case", "is", "in", "like"})


class Token(Protocol):
    """A token of SQL."""

    @property
    def text(self) -> str:
        """As it stands."""

    @property
    def word(self) -> str:
        """As a keyword, or empty."""

    @property
    def identifier(self) -> str | None:
        """The name that it gives, if it does."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """What stands after FROM, JOIN or a comma.

    Attributes:
        name: Name of the table; ``None`` where a query stands in parentheses.
        tokens: All that is said of it.
        may_match: Whether only rows that match are joined.
    """

    name: str | None
    tokens: tuple[Token, ...]
    may_match: bool

    def matched(self) -> Iterator[str]:
        """Its columns that must equal a column of another relation."""
        words = [token.word for token in self.tokens]
        if not self.may_match or _UNSURE & {*words}:
            return
        if "using" in words:
            yield from (token.identifier or "" for token in self.tokens[words.index("using") + 1 :])
        elif "on" in words:
            at = words.index("on")
            yield from _equalled(self.tokens[at - 1].identifier, self.tokens[at + 1 :])


def _equalled(own: str | None, condition: Sequence[Token]) -> Iterator[str]:
    """The columns of a relation that a condition makes equal to those of others."""
    for one, other in _equalities(condition):
        # A condition within one relation leads to no row of another.
        if (one[0] == own) != (other[0] == own):
            yield one[1] if one[0] == own else other[1]


def _equalities(tokens: Sequence[Token]) -> Iterator[tuple[tuple[str | None, str], tuple[str | None, str]]]:
    """Pairs of columns, each with the relation before its point, of conditions ``a.b = c.d`` that all must hold."""
    for part in _conjuncts([token for token in tokens if token.text not in {"(", ")"}]):
        if [token.text for token in part[1::2]] == [".", "=", "."]:
            (a, b, c, d) = (token.identifier for token in part[::2])
            yield (a, b or ""), (c, d or "")


def _conjuncts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    edges = [-1, *(n for n, token in enumerate(tokens) if token.word == "and"), len(tokens)]
    return (tokens[before + 1 : after] for before, after in pairwise(edges))


def extent(tokens: Sequence[Token], frames: Mapping[str, pl.DataFrame]) -> int:
    """Cells that a step of the query makes at most.

    Args:
        tokens: The query.
        frames: The tables of the package that it names, by their names.
    """
    clauses = _clauses(tokens)
    width = max(1, sum(frame.width for frame in frames.values())) * max(map(len, clauses), default=1)
    own = sum(relation.name not in frames for clause in clauses for relation in clause)
    if own or any(token.word == "exists" for token in tokens):
        # A query within the query may be read as often as it is named, and EXISTS may compare all rows with all.
        rows = int(prod(_rows(clause, frames) for clause in clauses) ** max(1, own))
    else:
        rows = max((_rows(clause, frames) for clause in clauses), default=1)
    return rows * width


def _clauses(tokens: Sequence[Token]) -> list[list[_Relation]]:
    """The relations of each FROM."""
    return [list(_relations(tokens[at + 1 :])) for at, token in enumerate(tokens) if token.word == "from"]


def allowed(frames: Mapping[str, pl.DataFrame]) -> int:
    """Cells that a query over these tables may make."""
    return max(MAX_CELLS, GROWTH * sum(frame.height * frame.width for frame in frames.values()))


def _rows(clause: Sequence[_Relation], frames: Mapping[str, pl.DataFrame]) -> int:
    """Rows that the relations of one FROM make together."""
    rows = 1
    for number, relation in enumerate(clause):
        frame = frames.get(relation.name or "")
        if frame is not None:
            # At least one: an outer join keeps rows that meet none, and 0 would hide what the next tables make of them.
            rows *= max(1, frame.height if number == 0 else _matches(relation, frame))
    return rows


def _matches(relation: _Relation, frame: pl.DataFrame) -> int:
    """Rows of a relation that a row of the others meets at most."""
    found = [frame.height]
    for key in relation.matched():
        if key in frame.columns and frame.height:
            # Null equals nothing, not even null.
            counts = frame.get_column(key).drop_nulls().value_counts(name="rows").get_column("rows").max()
            found.append(counts if isinstance(counts, int) else 0)
    return min(found)


def _relations(tokens: Sequence[Token]) -> Iterator[_Relation]:
    """The relations of a FROM, which goes on to the next part of the query or to the parenthesis around it."""
    piece: list[Token] = []
    kinds: set[str] = set()
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth == 0 and token.word in _ENDS):
            break
        if depth == 0 and (token.text == "," or token.word in _KINDS):
            if piece:
                yield _relation(piece, kinds)
                piece, kinds = [], set()
            kinds.add(token.word)
        else:
            piece.append(token)
    if piece:
        yield _relation(piece, kinds)


def _relation(piece: Sequence[Token], kinds: set[str]) -> _Relation:
    return _Relation(piece[0].identifier, tuple(piece), may_match=not kinds & {"right", "full"})
