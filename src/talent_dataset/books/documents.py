"""The documents at hand: found by their hash whatever their file is called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.errors import CannotCheckError

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Source

NO_FOLDER = "no folder with documents was given (--texts DIR, or TALENT_DATASET_TEXTS)"
LARGEST = 64 * 2**20
"""Bytes of a document; a larger file is none that anyone quotes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document at hand.

    Attributes:
        source_id: The source that it is a copy of.
        file: Its file name.
        text: Its text.
        is_exact: Whether it has the very bytes that the books were written for; else the offsets of the books are not
            those of this text.
    """

    source_id: str
    file: str
    text: str
    is_exact: bool = True


@dataclass(slots=True)
class Documents:
    """The documents at hand, and why others are not.

    Attributes:
        found: Documents by their source.
        missing: Why there is no document, by source.
    """

    found: Mapping[str, Document] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def get(self, source_id: str) -> Document | None:
        """The document of a source, if it is at hand."""
        return self.found.get(source_id)

    def exact(self, source_id: str) -> Document | None:
        """The document of a source, if the very bytes that the books were written for are at hand."""
        document = self.found.get(source_id)
        return document if document and document.is_exact else None


def read_documents(folder: Path | str | None, sources: Mapping[str, Source]) -> Documents:
    """Look for the documents of some sources in a folder and the folders below.

    Args:
        folder: Where to look; ``None``: nowhere.
        sources: The sources by their id.

    Raises:
        CannotCheckError: There is no such folder.
    """
    if folder is None:
        return Documents({}, dict.fromkeys(sources, NO_FOLDER))
    place = Path(folder)
    if not place.is_dir():
        raise CannotCheckError(f"There is no folder {folder} with documents.", hint="Name an existing folder.")
    wanted = {source.sha256: source.source_id for source in sources.values()}
    found = {
        wanted[digest]: Document(wanted[digest], file.name, text)
        for file, data in _files(place)
        if (digest := hashlib.sha256(data).hexdigest()) in wanted and (text := _text(data)) is not None
    }
    reason = "no document in the folder has its sha256"
    return Documents(found, {key: reason for key in sources if key not in found})


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.stat().st_size <= LARGEST:
            yield file, file.read_bytes()


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
