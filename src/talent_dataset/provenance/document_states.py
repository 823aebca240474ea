"""Whether each document is the one that the books were written for, and its list of figures the one that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from talent_dataset.provenance.listing import mislisted, outdated

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Ledger, Source

State = Literal["stands", "differs", "absent"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands.

    Attributes:
        source_id: The source.
        file: The file of its document, where that is at hand.
        state: Whether it stands, differs, or is not at hand.
        said: What differs, or why it is not at hand.
    """

    source_id: str
    file: str
    state: State
    said: str = ""

    def to_dict(self) -> dict[str, str]:
        """The same as plain values."""
        return asdict(self)


def standings(ledger: Ledger, manifest: Sequence[Mapping[str, str]] | None) -> list[Standing]:
    """How each source stands.

    Args:
        ledger: The books, with the documents at hand.
        manifest: Rows of the manifest; ``None`` where there is none.
    """
    faults = _faults(ledger) if ledger.books.figures else {}
    listed = None if manifest is None else {row.get("source_id", ""): row for row in manifest}
    return [_standing(ledger, source, faults.get(source.source_id, []), listed) for source in ledger.sources.values()]


def _faults(ledger: Ledger) -> dict[str, list[Issue]]:
    """What is wrong with the lists of figures, by source."""
    found: dict[str, list[Issue]] = {}
    sources = {booking.figure_id: booking.source_id for booking in ledger.figures}
    for issue in (*mislisted(ledger), *outdated(ledger)):
        key = issue.key or {}
        name = key.get("source_id") or sources.get(str(key.get("figure_id", "")), "")
        if issue.severity == "error" or issue.field == "finder":
            found.setdefault(str(name), []).append(issue)
    return found


def _standing(
    ledger: Ledger, source: Source, faults: Sequence[Issue], manifest: Mapping[str, Mapping[str, str]] | None
) -> Standing:
    name = source.source_id
    document = ledger.documents.get(name)
    said = [*_manifest_faults(source, manifest), *_few(faults)]
    if document is None:
        reason = ledger.documents.missing.get(name, "")
        return Standing(name, "", "differs" if said else "absent", " ".join(said) or reason)
    if not document.is_exact:
        said.insert(0, "The document at hand is another copy, with other bytes.")
    return Standing(name, document.file, "differs" if said else "stands", " ".join(said))


def _few(faults: Sequence[Issue]) -> Iterator[str]:
    """The first faults, and how many more there are."""
    most = 3
    yield from (fault.message for fault in faults[:most])
    if len(faults) > most:
        yield f"And {len(faults) - most:,} more."
    if faults:
        yield "`talent-dataset seeds scan` lists its figures anew."


def _manifest_faults(source: Source, manifest: Mapping[str, Mapping[str, str]] | None) -> Iterator[str]:
    if manifest is None:
        return
    row = manifest.get(source.source_id)
    if row is None:
        yield "The manifest does not name it."
    elif differ := [name for name, cell in row.items() if cell != source.row.get(name)]:
        yield f"The manifest says otherwise: {', '.join(differ)}."
