"""Files inside gzip and zip files, read as streams that end where a bomb would go off."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# What deflate can reach is about 1 : 1,030; tables seldom go beyond 1 : 50.
MAX_RATIO: Final = 200
FREE_SIZE: Final = 1 << 28

DAMAGE: Final = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError)


class CompressionError(ValueError):
    """The file is not compressed as it says, or is damaged."""


class BombError(ValueError):
    """The file unpacks to far more than it holds."""


class _Unpacked(io.RawIOBase):
    """What an archive holds, cut off where it is out of all proportion to the archive."""

    def __init__(self, inner: io.BufferedIOBase, limit: int, name: str) -> None:
        super().__init__()
        self._inner = inner
        self._limit = limit
        self._name = name
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            # What was unpacked before a fault is not lost with it.
            data = self._inner.read1(len(view))
        except RuntimeError as error:  # zipfile says so of an encrypted member
            raise CompressionError(str(error)) from error
        except DAMAGE as error:
            raise CompressionError(f"{self._name} is damaged: {error}") from error
        self._size += len(data)
        if self._size > self._limit:
            raise BombError(f"{self._name} unpacks to more than {MAX_RATIO} times its size")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def compression(declared: str | None, path: str) -> str | None:
    """How a file is compressed: as declared, else as its name says; ``gz``, ``zip``, another word, or ``None``."""
    if declared:
        kind = declared.lower()
        return None if kind in {"no", "none"} else {"gzip": "gz"}.get(kind, kind)
    suffix = PurePosixPath(path).suffix.lower()
    return suffix[1:] if suffix in {".gz", ".zip"} else None


def unpacked(stream: BinaryIO, kind: str, path: str, size: int) -> BinaryIO:
    """The one file inside a compressed file.

    Args:
        stream: The compressed file.
        kind: ``gz`` or ``zip``.
        path: Its name, to tell which member of a zip is meant.
        size: Its size in bytes.

    Raises:
        CompressionError: The kind is unknown, or the file is damaged or of another kind, or holds several files.
    """
    name = PurePosixPath(path).name
    limit = max(FREE_SIZE, size * MAX_RATIO)
    if kind == "gz":
        inner: io.BufferedIOBase = gzip.GzipFile(fileobj=stream)
    elif kind == "zip":
        inner = _member(stream, name)
    else:
        raise CompressionError(f"compression {kind!r} is not known here (gz and zip are)")
    return cast("BinaryIO", io.BufferedReader(_Unpacked(inner, limit, name), 1 << 16))


def _member(stream: BinaryIO, name: str) -> io.BufferedIOBase:
    try:
        archive = zipfile.ZipFile(stream)
        files = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
        wanted = [info for info in files if PurePosixPath(info.filename).name == name.removesuffix(".zip")]
        chosen = wanted or files
        if len(chosen) != 1:
            raise CompressionError(f"{name} holds {len(chosen)} files; pack the one that is the table by itself")
        return cast("io.BufferedIOBase", archive.open(chosen[0]))
    except RuntimeError as error:
        raise CompressionError(str(error)) from error
    except DAMAGE as error:
        raise CompressionError(f"{name} is damaged: {error}") from error


def _is_litter(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")
