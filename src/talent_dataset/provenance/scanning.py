"""What a document brings into the books: its row among the sources, and its figures with their bookings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.provenance.documents import language_of
from talent_dataset.provenance.figures import Figure, find_figures
from talent_dataset.provenance.listing import cells_of, figure_of, has_rules, summary

RowCells = Mapping[str, str]

BOOKED: Final = ("booked_as", "table", "row_id", "field", "duplicate_of", "reason", "note")
IDIOM: Final = {"booked_as": "set-aside", "reason": "idiom"}


@dataclass(frozen=True, slots=True)
class Seed:
    """A document and what is measured of it.

    Attributes:
        file: Its file name.
        sha256: Hash of its bytes.
        bytes: How many they are.
        text: The bytes read as UTF-8.
        language: By BCP 47.
        is_named: Whether somebody named the language, or it was told from the text.
    """

    file: str
    sha256: str
    bytes: int
    text: str
    language: str
    is_named: bool = False

    def facts(self) -> dict[str, str]:
        """The cells of its row in ``sources`` and in the manifest."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "bytes": str(self.bytes),
            "characters": str(len(self.text)),
            "language": self.language,
        }


def seed_of(file: str, data: bytes, language: str | None = None) -> Seed:
    """Measure a document.

    Args:
        file: Its file name.
        data: Its bytes.
        language: By BCP 47; ``None``: told from the text.

    Raises:
        CannotCheckError: It is no text in UTF-8, or does not tell its language.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        hint = "Save the document as text in UTF-8."
        raise CannotCheckError(f"{file} is not UTF-8: byte {error.start:,} cannot be read.", hint=hint) from error
    told = language or language_of(text)
    if told is None:
        raise CannotCheckError(f"{file} does not tell its language.", hint="Name it: --language en.")
    return Seed(file, hashlib.sha256(data).hexdigest(), len(data), text, told, is_named=language is not None)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A document in the books.

    Attributes:
        source_id: The source that it is.
        seed: The document.
        was_known: Whether the source was there before.
        has_changed: Whether its bytes were others then.
        source: The row of ``sources``: what was there, and what was measured.
        figures: The rows of ``figures`` of this source.
        new: Figures that had no row.
        gone: Rows whose figure is not there any more.
        reread: Figures that are read otherwise than before.
    """

    source_id: str
    seed: Seed
    was_known: bool
    has_changed: bool
    source: RowCells
    figures: tuple[RowCells, ...]
    new: tuple[Figure, ...]
    gone: tuple[RowCells, ...]
    reread: tuple[Figure, ...]


def scan(seed: Seed, sources: Sequence[RowCells], figures: Sequence[RowCells], source_id: str | None = None) -> Scanned:
    """List the figures of a document; bookings of figures that still stand are kept.

    A figure still stands where the same words start at the same place; in a document whose bytes have changed, where
    the same words come in the same order. A new one that may be an idiom is set aside as such.

    Args:
        seed: The document.
        sources: Rows of ``sources``.
        figures: Rows of ``figures``.
        source_id: The source that it is; ``None``: the one with its hash, else a new one named after the file.

    Raises:
        CannotCheckError: The document has the file name or the id of a source, and other bytes.
    """
    known = _known(seed, sources, source_id)
    name = known.get("source_id") or source_id or _slug(seed.file)
    seed = _as_known(seed, known)
    has_changed = _has_changed(seed, known)
    found, summed = _figures_of(seed)
    old = [row for row in figures if row.get("source_id") == name]
    pairs = dict(_in_order(old, found) if has_changed else _in_place(old, found))
    return Scanned(
        source_id=name,
        seed=seed,
        was_known=bool(known),
        has_changed=has_changed,
        source={**known, "source_id": name, **seed.facts(), **summed},
        figures=tuple(_rows(name, found, pairs)),
        new=tuple(found[at] for at in range(len(found)) if at not in pairs),
        gone=_gone(old, pairs.values()),
        reread=tuple(found[at] for at, row in pairs.items() if not _is_read_so(row, found[at])),
    )


def _has_changed(seed: Seed, known: RowCells) -> bool:
    return bool(known) and known.get("sha256", "").lower() != seed.sha256


def _figures_of(seed: Seed) -> tuple[list[Figure], RowCells]:
    """The figures of a document and what its source says of them; neither for a language without rules."""
    if not has_rules(seed.language):
        return [], {}
    found = find_figures(seed.text, seed.language)
    return found, summary(found)


def _gone(old: Sequence[RowCells], stood: Collection[RowCells]) -> tuple[RowCells, ...]:
    """The rows whose figure stands no longer; rows may be equal, so they are told apart by what they are."""
    kept = {id(row) for row in stood}
    return tuple(row for row in old if id(row) not in kept)


def _known(seed: Seed, sources: Sequence[RowCells], source_id: str | None) -> RowCells:
    """The row of the source that a document is; empty for a new one."""
    name = source_id or next((row["source_id"] for row in sources if _has_bytes(row, seed)), None)
    if name is not None:
        return next((row for row in sources if row.get("source_id") == name), {})
    for row in sources:
        if row.get("file") == seed.file or row.get("source_id") == _slug(seed.file):
            raise CannotCheckError(
                f"{seed.file} has not the bytes of the source {row['source_id']}, which it is named after.",
                hint=f"--source {row['source_id']} takes it as a new state of that source; another id, as a new one.",
            )
    return {}


def _as_known(seed: Seed, known: RowCells) -> Seed:
    """What the books say of a document goes before what is guessed of it."""
    language = seed.language if seed.is_named else known.get("language") or seed.language
    # The same bytes under another name are the same document: the name of the books stays.
    file = known.get("file") if known and _has_bytes(known, seed) else None
    return replace(seed, language=language, file=file or seed.file)


def _has_bytes(row: RowCells, seed: Seed) -> bool:
    return row.get("sha256", "").lower() == seed.sha256


def _slug(file: str) -> str:
    stem = file.rpartition(".")[0] or file
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "document"


def _in_place(old: Sequence[RowCells], found: Sequence[Figure]) -> Iterator[tuple[int, RowCells]]:
    """Figures that stand where they stood, with their rows."""
    places = {(row.get("start"), row.get("text")): row for row in old}
    for at, figure in enumerate(found):
        if row := places.get((str(figure.start), figure.text)):
            yield at, row


def _in_order(old: Sequence[RowCells], found: Sequence[Figure]) -> Iterator[tuple[int, RowCells]]:
    """Figures whose words come in the order in which they came, with their rows."""
    rows = sorted(old, key=lambda row: int(row.get("start") or 0))
    # autojunk would pass over figures that are frequent, such as years.
    same = SequenceMatcher(None, [row.get("text") for row in rows], [figure.text for figure in found], autojunk=False)
    for block in same.get_matching_blocks():
        yield from ((block.b + each, rows[block.a + each]) for each in range(block.size))


def _rows(source_id: str, found: Iterable[Figure], pairs: Mapping[int, RowCells]) -> Iterator[RowCells]:
    """A row for each figure: bookings and ids are those that were there."""
    taken = {row.get("figure_id", "") for row in pairs.values()}
    for at, figure in enumerate(found):
        row = pairs.get(at)
        if row is not None:
            name, booked = row.get("figure_id", ""), {each: row.get(each, "") for each in BOOKED}
        else:
            # Padded, so that ids of a document of usual length sort by place.
            name = _free(f"{source_id}-{figure.start:04d}", taken)
            taken.add(name)
            booked = {**dict.fromkeys(BOOKED, ""), **(IDIOM if figure.idiom else {})}
        yield {"figure_id": name, "source_id": source_id, **cells_of(figure), **booked}


def _free(name: str, taken: set[str]) -> str:
    return next(each for each in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _is_read_so(row: RowCells, figure: Figure) -> bool:
    """Whether a row says of a figure what is read now, wherever it stands."""
    told, now = cells_of(figure_of({name: cell for name, cell in row.items() if cell})), cells_of(figure)
    # In a new state of a document everything moves; only another reading has to be looked at.
    return all(told[name] == now[name] for name in now if name not in ("start", "end"))
