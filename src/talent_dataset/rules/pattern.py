"""Patterns of XML Schema in the syntax of the linear-time engine, or a clear refusal."""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from talent_dataset.reading.types.kind import escape
from talent_dataset.rules.blocks import block


class PatternError(ValueError):
    """The pattern is broken: no engine reads it."""


class UnsupportedPatternError(PatternError):
    """The pattern asks for more than a linear-time engine does (look-around, back references)."""


# XML Schema 1.0, appendix F: what may start and continue an XML name (XML 1.0, fifth edition).
_NAME_START = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}"
    r"\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
_NAME = _NAME_START + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}"
_CLASSES = {
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME}]",
    "C": f"[^{_NAME}]",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
}
_ANCHORS = {"A": "^", "Z": "$", "z": "$"}


@lru_cache(maxsize=256)
def translate(pattern: str) -> str:
    r"""The pattern for polars, anchored: it must match the whole value.

    Beyond XML Schema it takes what people write: ``^`` and ``$`` as anchors, ``(?:...)``, ``(?i)``, ``{,3}``, ``\b``.

    Raises:
        UnsupportedPatternError: for look-around, back references and possessive quantifiers, which no engine matches
            in time linear to the text; and for patterns that grow too large.
        PatternError: for what is no pattern at all.
    """
    return _compiled(pattern, f"^(?:{_Translator(pattern).run()})$")


@lru_cache(maxsize=256)
def search_pattern(pattern: str) -> str:
    """A pattern of JSON Schema, which may match anywhere; raises as ``translate`` does."""
    return _compiled(pattern, pattern)


def _compiled(pattern: str, translated: str) -> str:
    try:
        pl.select(pl.lit("").str.contains(translated))
    except pl.exceptions.PolarsError as error:
        raise _refusal(pattern, str(error)) from None
    return translated


def _refusal(pattern: str, reason: str) -> PatternError:
    detail = next((line.removeprefix("error: ") for line in reason.splitlines() if line.startswith("error: ")), reason)
    if "size limit" in reason or "exceeds" in reason:
        return UnsupportedPatternError("the pattern is too large when its repetitions are written out")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return PatternError(f"not a regular expression: {detail}")
    return UnsupportedPatternError(f"the pattern is not one of XML Schema, nor of linear time: {detail}")


class _Translator:
    """One pass over a pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def run(self) -> str:
        """The whole pattern."""
        out = []
        while self.at < len(self.pattern):
            out.append(self._next())
        return "".join(out)

    def _next(self) -> str:
        char = self._take()
        if char == "\\":
            return self._escape()
        if char == "[":
            return self._class()
        if char == ".":
            return r"[^\n\r]"
        if char == "{":
            return self._not_possessive(self._quantifier())
        return self._not_possessive(char) if char in "*+?" else char

    def _not_possessive(self, quantifier: str) -> str:
        """Rust would read a possessive quantifier as a repetition of a repetition."""
        if quantifier != r"\{" and self.pattern.startswith("+", self.at):
            raise UnsupportedPatternError("possessive quantifiers such as *+ are not supported")
        return quantifier

    def _take(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        return char

    def _quantifier(self) -> str:
        found = re.compile(r"([0-9]*)(,?)([0-9]*)\}").match(self.pattern, self.at)
        if found is None or not (found[1] or found[3]):
            return r"\{"
        self.at = found.end()
        return "{" + (found[1] or "0") + found[2] + found[3] + "}"

    def _escape(self) -> str:
        if self.at == len(self.pattern):
            raise PatternError("not a regular expression: it ends in a backslash")
        char = self._take()
        if char in _CLASSES:
            return _CLASSES[char]
        if char in _ANCHORS:
            return _ANCHORS[char]
        if char in "pP":
            return self._property(char)
        if char in "xuU" and (found := re.compile(r"\{[0-9A-Fa-f]{1,8}\}").match(self.pattern, self.at)):
            self.at = found.end()
            return f"\\x{found[0]}"
        if char.isascii() and char.isalnum():
            return f"\\{char}"
        return escape(char)

    def _property(self, char: str) -> str:
        """A category of characters as it stands, a block of Unicode as its range."""
        found = re.compile(r"\{(Is)?([A-Za-z0-9_=^ -]+)\}").match(self.pattern, self.at)
        self.at = found.end() if found else self.at
        if found is None or not found[1]:
            return f"\\{char}{found[0] if found else ''}"
        if (span := block(found[2])) is None:
            raise UnsupportedPatternError(f"the Unicode block \\p{{Is{found[2]}}} is not known; write a range")
        return f"[{'^' if char == 'P' else ''}{span}]"

    def _class(self) -> str:
        """A character class; everything that Rust would read as more than XML Schema does is taken literally."""
        out = ["["]
        if self._sees("^"):
            out.append("^")
        if self._sees("]"):
            out.append(r"\]")
        while self.at < len(self.pattern):
            if self._sees("]"):
                return "".join([*out, "]"])
            if self._sees("-["):
                return "".join([*out, "--", self._class(), self._end_of_class()])
            out.append(self._member())
        raise PatternError("not a regular expression: a character class is not closed")

    def _sees(self, expected: str) -> bool:
        if self.pattern.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def _end_of_class(self) -> str:
        if not self._sees("]"):
            raise PatternError("not a regular expression: a subtraction must end its character class")
        return "]"

    def _member(self) -> str:
        first, is_set = self._atom()
        if is_set or not self._is_range():
            return first
        self.at += 1
        last, is_set = self._atom()
        return rf"{first}\-{last}" if is_set else f"{first}-{last}"

    def _is_range(self) -> bool:
        """Whether a hyphen follows that is neither the last of the class nor a subtraction."""
        return self.pattern.startswith("-", self.at) and self.pattern[self.at + 1 : self.at + 2] not in {"", "]", "["}

    def _atom(self) -> tuple[str, bool]:
        """One member of a class, and whether it is a set of characters."""
        char = self._take()
        if char != "\\":
            return escape(char), False
        kind = self.pattern[self.at : self.at + 1]
        return self._escape(), kind in set("dDsSwWpPiIcC")
