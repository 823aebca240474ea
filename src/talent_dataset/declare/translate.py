"""What plain pandera fields say, in the words of Table Schema; and what it has no words for."""

from __future__ import annotations

import re
from typing import Any

# Name of a pandera check to its parameters and the constraints that mean exactly the same.
_SAME = {
    "greater_than_or_equal_to": {"min_value": "minimum"},
    "greater_than": {"min_value": "exclusive_minimum"},
    "less_than_or_equal_to": {"max_value": "maximum"},
    "less_than": {"max_value": "exclusive_maximum"},
    "isin": {"allowed_values": "enum"},
    "str_length": {"min_value": "min_length", "max_value": "max_length"},
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
    for word in ("default", "coerce", "regex"):
        if getattr(info, word, None):
            left.append(f"{word}={getattr(info, word)!r}")
    return told, tuple(left)


def is_translated(check: Any) -> bool:
    """Whether the constraints of the descriptor say all that a pandera check says."""
    return _translated(check) is not None


def _translated(check: Any) -> dict[str, Any] | None:
    said = {key: value for key, value in (check.statistics or {}).items() if value is not None}
    if check.raise_warning or not check.ignore_na:
        return None
    if check.name == "str_startswith":
        return {"pattern": re.escape(said["string"]) + r"[\s\S]*"}
    if check.name == "str_endswith":
        return {"pattern": r"[\s\S]*" + re.escape(said["string"])}
    if check.name == "equal_to":
        return {"enum": (said["value"],)}
    if check.name == "in_range":
        return _range(said)
    same = _SAME.get(check.name)
    if same is None or set(said) - set(same):
        return None
    return {same[key]: tuple(value) if key == "allowed_values" else value for key, value in said.items()}


def _range(said: dict[str, Any]) -> dict[str, Any]:
    lower = "minimum" if said.get("include_min", True) else "exclusive_minimum"
    upper = "maximum" if said.get("include_max", True) else "exclusive_maximum"
    return {lower: said["min_value"], upper: said["max_value"]}
