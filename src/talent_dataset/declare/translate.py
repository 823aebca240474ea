"""What plain pandera fields say, in the words of Table Schema; and what it has no words for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from talent_dataset.reading.types.kind import escape

_ANYTHING = r"[\s\S]*"

# Name of a pandera check to its parameters and the constraints that mean exactly the same.
_SAME = {
    "greater_than_or_equal_to": {"min_value": "minimum"},
    "greater_than": {"min_value": "exclusive_minimum"},
    "less_than_or_equal_to": {"max_value": "maximum"},
    "less_than": {"max_value": "exclusive_maximum"},
    "isin": {"allowed_values": "enum"},
}


def constraints(info: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Constraints that the checks of a pandera field amount to, and a sentence for each thing left over."""
    told: dict[str, Any] = {}
    left: list[str] = []
    for check in info.checks or ():
        same = _translated(check)
        if same is None or told.keys() & same.keys():
            left.append(f"the check {check.name or check}")
        else:
            told |= same
    left += [f"{word}={getattr(info, word)!r}" for word in ("default", "coerce") if getattr(info, word, None)]
    return told, tuple(left)


def is_translated(check: Any) -> bool:
    """Whether the constraints of the descriptor say all that a pandera check says."""
    return _translated(check) is not None


def _translated(check: Any) -> dict[str, Any] | None:
    said = {key: value for key, value in (check.statistics or {}).items() if value is not None}
    if check.raise_warning or not check.ignore_na:
        return None
    if check.name == "str_matches" and not _PLAIN.fullmatch(str(said.get("pattern"))):
        return None
    if check.name in _MADE:
        return _MADE[check.name](said)
    same = _SAME.get(check.name)
    if same is None or set(said) - set(same):
        return None
    return {same[key]: tuple(value) if key == "allowed_values" else value for key, value in said.items()}


def _range(said: dict[str, Any]) -> dict[str, Any]:
    lower = "minimum" if said.get("include_min", True) else "exclusive_minimum"
    upper = "maximum" if said.get("include_max", True) else "exclusive_maximum"
    return {lower: said["min_value"], upper: said["max_value"]}


def _length(said: dict[str, Any]) -> dict[str, Any]:
    exact = said.get("exact_value")
    bounds = {"min_length": said.get("min_value", exact), "max_length": said.get("max_value", exact)}
    return {word: bound for word, bound in bounds.items() if bound is not None}


def _matches(said: dict[str, Any]) -> dict[str, Any]:
    """Pandera looks for a match from the first character on; a `pattern` matches the whole value."""
    pattern = str(said["pattern"]).removeprefix("^")
    is_whole = pattern.endswith("$")
    return {"pattern": pattern.removesuffix("$") if is_whole else f"{pattern}{_ANYTHING}"}


# Other patterns may mean something else in another engine, or where they are joined with more.
_PLAIN = re.compile(r"\^?(?:[^\\^$|()*+?{]|\\[dws.+*?-])(?:[^\\^$|()]|\\[dws.+*?-])*\$?")

_MADE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "equal_to": lambda said: {"enum": (said["value"],)},
    "in_range": _range,
    "str_matches": _matches,
    "str_length": _length,
    "str_startswith": lambda said: {"pattern": f"{escape(said['string'])}{_ANYTHING}"},
    "str_endswith": lambda said: {"pattern": f"{_ANYTHING}{escape(said['string'])}"},
}
