"""The files of a package: a folder, a zip file, or nothing at all; none is opened that the package may not name.

What is compressed is read as a stream that ends where a bomb would go off.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import shutil
import stat
import tempfile
import weakref
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from talent_dataset.engine.descriptor.paths import is_url, path_refusal
from talent_dataset.engine.meant import nearest

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# What deflate can reach is about 1 : 1,030; tables seldom go beyond 1 : 50.
MAX_RATIO: Final = 200
# What unpacks to no more than this is no bomb, whatever its ratio.
FREE_SIZE: Final = 1 << 28

# What gzip and zipfile raise at damaged bytes; NotImplementedError is for a method that zipfile does not know.
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
        # Of several files the one that has the name of the archive, else the only one.
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
    # What macOS packs along.
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")


# Files that are looked at for one that was meant: the package may lie in somebody's home.
_MOST_LISTED = 2_000

FileRefusal = tuple[str, str]
"""Why a path may not be followed (a predicate: ``must not ...``), and how to mend it."""


class Files(ABC):
    """Files by the paths that a descriptor gives.

    Attributes:
        root: The folder that they stand in; ``None`` where they stand in none.
    """

    root: Path | None = None

    def refusal(self, path: str) -> FileRefusal | None:
        """Why a path may not be followed; ``None`` where it may (it may still lead to nothing)."""
        return path_refusal(path) or self._refusal(path)

    def exists(self, path: str) -> bool:
        """Whether there is such a file, and it may be opened."""
        return not is_url(path) and self.refusal(path) is None and self._exists(path)

    def size(self, path: str) -> int:
        """Bytes of a file; raises ``OSError`` as ``open`` does."""
        self._guard(path)
        return self._size(path)

    def local(self, path: str) -> Path | None:
        """Where the file stands on disk; ``None`` where it does not."""
        return self._local(path) if self.exists(path) else None

    def meant(self, path: str) -> str | None:
        """The file that was most likely meant by a path that leads to nothing: one spelt alike, or of the same name."""
        known = list(islice(self._paths(), _MOST_LISTED))
        same_name = [each for each in known if PurePosixPath(each).name == PurePosixPath(path).name]
        return nearest(path, known, cutoff=0.85) or (same_name[0] if len(same_name) == 1 else None)

    def open(self, path: str) -> BinaryIO:
        """The bytes of a file, to be read and sought.

        Raises:
            FileNotFoundError: There is no such file.
            PermissionError: It may not be followed, or not be read.
            BombError: It would unpack to far more than it holds.
        """
        self._guard(path)
        return self._open(path)

    def _guard(self, path: str) -> None:
        if (refusal := self.refusal(path)) is not None:
            raise PermissionError(f"the path {refusal[0]}")
        if is_url(path):
            raise FileNotFoundError("it is on the web, and nothing is fetched")
        if not self._exists(path):
            raise FileNotFoundError(f"there is no file {path}")

    def _local(self, path: str) -> Path | None:  # noqa: ARG002 - folders look at it
        return None

    @abstractmethod
    def _paths(self) -> Iterator[str]: ...

    @abstractmethod
    def _refusal(self, path: str) -> FileRefusal | None: ...

    @abstractmethod
    def _exists(self, path: str) -> bool: ...

    @abstractmethod
    def _size(self, path: str) -> int: ...

    @abstractmethod
    def _open(self, path: str) -> BinaryIO: ...


class FolderFiles(Files):
    """The files of a folder and the folders below; links must not lead out of it."""

    root: Path

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = os.path.realpath(root)

    def _paths(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            here = Path(folder).relative_to(self.root)
            yield from ((here / name).as_posix() for name in sorted(names) if not name.startswith("."))

    def _refusal(self, path: str) -> FileRefusal | None:
        if is_url(path):
            return None
        real = os.path.realpath(self.root / path)
        if os.path.commonpath((self._real, real)) != self._real:
            return "must not be a link out of the package's folder", "Copy the file into the folder."
        mode = _mode(real)
        if mode is None or stat.S_ISREG(mode):
            return None
        # Reading a pipe would wait without end, and a device may have none.
        kind = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        return f"must name a file, not {kind}", "Name the file itself."

    def _exists(self, path: str) -> bool:
        return _mode(self.root / path) is not None

    def _size(self, path: str) -> int:
        return (self.root / path).stat().st_size

    def _local(self, path: str) -> Path | None:
        return self.root / path

    def _open(self, path: str) -> BinaryIO:
        return (self.root / path).open("rb")


class ZipFiles(Files):
    """The members of a zip file, below one of its folders."""

    def __init__(self, archive: zipfile.ZipFile, folder: str = "") -> None:
        self.archive = archive
        self._members = {
            info.filename.removeprefix(folder): info
            for info in archive.infolist()
            if info.filename.startswith(folder) and not info.is_dir()
        }

    def _paths(self) -> Iterator[str]:
        yield from self._members

    def _refusal(self, path: str) -> FileRefusal | None:
        info = self._member(path)
        # The upper half of the attributes is the mode of Unix.
        if info is not None and stat.S_ISLNK(info.external_attr >> 16):
            return "must not be a link", "Put the file itself into the archive."
        return None

    def _exists(self, path: str) -> bool:
        return self._member(path) is not None

    def _size(self, path: str) -> int:
        return self._members[_normal(path)].file_size

    def _open(self, path: str) -> BinaryIO:
        info = self._members[_normal(path)]
        # zipfile unpacks no more of a member than it says of its size, so what it says can be trusted here.
        if info.file_size > max(FREE_SIZE, info.compress_size * MAX_RATIO):
            raise BombError(f"{path} unpacks to more than {MAX_RATIO} times its size")
        try:
            member = self.archive.open(info)
        except (RuntimeError, *DAMAGE) as error:  # an encrypted member is a RuntimeError to zipfile
            raise CompressionError(f"{path} cannot be unpacked: {error}") from error
        return cast("BinaryIO", io.BufferedReader(_Member(cast("BinaryIO", member), path), 1 << 16))

    def _member(self, path: str) -> zipfile.ZipInfo | None:
        return self._members.get(_normal(path))


class HeldFiles(Files):
    """Files as they were when each was opened for the first time, whatever becomes of them afterwards.

    What was checked is then what is packed. Each is copied once, into a temporary folder that goes with this object.
    """

    def __init__(self, inner: Files) -> None:
        self.root = inner.root
        self._inner = inner
        self._folder = tempfile.mkdtemp(prefix="talent-dataset-held-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._held: dict[str, Path] = {}

    def _refusal(self, path: str) -> FileRefusal | None:
        return None if path in self._held else self._inner.refusal(path)

    def _exists(self, path: str) -> bool:
        return path in self._held or self._inner.exists(path)

    def _size(self, path: str) -> int:
        return self._copy(path).stat().st_size

    def _local(self, path: str) -> Path | None:
        return self._copy(path)

    def _open(self, path: str) -> BinaryIO:
        return self._copy(path).open("rb")

    def _paths(self) -> Iterator[str]:
        return self._inner._paths()  # noqa: SLF001 - the same class

    def _copy(self, path: str) -> Path:
        if path not in self._held:
            copy = Path(self._folder, str(len(self._held)))
            with self._inner.open(path) as stream, copy.open("wb") as target:
                shutil.copyfileobj(stream, target)
            self._held[path] = copy
        return self._held[path]


class _Member(io.RawIOBase):
    """A member of a zip file, whose damage is reported as such."""

    def __init__(self, inner: BinaryIO, path: str) -> None:
        super().__init__()
        self._inner = inner
        self._path = path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._inner.read(len(view))
        except DAMAGE as error:
            raise CompressionError(f"{self._path} is damaged: {error}") from error
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return self._inner.seek(offset, whence)
        except DAMAGE as error:
            raise CompressionError(f"{self._path} is damaged: {error}") from error

    def tell(self) -> int:
        return self._inner.tell()

    def close(self) -> None:
        self._inner.close()
        super().close()


def _normal(path: str) -> str:
    return str(PurePosixPath(path))


def _mode(path: str | Path) -> int | None:
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - what is not a path must not raise twice
    except (OSError, ValueError):
        return None
