"""What a field admits, as a datatype of CSV on the Web: base, format, lengths and bounds.

Rules: https://www.w3.org/TR/tabular-metadata/#datatypes and https://www.w3.org/TR/tabular-data-model/#parsing-cells.
What has no counterpart there is left out; never is something said that is stricter than the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from talent_dataset.descriptor.model import Constraints, Field
from talent_dataset.release.languages import ours

Datatype = str | dict[str, Any]

_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
# The date patterns that every implementation must know, by the directives of strptime.
_DATES = frozenset({"%Y-%m-%d", "%Y%m%d", *(f"{a}{s}{b}{s}%Y" for s in "-/." for a, b in (("%d", "%m"), ("%m", "%d")))})
_TIMES = frozenset({"%H:%M:%S", "%H%M%S", "%H:%M", "%H%M"})
_UNICODE = {"%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss"}
# Property classes of Unicode and names of XML, and a class less another: other languages of patterns lack these.
_FOREIGN = re.compile(r"\\[pPiIcC]|-\[")
_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/]")


def datatype(field: Field, texts: Collection[str] | None = None) -> Datatype:
    """The datatype of a column, or of the items of a list (the column then has a separator).

    Args:
        field: The field.
        texts: Those that stand in a boolean column, where they are known.
    """
    if field.type == "list":
        return datatype(replace(field, type=field.item_type, format="default", constraints=Constraints()))
    if field.type == "boolean":
        field = _as_used(field, texts)
    said = _BASES.get(field.type, _text)(field)
    return said["base"] if len(said) == 1 else said


def _as_used(field: Field, texts: Collection[str] | None) -> Field:
    """The field with those of its words for true and false that are in use."""
    if texts is None:
        return field
    true, false = (tuple(word for word in words if word in texts) for words in (field.true_values, field.false_values))
    return replace(field, true_values=true, false_values=false)


def _text(field: Field) -> dict[str, Any]:
    if field.type != "string":
        return {"base": "string"}
    if field.format == "binary":
        return {"base": "base64Binary"}
    if field.format == "uri":
        return _with_format("anyURI", _pattern(field))
    lengths = {"minLength": field.constraints.min_length, "maxLength": field.constraints.max_length}
    said = _with_format("string", _pattern(field))
    return said | {name: length for name, length in lengths.items() if length is not None}


def _pattern(field: Field) -> str | None:
    """The regular expression that whole cells match: one of the codes, else the pattern, else the form of a UUID."""
    codes = [category.value for category in field.categories or ()] or field.constraints.enum or ()
    if codes:
        return one_of(map(str, codes))
    pattern = field.constraints.pattern
    if pattern is None:
        return _UUID if field.format == "uuid" else None
    try:
        re.compile(pattern)
    except re.error:
        return None
    return None if _FOREIGN.search(pattern) else pattern


def one_of(texts: Iterable[str]) -> str:
    """A regular expression that matches these texts and no other, in any language of patterns."""
    return "|".join(_SPECIAL.sub(lambda found: f"\\{found[0]}", text) for text in texts)


def _boolean(field: Field) -> dict[str, Any]:
    """One pair of words can be named; the words that need no naming are ``true``, ``false``, ``1`` and ``0``."""
    true, false = field.true_values, field.false_values
    if set(true) <= {"true", "1"} and set(false) <= {"false", "0"}:
        return {"base": "boolean"}
    if len(true) < 2 > len(false) and "|" not in "".join((*true, *false)):  # noqa: PLR2004 - one of each
        return {"base": "boolean", "format": "|".join((*(true or ("true",)), *(false or ("false",))))}
    return {"base": "string", "format": one_of((*true, *false))}


def _integer(field: Field) -> dict[str, Any]:
    if not field.bare_number:
        return {"base": "string"}
    return _with_format("integer", _number_format(field)) | _bounds(field)


def _number(field: Field) -> dict[str, Any]:
    """A decimal has no exponent and is never ``NaN`` or ``INF``: a number is a double unless its field says more."""
    if not field.bare_number:
        return {"base": "string"}
    form = _number_format(field)
    is_decimal = form or str(ours(field).get("dtype") or "").startswith("Decimal")
    return _with_format("decimal" if is_decimal else "double", form) | _bounds(field)


def _number_format(field: Field) -> dict[str, str] | None:
    said = {"groupChar": field.group_char, "decimalChar": field.decimal_char if field.decimal_char != "." else None}
    return {name: character for name, character in said.items() if character} or None


def _temporal(base: str, known: frozenset[str]) -> Callable[[Field], dict[str, Any]]:
    def said(field: Field) -> dict[str, Any]:
        if field.format == "default":
            return {"base": base} | _bounds(field)
        if field.format not in known:
            return {"base": "string"}
        form = re.sub("%.", lambda found: _UNICODE[found[0]], field.format)
        # Bounds are written as the descriptor has them, in the format of the cells.
        return {"base": base, "format": form} | _bounds(field)

    return said


def _bounds(field: Field) -> dict[str, Any]:
    constraints = field.constraints
    said = {
        "minimum": constraints.minimum,
        "maximum": constraints.maximum,
        "minExclusive": constraints.exclusive_minimum,
        "maxExclusive": constraints.exclusive_maximum,
    }
    return {name: str(bound) for name, bound in said.items() if bound is not None}


def _with_format(base: str, form: Any) -> dict[str, Any]:
    return {"base": base} if form is None else {"base": base, "format": form}


def _plain(base: str) -> Callable[[Field], dict[str, Any]]:
    return lambda _field: {"base": base}


_BASES: Mapping[str, Callable[[Field], dict[str, Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "date": _temporal("date", _DATES),
    "time": _temporal("time", _TIMES),
    "datetime": _temporal("dateTime", frozenset(f"{date}T{time}" for date in _DATES for time in _TIMES)),
    "year": _plain("gYear"),
    "yearmonth": _plain("gYearMonth"),
    "duration": _plain("duration"),
    "object": _plain("json"),
    "array": _plain("json"),
    "geojson": _plain("json"),
}
