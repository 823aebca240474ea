from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import Resource
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.integrity import Integrity, check
from talent_dataset.engine.report import Skipped

DATA = b"id,name\n1,a\n"
HASHES = {name: hashlib.new(name, DATA).hexdigest() for name in ("md5", "sha1", "sha256", "sha384", "sha512")}


def checked(folder: Path, *paths: str, **more: Any) -> Integrity:
    return check(Resource(name="t", paths=paths or ("t.csv",), **more), FolderFiles(folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_bytes(DATA)
    return tmp_path


@pytest.mark.parametrize("algorithm", HASHES)
def test_the_right_hash_passes_in_either_case(algorithm: str, folder: Path) -> None:
    for declared in (f"{algorithm}:{HASHES[algorithm]}", f"{algorithm.upper()}:{HASHES[algorithm].upper()}"):
        assert checked(folder, hash=declared) == Integrity(run=2)


def test_a_hash_without_prefix_is_md5(folder: Path) -> None:
    assert checked(folder, hash=HASHES["md5"]) == Integrity(run=2)


@pytest.mark.parametrize("algorithm", HASHES)
def test_a_wrong_hash_is_told(algorithm: str, folder: Path) -> None:
    wrong = "0" * len(HASHES[algorithm])
    (issue,) = checked(folder, hash=f"{algorithm}:{wrong}").issues
    expected = f"The {algorithm.upper()} of the file is {HASHES[algorithm]}; the resource says {wrong}."
    assert (issue.code, issue.path, issue.message) == ("file/hash", "t.csv", expected)


def test_a_hash_that_is_none_of_its_kind_is_told_with_a_guess(folder: Path) -> None:
    (issue,) = checked(folder, hash=HASHES["sha256"]).issues
    assert issue.hint == f"It has as many digits as a SHA256: write sha256:{HASHES['sha256'][:8]}..."
    (issue,) = checked(folder, hash="md5:not-hex!").issues
    assert (issue.code, issue.hint) == ("file/hash", "")


def test_an_unknown_algorithm_is_not_said_to_be_checked(folder: Path) -> None:
    known = "md5, sha1, sha256, sha512, sha224, sha384, blake2s, blake2b"
    reason = f"the hash algorithm 'crc99' is not known here ({known} are)"
    assert checked(folder, hash="crc99:ab") == Integrity(run=1, skipped=[Skipped("file/hash", reason, "t")])


def test_bytes_are_counted(folder: Path) -> None:
    assert checked(folder, bytes=len(DATA)) == Integrity(run=2)
    for wrong in (0, 31):
        (issue,) = checked(folder, bytes=wrong).issues
        assert (issue.code, issue.message) == ("file/bytes", f"The file has 12 bytes; the resource says {wrong}.")


def test_parts_count_together(folder: Path) -> None:
    (folder / "u.csv").write_bytes(DATA)
    whole = hashlib.md5(DATA + DATA).hexdigest()  # noqa: S324 - the standard's default
    assert checked(folder, "t.csv", "u.csv", bytes=24, hash=whole) == Integrity(run=4)


def test_every_missing_file_is_told(folder: Path) -> None:
    found = checked(folder, "no.csv", "t.csv", "nor.csv", bytes=1)
    assert [(issue.code, issue.path) for issue in found.issues] == [
        ("file/missing", "no.csv"),
        ("file/missing", "nor.csv"),
    ]


def test_nothing_is_fetched_and_inline_data_have_no_file(folder: Path) -> None:
    assert checked(folder, "https://example.org/t.csv", bytes=1) == Integrity()
    assert check(Resource(name="t", data=[]), FolderFiles(folder)) == Integrity()
