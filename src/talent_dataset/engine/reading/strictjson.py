"""JSON as RFC 8259 has it, with the places of its values: what Python's reader lets pass, or dies of, is refused."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NoReturn

from talent_dataset.engine.descriptor.properties import steps
from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.engine.reading.encodings import encoding, shown

Step = str | int
"""A name of an object, or a number in an array (from 0)."""

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
# Values are passed over, not read: numbers may have any length.
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


@dataclass(slots=True)
class JsonPlaces:
    """The places of a JSON text, which has been read before and so is well formed.

    They are found only when something is wrong with a value, so that a sound text is read once.
    """

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
            # The rest of the way leads on in the file that is named here.
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


CODE = "descriptor/json"
# Deeper values break whoever walks them by recursion.
DEEPEST = 256

_HOLDERS = {"}": "object", "]": "array"}
_TRAILING = "Illegal trailing comma"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HIGH_HALF, _LOW_HALF = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
# An escape whose backslash is not escaped itself, and whose other half does not stand beside it.
_LONE = re.compile(rf"(?<!\\)(?:\\\\)*({_HIGH_HALF}(?!{_LOW_HALF})|(?<!{_HIGH_HALF}){_LOW_HALF})")
# A string before a colon is a name; other strings are passed over, whatever brackets they hold.
_WORD = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")([ \t\n\r]*:)?|[{}\[\]]|-?Infinity|NaN')
_SURROGATE = re.compile("[\ud800-\udfff]")


class BrokenJsonError(Exception):
    """The text is not JSON; ``issue`` says why and where."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


@dataclass(slots=True)
class _Notes:
    issues: list[Issue] = field(default_factory=list)
    has_slips: bool = False

    def add(self, message: str, hint: str, place: tuple[int, int], *, is_error: bool = False) -> None:
        """Note it down, once."""
        if all(issue.message != message for issue in self.issues):
            line, column = place
            severity: Severity = "error" if is_error else "warning"
            self.issues.append(
                Issue(code=CODE, message=message, hint=hint, severity=severity, line=line, column=column)
            )

    def constant(self, _: str) -> None:
        """``NaN`` and ``Infinity``, which Python reads and JSON has not."""
        self.has_slips = True

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object; a name that stands twice counts once."""
        values = dict(pairs)
        self.has_slips = self.has_slips or len(values) < len(pairs)
        return values

    def add_slips(self, text: str) -> None:
        """Notes down each name that stands twice in its object, and each constant that JSON has not."""
        places = JsonPlaces(text)
        for word, at in _slips(text):
            if word.startswith('"'):
                message = f"The name {word} stands twice in one object; the last counts."
                self.add(message, "Remove one of them.", places.line(at))
            else:
                message, hint = f"{word} is not JSON; it is read as null.", f'Write "{word}" as a string, or null.'
                self.add(message, hint, places.line(at), is_error=True)


def _slips(text: str) -> Iterator[tuple[str, int]]:
    """Names that stood before in their object (as JSON), and constants, with their offsets."""
    names: list[set[str]] = []
    for found in _WORD.finditer(text):
        word, string, colon = found.group(0, 1, 2)
        if colon:
            # As JSON without escapes: a name may be written in several ways.
            name = json.dumps(json.loads(string), ensure_ascii=False)
            if name in names[-1]:
                yield name, found.start()
            names[-1].add(name)
        elif word in "{[":
            names.append(set())
        elif word in "}]":
            names.pop()
        elif not string:
            yield word, found.start()


def read_json(data: bytes) -> tuple[Any, list[Issue]]:
    """The value of a JSON text, and what is wrong with the text though it can be read.

    Raises:
        BrokenJsonError: It cannot be read.
    """
    notes = _Notes()
    text = _decoded(data, notes)
    try:
        value = json.loads(text, parse_constant=notes.constant, object_pairs_hook=notes.pairs)
    except json.JSONDecodeError as caught:
        error = _slip(text, caught)
        _refuse(f"The descriptor is not JSON: {error.msg}.", _hint(text, error), error.lineno, error.colno)
    except RecursionError:
        _refuse_depth()
    except ValueError:  # Python refuses integers of more than 4,300 digits
        _refuse("The descriptor holds a number of thousands of digits.", "Write it as a string.")
    if _depth(value) > DEEPEST:
        _refuse_depth()
    if notes.has_slips:
        notes.add_slips(text)
    if holds_half(text, value):
        place = JsonPlaces(text).line(next((each.start(1) for each in _LONE.finditer(text)), 0))
        message = "A string holds half of a character (an escape of a lone surrogate)."
        notes.add(message, "Write the character itself.", place)
        value = _whole(value)
    return value, notes.issues


def text_of(data: bytes) -> str:
    """The text of a JSON file that was read before."""
    return _decoded(data, _Notes())


def _decoded(data: bytes, notes: _Notes) -> str:
    if not data.strip():
        _refuse("The descriptor is empty.", 'Write {"resources": [{"name": ..., "path": ...}]}.')
    how = encoding(None, data[:4])
    if how.mark:
        notes.add(
            f"The descriptor begins with a byte order mark ({how.codec}).", "Save it as UTF-8 without one.", (1, 1)
        )
    try:
        return data[how.mark :].decode(how.codec)
    except UnicodeDecodeError as error:
        where = data[: how.mark + error.start]
        line, start = where.count(b"\n") + 1, where.rfind(b"\n") + 1
        _refuse(
            f"The descriptor is not {how.codec.upper()}: byte {len(where)} is {error.object[error.start]:#04x}.",
            "Save it as UTF-8.",
            line,
            len(where[start:].decode(errors="replace")) + 1,
        )


def _slip(text: str, error: json.JSONDecodeError) -> json.JSONDecodeError:
    """The error; a comma too many is reported as Python 3.13 does it: older ones name the bracket behind it."""
    before, closing = text[: error.pos].rstrip(), text[error.pos : error.pos + 1]
    if not before.endswith(",") or closing not in _HOLDERS:
        return error
    return json.JSONDecodeError(f"{_TRAILING} before end of {_HOLDERS[closing]}", text, len(before) - 1)


def holds_half(text: str, value: Any) -> bool:
    r"""Whether a string in a JSON value holds half of a character, which no file and no table can take.

    Args:
        text: The JSON text: such a half can only come from an escape in it (``\ud800``).
        value: What was read from it.
    """
    return _HALF.search(text) is not None and holds_surrogate(value)


def holds_surrogate(value: object) -> bool:
    """Whether a string in a JSON value, or a name, holds a lone surrogate."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and _SURROGATE.search(each):
            return True
        if isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
    return False


def _hint(text: str, error: json.JSONDecodeError) -> str:
    before = text[: error.pos].rstrip()
    is_closing = text[error.pos : error.pos + 1] in _HOLDERS
    if error.msg.startswith(_TRAILING) or (is_closing and not before.endswith(("{", "["))):
        return "A comma must not stand before a closing bracket."
    if text[error.pos : error.pos + 1] == "'":
        return "Strings stand in double quotes."
    if text[error.pos : error.pos + 2] in {"//", "/*"}:
        return "JSON has no comments."
    return ""


def _refuse_depth() -> NoReturn:
    _refuse(f"The descriptor is nested more than {DEEPEST} levels deep.", "Put deep data into a file of its own.")


def _refuse(message: str, hint: str, line: int | None = None, column: int | None = None) -> NoReturn:
    raise BrokenJsonError(Issue(code=CODE, message=message, hint=hint, line=line, column=column))


def _depth(value: object) -> int:
    """Levels of nesting, counted no further than one beyond what is allowed."""
    level: list[Any] = [value]
    depth = 0
    while level and depth <= DEEPEST:
        depth += 1
        inner: list[Any] = []
        for holder in level:
            if isinstance(holder, (dict, list)):
                entries = holder.values() if isinstance(holder, dict) else holder
                inner.extend(entry for entry in entries if isinstance(entry, (dict, list)))
        level = inner
    return depth


def _whole(value: Any) -> Any:
    """The value with halves of characters (lone surrogates) replaced."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(entry) for entry in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(entry) for key, entry in value.items()}
    return value
