"""Patterns as deterministic automata over bytes of UTF-8: what the native prover runs.

Only plain patterns are taken: literals, classes, groups, alternation, counted repetition, the dot. An automaton accepts
what the pattern matches as a whole, or less: the texts that it refuses are for the engine of patterns to judge.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import polars as pl

MOST_STATES: Final = 4_000
"""Larger automata are declined: they take longer to make than they save."""
_MOST_REPEATED: Final = 1_000
_COUNTS: Final[dict[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_BRACES: Final = re.compile(r"\{(?P<least>\d+)(?P<rest>,(?P<most>\d*))?\}")

Ranges = tuple[tuple[int, int], ...]
"""Code points, from the first to the last of each range."""
_ALL: Final[Ranges] = ((0, 0xD7FF), (0xE000, 0x10FFFF))
_COMMON: Final[Ranges] = (
    (0, 0x24F),  # Latin
    (0x370, 0x52F),  # Greek, Cyrillic
    (0x3040, 0x30FF),  # kana
    (0x4E00, 0x9FFF),  # Han
    (0xAC00, 0xD7A3),  # hangul
)
"""The characters of which the engine is asked whether a class has them."""
_BY_NUMBER: Final = re.compile(r"x\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})")
_BY_NAME: Final = re.compile(r"[dDwW]|[pP](?:[A-Z]|\{[^{}]+\})")
_ESCAPED: Final = {"t": 9, "n": 10, "r": 13}
# Behind a backslash these mean themselves; what others mean (``\b``) is not known here.
_LITERAL: Final = frozenset("\\|.?*+(){}[]-^$/,:;=!&%#@~'\"<> _")


class DeclinedError(Exception):
    """The pattern asks for more than is taken here."""


def _without(ranges: Ranges, taken: Iterable[tuple[int, int]]) -> Ranges:
    """Some ranges without others."""
    left = list(ranges)
    for low, high in taken:
        left = [
            part
            for first, last in left
            for part in ((first, min(last, low - 1)), (max(first, high + 1), last))
            if part[0] <= part[1]
        ]
    return tuple(left)


class _Characters(NamedTuple):
    """The characters that a part of a pattern stands for.

    Which characters are letters, say, depends on the version of Unicode that an engine knows: of rare ones that is left
    open.

    Attributes:
        certain: Those that it matches for sure.
        possible: All that it may match.
    """

    certain: Ranges
    possible: Ranges

    @property
    def single(self) -> int | None:
        """The code point, where it is one character."""
        is_one = self.certain == self.possible and len(self.certain) == 1 and self.certain[0][0] == self.certain[0][1]
        return self.certain[0][0] if is_one else None

    def others(self) -> _Characters:
        """All characters but these."""
        return _Characters(_without(_ALL, self.possible), _without(_ALL, self.certain))

    def less(self, taken: _Characters) -> _Characters:
        """These without others."""
        return _Characters(_without(self.certain, taken.possible), _without(self.possible, taken.certain))


def _exactly(low: int, high: int) -> _Characters:
    return _Characters(((low, high),), ((low, high),))


@lru_cache(maxsize=64)
def _named(pattern: str) -> _Characters:
    """The characters of a class that has a name, as the engine has them."""
    codes = [code for low, high in _COMMON for code in range(low, high + 1)]
    try:
        found = pl.Series(map(chr, codes)).str.contains(f"^{pattern}$")
    except pl.exceptions.PolarsError as error:
        raise DeclinedError(pattern) from error
    certain = _ranges(code for code, is_one in zip(codes, found, strict=True) if is_one)
    return _Characters(certain, certain + _without(_ALL, _COMMON))


def _ranges(codes: Iterable[int]) -> Ranges:
    """Ascending numbers as ranges."""
    found: list[list[int]] = []
    for code in codes:
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return tuple((low, high) for low, high in found)


class Automaton(NamedTuple):
    """States and what leads from one to another; 0 is never left, 1 is the first.

    Attributes:
        classes: The class of each byte.
        accepts: For each state whether a text may end there.
        table: The next state, by state and class.
    """

    classes: bytes
    accepts: tuple[bool, ...]
    table: tuple[tuple[int, ...], ...]

    def matches(self, text: bytes) -> bool:
        """Whether a text is accepted."""
        state = 1
        for byte in text:
            state = self.table[state][self.classes[byte]]
        return self.accepts[state]


def automaton(pattern: str) -> Automaton:
    r"""The automaton of a pattern in the syntax of the linear-time engine: ``^(?:...)$``, which matches whole texts.

    Of rare characters it accepts fewer than the engine where a class has a name (``\w``), never more.

    Raises:
        DeclinedError: The pattern is not plain, or too large.
    """
    # ``translate`` anchors what it gives.
    inside = pattern.removeprefix("^(?:").removesuffix(")$")
    if f"^(?:{inside})$" != pattern:
        raise DeclinedError("not anchored")
    graph = _Graph()
    start, end = _Parser(inside, graph).whole()
    return _determined(graph, start, end)


@dataclass(slots=True)
class _Graph:
    """A non-deterministic automaton: steps without a byte, and steps by a range of bytes."""

    free: list[list[int]] = field(default_factory=list)
    steps: list[list[tuple[int, int, int]]] = field(default_factory=list)

    def node(self) -> int:
        if len(self.free) > 20 * MOST_STATES:
            raise DeclinedError("too large")
        self.free.append([])
        self.steps.append([])
        return len(self.free) - 1


# Where a part of a pattern begins and ends in the graph.
_Span = tuple[int, int]


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, graph: _Graph) -> None:
        self._text = pattern
        self._at = 0
        self._graph = graph

    def whole(self) -> _Span:
        found = self._alternatives(is_outer=True)
        if self._at < len(self._text):
            raise DeclinedError(f"{self._text[self._at]!r} closes nothing")
        return found

    def _peek(self, text: str) -> bool:
        return self._text.startswith(text, self._at)

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise DeclinedError("it breaks off")
        self._at += 1
        return self._text[self._at - 1]

    def _alternatives(self, *, is_outer: bool = False) -> _Span:
        start, end = self._graph.node(), self._graph.node()
        while True:
            # The whole text is matched anyway: anchors where an alternative begins and ends say nothing new.
            self._at += is_outer and self._peek("^")
            first, last = self._sequence(is_outer=is_outer)
            self._graph.free[start].append(first)
            self._graph.free[last].append(end)
            if not self._peek("|"):
                return start, end
            self._at += 1

    def _sequence(self, *, is_outer: bool) -> _Span:
        start = end = self._graph.node()
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            if is_outer and self._peek("$") and self._text[self._at + 1 : self._at + 2] in {"", "|"}:
                self._at += 1
                continue
            first, last = self._repeated()
            self._graph.free[end].append(first)
            end = last
        return start, end

    def _repeated(self) -> _Span:
        begin = self._at
        piece = self._atom()
        stop = self._at
        counts = self._counts()
        if counts is None:
            return piece
        # A repetition that prefers few matches the same whole texts.
        self._at += self._peek("?")
        if self._peek("?") or self._peek("+") or self._peek("*") or self._peek("{"):
            raise DeclinedError("a repetition of a repetition")
        return self._copies(begin, stop, *counts)

    def _counts(self) -> tuple[int, int | None] | None:
        """How often the last part stands: at least and at most; ``None`` where nothing is said of it."""
        sign = self._text[self._at : self._at + 1]
        if sign in _COUNTS:
            self._at += 1
            return _COUNTS[sign]
        return self._counts_in_braces() if sign == "{" else None

    def _counts_in_braces(self) -> tuple[int, int | None]:
        found = _BRACES.match(self._text, self._at)
        if found is None:
            raise DeclinedError("braces without a count")
        self._at = found.end()
        least = int(found["least"])
        most = least if found["rest"] is None else int(found["most"]) if found["most"] else None
        if not least <= (least if most is None else most) <= _MOST_REPEATED:
            raise DeclinedError(f"{found[0]} is not a count that is taken")
        return least, most

    def _copies(self, begin: int, stop: int, least: int, most: int | None) -> _Span:
        """The part of the text between two places, again and again."""
        after, graph = self._at, self._graph
        start = end = graph.node()
        for number in range(most if most is not None else least + 1):
            # An automaton cannot count: each copy has nodes of its own, so its text is parsed again.
            self._at = begin
            first, last = self._atom()
            graph.free[end].append(first)
            if number >= least:
                graph.free[first].append(last)
            if most is None and number == least:
                graph.free[last].append(first)
            end = last
        if self._at != stop and (most is None or most):
            raise DeclinedError("read otherwise than before")
        self._at = after
        return start, end

    def _atom(self) -> _Span:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return self._of(self._class().certain)
        if char == ".":
            # The dot of the engine: all but LF.
            return self._of(_without(_ALL, ((10, 10),)))
        if char == "\\":
            return self._of(self._escape().certain)
        if char in "?*+{}^$":
            raise DeclinedError(f"{char!r} here")
        return self._of(((ord(char), ord(char)),))

    def _group(self) -> _Span:
        if self._peek("?"):
            if not self._peek("?:"):
                raise DeclinedError("a group with a flag or a name")
            self._at += 2
        found = self._alternatives()
        if self._take() != ")":
            raise DeclinedError("a group that is not closed")
        return found

    def _escape(self) -> _Characters:
        if (found := _BY_NUMBER.match(self._text, self._at)) is not None:
            self._at = found.end()
            code = int(found[found.lastindex or 0], 16)
            if code > sys.maxunicode:
                raise DeclinedError(f"no character {code:x}")
            return _exactly(code, code)
        if (found := _BY_NAME.match(self._text, self._at)) is not None:
            self._at = found.end()
            return _named(f"\\{found[0]}")
        char = self._take()
        if char in _ESCAPED or char in _LITERAL:
            return _exactly(*(_ESCAPED.get(char, ord(char)),) * 2)
        raise DeclinedError(f"\\{char}")

    def _class(self) -> _Characters:
        """A class of characters, behind its bracket: what stands in it, less what may be taken out at its end."""
        is_negated = self._peek("^")
        self._at += is_negated
        if self._peek("]"):
            raise DeclinedError("a class that begins with its end")
        certain: Ranges = ()
        possible: Ranges = ()
        while not self._peek("]"):
            if self._peek("--["):
                found = _Characters(certain, possible).less(self._taken_out())
                break
            member = self._range()
            certain, possible = certain + member.certain, possible + member.possible
        else:
            self._at += 1
            found = _Characters(certain, possible)
        return found.others() if is_negated else found

    def _taken_out(self) -> _Characters:
        """The class that ends another one, as in ``[a-z--[aeiou]]``."""
        self._at += len("--[")
        found = self._class()
        if self._take() != "]":
            raise DeclinedError("classes computed of several classes")
        return found

    def _range(self) -> _Characters:
        """A member of a class, or all from one to another."""
        first = self._member()
        # A hyphen that ends a class means itself; two of them take characters out.
        if not self._peek("-") or self._peek("-]") or self._peek("--"):
            return first
        self._at += 1
        low, high = first.single, self._member().single
        if low is None or high is None or high < low:
            raise DeclinedError("a range of more than characters")
        return _exactly(low, high)

    def _member(self) -> _Characters:
        char = self._take()
        if char == "\\":
            return self._escape()
        if char == "[" and not self._peek(":"):
            return self._class()
        # To the engine ``&&``, ``--`` and ``~~`` compute with sets.
        if char == "[" or (char in "&-~" and self._peek(char)):
            raise DeclinedError("classes computed of classes")
        return _exactly(ord(char), ord(char))

    def _of(self, ranges: Ranges) -> _Span:
        """One character of some ranges, as its bytes."""
        graph = self._graph
        start, end = graph.node(), graph.node()
        for low, high in ranges:
            for sequence in _encoded(low, high):
                at = start
                for number, (first, last) in enumerate(sequence):
                    there = end if number == len(sequence) - 1 else graph.node()
                    graph.steps[at].append((first, last, there))
                    at = there
        return start, end


_BORDERS: Final = (0x7F, 0x7FF, 0xFFFF, 0x10FFFF)


def _encoded(low: int, high: int) -> list[list[tuple[int, int]]]:
    """A range of code points as sequences of ranges of bytes: what stands in the same place is one range."""
    if high < low:
        return []
    if low <= 0xDFFF and high >= 0xD800:  # noqa: PLR2004 - surrogates are no characters
        return _encoded(low, 0xD7FF) + _encoded(0xE000, high)
    cut = next((border for border in _BORDERS if low <= border < high), None)
    if cut is None:
        cut = _uneven(low, high)
    if cut is not None:
        return _encoded(low, cut) + _encoded(cut + 1, high)
    return [list(zip(chr(low).encode(), chr(high).encode(), strict=True))]


def _uneven(low: int, high: int) -> int | None:
    """Where to cut a range whose bytes do not all run from the first to the last; ``None`` where they do."""
    for number in range(1, len(chr(high).encode())):
        mask = (1 << 6 * number) - 1
        if low & ~mask != high & ~mask:
            if low & mask:
                return low | mask
            if high & mask != mask:
                return (high & ~mask) - 1
    return None


def _determined(graph: _Graph, start: int, end: int) -> Automaton:
    """The subsets of nodes that texts lead to, each as one state."""
    classes, samples = _classes(graph)
    reached = [_reached(graph, node) for node in range(len(graph.free))]
    first = reached[start]
    # The empty set is state 0: nothing leads out of it.
    states: dict[frozenset[int], int] = {frozenset(): 0, first: 1}
    waiting, table = [first], [(0,) * len(samples)]
    # The list grows while it is walked.
    for subset in waiting:
        row = [0] * len(samples)
        for place, nodes in _by_class(graph, subset, samples).items():
            there = frozenset().union(*(reached[node] for node in nodes))
            if there not in states:
                if len(states) >= MOST_STATES:
                    raise DeclinedError("too many states")
                states[there] = len(states)
                waiting.append(there)
            row[place] = states[there]
        table.append(tuple(row))
    return Automaton(classes, (False, *(end in subset for subset in waiting)), tuple(table))


def _by_class(graph: _Graph, subset: Iterable[int], samples: list[int]) -> dict[int, list[int]]:
    """Where the steps of some nodes lead, by the class of the byte."""
    found: dict[int, list[int]] = {}
    for node in subset:
        for low, high, to in graph.steps[node]:
            for place in range(bisect_left(samples, low), bisect_right(samples, high)):
                found.setdefault(place, []).append(to)
    return found


def _reached(graph: _Graph, node: int) -> frozenset[int]:
    """A node, and those that are reached from it without a byte, as far as they lead on."""
    found, waiting = {node}, [node]
    while waiting:
        for each in graph.free[waiting.pop()]:
            if each not in found:
                found.add(each)
                waiting.append(each)
    # Nodes that only lead to others need not be told apart.
    return frozenset(each for each in found if graph.steps[each] or not graph.free[each])


def _classes(graph: _Graph) -> tuple[bytes, list[int]]:
    """Bytes that no step tells apart have one class: the class of each byte, and one byte of each class."""
    borders = {0}
    for steps in graph.steps:
        for low, high, _ in steps:
            borders |= {low, high + 1}
    samples = sorted(border for border in borders if border < 256)  # noqa: PLR2004 - bytes
    classes, at = bytearray(256), -1
    for byte in range(256):
        at += at + 1 < len(samples) and samples[at + 1] == byte
        classes[byte] = at
    return bytes(classes), samples
