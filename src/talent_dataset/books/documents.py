"""The documents at hand: found by their hash whatever their file is called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.errors import CannotCheckError

if TYPE_CHECKING:
    from talent_dataset.books.records import Source

NO_DOCUMENT = "no document in the folder has its sha256, nor most of its quotes"
NO_FOLDER = "no folder with documents was given (--texts DIR, or TALENT_DATASET_TEXTS)"
LARGEST = 64 * 2**20
"""Bytes of a document; a larger file is none that anyone quotes."""
_TELLING = 9
"""Quotes, the longest, by which a copy is told before all are looked for."""


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


def read_documents(
    folders: Sequence[Path], sources: Mapping[str, Source], quotes: Mapping[str, Sequence[str]] | None = None
) -> Documents:
    """Look for the documents of some sources in folders and the folders below.

    A document is known by its hash, whatever its file is called. A file that has the hash of none may be another copy
    of a document that is missing: it is where most of the quotes from that document stand in it.

    Args:
        folders: Where to look.
        sources: The sources by their id.
        quotes: Words that are quoted from each source.

    Raises:
        CannotCheckError: One of the folders is not there.
    """
    if not folders:
        return Documents({}, dict.fromkeys(sources, NO_FOLDER))
    wanted = {source.sha256: source.source_id for source in sources.values()}
    found: dict[str, Document] = {}
    others: list[tuple[str, str]] = []
    for file, data in _files(folders):
        text = _text(data)
        key = wanted.get(hashlib.sha256(data).hexdigest())
        if text is not None and key is not None:
            found[key] = Document(key, file.name, text)
        elif text is not None:
            others.append((file.name, text))
    for key in sources if quotes else ():
        if key not in found and (copy := _copy(key, (quotes or {}).get(key, ()), others)) is not None:
            found[key] = copy
    return Documents(found, {key: NO_DOCUMENT for key in sources if key not in found})


def _copy(source_id: str, quotes: Sequence[str], others: Sequence[tuple[str, str]]) -> Document | None:
    """The file in which most quotes of a source stand, if they are more than half."""
    words = list(dict.fromkeys(quotes))
    telling = sorted(words, key=len, reverse=True)[:_TELLING]
    likely = [each for each in others if _said(telling, each[1]) * 2 > len(telling)]
    counts = [(_said(words, text), file, text) for file, text in likely]
    most = max(counts, key=itemgetter(0), default=None)
    if most is None or most[0] * 2 <= len(words):
        return None
    return Document(source_id, most[1], most[2], is_exact=False)


def _said(words: Iterable[str], text: str) -> int:
    """How many quotes stand in a text; another copy may have other spaces, and break its lines elsewhere."""
    whole = _unspaced(text)
    return sum(_unspaced(each) in whole for each in words)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _files(folders: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        if not folder.is_dir():
            raise CannotCheckError(f"There is no folder {folder} with documents.", hint="Name an existing folder.")
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.stat().st_size <= LARGEST:
                yield file, file.read_bytes()


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
