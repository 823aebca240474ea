"""What was meant: the known word nearest to one that is not known, and what keeps a text from being another.

The one place for near misses, of enums, foreign keys, labels, words of descriptors and of the command line alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

_FORMS: Final[tuple[tuple[Literal["NFC", "NFKC"], str], ...]] = (
    ("NFC", "composed differently"),
    ("NFKC", "of another width or form"),
)
# Characters of a word that are compared: what is longer is no slip of the pen.
_LONGEST: Final = 60

# Among more words than these none is looked for but the same one in another spelling: a schema may have thousands of
# fields, and as many faults.
_MANY: Final = 250
_FEW: Final = 20

# Soft hyphen, zero-width characters, marks of direction, byte order mark.
_UNSEEN: Final = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_NAMED: Final = {" ": "a blank", "\t": "a tab", "\n": "a line break", "\r": "a carriage return"}
_WITHOUT_UNSEEN: Final = str.maketrans("", "", _UNSEEN)
# Letters of Cyrillic and Greek that most typefaces draw as Latin ones; after Unicode Technical Standard 39, of which
# these are the pairs that keyboards of both scripts produce.
_DRAWN_AS: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυ", "ABESIJKMHOPCTXYaesijopcyxdhqwABEZHIKMNOPTYXovpu"
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_QUOTES: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word that the writer most likely meant.

    Args:
        word: A word that is not among the known.
        known: The words that are; among more than 250 only another spelling of the same word is found.
        cutoff: From 0 to 1: how much alike two words must be.
    """
    return _nearest(word, tuple(known), cutoff)


# The same custom properties stand in field after field.
@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...], cutoff: float) -> str | None:
    folded = _by_folded(known)
    if (same := folded.get(folded_word(word))) is not None or len(folded) > _MANY:
        return same
    # Slow to load, and seldom needed.
    import difflib

    close = difflib.get_close_matches(folded_word(word[:_LONGEST]), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


# The same list is asked again and again: an enum by each wrong cell.
@lru_cache(maxsize=64)
def _by_folded(words: tuple[str, ...]) -> dict[str, str]:
    # Of words that differ by their case only the first is meant.
    return {folded_word(word): word for word in reversed(words)}


def folded_word(word: str) -> str:
    """The word without what a hand or an eye passes over: case, blanks, hyphens, composition, look-alike letters."""
    plain = unicodedata.normalize("NFKC", word).translate(_WITHOUT_UNSEEN).translate(_DRAWN_AS).translate(_DASHES)
    return re.sub(r"[\s_-]+", "", plain).casefold()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint for a word that is not known: the nearest one, or all where they are few; empty where neither helps."""
    options = list(known)
    if (near := nearest(word, options)) is not None:
        return f'Did you mean "{near}"?'
    return f"Known: {', '.join(options)}." if 0 < len(options) <= _FEW else ""


def meant_among(text: str, known: Iterable[str]) -> str:
    """How to mend a value that is not among the known ones, or empty: the nearest of them, and what keeps it apart."""
    near = nearest(text, known, cutoff=0.65)
    if near is None:
        return ""
    why = apart(text, near)
    return f"Write {near}: {why}." if why else f"Perhaps {near} is meant."


def meant(text: str, fits: Callable[[str], bool]) -> str:
    """How to mend a text, or empty: the first one just beside it that fits, and what keeps it apart."""
    for candidate in beside(text):
        if fits(candidate):
            why = apart(text, candidate)
            return f"Write {candidate}: {why}." if why else f"Write {candidate}."
    return ""


def beside(text: str) -> Iterator[str]:
    """The texts that stand just beside one, those that change the least first; none of them is the text itself."""
    seen = {text, ""}
    for candidate in _candidates(text):
        if candidate not in seen:
            seen.add(candidate)
            yield candidate


def _candidates(text: str) -> Iterator[str]:
    bare = _bared(text)
    yield text.strip()
    yield bare
    composed = unicodedata.normalize("NFC", bare)
    yield composed
    yield unicodedata.normalize("NFD", bare)
    yield _unescaped(composed)
    wide = unicodedata.normalize("NFKC", composed)
    yield wide
    for table in (_DASHES, _QUOTES, _DRAWN_AS):
        yield wide.translate(table)
    yield wide.lower()
    yield wide.upper()
    yield wide.translate(_DRAWN_AS).translate(_DASHES).lower()


def _bared(text: str) -> str:
    """The text without what cannot be seen, blanks within it plain, none around it."""
    return re.sub(r"[^\S\n\r\t]", " ", text.translate(_WITHOUT_UNSEEN)).strip()


def _unescaped(text: str) -> str:
    """The text as a program with other rules of quoting wrote it: quotes around it, backslashes before marks."""
    inner = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    return re.sub(r"\\([\"'\\])", r"\1", inner).strip()


def apart(text: str, other: str) -> str:
    """What keeps two texts apart that look alike, as a clause (``there is a blank at its end``); else empty.

    Args:
        text: What stands there.
        other: What is meant.
    """
    # The plainest reason first: blanks at the ends are unseen too, and what is unseen changes the composition.
    for reason in (_around, _unseen, _escaped, _composed, _case, _drawn):
        if clause := reason(text, other):
            return clause
    return ""


def _around(text: str, other: str) -> str:
    """Blanks and their like at the ends are all that differs."""
    if text == other or text.strip(_UNSEEN + _blanks(text)) != other:
        return ""
    start = text[: text.index(other)] if other else text
    end = text[len(start) + len(other) :]
    places = [f"{_listed(each)} at its {where}" for each, where in ((start, "start"), (end, "end")) if each]
    verb = "is" if len(start + end) == 1 else "are"
    return f"there {verb} {' and '.join(places)}"


def _blanks(text: str) -> str:
    return "".join(char for char in text if char.isspace())


def _listed(chars: str) -> str:
    """Blanks by their names: ``a blank``, ``3 blanks``, ``a no-break space (U+00A0)``."""
    named = [_name(char) for char in dict.fromkeys(chars)]
    if len(named) == 1 and len(chars) > 1:
        return f"{len(chars)} {named[0].partition(' ')[2].replace(' (', 's (', 1)}" + ("" if "(" in named[0] else "s")
    return " and ".join(named)


def _name(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    name = unicodedata.name(char, "a control character").lower()
    return f"a {name} ({_point(char)})"


def _point(char: str) -> str:
    return f"U+{ord(char):04X}"


def _unseen(text: str, other: str) -> str:
    """Characters that cannot be seen, or blanks of other kinds, are all that differs."""
    odd = [char for char in dict.fromkeys(text) if char not in other and (char in _UNSEEN or char.isspace())]
    if not odd or _bared(text) != _bared(other):
        return ""
    return f"it holds {' and '.join(map(_name, odd))}"


def _escaped(text: str, other: str) -> str:
    """Quotes or backslashes of a program with other rules are all that differs."""
    if text == other or _unescaped(_bared(text)) != other:
        return ""
    return "a backslash stands before a quote, which CSV doubles instead" if "\\" in text else "quotes stand around it"


def _composed(text: str, other: str) -> str:
    """The same characters, composed in another way or in another width (Unicode Standard Annex 15)."""
    for form, what in _FORMS:
        if unicodedata.normalize(form, text) == unicodedata.normalize(form, other) and text != other:
            here, there = _first_difference(text, other)
            return f"its characters are {what}: {_points(here)} stands where {_points(there)} is meant"
    return ""


def _case(text: str, other: str) -> str:
    return "the case differs" if text != other and text.casefold() == other.casefold() else ""


def _drawn(text: str, other: str) -> str:
    """A few characters differ, and look alike or are not ASCII: their code points say what the eye does not."""
    if len(text) != len(other):
        return ""
    pairs = [(here, there) for here, there in zip(text, other, strict=True) if here != there]
    is_alike = all(folded_word(here) == folded_word(there) or not (here + there).isascii() for here, there in pairs)
    if not 0 < len(pairs) <= max(2, len(text) // 2) or not is_alike:
        return ""
    here, there = pairs[0]
    return f"`{here}` ({_point(here)}) stands where `{there}` ({_point(there)}) is meant"


def _first_difference(text: str, other: str) -> tuple[str, str]:
    """The first stretch in which two texts differ, with the marks that belong to it."""
    start = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    if start and unicodedata.combining((text[start : start + 1] or other[start : start + 1] or " ")[0]):
        # A combining mark is shown with the letter before it.
        start -= 1
    return _cluster(text, start), _cluster(other, start)


def _cluster(text: str, start: int) -> str:
    end = start + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[start:end]


def _points(chars: str) -> str:
    return " ".join(map(_point, chars)) or "nothing"
