"""The size and the hash that a descriptor says of files: what they should be, and where they stand in its text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from talent_dataset.reading.integrity import DIGITS, said_hash

Part = tuple[int, int]

_BLANK: Final = " \t\n\r"
_DECODER: Final = json.JSONDecoder()


def fresh_seal(said: Mapping[str, Any], parts: list[bytes]) -> dict[str, str | int]:
    """``hash`` and ``bytes`` of a resource as they should be, where it says them and they are not so.

    A hash keeps its algorithm, its prefix as it is written and the case of its digits. One that is none, or of an
    algorithm that is not known here, is left as it is: it takes a person to say what was meant.

    Args:
        said: The resource, as JSON.
        parts: The bytes of each of its files.
    """
    whole = b"".join(parts)
    seal: dict[str, str | int] = {}
    if isinstance(text := said.get("hash"), str) and (fresh := _fresh_hash(text, whole)) != text:
        seal["hash"] = fresh
    size = said.get("bytes")
    if isinstance(size, int) and not isinstance(size, bool) and size != len(whole):
        seal["bytes"] = len(whole)
    return seal


def _fresh_hash(text: str, data: bytes) -> str:
    algorithm, digits = said_hash(text)
    if len(digits) != DIGITS.get(algorithm):
        return text
    prefix, colon, written = text.rpartition(":")
    fresh = hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()
    if fresh == digits:
        return text
    return f"{prefix}{colon}{fresh.upper() if written.isupper() else fresh}"


def with_seals(text: str, seals: Mapping[int, Mapping[str, str | int]]) -> str:
    """The text of a descriptor with other values in some resources; all else stays as it is, to the character.

    Args:
        text: JSON that can be read.
        seals: Values by property, by the place of the resource; it has these properties.
    """
    changes: list[tuple[Part, str]] = []
    for place, parts in enumerate(_resources(text)):
        changes += [(parts[name], json.dumps(value)) for name, value in seals.get(place, {}).items()]
    for (start, end), value in sorted(changes, reverse=True):
        text = text[:start] + value + text[end:]
    return text


def _resources(text: str) -> Iterator[dict[str, Part]]:
    """Where the values of each resource stand."""
    top = _members(text, _past(text, 0))
    for at in _entries(text, top["resources"][0]):
        yield _members(text, at)


def _members(text: str, at: int) -> dict[str, Part]:
    """Where the values of an object stand; of a name that stands twice the last counts, as everywhere."""
    found: dict[str, Part] = {}

    def value(start: int) -> int:
        name, end = _DECODER.raw_decode(text, start)
        begin = _past(text, _past(text, end) + 1)
        found[name] = (begin, _DECODER.raw_decode(text, begin)[1])
        return found[name][1]

    _walk(text, at, "}", value)
    return found


def _entries(text: str, at: int) -> list[int]:
    """Where the entries of a list begin."""
    found: list[int] = []

    def value(start: int) -> int:
        found.append(start)
        return _DECODER.raw_decode(text, start)[1]

    _walk(text, at, "]", value)
    return found


def _walk(text: str, at: int, closing: str, value: Callable[[int], int]) -> None:
    """Go from comma to comma; ``value`` takes where something begins, and says where it ends."""
    at = _past(text, at + 1)
    while text[at] != closing:
        at = _past(text, value(at))
        if text[at] == ",":
            at = _past(text, at + 1)


def _past(text: str, at: int) -> int:
    """The first place from ``at`` on that is not blank."""
    while text[at] in _BLANK:
        at += 1
    return at
