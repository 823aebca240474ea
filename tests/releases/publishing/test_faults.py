"""Publishers that are killed, or fail, at every step that they take."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.releases.publishing.conftest import Place, Publisher, Writer

FAULTS = {
    "FolderPlace": ("kill", "kill-after", "full", "error"),
    "BucketPlace": ("kill", "kill-after", "lost", "lost-after"),
}

# How far the steps lie apart at which faults begin; in a folder, which is quick, each has its turn in the fast tier.
FEW = {"FolderPlace": 1, "BucketPlace": 19}
EACH = {"FolderPlace": 1, "BucketPlace": 1}


def states(release: Writer, publisher: Publisher, place: Place) -> dict[str, dict[str, bytes]]:
    """What may stand at a target when version 1.1.0 is to be published."""
    publisher("publish", place.target, release=str(release("1.0.0")))
    one = place.files()
    remains = release("1.1.0", cell="7", **{"strange/file.txt": "of another attempt"})
    there = {f.relative_to(remains).as_posix(): f.read_bytes() for f in remains.rglob("*") if f.is_file()}
    return {
        "nothing": {},
        "a version": one,
        "remains": {**one, ".publishing/1.1.0": b"", **{f"1.1.0/{path}": data for path, data in there.items()}},
    }


def listed(files: dict[str, bytes]) -> dict[str, Any]:
    """What the index lists, by version."""
    if "versions.json" not in files:
        return {}
    return {one["version"]: one for one in json.loads(files["versions.json"])["versions"]}


def broken(files: dict[str, bytes]) -> list[str]:
    """Files of listed versions that are missing or have other bytes than were published."""
    wrong = []
    for one in listed(files).values():
        sums = files.get(one["path"] + "SHA256SUMS", b"")
        hashes = {
            "SHA256SUMS": one["sha256"],
            **{path: digest for digest, path in map(str.split, sums.decode().splitlines())},
        }
        found = {path: hashlib.sha256(files.get(one["path"] + path, b"")).hexdigest() for path in hashes}
        wrong += [path for path in hashes if hashes[path] != found[path]]
    return wrong


def unlisted(files: dict[str, bytes]) -> list[str]:
    """Files that belong to no listed version."""
    known = {"versions.json"}
    for one in listed(files).values():
        paths = [line.split()[1] for line in files[one["path"] + "SHA256SUMS"].decode().splitlines()]
        known |= {one["path"] + path for path in ("SHA256SUMS", *paths)}
    return sorted(files.keys() - known)


@pytest.mark.parametrize("state", ["nothing", "a version", "remains"])
@pytest.mark.parametrize("strides", [FEW, pytest.param(EACH, marks=pytest.mark.full)], ids=["few", "each"])
def test_at_whatever_step_a_publisher_fails_nothing_is_lost_and_the_next_attempt_succeeds(
    state: str, strides: dict[str, int], place: Place, publisher: Publisher, release: Writer
) -> None:
    before = states(release, publisher, place)[state]
    new = str(release("1.1.0", cell="2"))
    place.fill(before)
    how, steps = publisher("publish", place.target, release=new)
    assert how == "done"
    stride = strides[type(place).__name__]
    for number, kind in enumerate(FAULTS[type(place).__name__]):
        # Each kind of fault begins at another step, and the last step, which lists the version, is always one.
        for at in sorted({*range(1 + number, steps + 1, stride), steps}):
            place.fill(before)
            how = fail(publisher, place, new, at, kind)
            outcome = look(place, before)
            assert (how, outcome) != ("done", "absent"), (kind, at)
            retry(publisher, place, new, before, outcome)


def fail(publisher: Publisher, place: Place, new: str, at: int, kind: str) -> str:
    """Publish, with a fault; how it ended."""
    how, _ = publisher("publish", place.target, release=new, at=at, kind=kind)
    if kind.startswith("kill"):
        assert how == "killed"
    return how


def look(place: Place, before: dict[str, bytes]) -> str:
    """Whether the new version is there: whole, or not at all; what was there is as it was."""
    files = place.files()
    assert listed(before).items() <= listed(files).items()
    assert broken(files) == []
    return "whole" if "1.1.0" in listed(files) else "absent"


def retry(publisher: Publisher, place: Place, new: str, before: dict[str, bytes], outcome: str) -> None:
    """The same command again makes it good, and leaves nothing lying about."""
    again, _ = publisher("publish", place.target, release=new)
    assert again == {"whole": "no-op", "absent": "done"}[outcome]
    after = place.files()
    assert listed(after).keys() == {*listed(before), "1.1.0"}
    assert (broken(after), unlisted(after)) == ([], [])
    assert place.hidden() in ([], ["lock"])
    assert "claims" not in json.loads(after["versions.json"])


def test_at_whatever_step_a_withdrawal_fails_the_versions_are_as_before_or_withdrawn(
    place: Place, publisher: Publisher, release: Writer
) -> None:
    before = states(release, publisher, place)["a version"]
    how, steps = publisher("yank", place.target, version="1.0.0")
    withdrawn = place.files()
    assert how == "done"
    for kind in FAULTS[type(place).__name__]:
        for at in range(1, steps + 1):
            place.fill(before)
            publisher("yank", place.target, version="1.0.0", at=at, kind=kind)
            assert place.files() in (before, withdrawn)
            again, _ = publisher("yank", place.target, version="1.0.0")
            assert (again, place.files()) == ("done", withdrawn)
