"""Where the values of a JSON text stand: found only when something is wrong with one of them."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.place import steps
from talent_dataset.engine.reading.encodings import shown

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue

Step = str | int
"""A name of an object, or a number in an array (from 0)."""

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
# Values are passed over, not read: numbers may have any length.
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


@dataclass(slots=True)
class JsonPlaces:
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


# Where in its JSON file a fault of a descriptor stands.


_PLACE_DECODER: Final = json.JSONDecoder()


@dataclass(slots=True)
class Description:
    """A descriptor with the files that it refers to; their places are found when something is wrong with them.

    Attributes:
        text: Gives the text of the descriptor.
        others: Gives the text of each file that it refers to, by its path there.
        broken: Line and column at which a file that it refers to is no JSON.
    """

    text: Callable[[], str]
    others: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    broken: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    _places: dict[str | None, JsonPlaces] = field(default_factory=dict)

    def placed(self, issues: Iterable[Issue]) -> Iterator[Issue]:
        """Faults of the descriptor with the file, the line and the column in which they stand."""
        for issue in issues:
            is_of_descriptor = issue.code.startswith("descriptor/") and issue.path is not None
            yield self._placed(issue) if is_of_descriptor and issue.line is None else issue

    def _placed(self, issue: Issue) -> Issue:
        file: str | None = None
        way, places = steps(issue.path or ""), self._of(None)
        at, before = places.at([]), 0
        for number in range(len(way) + 1):
            at = places.at(way[before:number])
            named = self._named(places.text, at)
            if named in self.others and number < len(way):
                file, places, before = named, self._of(named), number
            elif named in self.broken:
                line, column = self.broken[named]
                return replace(issue, file=named, line=line, column=column)
        line, column = places.line(places.at(way[before:]))
        return replace(issue, file=file, line=line, column=column)

    def _of(self, file: str | None) -> JsonPlaces:
        if file not in self._places:
            self._places[file] = JsonPlaces(self.text() if file is None else self.others[file]())
        return self._places[file]

    @staticmethod
    def _named(text: str, at: int) -> str:
        """The path that stands at an offset, if a string does."""
        value: Any = _PLACE_DECODER.raw_decode(text, at)[0] if text[at : at + 1] == '"' else ""
        return str(value)
