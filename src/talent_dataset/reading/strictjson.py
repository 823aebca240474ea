"""JSON as RFC 8259 has it: what Python's reader lets pass beyond it, or dies of, is told."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from talent_dataset.issues import Issue
from talent_dataset.reading.encodings import encoding

CODE = "descriptor/json"
DEEPEST = 256

_HOLDERS = {"}": "object", "]": "array"}
_TRAILING = "Illegal trailing comma"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class BrokenJsonError(Exception):
    """The text is not JSON; ``issue`` says why and where."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


@dataclass(slots=True)
class _Notes:
    issues: list[Issue] = field(default_factory=list)

    def add(self, message: str, hint: str, *, is_error: bool = False) -> None:
        """Note it down, once."""
        issue = Issue(code=CODE, message=message, hint=hint, severity="error" if is_error else "warning")
        if issue not in self.issues:
            self.issues.append(issue)

    def constant(self, name: str) -> None:
        """``NaN`` and ``Infinity``, which Python reads and JSON has not."""
        self.add(f"{name} is not JSON; it is read as null.", f'Write "{name}" as a string, or null.', is_error=True)

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object; a name that stands twice counts once."""
        values = dict(pairs)
        if len(values) < len(pairs):
            seen: set[str] = set()
            twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
            message = f"The name {json.dumps(twice, ensure_ascii=False)} stands twice in one object; the last counts."
            self.add(message, "Remove one of them.")
        return values


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
    if holds_half(text, value):
        notes.add("A string holds half of a character (an escape of a lone surrogate).", "Write the character itself.")
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
        notes.add(f"The descriptor begins with a byte order mark ({how.codec}).", "Save it as UTF-8 without one.")
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
    """The error; a comma too many is told as Python 3.13 tells it: older ones name the bracket behind it."""
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
