"""JSON-like values as YAML that every version of YAML reads alike: each text in quotes unless it is a plain word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# A word that is nothing else to any reader: no number, no date, no truth value.
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*(?:[ ./][A-Za-z][A-Za-z-]*)*", re.ASCII)
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# What YAML admits as it stands in a quoted text, but for what nobody sees and what turns the direction of a text; line
# separators would be folded to spaces.
_UNPRINTABLE = re.compile(
    "[^\\t\\x20-\\x7e\\xa0-\\u200a\\u200c\\u200d\\u2010-\\u2027\\u202f-\\u205f\\u2070-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]|[\\xad\\u061c]"
)


def yaml_text(values: Mapping[str, Any]) -> str:
    """A mapping as YAML in block style.

    Args:
        values: Texts, whole numbers, truth values, mappings and sequences of them; keys are plain words. What is
            ``None`` or empty is left out.
    """
    return "".join(f"{line}\n" for line in _mapping(values))


def _mapping(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(value))
        elif isinstance(value, (list, tuple)) and value:
            yield f"{key}:"
            yield from _sequence(value)
        elif value not in (None, "", (), [], {}):
            yield f"{key}: {_scalar(value)}"


def _sequence(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        lines = list(_mapping(value)) if isinstance(value, Mapping) else [_scalar(value)]
        yield from (f"{'  ' if place else '- '}{line}" for place, line in enumerate(lines))


def _scalar(value: Any) -> str:
    if isinstance(value, (bool, int)):
        return json.dumps(value)
    text = str(value)
    if _WORD.fullmatch(text) and text.casefold() not in _TAKEN:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
