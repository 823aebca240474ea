"""Versions as Semantic Versioning 2.0.0 has them (https://semver.org): read, and put in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

_NUMBER = r"0|[1-9]\d*"
_WORD = r"(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(
    rf"(?P<major>{_NUMBER})\.(?P<minor>{_NUMBER})\.(?P<patch>{_NUMBER})"
    rf"(?:-(?P<prerelease>{_WORD}(?:\.{_WORD})*))?"
    r"(?:\+(?P<build>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?",
    re.ASCII,
)


# Not compared by its attributes: build metadata have no say in the order.
@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class SemVer:
    """A version.

    Versions are compared by precedence (clause 11): build metadata do not count.

    Attributes:
        prerelease: The identifiers behind the hyphen; empty for a release proper.
        build: What stands behind the plus sign, or empty.
    """

    major: int
    minor: int
    patch: int
    prerelease: tuple[str, ...] = ()
    build: str = ""

    @classmethod
    def parse(cls, text: str) -> SemVer | None:
        """The version that a text is, or ``None``."""
        match = _VERSION.fullmatch(text)
        if match is None:
            return None
        major, minor, patch = (int(match[name]) for name in ("major", "minor", "patch"))
        words = match["prerelease"]
        return cls(major, minor, patch, tuple(words.split(".")) if words else (), match["build"] or "")

    def __str__(self) -> str:
        text = f"{self.major}.{self.minor}.{self.patch}"
        text += f"-{'.'.join(self.prerelease)}" if self.prerelease else ""
        return text + (f"+{self.build}" if self.build else "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SemVer) and self._precedence() == other._precedence()

    def __hash__(self) -> int:
        return hash(self._precedence())

    def __lt__(self, other: SemVer) -> bool:
        return self._precedence() < other._precedence()

    def _precedence(self) -> tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]:
        """Numbers before words, fewer identifiers before more, a prerelease before its release."""
        words = tuple((not word.isdigit(), int(word) if word.isdigit() else 0, word) for word in self.prerelease)
        # A release proper comes after all of its prereleases.
        return self.major, self.minor, self.patch, not self.prerelease, words
