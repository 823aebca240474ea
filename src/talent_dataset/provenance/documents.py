"""The documents at hand: found by their hash whatever their file is called; their words, and their language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from opencc import OpenCC

    from talent_dataset.provenance.records import Source


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a document and what stands around them, each on one line.

    Attributes:
        line: Line of the document on which the words begin, counted from 1.
        before: What stands before them.
        words: The words.
        after: What stands behind them.
    """

    line: int
    before: str
    words: str
    after: str


def excerpt(text: str, start: int, end: int, around: int = 120) -> Excerpt:
    """The words at ``[start, end)`` of a text.

    White space of any kind and length is one space here; ``around`` is how many code points to show on either side.
    """
    before, words, after = text[max(start - around, 0) : start], text[start:end], text[end : end + around]
    return Excerpt(text.count("\n", 0, start) + 1, _flat(before), _flat(words), _flat(after))


def _flat(text: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"


_WORD: Final = re.compile(r"[A-Za-z]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ENGLISH: Final = frozenset({"the", "of", "and", "to", "with", "for", "by", "from", "that"})
# One word in twenty: running English has about one in five, other languages in Latin letters next to none.
_ENOUGH: Final = 0.05


def language_of(text: str) -> str | None:
    """Language and script by BCP 47: ``en``, ``zh-Hans`` or ``zh-Hant``; ``None`` where the text does not tell.

    Chinese is told from its characters, the script from those that only one of both has, English from its small words.
    """
    han = _HAN.findall(text)
    words = _WORD.findall(text)
    if len(han) > len(words):
        return "zh-Hant" if _changed(han, "t2s") > _changed(han, "s2t") else "zh-Hans"
    english = sum(word.lower() in _ENGLISH for word in words)
    return "en" if words and english >= _ENOUGH * len(words) else None


def _changed(characters: list[str], config: str) -> int:
    """How many characters another script writes otherwise."""
    text = "".join(characters)
    # Few words change in length: the characters stay beside each other.
    return sum(one != other for one, other in zip(text, _converter(config).convert(text), strict=False))


@lru_cache
def _converter(config: str) -> OpenCC:
    # Loaded here: its tables take time, and few commands need them.
    from opencc import OpenCC

    return OpenCC(config)


NO_DOCUMENT = "no document in the folder has its sha256, nor most of its quotes"
NO_FOLDER = "no folder with documents was given (--texts DIR, or TALENT_DATASET_TEXTS)"
LARGEST = 64 * 2**20
"""Bytes that a document may have: nobody quotes from a larger file."""
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
    for file, data, text in _texts(folders):
        key = wanted.get(hashlib.sha256(data).hexdigest())
        if key is None:
            # Kept in memory, as each may be the copy of any source.
            others.append((file.name, text))
        else:
            found[key] = Document(key, file.name, text)
    if quotes:
        found |= _copies([key for key in sources if key not in found], quotes, others)
    return Documents(found, {key: NO_DOCUMENT for key in sources if key not in found})


def _texts(folders: Sequence[Path]) -> Iterator[tuple[Path, bytes, str]]:
    """The files that are text."""
    for file, data in _files(folders):
        if (text := _text(data)) is not None:
            yield file, data, text


def _copies(
    missing: Sequence[str], quotes: Mapping[str, Sequence[str]], others: Sequence[tuple[str, str]]
) -> dict[str, Document]:
    """Other copies of documents that are missing, as far as their quotes stand in one."""
    copies = {key: _copy(key, quotes.get(key, ()), others) for key in missing}
    return {key: copy for key, copy in copies.items() if copy is not None}


def _copy(source_id: str, quotes: Sequence[str], others: Sequence[tuple[str, str]]) -> Document | None:
    """The file in which most quotes of a source stand, if they are more than half."""
    words = list(dict.fromkeys(quotes))
    # Long quotes stand in no other document by chance.
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
            # The folder may hold the scans and archives that the documents were made from.
            if file.is_file() and file.stat().st_size <= LARGEST:
                yield file, file.read_bytes()


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
