"""The smallest version that may follow: from the difference, clause by clause.

The clauses are those of the recipe "Data Package Version" of the Data Package standard
(https://datapackage.org/recipes/data-package-version/), in our words. Beside each stands how Croissant reads the same
change: its specification 1.1, section "Dataset Versioning", asks whether the data of the version before can still be
had as they were. The two often differ: a corrected cell is a patch to the one and a major change to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from talent_dataset.engine.descriptor.semver import SemVer
from talent_dataset.engine.errors import CannotCheckError, ReleaseRefusedError
from talent_dataset.releases.difference.changes import Change, ChangeKind, Difference

BumpLevel = Literal["none", "patch", "minor", "major"]

LEVELS: Final[tuple[BumpLevel, ...]] = ("none", "patch", "minor", "major")
"""From the smallest."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a kind of change asks for.

    Attributes:
        level: The smallest bump, by the recipe.
        text: The clause that says so.
        croissant: The bump as Croissant reads it.
    """

    level: BumpLevel
    text: str
    croissant: BumpLevel


_NAMES: Final = "a name or an identifier of the package, a resource or a field changes"
_FIELDS: Final = "fields are added, removed or re-ordered"
_TYPES: Final = "the type or the format of a field changes"
_TIGHTER: Final = "a constraint becomes more restrictive"
_REFERENCED: Final = "data that another resource refers to are deleted, or change their meaning"
_RESOURCE: Final = "a resource is added"
_ROWS: Final = "data are added to a resource"
_LOOSER: Final = "a constraint becomes less restrictive"
_REFERENCE: Final = "a reference to another resource is updated"
_FOLLOWING: Final = "data change with the data that they refer to"
_ERRORS: Final = "errors in the data are corrected"
_WORDS: Final = "descriptive metadata change"
_PLACE: Final = "data move to another path"

CLAUSES: Final[Mapping[ChangeKind, Clause]] = {
    # Who refers to it by its name finds it no more.
    "package/name": Clause("major", _NAMES, "patch"),
    "package/id": Clause("major", _NAMES, "patch"),
    "package/metadata": Clause("patch", _WORDS, "patch"),
    "resource/added": Clause("minor", _RESOURCE, "minor"),
    # A resource that was renamed is one that is gone and one that is new.
    "resource/removed": Clause("major", _NAMES, "major"),
    "resource/metadata": Clause("patch", _WORDS, "patch"),
    "resource/path": Clause("none", _PLACE, "none"),
    "resource/form": Clause("patch", _WORDS, "patch"),
    "resource/content": Clause("patch", _ERRORS, "major"),
    "field/added": Clause("major", _FIELDS, "minor"),
    "field/removed": Clause("major", _FIELDS, "major"),
    # Readers that go by position take one column for another.
    "field/reordered": Clause("major", _FIELDS, "patch"),
    "field/type": Clause("major", _TYPES, "major"),
    "field/format": Clause("major", _TYPES, "major"),
    "field/tightened": Clause("major", _TIGHTER, "patch"),
    "field/loosened": Clause("minor", _LOOSER, "patch"),
    # It cannot be shown to be less restrictive.
    "field/constraint": Clause("major", _TIGHTER, "patch"),
    "field/form": Clause("patch", _WORDS, "patch"),
    "field/metadata": Clause("patch", _WORDS, "patch"),
    "table/tightened": Clause("major", _TIGHTER, "patch"),
    "table/loosened": Clause("minor", _LOOSER, "patch"),
    "table/constraint": Clause("major", _TIGHTER, "patch"),
    "table/reference": Clause("minor", _REFERENCE, "patch"),
    "table/metadata": Clause("patch", _WORDS, "patch"),
    # To Croissant new records are a minor change where the old ones can still be had: each version stays where it is.
    "rows/added": Clause("minor", _ROWS, "minor"),
    # The recipe speaks of deleted data only where they are referred to; others were an error in the data.
    "rows/removed": Clause("patch", _ERRORS, "major"),
    "rows/removed-referenced": Clause("major", _REFERENCED, "major"),
    "cells/changed": Clause("patch", _ERRORS, "major"),
    "cells/identifier": Clause("major", _REFERENCED, "major"),
    "cells/reference": Clause("minor", _FOLLOWING, "major"),
    "cells/respelled": Clause("patch", _ERRORS, "patch"),
}


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

    level: BumpLevel
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

    level: BumpLevel
    reasons: tuple[Reason, ...] = ()
    croissant: BumpLevel = "none"

    @property
    def decisive(self) -> tuple[Reason, ...]:
        """The reasons that ask for no less."""
        return tuple(reason for reason in self.reasons if reason.level == self.level)


def bump_of(difference: Difference) -> Bump:
    """What a difference asks of the version, with every reason."""
    reasons = [Reason(CLAUSES[one.kind].level, CLAUSES[one.kind].text, one) for one in difference.changes]
    reasons.sort(key=lambda reason: -LEVELS.index(reason.level))
    level = reasons[0].level if reasons else "none"
    # `none` first, for a difference without changes.
    levels: list[BumpLevel] = ["none", *(CLAUSES[one.kind].croissant for one in difference.changes)]
    return Bump(level, tuple(reasons), max(levels, key=LEVELS.index))


def smallest(previous: SemVer, level: BumpLevel) -> SemVer:
    """The smallest release proper that may follow a version.

    Before 1.0.0 a major change asks for a minor version (SemVer 2.0.0, clause 4: anything may change). A prerelease is
    followed by the version that it is one of, where that is as large as the change asks for.
    """
    core = _core(previous)
    wanted = "minor" if level == "major" and not previous.major else level
    # 2.0.0-rc.1 has announced 2.0.0: a major change needs no 3.0.0 after it.
    if previous.prerelease and _covers(core, wanted):
        return core
    if wanted == "major":
        return SemVer(core.major + 1, 0, 0)
    if wanted == "minor":
        return SemVer(core.major, core.minor + 1, 0)
    return SemVer(core.major, core.minor, core.patch + 1)


def _core(version: SemVer) -> SemVer:
    return replace(version, prerelease=(), build="")


def _covers(core: SemVer, level: BumpLevel) -> bool:
    """Whether a version is that of a bump of the level, or of a larger one."""
    if level == "major":
        return not core.minor and not core.patch
    return level != "minor" or not core.patch


def semantic(text: str, what: str = "The version") -> SemVer:
    """A version that a person gave, or that stands in a descriptor.

    Raises:
        CannotCheckError: It is invalid.
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
    # A prerelease is below the version that it is one of, so its numbers alone are compared.
    if _core(version) < least:
        why = bump.reasons[0].clause if bump.reasons else "each version has a number of its own"
        raise ReleaseRefusedError(f"Version {version} is too small for a {bump.level} change: {why}.", hint=hint)
