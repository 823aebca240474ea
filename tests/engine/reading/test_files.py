"""The files of a package: those it holds can be opened, and no others."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from talent_dataset.engine.reading.files import (
    BombError,
    CompressionError,
    Files,
    FolderFiles,
    ZipFiles,
    compression,
    unpacked,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, a folder in it, and a file outside."""
    root = tmp_path / "package"
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.csv").write_bytes(b"id\n1\n")
    (tmp_path / "secret.csv").write_bytes(b"secret")
    return root


@pytest.fixture(params=["folder", "zip"])
def files(request: pytest.FixtureRequest, folder: Path) -> Files:
    """The same package as a folder and as a zip file."""
    if request.param == "folder":
        return FolderFiles(folder)
    path = folder.parent / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "data" / "a.csv", "package/data/a.csv")
        archive.writestr("package/../../slip.csv", b"slip")
    return ZipFiles(zipfile.ZipFile(path), "package/")


@pytest.mark.parametrize("path", ["data/a.csv", "./data/a.csv", "data//a.csv"])
def test_a_file_of_the_package_can_be_read_and_sought(files: Files, path: str) -> None:
    assert files.exists(path)
    assert files.size(path) == 5
    with files.open(path) as stream:
        assert stream.read() == b"id\n1\n"
        stream.seek(3)
        assert stream.read() == b"1\n"


def test_a_file_in_a_folder_is_on_disk_and_one_in_a_zip_is_not(folder: Path, files: Files) -> None:
    assert files.local("data/a.csv") == (folder / "data/a.csv" if isinstance(files, FolderFiles) else None)


@pytest.mark.parametrize("path", ["b.csv", "data", "x" * 300, "data/a.csv/b"])
def test_what_is_not_there_is_not_found(files: Files, path: str) -> None:
    assert files.local(path) is None
    with pytest.raises((FileNotFoundError, PermissionError)):
        files.open(path)


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "data/../../secret.csv", "../../slip.csv", "C:\\a", "a\0b"]
)
def test_what_is_outside_is_refused(files: Files, path: str) -> None:
    assert not files.exists(path)
    with pytest.raises(PermissionError, match=r"the path must (not|be relative)"):
        files.open(path)


def test_nothing_is_fetched(files: Files) -> None:
    assert files.refusal("https://example.org/a.csv") is None
    assert not files.exists("https://example.org/a.csv")
    with pytest.raises(FileNotFoundError, match="nothing is fetched"):
        files.open("https://example.org/a.csv")


@pytest.mark.parametrize("target", ["../secret.csv", "/etc/passwd", "loop.csv"])
def test_a_link_that_leads_out_is_refused(folder: Path, target: str) -> None:
    (folder / "loop.csv").symlink_to(target)
    files = FolderFiles(folder)
    assert not files.exists("loop.csv")
    if target != "loop.csv":
        reason = "must not be a link out of the package's folder"
        assert files.refusal("loop.csv") == (reason, "Copy the file into the folder.")


def test_a_link_to_a_folder_outside_is_refused(folder: Path) -> None:
    (folder / "up").symlink_to(folder.parent)
    assert FolderFiles(folder).refusal("up/secret.csv") is not None


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    (folder / "b.csv").symlink_to("data/a.csv")
    with FolderFiles(folder).open("b.csv") as stream:
        assert stream.read() == b"id\n1\n"


def test_a_package_that_is_itself_reached_by_a_link_can_be_read(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    assert FolderFiles(folder.parent / "link").exists("data/a.csv")


def test_a_pipe_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    assert FolderFiles(folder).refusal("pipe.csv") == (
        "must name a file, not a device or a pipe",
        "Name the file itself.",
    )


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    files = ZipFiles(zipfile.ZipFile(tmp_path / "a.zip"))
    assert files.refusal("a.csv") == ("must not be a link", "Put the file itself into the archive.")


def test_a_member_out_of_all_proportion_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"x")
    archive = zipfile.ZipFile(tmp_path / "a.zip")
    archive.getinfo("a.csv").file_size = 1 << 40
    with pytest.raises(BombError, match=r"a\.csv unpacks to more than 200 times its size"):
        ZipFiles(archive).open("a.csv")


def test_a_damaged_member_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", b"id,name\n" * 9)
    path.write_bytes(path.read_bytes().replace(b"id,name\nid", b"id,nome\nid", 1))
    with (
        pytest.raises(CompressionError, match=r"a\.csv is damaged"),
        ZipFiles(zipfile.ZipFile(path)).open("a.csv") as stream,
    ):
        stream.read()


def zipped(*names: str) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    target.seek(0)
    return target


@pytest.mark.parametrize(
    ("declared", "path", "expected"),
    [
        (None, "t.csv", None),
        (None, "t.csv.gz", "gz"),
        (None, "T.ZIP", "zip"),
        ("gzip", "t.csv", "gz"),
        ("GZ", "t.csv", "gz"),
        ("bz2", "t.csv", "bz2"),
        ("no", "t.csv.gz", None),
    ],
)
def test_how_a_file_is_compressed(declared: str | None, path: str, expected: str | None) -> None:
    assert compression(declared, path) == expected


@pytest.mark.parametrize(
    "names", [("x.csv",), ("a/b.csv", "t.csv"), ("__MACOSX/t.csv", "x.csv"), (".DS_Store", "x.csv"), ("d/", "x.csv")]
)
def test_the_one_table_of_a_zip_is_found(names: tuple[str, ...]) -> None:
    found = unpacked(zipped(*names), "zip", "in/t.csv.zip", 10).read().decode()
    assert found == ("t.csv" if "t.csv" in names else "x.csv")


@pytest.mark.parametrize("names", [(), ("a.csv", "b.csv")])
def test_a_zip_of_none_or_several_files_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(CompressionError, match=f"holds {len(names)} files"):
        unpacked(zipped(*names), "zip", "t.zip", 10)


def test_another_compression_is_refused() -> None:
    with pytest.raises(CompressionError, match="'bz2' is not known here"):
        unpacked(io.BytesIO(), "bz2", "t.bz2", 10)


def test_a_damaged_zip_is_told() -> None:
    with pytest.raises(CompressionError, match=r"t\.zip is damaged"):
        unpacked(io.BytesIO(b"PK\x03\x04 and no more"), "zip", "t.zip", 10)
    data = bytearray(zipped("t.csv").getvalue())
    data[35] ^= 0xFF
    with pytest.raises(CompressionError, match="damaged"):
        unpacked(io.BytesIO(bytes(data)), "zip", "t.zip", 10).read()
