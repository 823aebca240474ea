"""The verdict: exact totals, capped examples, the checks that ran and those that did not.

A verdict never covers what was not read: a package is *valid* where no error was found and all that it has was read, or
what was not was allowed by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Literal

from talent_dataset.engine.issues import Issue, Severity

Verdict = Literal["valid", "invalid", "not-fully-checked"]
Sort = Literal["unread", "not-at-hand", "not-there"]

NOT_PUBLISHED: Final = frozenset({"facts", "end_column"})
"""What outputs are made of, and the published form of a report has no place for."""
UNREAD = frozenset(f"file/{kind}" for kind in ("missing", "remote", "format", "compression", "encoding", "too-large"))
"""Codes of skips that leave a resource unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSummary:
    """What was checked of one resource.

    Attributes:
        name: Name of the resource.
        path: Its first file, or ``None`` for inline data.
        rows: Records of data read (header, comments and blank records not counted).
        fields: Fields of the schema, or columns read where there is no schema.
        checks: Checks run.
        issues: Exact number of issues of every severity.
        prover: What looked at its records first: the native prover or polars; ``None`` where it is not a table. Neither
            decides what is a fault.
    """

    name: str
    path: str | None
    rows: int
    fields: int
    checks: int
    issues: int
    prover: Literal["native", "polars"] | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that did not run, and why.

    Attributes:
        code: Code of the issues that the check would have found, or what could not be read.
        reason: Why it did not run.
        resource: Name of the resource, where there is one.
        sort: ``unread``: something that the package has could not be read or run (bytes, a schema, a dialect, a parent
            table, a rule, books); ``not-at-hand``: documents behind books that were checked without them;
            ``not-there``: the package has nothing that the check could be about.
        allowed: Whether the user accepts it (``Policy.allow_skipped``).
        required: Whether the user insists on the check (``Policy.require``).
    """

    code: str
    reason: str
    resource: str | None = None
    sort: Sort = "unread"
    allowed: bool = False
    required: bool = False

    @property
    def counts(self) -> bool:
        """Whether the package is not fully checked without it."""
        return self.required or (self.sort == "unread" and not self.allowed)


@dataclass(frozen=True, slots=True)
class Follower:
    """Issues that follow from others: those of one code and resource, exactly counted."""

    code: str
    count: int
    resource: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Issues of one kind and one value: one cause, one thing to mend.

    Attributes:
        code: Their code.
        severity: The gravest severity of the issues and of those that follow.
        count: Exact number of issues.
        message: What is wrong, as the first of them says it.
        hint: How to mend it, or empty.
        resource: Name of the resource, where there is one.
        field: Name of the field, where they are about one.
        value: The value that they have in common: a cell, or a key that is not where it should be.
        values: How many values were counted together, since none of their issues is among the examples; ``None``
            where that is not known.
        examples: Which of ``Report.issues``, by their index.
        follows: Issues that will be gone with these. They are in the totals and among the issues, and in no group.
    """

    code: str
    severity: Severity
    count: int
    message: str
    hint: str = ""
    resource: str | None = None
    field: str | None = None
    value: str | None = None
    values: int | None = 1
    examples: tuple[int, ...] = ()
    follows: tuple[Follower, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Findings that follow from a fault of the header or of a file: how many, and from what. They are in no total."""

    code: str
    count: int
    reason: str
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Silenced:
    """Findings that the user does not want to hear of: how many, and why not. They are in no total."""

    code: str
    count: int
    reason: str
    resource: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """How much was checked.

    Attributes:
        run: Checks run on data: files, tables, columns, rows, keys, books. That of the descriptor does not count.
        cells: Cells covered.
        skipped: Checks that did not run.
        silenced: Findings that are in no total.
    """

    run: int = 0
    cells: int = 0
    skipped: tuple[Skipped, ...] = ()
    silenced: tuple[Silenced, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report:
    """The outcome of one validation.

    ``str`` gives the verdict and the first faults, a line each; ``repr`` the same in one line, as a failed ``assert``
    shows it.

    Attributes:
        totals: Exact number of issues of each code, whatever the cap on examples.
        errors: Exact number of issues of severity ``error``: the verdict.
        issues: Examples, at most ``limit`` of each code and resource, in the order of the package. Each value that is
            wrong has its first example before any has its second.
        groups: The issues by their cause, causes before what they may cause. The counts of groups and of what follows
            from them add up to the totals.
        suppressed: What was left out because it follows from a fault of the header or of a file.
    """

    package: Mapping[str, Any]
    resources: tuple[ResourceSummary, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    errors: int = 0
    issues: tuple[Issue, ...] = ()
    groups: tuple[Group, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    checks: Checks = Checks()
    books: Mapping[str, Any] | None = None
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """``invalid`` with errors; ``not-fully-checked`` where a skip counts, or there was nothing to check."""
        if self.errors:
            return "invalid"
        skipped = self.checks.skipped
        # Where nothing was checked, nothing was shown to be valid: unless the user has allowed just that.
        is_full = self.checks.run > 0 or any(skip.allowed for skip in skipped)
        return "valid" if is_full and not any(skip.counts for skip in skipped) else "not-fully-checked"

    @property
    def is_valid(self) -> bool:
        """Whether no error was found and all was checked."""
        return self.verdict == "valid"

    @property
    def is_truncated(self) -> bool:
        """Whether there are more issues than examples."""
        return sum(self.totals.values()) > len(self.issues)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, in the published form."""
        return {
            "valid": self.is_valid,
            "verdict": self.verdict,
            "package": dict(self.package),
            "resources": [asdict(r) for r in self.resources],
            "totals": dict(self.totals),
            "groups": [_present(group) for group in self.groups],
            "issues": [_present(issue) for issue in self.issues],
            "suppressed": [asdict(each) for each in self.suppressed],
            "checks": asdict(self.checks),
            "books": self.books,
            "truncated": self.is_truncated,
            "seconds": self.seconds,
        }

    def to_json(self) -> str:
        """The report as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        faults = [f"  {told(issue)}" for issue in self._worst()[:_FIRST]]
        more = sum(self.totals.values()) - len(faults)
        rest = [f"  and {more:,} more"] if more and faults else []
        return "\n".join([self._verdict(), *faults, *rest])

    def __repr__(self) -> str:
        worst = self._worst()
        first = f"; first: {told(worst[0])}" if worst else ""
        return f"<Report {self._verdict()}{first}>"

    def _verdict(self) -> str:
        """The verdict and how much it covers, in a line."""
        rows = sum(resource.rows for resource in self.resources)
        word = self.verdict.replace("-", " ")
        errors = counted(self.errors, "error")
        found = f" ({_by_code(self.totals)})" if self.totals else ""
        skips = [each for each in self.checks.skipped if each.counts and not self.errors]
        skipped = "".join(f"; skipped: {each.code} ({each.reason})" for each in skips)
        return f"{word}, {errors}{found}; {self.checks.cells:,} cells in {rows:,} rows checked{skipped}"

    def _worst(self) -> list[Issue]:
        """The examples, errors first."""
        return sorted(self.issues, key=lambda issue: issue.severity != "error")


# Faults that the text of a report shows.
_FIRST: Final = 5


def told(issue: Issue) -> str:
    """An issue in a line: where, what, and its code."""
    place = issue.path or issue.resource or ""
    if issue.line is not None:
        place = f"{place}:{issue.line}"
    elif issue.row is not None:
        place = f"{place} row {issue.row}"
    where = ", ".join(part for part in (place, issue.field) if part)
    return f"{where}: {issue.message} ({issue.code})" if where else f"{issue.message} ({issue.code})"


def counted(number: int, noun: str) -> str:
    """A number and its noun: ``1 error``, ``2,000 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _by_code(totals: Mapping[str, int]) -> str:
    """Codes and how often each was found, the most frequent first."""
    return ", ".join(f"{count:,} {code}" for code, count in sorted(totals.items(), key=lambda each: -each[1]))


def _present(found: Issue | Group) -> dict[str, Any]:
    """What is known of a finding; an empty cell is known, an empty hint is not."""
    # ``asdict`` copies texts and numbers too, and would take half the time of a long report.
    known = ((each.name, getattr(found, each.name)) for each in fields(found))
    return {k: _plain(v) for k, v in known if v is not None and (k, v) != ("hint", "") and k not in NOT_PUBLISHED}


def _plain(value: object) -> object:
    """A value of a finding in containers of its own."""
    if isinstance(value, Follower):
        return asdict(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return type(value)(map(_plain, value)) if isinstance(value, list | tuple) else value
