"""Where releases are read from: a folder, a web server, storage that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from talent_dataset.errors import CannotCheckError, UnreachableError

BLOCK: Final = 1 << 20
# An index, or a list of hashes: some hundred bytes for each version or file.
LIST: Final = 1 << 24
# Any file: the most that is published in one.
MOST: Final = 5 << 30


class Source(Protocol):
    """A place that holds releases."""

    @property
    def address(self) -> str:
        """How it is shown, and known in the cache."""

    def blocks(self, path: str, most: int = MOST) -> Iterator[bytes]:
        """The bytes of a file.

        Args:
            path: Where it is.
            most: Bytes after which nobody goes on reading; a place that may be hostile is left not far behind that.

        Raises:
            FileNotFoundError: There is no such file.
            UnreachableError: The place does not answer.
            CannotCheckError: The file may not be read.
        """


def small(source: Source, path: str) -> bytes:
    """The bytes of a file that is known to be small.

    Raises:
        CannotCheckError: It is not; otherwise as `Source.blocks`.
    """
    data = bytearray()
    for block in source.blocks(path, LIST):
        data += block
        if len(data) > LIST:
            raise CannotCheckError(f"{path} of {source.address} is larger than {LIST >> 20} MiB.")
    return bytes(data)


class FolderSource:
    """Releases in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    @property
    def address(self) -> str:
        """The path of the folder."""
        return str(self.root)

    def blocks(self, path: str, most: int = MOST) -> Iterator[bytes]:  # noqa: ARG002 - a folder is not hostile
        """See `Source`."""
        if not self.root.is_dir():
            raise UnreachableError(f"There is no folder {self.root}.")
        try:
            with (self.root / path).open("rb") as file:
                while block := file.read(BLOCK):
                    yield block
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FileNotFoundError(path) from error
        except OSError as error:
            raise CannotCheckError(f"{self.root / path} cannot be read: {error.strerror or error}.") from error


def source_of(place: str | Path) -> Source:
    """The source that a path or an address means: a folder, ``file:``, ``http(s):`` or ``s3:``.

    Raises:
        CannotCheckError: It is none of them, or what it takes is not installed.
    """
    text = str(place)
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if scheme in {"", "file"}:
        return FolderSource(folder_of(text))
    if scheme in {"http", "https"}:
        from talent_dataset.reading.releases.web import WebSource

        return WebSource(text)
    if scheme == "s3":
        from talent_dataset.reading.releases.storage import StorageSource

        return StorageSource(text)
    raise CannotCheckError(f"{text} is no place of releases.", hint="A folder, http(s)://... or s3://bucket/... is.")


def folder_of(text: str) -> Path:
    """The folder that a path or a ``file:`` URL means."""
    if not text.lower().startswith("file://"):
        return Path(text).expanduser()
    parts = urlsplit(text)
    if parts.netloc not in {"", "localhost"}:
        raise CannotCheckError(f"{text} is on another machine.", hint="Write file:///path, with three slashes.")
    return Path(url2pathname(parts.path))
