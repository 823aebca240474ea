"""Where in a descriptor we are, and what was found wrong there.

A place knows its parent and its key; the path (``resources[2].schema.fields[0].type``) is written only when something
is wrong, so that a descriptor without faults pays nothing for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.engine.report import Skipped

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, ForeignKey

_PLAIN = re.compile(r"[\w$:-]+")
_STEPS = re.compile(r'\.?([\w$:-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*"?…?)\]')
_LONGEST = 60


class Misfit(Exception):  # noqa: N818 - it is caught where it is raised, and becomes a finding
    """A value of the descriptor that is not what the standard wants.

    Attributes:
        reason: Predicate of the sentence: ``must be a string, not a number (5)``.
        hint: How to mend it, or empty.
        at: Place of the fault below the property.
    """

    def __init__(self, reason: str, *, hint: str = "", at: tuple[str | int, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.at = at


class ReferenceFault(Exception):  # noqa: N818 - raised by who follows references, becomes a finding
    """A path of the descriptor that leads to nothing usable."""

    def __init__(self, message: str, *, hint: str = "", code: str = "descriptor/reference") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


@dataclass(frozen=True, slots=True)
class Probes:
    """Checks that need more than the descriptor, handed in from above; each raises ``ValueError`` with the reason.

    Attributes:
        cast: Value of a text by the type, format and options of a field (bounds and ``enum`` must be castable).
        pattern: Accepts a regular expression.
        format: Accepts a strptime pattern.
        json_schema: Accepts a JSON Schema.
        follow: JSON object at a path of the package (raises ``ReferenceFault``).
        refuse: Why a path may not be followed beyond what its text tells (links), and how to mend it.
    """

    cast: Callable[[Field, str], object] | None = None
    pattern: Callable[[str], object] | None = None
    format: Callable[[str], object] | None = None
    json_schema: Callable[[dict[str, Any]], object] | None = None
    follow: Callable[[str], dict[str, Any]] | None = None
    refuse: Callable[[str], tuple[str, str] | None] | None = None


@dataclass(slots=True)
class Context:
    """What holds for the whole descriptor, and everything found in it.

    Attributes:
        is_v1: Whether the descriptor is of version 1.0.
        is_tabular: Whether it is a Tabular Data Package of version 1.0.
        is_declared: Whether it stands for a table that is declared in Python, where nothing may be repeated.
        probes: Checks handed in from above.
        issues: What is wrong, in the order found.
        skipped: Checks that cannot run.
        references: Foreign keys, each with its place; they are resolved when all resources are known.
    """

    is_v1: bool = False
    is_tabular: bool = False
    is_declared: bool = False
    probes: Probes = Probes()
    issues: list[Issue] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    references: list[tuple[ForeignKey, Place]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Place:
    """A value of the descriptor: its parent and the key that leads to it (never changed once made)."""

    context: Context
    parent: Place | None = None
    key: str | int | None = None
    resource: str | None = None
    field: str | None = None

    def at(self, *keys: str | int) -> Place:
        """The place below this one."""
        place = self
        for key in keys:
            place = Place(self.context, place, key, self.resource, self.field)
        return place

    def of(self, *, resource: str | None = None, field: str | None = None) -> Place:
        """The same place, whose faults name the resource or the field."""
        return Place(self.context, self.parent, self.key, resource or self.resource, field or self.field)

    @property
    def path(self) -> str:
        """The path from the root: ``resources[2].schema.fields[0].type``."""
        keys: list[str | int] = []
        place: Place | None = self
        while place is not None and place.key is not None:
            keys.append(place.key)
            place = place.parent
        return "".join(map(_step, reversed(keys))).removeprefix(".")

    def fault(self, code: str, message: str, *, hint: str = "", severity: Severity = "error") -> None:
        """Note down what is wrong here."""
        issue = Issue(
            code=code,
            message=message,
            hint=hint,
            severity=severity,
            resource=self.resource,
            path=self.path,
            field=self.field,
        )
        self.context.issues.append(issue)

    def warn(self, code: str, message: str, *, hint: str = "") -> None:
        """Note down a breach that touches no data."""
        self.fault(code, message, hint=hint, severity="warning")

    def repeated(self, code: str, message: str, *, hint: str) -> None:
        """Note down what stands twice: the standard lets that pass, and a declared table does not."""
        self.fault(code, message, hint=hint, severity="error" if self.context.is_declared else "warning")

    def misfit(self, code: str, misfit: Misfit, *, severity: Severity = "error") -> None:
        """Note down a value that does not fit, as a sentence about the property."""
        place = self.at(*misfit.at)
        place.fault(code, f"{_subject(place)} {misfit.reason}.", hint=misfit.hint, severity=severity)

    def skip(self, code: str, reason: str) -> None:
        """Note down a check that cannot run: what it is about is not read."""
        self.context.skipped.append(Skipped(code, reason, self.resource))


def shown(value: object) -> str:
    """A value of the descriptor as short JSON text."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if _PLAIN.fullmatch(key) else f"[{shown(key)}]"


def steps(path: str) -> list[str | int]:
    """The keys that lead to a place, of its path; a key that is too long to be shown ends them."""
    found: list[str | int] = []
    for name, number, quoted in _STEPS.findall(path):
        try:
            found.append(int(number) if number else json.loads(quoted) if quoted else name)
        except ValueError:
            break
    return found


def _subject(place: Place) -> str:
    named = place
    while isinstance(named.key, int) and named.parent is not None:
        named = named.parent
    if named.key is None:
        return "The descriptor"
    return f'"{named.key}"' if named is place else f'An entry of "{named.key}"'
