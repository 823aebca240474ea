"""The properties of an object of the descriptor: where it stands, known ones by their kind, all others as custom."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor.model import FORMER, PROPERTY
from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.engine.meant import did_you_mean, nearest
from talent_dataset.engine.report import Skipped

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, ForeignKey

_PLAIN = re.compile(r"[\w$:-]+")
# A key that is too long to be shown ends in an ellipsis, and may have lost its closing quote.
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
    # A value that holds itself, or is nested more deeply than ``json`` can follow.
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


_NAMES = {int: "a number", float: "a number", str: "a string", list: "an array", dict: "an object"}

_EMAIL = re.compile(r'(?:[^@\s]+|"[^"]*")@[^@\s]+')
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DATE_TIME = re.compile(
    # RFC 3339 lets a blank stand for the T.
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ]"
    # RFC 3339 has leap seconds.
    r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)

PropertyKind = Callable[[Any], Any]
"""A kind of value that a property may have: takes the JSON value and returns ours, or raises ``Misfit``."""


def named(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"the boolean {shown(value)}"
    name = _NAMES.get(type(value), type(value).__name__)
    return name if isinstance(value, (list, dict)) else f"{name} ({shown(value)})"


def text(value: object) -> str:
    """Any string."""
    if isinstance(value, str):
        return value
    raise Misfit(f"must be a string, not {named(value)}")


def filled(value: object) -> str:
    """A string of at least one character."""
    if text(value) == "":
        raise Misfit("must not be empty")
    return str(value)


def character(value: object) -> str:
    """A string of exactly one character."""
    if len(text(value)) != 1:
        raise Misfit(f"must be exactly one character, not {shown(value)}")
    return str(value)


def flag(value: object) -> bool:
    """A boolean."""
    if isinstance(value, bool):
        return value
    hint = "Write true or false without quotes." if isinstance(value, str) else ""
    raise Misfit(f"must be true or false, not {named(value)}", hint=hint)


def whole(value: object, *, least: int = 0) -> int:
    """An integer; a float without a fraction is one to JSON Schema."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # To Python a boolean is an integer.
    if isinstance(value, bool) or not isinstance(value, int):
        hint = "Write the number without quotes." if isinstance(value, str) and value.isdecimal() else ""
        raise Misfit(f"must be an integer, not {named(value)}", hint=hint)
    if value < least:
        raise Misfit(f"must be at least {least}, not {value}")
    return value


def ordinal(value: object) -> int:
    """An integer from 1."""
    return whole(value, least=1)


def mapping(value: object) -> dict[str, Any]:
    """A JSON object."""
    if isinstance(value, dict):
        return value
    raise Misfit(f"must be an object, not {named(value)}")


def array(value: object) -> list[Any]:
    """A JSON array."""
    if isinstance(value, list):
        return value
    raise Misfit(f"must be an array, not {named(value)}")


def arrays_of(kind: PropertyKind) -> PropertyKind:
    """An array whose entries are all of one kind."""

    def check(value: object) -> tuple[Any, ...]:
        return tuple(_entry(kind, entry, i) for i, entry in enumerate(array(value)))

    return check


def one_of(options: Sequence[str]) -> PropertyKind:
    """One of some strings."""

    def check(value: object) -> str:
        if text(value) in options:
            return str(value)
        raise Misfit(f"must be one of {_listed(options)}, not {shown(value)}", hint=did_you_mean(str(value), options))

    return check


def email(value: object) -> str:
    """An address of the form ``name@domain``."""
    if _EMAIL.fullmatch(text(value)):
        return str(value)
    raise Misfit(f"must be an email address, not {shown(value)}")


def uri(value: object) -> str:
    """An absolute URI."""
    if _URI.fullmatch(text(value)):
        return str(value)
    raise Misfit(f"must be a full URI, not {shown(value)}", hint="A full URI starts with a scheme: https://...")


def date_time(value: object) -> str:
    """A date and time of RFC 3339."""
    # The pattern knows no calendar: 2023-02-30 has its form.
    if _DATE_TIME.fullmatch(text(value)) and _is_day(str(value)[:10]):
        return str(value)
    raise Misfit(f"must be a date and time of RFC 3339, not {shown(value)}", hint="Write it like 2024-01-26T15:00:00Z.")


def _is_day(digits: str) -> bool:
    try:
        date.fromisoformat(digits)
    except ValueError:
        return False
    return True


def language_texts(value: object) -> dict[str, str]:
    """Texts by language code; a plain string is English."""
    if isinstance(value, str):
        return {"en": value}
    return {code: _entry(text, words, code) for code, words in mapping(value).items()}


texts = arrays_of(text)


def _entry(kind: PropertyKind, value: object, key: str | int) -> Any:
    try:
        return kind(value)
    except Misfit as misfit:
        raise Misfit(misfit.reason, hint=misfit.hint, at=(key, *misfit.at)) from None


def _listed(options: Iterable[str]) -> str:
    return ", ".join(f'"{option}"' for option in options)


CODE = "descriptor/property"
"""Code of the words that are not known, in whatever object."""

Properties = Mapping[str, tuple[str, PropertyKind]]
"""Name in the descriptor to name in our values and kind."""


def read(data: dict[str, Any], known: Properties, place: Place, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The known properties under our names, and the custom ones as they stand; a faulty one is left out."""
    values: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            custom[key] = value
        elif value is None:
            warn_null(place.at(key), code)
        else:
            attribute, kind = known[key]
            try:
                values[attribute] = kind(value)
            except Misfit as misfit:
                place.at(key).misfit(code, misfit)
    return values, custom


def take(custom: dict[str, Any], keys: Iterable[str], place: Place, code: str) -> dict[str, Any]:
    """Take properties that are read one by one out of the custom ones; those that are null are reported, not taken."""
    own = {key: custom.pop(key) for key in keys if key in custom}
    for key in (key for key, value in own.items() if value is None):
        warn_null(place.at(key), code)
    return {key: value for key, value in own.items() if value is not None}


def given(data: Mapping[str, Any], key: str, place: Place, code: str) -> Any:
    """What an object says of a property; ``None`` where it is absent, or null, which is reported."""
    if key in data and data[key] is None:
        warn_null(place.at(key), code)
    return data.get(key)


def warn_null(place: Place, code: str) -> None:
    """Say that null says nothing: the standard is silent on it, and its profiles refuse it."""
    place.warn(code, f'"{place.key}" is null, which the standard does not know.', hint="Leave the property out.")


def check_profiles(custom: dict[str, Any], place: Place, code: str) -> None:
    """Drop what an object names as its profile where that is not a string."""
    for key in ("$schema", "profile"):
        value = custom.get(key, "")
        if value is None:
            warn_null(place.at(key), code)
        elif not isinstance(value, str):
            place.at(key).misfit(code, Misfit(f"must be a string, not {named(value)}"))
        if not isinstance(value, str):
            del custom[key]


_NAMESPACE = f"{PROPERTY.partition(':')[0]}:"


def warn_unknown(
    custom: Iterable[str],
    known: Iterable[str],
    place: Place,
    *,
    elsewhere: Mapping[str, str] | None = None,
    is_closed: bool = False,
) -> None:
    """The one rule for words that an object of the descriptor does not know: each that was hardly meant is a warning.

    The standard allows custom properties everywhere. So a word is reported where it is a known one misspelt, or belongs
    in another object; where an object is closed, since each of its words changes how data are read or checked, every
    word is, but for those that are marked as somebody's own (``x-...``, ``_...``, ``dc:...``).

    Args:
        custom: The words that are not known.
        known: Those that are.
        place: The object.
        elsewhere: Words that would be understood in another object, each with the name of that object.
        is_closed: Whether custom properties have no business here.
    """
    here = tuple(known)
    for key in custom:
        if key == FORMER:
            place.at(key).fault(CODE, f'"{FORMER}" is now called "{PROPERTY}".', hint=f'Rename it: "{PROPERTY}".')
        elif key.startswith(_NAMESPACE) and key != PROPERTY:
            _warn(place.at(key), f'Did you mean "{PROPERTY}"?')
        elif not _is_own(key) and (hint := _correction(key, here, elsewhere or {}, is_closed=is_closed)):
            _warn(place.at(key), hint)


def _correction(key: str, here: tuple[str, ...], others: Mapping[str, str], *, is_closed: bool) -> str:
    """What to do about a word that is not known; empty where it may well be meant."""
    # A word of another object, to the letter, goes before one of this object that is only alike.
    home = nearest(key, tuple(others), cutoff=1)
    near = None if home else _misspelt(key, here, cutoff=0.6 if is_closed else 0.85)
    home = home or (None if near else nearest(key, tuple(others), cutoff=0.9))
    if home is not None:
        return f'"{home}" belongs in {others[home]}.'
    if near is not None:
        return f'Did you mean "{near}"?'
    return f"Known here: {', '.join(here)}." if is_closed else ""


def _warn(place: Place, hint: str) -> None:
    place.warn(CODE, f'"{place.key}" is not known here and has no effect.', hint=hint)


def _is_own(key: str) -> bool:
    # What is somebody's own has a prefix of theirs, as in ``dc:creator``.
    return ":" in key or key.startswith(("_", "x-", "x_", "X-"))


def _misspelt(key: str, known: tuple[str, ...], *, cutoff: float) -> str | None:
    """The known word that is meant: one nearly the same, or of the same letters in another order."""
    if (near := nearest(key, known, cutoff=cutoff)) is not None:
        return near
    letters = sorted(key)
    return next((word for word in known if sorted(word) == letters), None)
