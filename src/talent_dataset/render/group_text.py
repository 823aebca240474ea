"""The findings by their cause: each cause once, what follows from it in one line under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.report import counted
from talent_dataset.render.columns import columns
from talent_dataset.render.issue_text import cut, issue_lines, labelled, place, place_of
from talent_dataset.render.lines import Line, line

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.report import Follower, Group, Report

# Causes that are named once more at the end, where a screen shows them.
_FEW: Final = 4
# Characters of a message: a cause is to stay on a line.
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class ShownFindings:
    """The findings of a report, on the way to the screen.

    Attributes:
        report: What was found.
        width: Columns of the screen.
        base: Folder that goes before the files of issues.
    """

    report: Report
    width: int
    base: str

    @property
    def descriptor(self) -> str:
        """The descriptor as seen from where the user is."""
        return place_of(self.base, str(self.report.package.get("path") or ""))

    def lines(self) -> Iterator[Line]:
        """Every cause that has an example, in detail, each after an empty line; the others as a number."""
        before: Group | None = None
        for group in self.report.groups:
            if group.examples:
                yield line()
                yield from self._cause(group, is_told=before is not None and _is_alike(group, before))
                before = group
            # A report with a limit of 0 shows no example at all: then each cause would be "more".
            elif self.report.issues:
                yield line()
                yield from labelled("more", _rest(group), self.width)

    def first(self) -> Iterator[Line]:
        """The first causes, one line each: where they are and how much hangs on them."""
        told = [group for group in self.report.groups if group.examples]
        places = [self._place(group) for group in told[:_FEW]]
        widest = max(map(columns, places), default=0)
        yield line(("first of all", "head"))
        for group, where in zip(told, places, strict=False):
            spaces = " " * (widest - columns(where) + 2)
            yield line("    ", (where, "place"), spaces, (group.code, "code"), "  ", (_numbers(group), "label"))
        if len(told) > _FEW:
            rest = len(told) - _FEW
            yield line("    ", (f"and {counted(rest, 'more cause')} above", "label"))

    def short(self) -> Iterator[Line]:
        """One line for each cause, never broken: place, severity, code, what is wrong, how often."""
        for group in self.report.groups:
            parts = [f"{self._place(group)}:"] if self._place(group) else []
            is_shown = bool(group.examples) or not self.report.issues
            message = cut(group.message, _LONGEST) if is_shown else f"more of the kind{_values(group)}"
            often = "" if group.count == 1 and not group.follows else f" ({_numbers(group)})"
            yield line(
                " ".join([*parts, ""]),
                (group.severity, group.severity),
                " ",
                (group.code, "code"),
                f": {message}{often}",
            )

    def _example(self, group: Group) -> Issue | None:
        return self.report.issues[group.examples[0]] if group.examples else None

    def _place(self, group: Group) -> str:
        example = self._example(group)
        return (place(example, self.base, self.descriptor) if example else "") or group.resource or ""

    def _cause(self, group: Group, *, is_told: bool) -> Iterator[Line]:
        """The first example, where the others are, and what follows."""
        first, *others = (self.report.issues[index] for index in group.examples)
        yield from issue_lines(
            first, width=self.width, base=self.base, descriptor=self.descriptor, is_hint_told=is_told
        )
        also = _also(first, others, group.count)
        yield from labelled("also", also if group.values == 1 else f"{also}, with other values", self.width)
        yield from labelled("then", _then(group.follows), self.width)


def _is_alike(group: Group, before: Group) -> bool:
    """Whether the same hint was given just before."""
    return (group.code, group.resource, group.field, group.hint) == (
        before.code,
        before.resource,
        before.field,
        before.hint,
    )


def _also(first: Issue, others: Sequence[Issue], count: int) -> str:
    """Where else the same is wrong."""
    if count == 1:
        return ""
    numbers = [_at(issue, first) for issue in others]
    rest = count - 1 - len(others)
    more = f"{rest:,} more" if rest else ""
    where = (
        f"{'line' if first.line else 'row'}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}" if numbers else ""
    )
    return f"{where} and {more}" if where and more else where or more


def _at(issue: Issue, first: Issue) -> str:
    """The line of a further example; its file too, where that is another."""
    number = str(issue.line or issue.row or "")
    return number if issue.path == first.path and number else ":".join(filter(None, (issue.path, number)))


def _rest(group: Group) -> str:
    """Findings of a kind of which none is shown."""
    name = f"{group.resource}.{group.field}" if group.field else group.resource or ""
    return f"{group.count:,} {group.code}{f' in {name}' if name else ''}{_values(group)}"


def _values(group: Group) -> str:
    """How many values they have that none of the causes told is about."""
    if group.values == 1:
        return ""
    return f" with {group.values:,} other values" if group.values else " with other values"


def _then(follows: Sequence[Follower]) -> str:
    """What follows, by code, with the number of tables."""
    by_code: dict[str, list[Follower]] = {}
    for each in follows:
        by_code.setdefault(each.code, []).append(each)
    total = sum(each.count for each in follows)
    if total == 1:
        return f"1 fault follows from it: {follows[0].code} {_where(follows)}"
    told = ", ".join(f"{sum(each.count for each in some):,} {code} {_where(some)}" for code, some in by_code.items())
    return f"{total:,} faults follow from it: {told}" if follows else ""


def _where(some: Sequence[Follower]) -> str:
    return f"in {some[0].resource}" if len(some) == 1 else f"in {len(some)} tables"


def _numbers(group: Group) -> str:
    """How many findings a cause has, and how many follow."""
    follow = sum(each.count for each in group.follows)
    noun = group.severity if group.severity != "info" else "remark"
    told = counted(group.count, noun)
    return f"{told}, and {follow:,} that follow{'s' if follow == 1 else ''}" if follow else told
