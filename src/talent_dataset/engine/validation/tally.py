"""Counting what is found: totals exact, examples capped, nothing lost by the cap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.engine.policy import Policy, Setting
from talent_dataset.engine.report import Checks, Group, Silenced, Skipped, Sort, Suppressed
from talent_dataset.engine.validation.causes import Cause, CauseKind, Causes, cut, groups, kind_of

if TYPE_CHECKING:
    from talent_dataset.engine.reading.table import TextTable

LONGEST: Final = 10_000
"""Characters of a cell or a message that a report holds."""

_HOLDS_TEXT: Final = ("message", "hint", "cell", "cells", "key", "facts")
# A warning of a setting without effect, and a check that the setting itself switches on.
_NEVER_UNUSED: Final = frozenset({"policy/unused", "row/duplicate"})


@dataclass(slots=True)
class _Example:
    """An issue to show, and the position of its cell in the record."""

    issue: Issue
    position: int | None
    value: str | None
    cause: Cause | None


@dataclass(slots=True)
class _Examples:
    """The issues of one code and resource that are shown; no value has a second one before each has its first."""

    limit: int | None
    shown: list[_Example] = field(default_factory=list)
    _values: Counter[str | None] = field(default_factory=Counter)

    def wants(self, value: str | None) -> bool:
        """Whether there is room for an example of a value, if need be in place of another's second."""
        if self.limit is None or len(self.shown) < self.limit:
            return True
        return value not in self._values and 0 < len(self._values) < self.limit

    def add(self, example: _Example) -> None:
        """Takes an example in, and one out where there are too many."""
        self.shown.append(example)
        self._values[example.value] += 1
        if self.limit is not None and len(self.shown) > self.limit:
            last = next(n for n in reversed(range(len(self.shown))) if self._values[self.shown[n].value] > 1)
            self._values[self.shown.pop(last).value] -= 1


@dataclass(slots=True)
class Tally:
    """All findings of one run.

    Attributes:
        limit: Examples to keep of each code and resource; ``None``: all.
        policy: Severities that the user changed, codes that the user silenced, skips that the user allows.
        run: Checks run.
        cells: Cells read.
        causes: What is at fault, and what follows from it.
    """

    limit: int | None = 20
    policy: Policy = field(default_factory=Policy)
    run: int = 0
    cells: int = 0
    errors: int = 0
    counts: dict[tuple[str | None, str], int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    causes: Causes = field(default_factory=Causes)
    _examples: dict[tuple[str | None, str], _Examples] = field(default_factory=dict)
    _suppressed: dict[tuple[str, str | None, str], int] = field(default_factory=dict)
    _silenced: dict[tuple[str | None, str], int] = field(default_factory=dict)
    _used: set[Setting] = field(default_factory=set)

    def count(self, code: str, resource: str | None, declared: Severity, number: int) -> Severity | None:
        """Counts findings of one kind; their severity for this user, or ``None`` where they are silenced."""
        level = self.policy.severity(code, resource, declared)
        place = (resource, code)
        self._used |= {s for s in self.policy.settings if s.code == code and s.resource in {None, resource}}
        if level == "silent":
            self._silenced[place] = self._silenced.get(place, 0) + number
            return None
        self.counts[place] = self.counts.get(place, 0) + number
        self.errors += number if level == "error" else 0
        return level

    def wants(self, code: str, resource: str | None, value: str | None = None) -> bool:
        """Whether one more example of this kind is wanted, of findings of this value."""
        return self._of(code, resource).wants(value)

    def _of(self, code: str, resource: str | None) -> _Examples:
        return self._examples.setdefault((resource, code), _Examples(self.limit))

    def show(
        self, issue: Issue, position: int | None = None, *, value: str | None = None, cause: Cause | None = None
    ) -> None:
        """Keeps an example of findings that were counted.

        Args:
            issue: The example.
            position: Position of its cell in the record.
            value: What tells it from others of its code and resource.
            cause: The findings that it belongs to; ``None`` where it follows from others.
        """
        found = _shortened(issue)
        self._of(issue.code, issue.resource).add(_Example(found, position, cut(value), cause))
        if cause is not None and cause.issue is None:
            cause.issue = found

    def attribute(
        self, kind: CauseKind, value: str | None, number: int, severity: Severity, root: Cause | None = None
    ) -> Cause | None:
        """Puts findings that were counted where they belong: to a cause of their own, or to what they follow from.

        Args:
            kind: Their code, resource and field.
            value: The value that is at fault.
            number: How many they are.
            severity: Their severity for this user.
            root: What they follow from.

        Returns:
            Their own cause; ``None`` where they follow from another.
        """
        if root is None:
            return self.causes.add(kind, value, number, severity)
        self.causes.tie(kind, value, root)
        root.follow(kind.code, kind.resource, severity, number)
        return None

    def add(self, issue: Issue, position: int | None = None, root: Cause | None = None) -> Cause | None:
        """Counts one finding and keeps it where there is room; its cause, or what it follows from."""
        level = self.count(issue.code, issue.resource, issue.severity, 1)
        if level is None:
            return None
        found = issue if level == issue.severity else replace(issue, severity=level)
        kind, value = kind_of(found)
        cause = self.attribute(kind, value, 1, level, root)
        self.describe(kind, lambda: found)
        if self.wants(issue.code, issue.resource, value):
            self.show(found, position, value=value, cause=cause)
        return cause or root

    def describe(self, kind: CauseKind, make: Callable[[], Issue]) -> None:
        """Keeps one finding of a kind, whatever is told of it."""
        self.causes.describe(kind, lambda: _shortened(make()))

    def suppress(self, issue: Issue, reason: str) -> None:
        """Notes a finding that is left out, since it follows from a fault of the header or of a file."""
        if self.policy.severity(issue.code, issue.resource, issue.severity) != "silent":
            place = (issue.code, issue.resource, reason)
            self._suppressed[place] = self._suppressed.get(place, 0) + 1

    def is_lowered(self, issue: Issue) -> bool:
        """Whether an issue is an error by itself, and none to this user: what it kept from being read stays unread."""
        return issue.severity == "error" != self.policy.severity(issue.code, issue.resource, "error")

    def skip(self, code: str, reason: str, resource: str | None = None, sort: Sort = "unread") -> None:
        """Notes a check that did not run."""
        self.skipped.append(Skipped(code, reason, resource, sort))

    def close(self) -> None:
        """Warns of each setting that nothing was found for: it is misspelt, or outlived what it was meant for."""
        self._warn_allowed()
        for setting in self.policy.settings:
            if setting not in self._used and setting.code not in _NEVER_UNUSED:
                what = f"{setting.code} in {setting.resource}" if setting.resource else setting.code
                deed = f"silenced ({setting.reason})" if setting.level == "silent" else f"set to {setting.level}"
                message = f"{what} is {deed}, and nothing of the kind was found."
                hint = "Take the setting out, or correct its code or resource."
                self.add(Issue(code="policy/unused", message=message, severity="warning", hint=hint))

    def _warn_allowed(self) -> None:
        known = {name for skip in self.skipped for name in (skip.code, f"{skip.resource}:{skip.code}")}
        for code in self.policy.allow_skipped:
            if code not in known:
                message = f"{code} is allowed to be skipped, and nothing of the kind was."
                hint = "Take the setting out, or correct its code or resource."
                self.add(Issue(code="policy/unused", message=message, severity="warning", hint=hint))

    def locate(self, resource: str, table: TextTable, *, is_in_parts: bool) -> None:
        """Gives the examples of a resource that have a record the place where it stands.

        Args:
            resource: Name of the resource.
            table: Its table, which was read.
            is_in_parts: Whether it stands in several files.
        """
        wanted = [
            (example.issue.row, example.position, example)
            for example in self._shown(resource)
            if example.issue.row is not None and not _is_placed(example.issue)
        ]
        wanted.sort(key=lambda found: (found[0], -1 if found[1] is None else found[1]))
        spots = table.spots([(row, position) for row, position, _ in wanted])
        for (_, _, example), spot in zip(wanted, spots, strict=False):
            row = spot.row if is_in_parts else None
            place: dict[str, Any] = {"line": spot.line, "column": spot.column, "address": spot.address}
            example.issue = replace(example.issue, path=spot.part.path, file_row=row, **place)

    def _shown(self, resource: str) -> Iterator[_Example]:
        for (name, _), examples in self._examples.items():
            yield from examples.shown if name == resource else ()

    def place(self, placed: Callable[[Iterable[Issue]], Iterable[Issue]]) -> None:
        """Gives the examples of faults of the descriptor that were found late the line where they stand."""
        examples = [example for those in self._examples.values() for example in those.shown]
        for example, issue in zip(examples, placed([each.issue for each in examples]), strict=True):
            example.issue = issue

    def excerpt(
        self,
        resource: str,
        lines: Callable[[str, Collection[int]], Mapping[int, str]],
        end: Callable[[str, int, str], int],
    ) -> None:
        """Gives the examples of a resource that have a line its text, and the column where their cell ends.

        Args:
            resource: Name of the resource.
            lines: The text of some lines of a file, by number.
            end: Where a cell ends, given its line, the column where it begins, and its text.
        """
        located: dict[str, list[_Example]] = {}
        for example in self._shown(resource):
            if example.issue.path is not None and example.issue.line is not None:
                located.setdefault(example.issue.path, []).append(example)
        for path, examples_there in located.items():
            texts = lines(path, {example.issue.line or 0 for example in examples_there})
            for example in examples_there:
                example.issue = _quoting(example.issue, texts.get(example.issue.line or 0), end)

    def advise(self, code: str, resource: str, advise: Callable[[Sequence[Issue]], str]) -> None:
        """Gives findings of records a better remedy, where the examples together show one.

        Args:
            code: Their code.
            resource: Name of the resource.
            advise: The remedy, given the examples; empty where they show none.
        """
        examples = self._examples.get((resource, code))
        if examples is None or not (hint := advise([example.issue for example in examples.shown])):
            return
        for example in examples.shown:
            example.issue = replace(example.issue, hint=hint)
            if example.cause is not None and example.cause.issue is not None:
                example.cause.issue = replace(example.cause.issue, hint=hint)

    def of(self, resource: str) -> int:
        """Exact number of issues of a resource."""
        return sum(number for (name, _), number in self.counts.items() if name == resource)

    def totals(self) -> dict[str, int]:
        """Exact number of issues of each code, in the order of the codes."""
        totals: dict[str, int] = {}
        for (_, code), number in self.counts.items():
            totals[code] = totals.get(code, 0) + number
        return dict(sorted(totals.items()))

    def issues(self, order: Sequence[str]) -> tuple[Issue, ...]:
        """The examples: those of no resource first, then resource by resource, record by record."""
        return tuple(example.issue for example in self._ordered(order))

    def _ordered(self, order: Sequence[str]) -> list[_Example]:
        places = {name: number for number, name in enumerate(order)}
        shown = [example for examples in self._examples.values() for example in examples.shown]
        shown.sort(
            key=lambda example: (
                places.get(example.issue.resource or "", -1),
                example.issue.row or 0,
                -1 if example.position is None else example.position,
                example.issue.code,
            )
        )
        return shown

    def groups(self, order: Sequence[str]) -> tuple[Group, ...]:
        """The findings by their cause, the gravest first, then causes before what they may cause."""
        shown: dict[int, list[int]] = {}
        for number, example in enumerate(self._ordered(order)):
            if example.cause is not None:
                shown.setdefault(id(example.cause), []).append(number)
        return groups(self.causes, shown, order)

    def suppressed(self) -> tuple[Suppressed, ...]:
        """What was left out."""
        return tuple(
            Suppressed(code, number, reason, resource) for (code, resource, reason), number in self._suppressed.items()
        )

    def checks(self) -> Checks:
        """How much was checked, what was not, and what is not to be heard of."""
        silenced = tuple(
            Silenced(code, number, reason.reason, resource)
            for (resource, code), number in self._silenced.items()
            if (reason := self.policy.find(code, resource)) is not None
        )
        return Checks(
            run=self.run, cells=self.cells, skipped=tuple(map(self._settled, self.skipped)), silenced=silenced
        )

    def _settled(self, skip: Skipped) -> Skipped:
        """A skip with what the user makes of it."""
        allowed = self.policy.allows(skip.code, skip.resource)
        required = self.policy.requires(skip.code, skip.resource)
        return replace(skip, allowed=allowed, required=required) if allowed or required else skip


def _is_placed(issue: Issue) -> bool:
    return issue.line is not None or issue.address is not None


def _quoting(issue: Issue, line: str | None, end: Callable[[str, int, str], int]) -> Issue:
    """The issue with its line, and the end of its cell where both are known."""
    if not line or issue.column is None or issue.cell is None or issue.column > len(line) + 1:
        return replace(issue, excerpt=line)
    return replace(issue, excerpt=line, end_column=end(line, issue.column, issue.cell))


def _shortened(issue: Issue) -> Issue:
    """The issue with cells of millions of characters cut: there may be twenty of each kind, and each is said twice."""
    held = {name: getattr(issue, name) for name in _HOLDS_TEXT}
    short = {name: _cut(value) for name, value in held.items()}
    return issue if short == held else replace(issue, **short)


def _cut(value: Any) -> Any:
    """A value of an issue with each text in it cut."""
    if isinstance(value, dict):
        return {name: _cut(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_cut(each) for each in value]
    return f"{value[:LONGEST]}..." if isinstance(value, str) and len(value) > LONGEST else value
