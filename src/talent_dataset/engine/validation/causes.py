"""Findings by their cause: what is at fault, in how many places, and what only follows from it.

Findings of one kind (code, resource, field) and one value are one cause. A finding *follows* from another where it
hangs on a cell that has a fault of its own, and causes come in order: the structure of a row before its cells, cells
before rules over them, a parent's key before the rows that refer to it, tables before the books. So the cause is known
whenever something that follows from it is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.engine.meant import folded_word
from talent_dataset.engine.report import Follower, Group

MOST: Final = 1_000
"""Values of one kind that are told apart; all others are counted together, so that memory has a bound."""
LONGEST: Final = 200
"""Characters of a value that are compared."""

_GRAVE: Final[dict[str, int]] = {"error": 0, "warning": 1, "info": 2}
_CELLS: Final = ("cell/", "table/foreign-key")
_VALUED: Final = (*_CELLS, "row/primary-key", "row/unique-key")
_OF_ROWS: Final = ("row/extra-cell", "row/missing-cell", "row/blank")
_RANKS: Final[dict[str, int]] = {
    each: rank
    for rank, alike in enumerate(
        (
            ("descriptor",),
            ("file",),
            ("header",),
            _OF_ROWS,
            ("cell/type",),
            ("cell",),
            ("cell/unique", "row/primary-key", "row/unique-key"),
            ("table",),
            ("row",),
        )
    )
    for each in alike
}


class CauseKind(NamedTuple):
    """What findings have in common that may have one cause."""

    code: str
    resource: str | None
    field: str | None


@dataclass(slots=True)
class Cause:
    """Findings of one kind and one value, and what follows from them.

    Attributes:
        kind: Code, resource and field.
        value: The value at fault (a cell, a key that is missing), or what tells it from others; ``None`` where all
            findings of the kind have one cause.
        severity: The gravest severity of them and of what follows.
        issue: One of them, where one is told.
        count: Exact number.
        follows: Exact number of findings that follow, by code and resource.
        values: How many values were counted together; ``None`` where nobody knows.
    """

    kind: CauseKind
    value: str | None
    severity: Severity
    issue: Issue | None = None
    count: int = 0
    follows: dict[tuple[str, str | None], int] = field(default_factory=dict)
    values: int | None = 1

    def follow(self, code: str, resource: str | None, severity: Severity, number: int) -> None:
        """Counts findings that follow; a cause is as grave as what follows from it."""
        self.follows[code, resource] = self.follows.get((code, resource), 0) + number
        self.severity = min(self.severity, severity, key=_GRAVE.__getitem__)


@dataclass(slots=True)
class Causes:
    """All causes of one run."""

    _kinds: dict[CauseKind, dict[str | None, Cause]] = field(default_factory=dict)
    _others: dict[CauseKind, Cause] = field(default_factory=dict)
    _first: dict[CauseKind, Issue] = field(default_factory=dict)
    _cells: dict[tuple[str, str], dict[str, Cause]] = field(default_factory=dict)
    _folded: dict[tuple[str, str], dict[str, Cause]] = field(default_factory=dict)

    def complete(self, kind: CauseKind) -> pl.Series | None:
        """The values that are told apart, where no further one will be; else ``None``."""
        found = self._kinds.get(kind, {})
        if len(found) < MOST and kind not in self._others:
            return None
        return pl.Series("value", [value for value in found if value is not None], dtype=pl.String)

    def find(self, kind: CauseKind, value: str | None = None) -> Cause | None:
        """The findings of a kind and value."""
        return self._kinds.get(kind, {}).get(cut(value))

    def add(self, kind: CauseKind, value: str | None, number: int, severity: Severity) -> Cause:
        """Counts findings of one value.

        Args:
            kind: Their kind.
            value: What they have in common.
            number: How many they are.
            severity: Their severity.
        """
        value, found = cut(value), self._kinds.setdefault(kind, {})
        cause = found.get(value)
        # Once some values were counted together, a further one may be among them.
        if cause is None and (len(found) >= MOST or kind in self._others):
            return self.add_others(kind, number, severity)
        if cause is None:
            cause = found[value] = Cause(kind, value, severity)
            self.tie(kind, value, cause)
        cause.count += number
        return cause

    def add_others(self, kind: CauseKind, number: int, severity: Severity) -> Cause:
        """Counts findings of values that are not told apart."""
        cause = self._others.setdefault(kind, Cause(kind, None, severity, values=None))
        cause.count += number
        return cause

    def describe(self, kind: CauseKind, make: Callable[[], Issue]) -> None:
        """Keeps one finding of a kind, whatever is told of it: to say what it is about."""
        if kind not in self._first:
            self._first[kind] = make()

    def issue(self, cause: Cause) -> Issue:
        """One of the findings; one of its kind where none of its own is told."""
        return cause.issue or self._first[cause.kind]

    def tie(self, kind: CauseKind, value: str | None, cause: Cause) -> None:
        """Notes why a cell is at fault; the first reason holds."""
        if not (kind.resource and kind.field and value is not None and kind.code.startswith(_CELLS)):
            return
        place, value = (kind.resource, kind.field), value[:LONGEST]
        cells = self._cells.setdefault(place, {})
        if len(cells) < MOST:
            cells.setdefault(value, cause)
            self._folded.setdefault(place, {}).setdefault(folded_word(value), cause)

    def of_cell(self, resource: str, name: str, value: str | None) -> Cause | None:
        """Why a cell is at fault, if it is known to be."""
        found = self._cells.get((resource, name))
        return found.get(value[:LONGEST]) if found and value is not None else None

    def near(self, resource: str, name: str, value: str | None) -> Cause | None:
        """Why a cell is at fault that differs from a value by no more than case, blanks or look-alike letters."""
        found = self._folded.get((resource, name))
        word = folded_word(value[:LONGEST]) if found and value is not None else ""
        # A dash and nothing at all are the same to the eye, and no cause of each other.
        return found.get(word) if found and word else None

    def faulty(self, resource: str, name: str) -> Collection[str]:
        """The cells of a field that are known to be at fault, as far as they are compared."""
        return self._cells.get((resource, name), ())

    def all(self) -> Iterator[Cause]:
        """All causes, those that were told apart first."""
        for found in self._kinds.values():
            yield from found.values()
        yield from self._others.values()


def kind_of(issue: Issue) -> tuple[CauseKind, str | None]:
    """The kind of one finding, and what tells its cause from others of the kind."""
    kind = CauseKind(issue.code, issue.resource, issue.field)
    if issue.code in _OF_ROWS:
        return kind, None
    if issue.code.startswith(_CELLS):
        return kind, issue.cell
    return kind, issue.message if issue.row is not None else f"{issue.path or ''} {issue.message}"


def rank(code: str) -> int:
    """The order of causes: descriptor, file, header, structure of rows, types, constraints, keys, rules, books."""
    if code in _RANKS:
        return _RANKS[code]
    return _RANKS.get(code.partition("/")[0], len(_RANKS))


def cut(value: str | None) -> str | None:
    """As much of a value as is compared."""
    return value if value is None or len(value) <= LONGEST else value[:LONGEST]


def groups(causes: Causes, shown: Mapping[int, Sequence[int]], order: Sequence[str]) -> tuple[Group, ...]:
    """The causes as the report tells them: those that have examples one by one, all others of a kind together.

    Args:
        causes: All of them.
        shown: The examples of each, by the ``id`` of the cause.
        order: Names of the resources.
    """
    places = {name: number for number, name in enumerate(order)}
    told: dict[tuple[CauseKind, int], list[Cause]] = {}
    for cause in causes.all():
        told.setdefault((cause.kind, id(cause) if id(cause) in shown else 0), []).append(cause)
    found = [_group(alike, causes.issue(alike[0]), tuple(shown.get(which, ()))) for (_, which), alike in told.items()]
    found.sort(
        key=lambda group: (
            _GRAVE[group.severity],
            rank(group.code),
            places.get(group.resource or "", -1),
            group.code,
            not group.examples,
            group.examples,
        )
    )
    return tuple(found)


def _group(alike: Sequence[Cause], issue: Issue, examples: tuple[int, ...]) -> Group:
    """Causes of one kind as a group."""
    first = alike[0]
    is_known = all(cause.values is not None for cause in alike)
    is_cell = len(alike) == 1 and first.values == 1 and first.kind.code.startswith(_VALUED)
    return Group(
        code=first.kind.code,
        severity=min((cause.severity for cause in alike), key=_GRAVE.__getitem__),
        count=sum(cause.count for cause in alike),
        message=issue.message,
        hint=issue.hint,
        resource=first.kind.resource,
        field=first.kind.field,
        value=first.value if is_cell else None,
        values=len(alike) if is_known else None,
        examples=examples,
        follows=_followers(alike),
    )


def _followers(alike: Sequence[Cause]) -> tuple[Follower, ...]:
    """What follows from some causes, by code and resource."""
    follows: dict[tuple[str, str | None], int] = {}
    for cause in alike:
        for place, number in cause.follows.items():
            follows[place] = follows.get(place, 0) + number
    return tuple(Follower(code, number, resource) for (code, resource), number in follows.items())
