r"""Patterns of XML Schema in the syntax of the linear-time engine, or a clear refusal.

That engine knows scripts of Unicode, but not the blocks that XML Schema names (``\p{IsGreek}``): these become ranges.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

import polars as pl

from talent_dataset.engine.reading.types.kind import escape

# XML Schema 1.0, part 2, appendix F.1.1: names of Unicode 3.1, which later versions changed in part. The blocks of
# surrogates hold no characters, and are left out.
_BLOCKS: Final = """
    BasicLatin 0000-007F, Latin-1Supplement 0080-00FF, LatinExtended-A 0100-017F, LatinExtended-B 0180-024F,
    IPAExtensions 0250-02AF, SpacingModifierLetters 02B0-02FF, CombiningDiacriticalMarks 0300-036F, Greek 0370-03FF,
    Cyrillic 0400-04FF, Armenian 0530-058F, Hebrew 0590-05FF, Arabic 0600-06FF, Syriac 0700-074F, Thaana 0780-07BF,
    Devanagari 0900-097F, Bengali 0980-09FF, Gurmukhi 0A00-0A7F, Gujarati 0A80-0AFF, Oriya 0B00-0B7F,
    Tamil 0B80-0BFF, Telugu 0C00-0C7F, Kannada 0C80-0CFF, Malayalam 0D00-0D7F, Sinhala 0D80-0DFF, Thai 0E00-0E7F,
    Lao 0E80-0EFF, Tibetan 0F00-0FFF, Myanmar 1000-109F, Georgian 10A0-10FF, HangulJamo 1100-11FF,
    Ethiopic 1200-137F, Cherokee 13A0-13FF, UnifiedCanadianAboriginalSyllabics 1400-167F, Ogham 1680-169F,
    Runic 16A0-16FF, Khmer 1780-17FF, Mongolian 1800-18AF, LatinExtendedAdditional 1E00-1EFF,
    GreekExtended 1F00-1FFF, GeneralPunctuation 2000-206F, SuperscriptsandSubscripts 2070-209F,
    CurrencySymbols 20A0-20CF, CombiningMarksforSymbols 20D0-20FF, LetterlikeSymbols 2100-214F,
    NumberForms 2150-218F, Arrows 2190-21FF, MathematicalOperators 2200-22FF, MiscellaneousTechnical 2300-23FF,
    ControlPictures 2400-243F, OpticalCharacterRecognition 2440-245F, EnclosedAlphanumerics 2460-24FF,
    BoxDrawing 2500-257F, BlockElements 2580-259F, GeometricShapes 25A0-25FF, MiscellaneousSymbols 2600-26FF,
    Dingbats 2700-27BF, BraillePatterns 2800-28FF, CJKRadicalsSupplement 2E80-2EFF, KangxiRadicals 2F00-2FDF,
    IdeographicDescriptionCharacters 2FF0-2FFF, CJKSymbolsandPunctuation 3000-303F, Hiragana 3040-309F,
    Katakana 30A0-30FF, Bopomofo 3100-312F, HangulCompatibilityJamo 3130-318F, Kanbun 3190-319F,
    BopomofoExtended 31A0-31BF, EnclosedCJKLettersandMonths 3200-32FF, CJKCompatibility 3300-33FF,
    CJKUnifiedIdeographsExtensionA 3400-4DBF, CJKUnifiedIdeographs 4E00-9FFF, YiSyllables A000-A48F,
    YiRadicals A490-A4CF, HangulSyllables AC00-D7AF, PrivateUse E000-F8FF, CJKCompatibilityIdeographs F900-FAFF,
    AlphabeticPresentationForms FB00-FB4F, ArabicPresentationForms-A FB50-FDFF, CombiningHalfMarks FE20-FE2F,
    CJKCompatibilityForms FE30-FE4F, SmallFormVariants FE50-FE6F, ArabicPresentationForms-B FE70-FEFF,
    HalfwidthandFullwidthForms FF00-FFEF, Specials FFF0-FFFF, OldItalic 10300-1032F, Gothic 10330-1034F,
    Deseret 10400-1044F, ByzantineMusicalSymbols 1D000-1D0FF, MusicalSymbols 1D100-1D1FF,
    MathematicalAlphanumericSymbols 1D400-1D7FF, CJKUnifiedIdeographsExtensionB 20000-2A6DF,
    CJKCompatibilityIdeographsSupplement 2F800-2FA1F
"""


def block(name: str) -> str | None:
    r"""The range of a block for a class of characters (``\x{0370}-\x{03FF}``); ``None`` where it is not known."""
    return _ranges().get(name)


@cache
def _ranges() -> dict[str, str]:
    entries = (entry.split() for entry in _BLOCKS.split(","))
    bounds = ((name, *span.split("-")) for name, span in entries)
    return {name: rf"\x{{{first}}}-\x{{{last}}}" for name, first, last in bounds}


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
# Not of XML Schema, but of Perl and Python, whose patterns people bring along.
_ANCHORS = {"A": "^", "Z": "$", "z": "$"}


@lru_cache(maxsize=256)
def translate(pattern: str) -> str:
    r"""The pattern for polars, anchored: it must match the whole value.

    Beyond XML Schema it takes what people write: ``^`` and ``$`` as anchors, ``(?:...)``, ``(?i)``, ``{,3}``, ``\b``.

    Raises:
        UnsupportedPatternError: for look-around, back references and possessive quantifiers, which no engine matches
            in time linear to the text; and for patterns that grow too large.
        PatternError: for what is not a pattern at all.
    """
    # By itself first: ``a)|(b`` is none, and would be one within the group that anchors it.
    alone = _compiled(pattern, _Translator(pattern).run())
    return _compiled(pattern, f"^(?:{alone})$")


@lru_cache(maxsize=256)
def search_pattern(pattern: str) -> str:
    """A pattern of JSON Schema, which may match anywhere; raises as ``translate`` does."""
    return _compiled(pattern, pattern)


def _compiled(pattern: str, translated: str) -> str:
    try:
        # Only the engine knows what it takes. It compiles a pattern when a text is asked of it, though it be empty.
        pl.select(pl.lit("").str.contains(translated))
    except pl.exceptions.PolarsError as error:
        raise _refusal(pattern, str(error)) from None
    return translated


def _refusal(pattern: str, reason: str) -> PatternError:
    detail = next((line.removeprefix("error: ") for line in reason.splitlines() if line.startswith("error: ")), reason)
    if "size limit" in reason or "exceeds" in reason:
        return UnsupportedPatternError("the pattern is too large when its repetitions are written out")
    try:
        # What Python reads is a pattern, which asks for more than linear time.
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
            # XML Schema: a dot is neither LF nor CR; to the engine it is only not LF.
            return r"[^\n\r]"
        if char == "{":
            return self._not_possessive(self._quantifier())
        return self._not_possessive(char) if char in "*+?" else char

    def _not_possessive(self, quantifier: str) -> str:
        """Rust would read a possessive quantifier as a repetition of a repetition."""
        # A brace that stands for itself may be followed by a plus.
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
                # A subtraction, for which the engine has two hyphens.
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
