"""What publishing does when nothing fails, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
import pytest

from talent_dataset.engine.errors import CannotCheckError, InvalidDataError, ReleaseRefusedError
from talent_dataset.releases.publishing import publish
from talent_dataset.releases.publishing.folder_target import FolderTarget

if TYPE_CHECKING:
    from tests.releases.publishing.conftest import BucketPlace, Place, Writer


def content(folder: Path, below: str) -> dict[str, bytes]:
    return {below + f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_a_release_stands_at_its_version_byte_for_byte_and_is_listed(place: Place, release: Writer) -> None:
    folder = release("1.0.0")
    done = publish(folder, place.target)
    files = place.files()
    index = json.loads(files.pop("versions.json"))
    assert files == content(folder, "1.0.0/")
    assert index == {
        "name": "small",
        "latest": "1.0.0",
        "versions": [
            {
                "version": "1.0.0",
                "created": "2026-01-02T00:00:00Z",
                "path": "1.0.0/",
                "sha256": hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest(),
                "yanked": None,
            }
        ],
    }
    assert (done.is_new, done.latest, done.files, done.uploaded) == (True, "1.0.0", 4, sum(map(len, files.values())))


def test_the_same_bytes_again_change_nothing_and_that_is_told(place: Place, release: Writer) -> None:
    publish(release("1.0.0"), place.target)
    before = place.files()
    done = publish(release("1.0.0"), place.target)
    assert (done.is_new, done.uploaded) == (False, 0)
    assert place.files() == before


def test_other_bytes_under_a_published_version_are_refused(place: Place, release: Writer) -> None:
    publish(release("1.0.0"), place.target)
    before = place.files()
    with pytest.raises(ReleaseRefusedError, match="with other bytes") as caught:
        publish(release("1.0.0", cell="2"), place.target)
    assert caught.value.hint == "A published version never changes: publish this as a new one."
    assert place.files() == before


@pytest.mark.parametrize(
    ("versions", "latest"),
    [
        (["1.0.0", "1.10.0", "1.9.0"], "1.10.0"),
        (["1.0.0", "2.0.0-rc.1"], "1.0.0"),
        (["1.0.0-rc.1"], None),
        (["1.1.0", "1.0.1"], "1.1.0"),
    ],
)
def test_latest_is_the_highest_that_is_no_prerelease(
    versions: list[str], latest: str | None, place: Place, release: Writer
) -> None:
    done = [publish(release(version), place.target) for version in versions]
    assert (done[-1].latest, place.index()["latest"]) == (latest, latest)


def test_another_dataset_is_refused(place: Place, release: Writer) -> None:
    publish(release("1.0.0"), place.target)
    other = release("1.1.0")
    rename(other, "other")
    with pytest.raises(ReleaseRefusedError, match="holds releases of 'small', not of 'other'"):
        publish(other, place.target)


def rename(folder: Path, name: str) -> None:
    change(folder, name=name)


def change(folder: Path, **properties: object) -> None:
    file = folder / "datapackage.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **properties}), encoding="utf-8")
    sums = {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in sorted(content(folder, ""))}
    lines = [f"{digest}  {path}\n" for path, digest in sums.items() if path != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def edit_a_file(folder: Path) -> None:
    (folder / "README.md").write_text("edited", encoding="utf-8")


def add_a_file(folder: Path) -> None:
    (folder / "notes.txt").touch()


def lose_a_file(folder: Path) -> None:
    (folder / "README.md").unlink()


def lose_the_sums(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


def lead_elsewhere(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text("0" * 64 + "  ../secret\n", encoding="utf-8")


def have_no_version(folder: Path) -> None:
    change(folder, version="1.0")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (edit_a_file, "README.md is not what SHA256SUMS says"),
        (add_a_file, "holds a file that is not in SHA256SUMS: notes.txt"),
        (lose_a_file, "is not whole: README.md is in SHA256SUMS, but not there"),
        (lose_the_sums, "has no SHA256SUMS"),
        (lead_elsewhere, "must not lead to a parent folder"),
        (have_no_version, r"no semantic version \(1.0\)"),
    ],
)
def test_a_folder_that_is_not_what_was_built_is_refused(
    damage: Writer, message: str, release: Writer, tmp_path: Path
) -> None:
    folder = release("1.0.0")
    damage(folder)
    with pytest.raises(ReleaseRefusedError, match=message):
        publish(folder, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_an_invalid_release_is_refused_with_its_report(release: Writer, tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError) as caught:
        publish(release("1.0.0", cell="many"), tmp_path / "site")
    assert caught.value.report.totals == {"cell/type": 1}
    assert not (tmp_path / "site").exists()


def test_no_folder_is_not_a_release(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="There is no folder"):
        publish(tmp_path / "none", tmp_path / "site")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("https://127.0.0.1/data", "can be read, but not written"),
        ("ftp://127.0.0.1/data", "can be read, but not written"),
        ("file://elsewhere/data", "is on another machine"),
        ("s3:///data", "names no bucket"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(target: str, message: str, release: Writer) -> None:
    with pytest.raises(CannotCheckError, match=message):
        publish(release("1.0.0"), target)


def test_a_file_url_is_a_folder(release: Writer, tmp_path: Path) -> None:
    done = publish(release("1.0.0"), (tmp_path / "a site").as_uri())
    assert done.address == str(tmp_path / "a site")


@pytest.fixture
def remains(place: Place, release: Writer) -> Place:
    """A version, and what a failed attempt at the next one left."""
    publish(release("1.0.0"), place.target)
    left = content(release("1.1.0", cell="7", **{"strange/file.txt": "not of the next attempt"}), "1.1.0/")
    place.fill({**place.files(), ".publishing/1.1.0": b"", **left})
    return place


def test_what_a_failed_attempt_left_is_replaced(remains: Place, release: Writer) -> None:
    folder = release("1.1.0")
    steps: list[tuple[str, int, int | None]] = []
    done = publish(folder, remains.target, progress=lambda *step: steps.append(step))
    files = remains.files()
    assert {path: data for path, data in files.items() if path.startswith("1.1.0/")} == content(folder, "1.1.0/")
    assert list(remains.index()) == ["name", "latest", "versions"]
    changed = {path for path, _, _ in steps}
    assert changed == {"SHA256SUMS", "data/t.csv", "datapackage.json"}
    assert steps[-1][1:] == (done.uploaded, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()))


def test_a_claim_of_another_release_is_heeded_until_its_publisher_is_said_to_be_dead(
    bucket: BucketPlace, release: Writer
) -> None:
    publish(release("1.0.0"), bucket.target)
    claims = {"1.1.0": {"sha256": "0" * 64, "since": "2026-02-03T04:05:06+00:00"}}
    bucket.fill({**bucket.files(), "versions.json": json.dumps({**bucket.index(), "claims": claims}).encode()})
    with pytest.raises(ReleaseRefusedError, match=r"as version 1\.1\.0, since 2026-02-03T04:05:06\+00:00"):
        publish(release("1.1.0"), bucket.target)
    assert publish(release("1.2.0"), bucket.target).is_new
    assert bucket.index()["claims"] == claims
    assert publish(release("1.1.0"), bucket.target, take_over=True).is_new
    assert "claims" not in bucket.index()


def test_a_folder_in_which_somebody_publishes_is_busy(release: Writer, tmp_path: Path) -> None:
    with FolderTarget(tmp_path / "site").session() as is_alone:
        assert is_alone
        with pytest.raises(CannotCheckError, match="Somebody else is publishing to") as caught:
            publish(release("1.0.0"), tmp_path / "site")
    assert caught.value.hint == "Try again when they have finished."
    assert publish(release("1.0.0"), tmp_path / "site").is_new


def test_what_storage_needs_is_named_where_it_is_not_installed(
    release: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(CannotCheckError) as caught:
        publish(release("1.0.0"), "s3://bucket/data")
    assert caught.value.hint == "pip install 'talent_dataset[s3]'"


def test_files_that_no_publisher_left_are_not_touched(place: Place, release: Writer) -> None:
    before = {"1.0.0/thesis.doc": b"ten years of work"}
    place.fill(before)
    with pytest.raises(ReleaseRefusedError, match=r"holds a file that no publisher left: thesis\.doc"):
        publish(release("1.0.0"), place.target)
    assert place.files() == before


def test_a_release_may_stand_where_it_is_published(release: Writer, tmp_path: Path) -> None:
    release("1.0.0").rename(tmp_path / "1.0.0")
    done = publish(tmp_path / "1.0.0", tmp_path)
    assert (done.is_new, done.uploaded) == (True, 0)


def test_nothing_is_published_into_the_release_itself(release: Writer) -> None:
    folder = release("1.0.0")
    before = sorted(folder.rglob("*"))
    for inner in (folder, folder / "site"):
        with pytest.raises(CannotCheckError, match="is in the release itself"):
            publish(folder, inner)
    assert sorted(folder.rglob("*")) == before


def test_storage_that_does_not_heed_conditions_is_refused(
    bucket: BucketPlace, release: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = obstore.put
    monkeypatch.setattr(obstore, "put", lambda *args, **options: real(*args, **{**options, "mode": "overwrite"}))
    with pytest.raises(CannotCheckError, match="does not heed If-None-Match or If-Match"):
        publish(release("1.0.0"), bucket.target)
    assert "versions.json" not in bucket.files()


def test_an_index_that_cannot_be_used_is_left_alone(place: Place, release: Writer) -> None:
    before = {"versions.json": b'{"name": "small", "versions": [{}]}'}
    place.fill(before)
    with pytest.raises(CannotCheckError, match="cannot be used"):
        publish(release("1.0.0"), place.target)
    assert place.files() == before


def test_what_is_read_while_it_is_published_has_the_rights_of_other_files(release: Writer, tmp_path: Path) -> None:
    publish(release("1.0.0"), tmp_path / "site")
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "site" / "versions.json").stat().st_mode == plain.stat().st_mode


def test_storage_says_what_a_file_is_and_that_only_the_index_changes(bucket: BucketPlace, release: Writer) -> None:
    publish(release("1.0.0"), bucket.target)
    said = {path: bucket.head(path) for path in ("versions.json", "1.0.0/data/t.csv", "1.0.0/SHA256SUMS")}
    assert {path: (head["ContentType"], head["CacheControl"]) for path, head in said.items()} == {
        "versions.json": ("application/json", "no-cache"),
        "1.0.0/data/t.csv": ("text/csv; charset=utf-8", "public, max-age=31536000, immutable"),
        "1.0.0/SHA256SUMS": ("text/plain; charset=utf-8", "public, max-age=31536000, immutable"),
    }


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_told(release: Writer) -> None:
    with pytest.raises(CannotCheckError, match="There is no bucket for s3://none/data"):
        publish(release("1.0.0"), "s3://none/data")


def test_files_of_ours_are_hidden(release: Writer, tmp_path: Path) -> None:
    publish(release("1.0.0"), tmp_path / "site")
    assert sorted(file.name for file in (tmp_path / "site").iterdir()) == [".publishing", "1.0.0", "versions.json"]
    assert [file.name for file in (tmp_path / "site" / ".publishing").iterdir()] == ["lock"]
