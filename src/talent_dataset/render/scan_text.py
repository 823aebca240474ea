"""What a scan of documents found, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.report import counted
from talent_dataset.render.columns import columns, fit, pad
from talent_dataset.render.lines import INDENT, Line, line, paragraph, visible

if TYPE_CHECKING:
    from talent_dataset.provenance.figures import Figure
    from talent_dataset.provenance.scanning import Scanned

_MOST: Final = 20


def scan_lines(scanned: Scanned, width: int, *, lists_figures: bool) -> Iterator[Line]:
    """A document, and what became of its figures, in lines of ``width`` columns."""
    seed = scanned.seed
    yield line((scanned.source_id, "head"), "  ", (seed.file, "place"), f"  {_novelty(scanned)}")
    yield line(" " * INDENT, f"{seed.language}, {len(seed.text):,} characters, {seed.bytes:,} bytes")
    if not lists_figures:
        yield from paragraph("The books name no table of figures: none are listed.", width, indent=INDENT)
    elif "finder" not in scanned.source:
        reason = f"There are no rules to find figures in the language {seed.language!r}: none are listed."
        yield from paragraph(reason, width, indent=INDENT)
    else:
        yield from _figures(scanned, width)


def _novelty(scanned: Scanned) -> str:
    if not scanned.was_known:
        return "a new source"
    return "its bytes have changed" if scanned.has_changed else "known"


def _figures(scanned: Scanned, width: int) -> Iterator[Line]:
    stood = len(scanned.figures) - len(scanned.new)
    was_listed = bool(stood or scanned.gone)
    sorts = {"as they were": stood, "new": len(scanned.new), "gone": len(scanned.gone)}
    # That nothing stood is said only of a list that was there before.
    told = [f"{number:,} {sort}" for sort, number in sorts.items() if number or (sort == "as they were" and was_listed)]
    yield line(" " * INDENT, f"{counted(len(scanned.figures), 'figure')}: {', '.join(told) or 'none'}")
    yield from _idioms(sum(figure.idiom for figure in scanned.new), width)
    if was_listed:
        yield from _changes(scanned, width)


def _idioms(number: int, width: int) -> list[Line]:
    if not number:
        return []
    verb = "is" if number == 1 else "are"
    text = f"{number:,} of the new ones may be an idiom, and {verb} set aside as such."
    return list(paragraph(text, width, indent=INDENT))


def _changes(scanned: Scanned, width: int) -> Iterator[Line]:
    """The figures that are new, gone, and read otherwise."""
    gone = (f"{row.get('text')!r}  {_booked(row.get('booked_as', ''))}" for row in scanned.gone)
    yield from _listed("+", map(_said, scanned.new), width)
    yield from _listed("-", gone, width)
    yield from _listed("~", (f"{_said(figure)}  read otherwise than before" for figure in scanned.reread), width)


def _said(figure: Figure) -> str:
    return f"{figure.text!r} at {figure.start}" + (f"  {figure.unit}" if figure.unit else "")


def _booked(booking: str) -> str:
    return f"was booked as {booking}" if booking else "was not booked"


def _listed(sign: str, texts: Iterable[str], width: int) -> Iterator[Line]:
    shown = list(texts)
    for text in shown[:_MOST]:
        yield line(" " * INDENT, (f"{sign} ", "label"), fit(visible(text), width - INDENT - 2))
    if len(shown) > _MOST:
        yield line(" " * INDENT, f"{sign} and {len(shown) - _MOST:,} more")


def standing_lines(rows: Sequence[tuple[str, str, str, str]], width: int) -> Iterator[Line]:
    """Whether documents still stand.

    Args:
        rows: Source, file, state (``stands``, ``differs``, ``absent``) and what there is to say.
        width: Columns of the screen.
    """
    styles = {"stands": "good", "differs": "bad", "absent": "warning"}
    labels = {"stands": "stands", "differs": "differs", "absent": "not at hand"}
    names = max((columns(source) for source, *_ in rows), default=0)
    for source, file, state, said in rows:
        head = f"{pad(visible(source), names)}  "
        label = pad(labels[state], max(map(len, labels.values())))
        yield line((head, "head"), (label, styles[state]), f"  {fit(visible(file), width - columns(head) - 13)}")  # type: ignore[arg-type]
        if said:
            yield from paragraph(said, width, indent=names + 2)
