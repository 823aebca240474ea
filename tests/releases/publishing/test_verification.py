"""What is published, read again; and versions that are withdrawn."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from talent_dataset.engine.errors import CannotCheckError, UnknownNameError
from talent_dataset.releases.publishing import publish, verify, yank

if TYPE_CHECKING:
    from tests.releases.publishing.conftest import BucketPlace, FolderPlace, Place, Writer


@pytest.fixture
def published(place: Place, release: Writer) -> Place:
    """Two versions."""
    publish(release("1.0.0"), place.target)
    publish(release("1.1.0", cell="2"), place.target)
    return place


def test_what_stands_as_it_was_published_is_valid(published: Place) -> None:
    found = verify(published.target)
    assert [(one.listed.version, one.files, one.problems) for one in found.versions] == [
        ("1.1.0", 4, []),
        ("1.0.0", 4, []),
    ]
    assert [one.report.is_valid for one in found.versions if one.report] == [True, True]
    assert (found.is_valid, found.name, found.unlisted, found.problems) == (True, "small", (), ())


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("1.0.0/data/t.csv", "data/t.csv has the hash"),
        ("1.0.0/README.md", "README.md has the hash"),
        ("1.0.0/SHA256SUMS", "SHA256SUMS has the hash"),
    ],
)
def test_a_byte_that_changed_is_found_in_its_version(path: str, problem: str, published: Place) -> None:
    files = published.files()
    published.fill({**files, path: files[path] + b" "})
    found = verify(published.target)
    newer, older = found.versions
    assert (newer.problems, len(older.problems), older.report) == ([], 1, None)
    assert older.problems[0].startswith(problem)
    assert not found.is_valid


def test_a_file_that_is_gone_is_told(published: Place) -> None:
    files = published.files()
    del files["1.1.0/data/t.csv"]
    published.fill(files)
    assert verify(published.target).versions[0].problems == ["data/t.csv is not there."]


def test_one_version_is_verified_alone(published: Place) -> None:
    files = published.files()
    published.fill({**files, "1.0.0/data/t.csv": b"", "1.1.0/stray.txt": b"", "1.0.0/stray.txt": b""})
    found = verify(published.target, "latest")
    assert ([one.listed.version for one in found.versions], found.is_valid) == (["1.1.0"], True)
    assert found.unlisted == ("1.1.0/stray.txt",)


def test_files_of_no_version_are_told_and_are_no_error(published: Place) -> None:
    published.fill({**published.files(), "2.0.0/README.md": b"", "index.html": b""})
    found = verify(published.target)
    assert (sorted(found.unlisted or ()), found.is_valid) == (["2.0.0/README.md", "index.html"], True)


def test_a_wrong_word_on_the_latest_version_is_found(published: Place) -> None:
    files = published.files()
    files["versions.json"] = files["versions.json"].replace(b'"latest": "1.1.0"', b'"latest": "1.0.0"')
    published.fill(files)
    found = verify(published.target)
    said = "versions.json says that the latest version is 1.0.0; by its versions it is 1.1.0."
    assert (found.problems, found.is_valid) == ((said,), False)


def test_a_package_that_is_not_valid_is_found_though_its_hashes_agree(site: FolderPlace, release: Writer) -> None:
    import hashlib
    import json

    folder = release("1.0.0", cell="many")
    files = {f"1.0.0/{f.relative_to(folder).as_posix()}": f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    sums = hashlib.sha256(files["1.0.0/SHA256SUMS"]).hexdigest()
    one = {"version": "1.0.0", "created": None, "path": "1.0.0/", "sha256": sums, "yanked": None}
    index = {"name": "small", "latest": "1.0.0", "versions": [one]}
    site.fill({**files, "versions.json": json.dumps(index).encode()})
    (found,) = verify(site.target).versions
    assert (found.files, found.problems) == (4, ["The package is not valid: 1 error."])


def test_nothing_verified_is_not_valid(site: FolderPlace) -> None:
    site.fill({"versions.json": b'{"name": "small", "latest": null, "versions": []}'})
    assert not verify(site.target).is_valid


def test_a_place_without_releases_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="There is no folder"):
        verify(tmp_path / "none")
    with pytest.raises(CannotCheckError, match="There are no releases at"):
        yank(tmp_path / "none", "1.0.0", "Wrong.")
    assert not (tmp_path / "none").exists()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(root: Path) -> Iterator[str]:
    """A folder on a web server."""
    handler = functools.partial(_Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_web_server_is_verified_but_for_files_that_it_does_not_list(site: FolderPlace, release: Writer) -> None:
    publish(release("1.0.0", **{"数据/第 1 表 (a+b) #50%.csv": "x"}), site.target)
    with served(site.root) as address:
        found = verify(address)
    assert (found.is_valid, found.unlisted, found.address) == (True, None, address)


def test_names_of_files_may_be_chinese_and_have_blanks_and_signs(place: Place, release: Writer) -> None:
    name = "数据/第 1 表 (a+b) #50%.csv"
    publish(release("1.0.0+build.5", **{name: "x"}), place.target)
    assert place.files()[f"1.0.0+build.5/{name}"] == b"x"
    found = verify(place.target)
    assert (found.is_valid, found.unlisted, found.versions[0].files) == (True, (), 5)


def test_a_withdrawn_version_stays_and_says_why(published: Place) -> None:
    before = published.files()
    yank(published.target, "1.1.0", " The count\nwas wrong. ", on="2026-03-04")
    after = published.files()
    assert published.index()["latest"] == "1.0.0"
    assert [one["yanked"] for one in published.index()["versions"]] == [
        {"reason": "The count was wrong.", "on": "2026-03-04"},
        None,
    ]
    assert {**after, "versions.json": b""} == {**before, "versions.json": b""}
    assert verify(published.target).is_valid


def test_what_is_withdrawn_cannot_be_published_back(published: Place, release: Writer) -> None:
    yank(published.target, "1.1.0", "Wrong.")
    assert publish(release("1.1.0", cell="2"), published.target).is_new is False
    assert published.index()["latest"] == "1.0.0"


@pytest.mark.parametrize("version", ["1.0.1", "latest"])
def test_only_a_version_that_is_named_by_its_number_is_withdrawn(version: str, published: Place) -> None:
    with pytest.raises(UnknownNameError, match=f"There is no version '{version}' of 'small'"):
        yank(published.target, version, "Wrong.")


def test_a_withdrawal_has_a_reason(published: Place) -> None:
    with pytest.raises(CannotCheckError, match="A version is withdrawn for a reason"):
        yank(published.target, "1.0.0", " ")


def test_storage_that_is_gone_is_told(bucket: BucketPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(CannotCheckError, match="does not answer"):
        verify(bucket.target)
