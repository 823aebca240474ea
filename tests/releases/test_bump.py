from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.semver import SemVer
from talent_dataset.engine.errors import CannotCheckError, ReleaseRefusedError
from talent_dataset.releases.difference import KINDS, Change, ChangeKind, Difference, Side
from talent_dataset.releases.difference.bump import (
    CLAUSES,
    LEVELS,
    Bump,
    BumpLevel,
    Reason,
    bump_of,
    check_version,
    semantic,
    smallest,
)

# Each clause of the recipe, as the kinds of changes that it speaks of.
MAJOR = {
    "a name or an identifier of the package, a resource or a field changes": [
        "package/name",
        "package/id",
        "resource/removed",
    ],
    "fields are added, removed or re-ordered": ["field/added", "field/removed", "field/reordered"],
    "the type or the format of a field changes": ["field/type", "field/format"],
    "a constraint becomes more restrictive": [
        "field/tightened",
        "field/constraint",
        "table/tightened",
        "table/constraint",
    ],
    "data that another resource refers to are deleted, or change their meaning": [
        "rows/removed-referenced",
        "cells/identifier",
    ],
}
MINOR = {
    "a resource is added": ["resource/added"],
    "data are added to a resource": ["rows/added"],
    "a constraint becomes less restrictive": ["field/loosened", "table/loosened"],
    "a reference to another resource is updated": ["table/reference"],
    "data change with the data that they refer to": ["cells/reference"],
}
PATCH = {
    "errors in the data are corrected": ["rows/removed", "cells/changed", "cells/respelled", "resource/content"],
    "descriptive metadata change": [
        "package/metadata",
        "resource/metadata",
        "table/metadata",
        "field/metadata",
        "resource/form",
        "field/form",
    ],
}
NONE = {"data move to another path": ["resource/path"]}
RECIPE: list[tuple[BumpLevel, str, ChangeKind]] = [
    (level, clause, kind)  # type: ignore[misc]
    for level, clauses in (("major", MAJOR), ("minor", MINOR), ("patch", PATCH), ("none", NONE))
    for clause, kinds in clauses.items()
    for kind in kinds
]
CROISSANT: dict[BumpLevel, set[str]] = {
    "major": {
        "resource/removed", "resource/content", "field/removed", "field/type", "field/format", "rows/removed",
        "rows/removed-referenced", "cells/changed", "cells/identifier", "cells/reference",
    },
    "minor": {"resource/added", "field/added", "rows/added"},
    "none": {"resource/path"},
}  # fmt: skip


def difference(*kinds: ChangeKind) -> Difference:
    return Difference(Side(), Side(), tuple(Change(kind=kind, resource="t") for kind in kinds))


@pytest.mark.parametrize(("level", "clause", "kind"), RECIPE)
def test_each_clause_of_the_recipe_has_its_level(level: BumpLevel, clause: str, kind: ChangeKind) -> None:
    change = Change(kind=kind, resource="t")
    assert bump_of(difference(kind)).reasons == (Reason(level, clause, change),)
    assert bump_of(difference(kind)).level == level


def test_every_kind_of_change_falls_under_one_clause() -> None:
    assert sorted(kind for *_, kind in RECIPE) == sorted(KINDS) == sorted(CLAUSES)


def test_the_documentation_has_every_kind_with_both_readings(root: Path) -> None:
    text = (root / "docs" / "versions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| (`[a-z-]+/[^|]+) \| (\w+) \| (\w+) \|$", text, re.MULTILINE)
    told = {kind: both for kinds, *both in rows for kind in re.findall("`([^`]+)`", kinds)}
    assert told == {kind: [clause.level, clause.croissant] for kind, clause in CLAUSES.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_croissant_asks_whether_the_data_are_still_what_they_were(kind: ChangeKind) -> None:
    expected = next((level for level, kinds in CROISSANT.items() if kind in kinds), "patch")
    assert bump_of(difference(kind)).croissant == expected


def test_the_weightiest_change_decides_and_all_are_told() -> None:
    found = bump_of(difference("cells/changed", "field/added", "rows/added", "field/removed"))
    assert (found.level, found.croissant) == ("major", "major")
    assert [reason.change.kind for reason in found.reasons] == [
        "field/added",
        "field/removed",
        "rows/added",
        "cells/changed",
    ]
    assert [reason.change.kind for reason in found.decisive] == ["field/added", "field/removed"]


def test_without_a_change_no_version_follows() -> None:
    assert bump_of(difference()) == Bump("none")


@pytest.mark.parametrize(
    ("previous", "level", "expected"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.3.0"),
        ("0.2.3", "patch", "0.2.4"),
        ("2.0.0-rc.1", "major", "2.0.0"),
        ("1.3.0-rc.1", "minor", "1.3.0"),
        ("1.3.0-rc.1", "major", "2.0.0"),
        ("1.2.4-rc.1", "patch", "1.2.4"),
        ("1.2.4-rc.1", "minor", "1.3.0"),
        ("1.2.3+build.7", "patch", "1.2.4"),
    ],
)
def test_the_smallest_version_follows_from_the_level(previous: str, level: BumpLevel, expected: str) -> None:
    assert str(smallest(semantic(previous), level)) == expected


@pytest.mark.parametrize(
    ("given", "previous", "level", "message"),
    [
        ("1.2.3", "1.2.3", "patch", r"Version 1\.2\.3 is out already"),
        ("1.2.3+other", "1.2.3", "patch", "is out already"),
        ("1.1.9", "1.2.3", "patch", r"goes back behind 1\.2\.3"),
        ("1.3.0-rc.1", "1.3.0", "patch", "goes back behind"),
        ("1.2.4", "1.2.3", "minor", "too small for a minor change"),
        ("1.9.0", "1.2.3", "major", "too small for a major change"),
        ("1.3.0-rc.1", "1.2.3", "major", "too small for a major change"),
    ],
)
def test_a_version_that_does_not_go_forward_far_enough_is_refused(
    given: str, previous: str, level: BumpLevel, message: str
) -> None:
    with pytest.raises(ReleaseRefusedError, match=message) as caught:
        check_version(semantic(given), semantic(previous), Bump(level))
    least = smallest(semantic(previous), level)
    assert caught.value.hint == f"The smallest that may follow {previous} is {least}."


@pytest.mark.parametrize(
    ("given", "previous", "level"),
    [
        ("1.3.0", "1.2.3", "minor"),
        ("2.0.0", "1.2.3", "minor"),
        ("1.3.0-rc.1", "1.2.3", "minor"),
        ("1.3.0-rc.2", "1.3.0-rc.1", "minor"),
        ("1.2.4", "1.2.3", "none"),
    ],
)
def test_a_version_that_goes_far_enough_is_accepted(given: str, previous: str, level: BumpLevel) -> None:
    check_version(semantic(given), semantic(previous), Bump(level))


VERSIONS = st.builds(SemVer, *[st.integers(0, 3)] * 3, st.sampled_from([(), ("rc", "1")]))


@given(VERSIONS, st.sampled_from(LEVELS))
def test_the_smallest_version_is_accepted_and_none_before_it_is(previous: SemVer, level: BumpLevel) -> None:
    least = smallest(previous, level)
    check_version(least, previous, Bump(level))
    numbers = [SemVer(major, minor, patch) for major in range(5) for minor in range(5) for patch in range(5)]
    accepted = []
    for number in numbers:
        try:
            check_version(number, previous, Bump(level))
        except ReleaseRefusedError:
            continue
        accepted.append(number)
    assert min(accepted) == least


def test_what_is_no_semantic_version_cannot_be_used() -> None:
    with pytest.raises(CannotCheckError, match=r"The version of old, 'v1', is not a semantic version"):
        semantic("v1", "The version of old")
