"""Where the values of a JSON text stand: found only when something is wrong with one of them."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from talent_dataset.reading.encodings import shown

Step = str | int
"""A name of an object, or a number in an array (from 0)."""

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
# Values are passed over, not read: numbers may have any length.
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


@dataclass(slots=True)
class Places:
    """The places of a JSON text, which has been read before and so is well formed."""

    text: str
    _held: dict[int, dict[Step, int]] = field(default_factory=dict)
    _lines: list[int] = field(default_factory=list)

    def at(self, steps: Sequence[Step]) -> int:
        """Offset of the value to which some steps lead from the root; where it is not there, of what should hold it."""
        at = _BLANKS.match(self.text).end()  # type: ignore[union-attr]
        for step in steps:
            inner = self.held(at).get(step)
            if inner is None:
                break
            at = inner
        return at

    def held(self, at: int) -> dict[Step, int]:
        """Offsets of the values in the object or array at an offset; of a name that stands twice, the last counts."""
        if at not in self._held:
            self._held[at] = dict(_members(self.text, at))
        return self._held[at]

    def line(self, at: int) -> tuple[int, int]:
        """Line and column (from 1) of an offset."""
        if not self._lines:
            self._lines = [0, *(end.end() for end in re.finditer("\n", self.text))]
        line = bisect_right(self._lines, at)
        return line, len(shown(self.text[self._lines[line - 1] : at])) + 1


def _members(text: str, at: int) -> Iterator[tuple[Step, int]]:
    opening = text[at : at + 1]
    if opening not in {"{", "["}:
        return
    at, number = _after_blanks(text, at + 1), 0
    while text[at] not in "}]":
        step: Step = number
        if opening == "{":
            step, at = _name(text, at)
        yield step, at
        at = _after_blanks(text, _end(text, at))
        if text[at] == ",":
            at = _after_blanks(text, at + 1)
        number += 1


def _name(text: str, at: int) -> tuple[str, int]:
    """The name that stands before a value, and where that begins."""
    name, at = _DECODER.raw_decode(text, at)
    return name, _after_blanks(text, _after_blanks(text, at) + 1)


def _end(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]


def _after_blanks(text: str, at: int) -> int:
    return _BLANKS.match(text, at).end()  # type: ignore[union-attr]
