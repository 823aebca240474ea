from __future__ import annotations

import io
import zipfile

import pytest

from talent_dataset.engine.reading.files import CompressionError, compression, unpacked


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
