"""Two publishers at once: one wins, the other is told, and no version is a mixture."""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.releases.publishing.conftest import BucketPlace, Place, Publisher, Writer

TOLD = (
    "ReleaseRefusedError: Version 1.1.0 is published",
    "ReleaseRefusedError: Somebody else is publishing other bytes as version 1.1.0",
    "CannotCheckError: Somebody else is publishing to",
    "CannotCheckError: Somebody else writes to",
)

# At every step in the full tier; in the fast one, at some.
STRIDES = [9, pytest.param(1, marks=pytest.mark.full)]


def paused(publisher: Publisher, target: str, folder: Path, at: int, release: Path, **more: bool) -> bool:
    """Have a publisher wait at a step; ``False`` where it ended before."""
    folder.mkdir()
    publisher.begin("publish", target, release=str(release), at=at, kind="wait", folder=str(folder), **more)
    while not (folder / "waiting").exists():
        if publisher.has_ended():
            return False
        time.sleep(0.001)
    return True


def resumed(publisher: Publisher, folder: Path) -> str:
    """Have it go on; how it ended."""
    (folder / "go").touch()
    return publisher.end()[0]


def expect(place: Place, releases: tuple[Path, Path], outcomes: tuple[str, str]) -> None:
    """The one who won is the one whose bytes stand there."""
    assert sorted(one == "done" for one in outcomes) == [False, True], outcomes
    loser = outcomes[1 if outcomes[0] == "done" else 0]
    winner = releases[0 if outcomes[0] == "done" else 1]
    assert loser.startswith(TOLD)
    files = place.files()
    for file in (file for file in winner.rglob("*") if file.is_file()):
        assert files[f"1.1.0/{file.relative_to(winner).as_posix()}"] == file.read_bytes()


@pytest.mark.parametrize("stride", STRIDES)
@pytest.mark.parametrize("has_remains", [False, True])
def test_whoever_waits_at_whatever_step_and_finds_another_one_done_is_told(
    has_remains: bool,  # noqa: FBT001 - a case
    stride: int,
    place: Place,
    publisher: Publisher,
    another_publisher: Publisher,
    release: Writer,
    tmp_path: Path,
) -> None:
    before = remains(place, publisher, release) if has_remains else {}
    releases = release("1.1.0", cell="1"), release("1.1.0", cell="2")
    place.fill(before)
    _, steps = publisher("publish", place.target, release=str(releases[0]))
    for at in range(1, steps + 1, stride):
        place.fill(before)
        paused(publisher, place.target, tmp_path / f"wait{at}", at, releases[0])
        second, _ = another_publisher("publish", place.target, release=str(releases[1]))
        first = resumed(publisher, tmp_path / f"wait{at}")
        expect(place, releases, (first, second))


def remains(place: Place, publisher: Publisher, release: Writer) -> dict[str, bytes]:
    """A version, and what a publisher left that was killed in the middle of another."""
    publisher("publish", place.target, release=str(release("1.0.0")))
    folder = release("1.1.0", cell="3")
    return {
        **place.files(),
        "1.1.0/SHA256SUMS": (folder / "SHA256SUMS").read_bytes(),
        "1.1.0/README.md": b"of another attempt",
        "1.1.0/strange.txt": b"",
        ".publishing/1.1.0": b"",
    }


@pytest.mark.parametrize("stride", STRIDES)
def test_two_of_the_same_bytes_do_no_harm(
    stride: int, place: Place, publisher: Publisher, another_publisher: Publisher, release: Writer, tmp_path: Path
) -> None:
    before = remains(place, publisher, release)
    new = release("1.1.0")
    place.fill(before)
    _, steps = publisher("publish", place.target, release=str(new))
    whole = place.files()
    for at in range(1, steps + 1, stride):
        place.fill(before)
        paused(publisher, place.target, tmp_path / f"wait{at}", at, new)
        second, _ = another_publisher("publish", place.target, release=str(new))
        first = resumed(publisher, tmp_path / f"wait{at}")
        assert "done" in (first, second)
        assert place.files() == whole


@pytest.mark.parametrize("stride", STRIDES)
def test_two_versions_at_once_are_both_published(
    stride: int,
    bucket: BucketPlace,
    publisher: Publisher,
    another_publisher: Publisher,
    release: Writer,
    tmp_path: Path,
) -> None:
    _, steps = publisher("publish", bucket.target, release=str(release("1.0.0")))
    for at in range(1, steps + 1, stride):
        bucket.fill({})
        paused(publisher, bucket.target, tmp_path / f"wait{at}", at, release("1.0.0"))
        assert another_publisher("publish", bucket.target, release=str(release("1.1.0")))[0] == "done"
        assert resumed(publisher, tmp_path / f"wait{at}") == "done"
        assert [one["version"] for one in bucket.index()["versions"]] == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize("rounds", [4, pytest.param(50, marks=pytest.mark.full)])
def test_of_two_that_begin_together_one_wins(
    rounds: int, place: Place, publisher: Publisher, another_publisher: Publisher, release: Writer
) -> None:
    releases = release("1.1.0", cell="1"), release("1.1.0", cell="2")
    for _ in range(rounds):
        place.fill({})
        publisher.begin("publish", place.target, release=str(releases[0]))
        another_publisher.begin("publish", place.target, release=str(releases[1]))
        expect(place, releases, (publisher.end()[0], another_publisher.end()[0]))


@pytest.mark.full
def test_whichever_way_the_steps_of_two_alternate_one_wins(
    bucket: BucketPlace, publisher: Publisher, another_publisher: Publisher, release: Writer, tmp_path: Path
) -> None:
    before = remains(bucket, publisher, release)
    releases = release("1.1.0", cell="1"), release("1.1.0", cell="2")
    bucket.fill(before)
    _, steps = publisher("publish", bucket.target, release=str(releases[0]))
    # The second one waits only where it has not been told before.
    for first, second in product(range(1, steps + 1, 2), range(1, steps + 1, 2)):
        bucket.fill(before)
        names = tmp_path / f"first{first}-{second}", tmp_path / f"second{first}-{second}"
        paused(publisher, bucket.target, names[0], first, releases[0])
        another = (another_publisher, bucket.target, names[1], second, releases[1])
        has_ended = not paused(*another)
        one = resumed(publisher, names[0])
        two = another_publisher.end()[0] if has_ended else resumed(another_publisher, names[1])
        expect(bucket, releases, (one, two))


def test_where_a_publisher_died_replacing_remains_others_wait_for_a_word(
    bucket: BucketPlace, publisher: Publisher, release: Writer
) -> None:
    before = remains(bucket, publisher, release)
    bucket.fill(before)
    _, steps = publisher("publish", bucket.target, release=str(release("1.1.0", cell="1")))
    bucket.fill(before)
    publisher("publish", bucket.target, release=str(release("1.1.0", cell="1")), at=steps - 2, kind="kill")
    assert list(bucket.index()["claims"]) == ["1.1.0"]
    how, _ = publisher("publish", bucket.target, release=str(release("1.1.0", cell="2")))
    assert how.startswith("ReleaseRefusedError: Somebody else is publishing other bytes as version 1.1.0, since 20")
    assert how.endswith("If that publisher has died, publish with --take-over; else choose another version.")
    how, _ = publisher("publish", bucket.target, release=str(release("1.1.0", cell="2")), take_over=True)
    assert how == "done"
    assert "claims" not in bucket.index()


@pytest.mark.parametrize("stride", STRIDES)
def test_even_where_the_living_are_said_to_be_dead_one_wins(
    stride: int,
    bucket: BucketPlace,
    publisher: Publisher,
    another_publisher: Publisher,
    release: Writer,
    tmp_path: Path,
) -> None:
    before = remains(bucket, publisher, release)
    releases = release("1.1.0", cell="1"), release("1.1.0", cell="2")
    bucket.fill(before)
    _, steps = publisher("publish", bucket.target, release=str(releases[0]))
    for at in range(1, steps + 1, stride):
        bucket.fill(before)
        paused(publisher, bucket.target, tmp_path / f"wait{at}", at, releases[0], take_over=True)
        second, _ = another_publisher("publish", bucket.target, release=str(releases[1]), take_over=True)
        first = resumed(publisher, tmp_path / f"wait{at}")
        expect(bucket, releases, (first, second))
