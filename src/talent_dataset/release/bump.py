"""The smallest version that may follow: from the difference, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from talent_dataset.descriptor.semver import SemVer
from talent_dataset.errors import CannotCheckError, ReleaseRefusedError
from talent_dataset.release.clauses import CLAUSES, LEVELS, Level
from talent_dataset.release.difference.model import Change, Difference

FIRST: Final = SemVer(1, 0, 0)
"""The version of a first release, by the recipe; what is still in the making begins at 0.1.0."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a version must not be smaller.

    Attributes:
        level: What the change asks for.
        clause: The clause of the recipe that says so.
        change: What changed.
    """

    level: Level
    clause: str
    change: Change


@dataclass(frozen=True, slots=True)
class Bump:
    """What a difference asks of the version.

    Attributes:
        level: The smallest bump: the largest that one of the reasons asks for.
        reasons: One for each change, the weightiest first.
        croissant: The bump as Croissant reads the same changes.
    """

    level: Level
    reasons: tuple[Reason, ...] = ()
    croissant: Level = "none"

    @property
    def decisive(self) -> tuple[Reason, ...]:
        """The reasons that ask for no less."""
        return tuple(reason for reason in self.reasons if reason.level == self.level)


def bump_of(difference: Difference) -> Bump:
    """What a difference asks of the version, with every reason."""
    reasons = [Reason(CLAUSES[one.kind].level, CLAUSES[one.kind].text, one) for one in difference.changes]
    reasons.sort(key=lambda reason: -LEVELS.index(reason.level))
    level = reasons[0].level if reasons else "none"
    levels: list[Level] = ["none", *(CLAUSES[one.kind].croissant for one in difference.changes)]
    return Bump(level, tuple(reasons), max(levels, key=LEVELS.index))


def smallest(previous: SemVer, level: Level) -> SemVer:
    """The smallest release proper that may follow a version.

    Before 1.0.0 a major change asks for a minor version (SemVer 2.0.0, clause 4: anything may change). A prerelease is
    followed by the version that it is one of, where that is as large as the change asks for.
    """
    core = _core(previous)
    wanted = "minor" if level == "major" and not previous.major else level
    if previous.prerelease and _covers(core, wanted):
        return core
    if wanted == "major":
        return SemVer(core.major + 1, 0, 0)
    if wanted == "minor":
        return SemVer(core.major, core.minor + 1, 0)
    return SemVer(core.major, core.minor, core.patch + 1)


def _core(version: SemVer) -> SemVer:
    return replace(version, prerelease=(), build="")


def _covers(core: SemVer, level: Level) -> bool:
    """Whether a version is that of a bump of the level, or of a larger one."""
    if level == "major":
        return not core.minor and not core.patch
    return level != "minor" or not core.patch


def semantic(text: str, what: str = "The version") -> SemVer:
    """A version that a person gave, or that stands in a descriptor.

    Raises:
        CannotCheckError: It is none.
    """
    found = SemVer.parse(text)
    if found is None:
        hint = "Write three numbers, such as 1.2.0 (https://semver.org)."
        raise CannotCheckError(f"{what}, {text!r}, is not a semantic version.", hint=hint)
    return found


def check_version(version: SemVer, previous: SemVer, bump: Bump) -> None:
    """Refuse a version that does not go forward, or not far enough. A prerelease counts as the version it is one of.

    Raises:
        ReleaseRefusedError: It is too small; the hint has the smallest that is not.
    """
    least = smallest(previous, bump.level)
    hint = f"The smallest that may follow {previous} is {least}."
    if version == previous:
        raise ReleaseRefusedError(f"Version {version} is out already, and is never changed.", hint=hint)
    if version < previous:
        raise ReleaseRefusedError(f"Version {version} goes back behind {previous}.", hint=hint)
    if _core(version) < least:
        why = bump.reasons[0].clause if bump.reasons else "each version has a number of its own"
        raise ReleaseRefusedError(f"Version {version} is too small for a {bump.level} change: {why}.", hint=hint)
