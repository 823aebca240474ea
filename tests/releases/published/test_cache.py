from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from talent_dataset.engine.errors import CannotCheckError, HashMismatchError
from talent_dataset.releases.published.cache import cache_folder, has_hash, keep

ONE = hashlib.sha256(b"one").hexdigest()


@pytest.mark.parametrize(
    ("platform", "folder"),
    [("linux", ".cache"), ("darwin", "Library/Caches"), ("win32", "AppData/Local")],
)
def test_the_cache_is_where_the_system_has_it(monkeypatch: pytest.MonkeyPatch, platform: str, folder: str) -> None:
    for name in ("TALENT_DATASET_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    assert cache_folder() == Path.home() / folder / "talent_dataset"


def test_the_right_bytes_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b.txt"
    keep([b"o", b"ne"], file, ONE, "it")
    assert (file.read_bytes(), has_hash(file, ONE)) == (b"one", True)


def test_of_other_bytes_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "b.txt"
    with pytest.raises(HashMismatchError, match="it has the hash"):
        keep([b"two"], file, ONE, "it")
    assert list(tmp_path.iterdir()) == []


def test_of_bytes_that_stop_coming_nothing_is_kept(tmp_path: Path) -> None:
    def blocks() -> Iterator[bytes]:
        yield b"o"
        raise CannotCheckError("gone")

    with pytest.raises(CannotCheckError, match="gone"):
        keep(blocks(), tmp_path / "b.txt", ONE, "it")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotCheckError) as caught:
        keep([b"one"], tmp_path / "file" / "b.txt", ONE, "it")
    assert caught.value.hint == "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no folder in which nothing can be made, root or not")
def test_a_folder_that_cannot_be_made_is_told_as_that() -> None:
    with pytest.raises(CannotCheckError, match=r"^/proc/none/b\.txt cannot be written"):
        keep([b"one"], Path("/proc/none/b.txt"), ONE, "it")


def test_that_the_source_has_no_such_file_is_left_to_the_caller(tmp_path: Path) -> None:
    def blocks() -> Iterator[bytes]:
        yield (tmp_path / "none").read_bytes()

    with pytest.raises(FileNotFoundError):
        keep(blocks(), tmp_path / "b.txt", ONE, "it")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_has_no_hash(tmp_path: Path) -> None:
    assert not has_hash(tmp_path / "none", ONE)
