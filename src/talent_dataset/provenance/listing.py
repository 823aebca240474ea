"""The list of a document's figures: as rows of ``figures``, and whether it is still what the finder finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, cast

from talent_dataset.provenance.figures import FINDER, Comparator, Figure, figures_sha256, find_figures

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.figures.figure import FigureKind
    from talent_dataset.provenance.ledger import Booking, Ledger, Source

CODE: Final = "figures/list"
_SCAN = (
    "`talent-dataset seeds scan` lists the figures of a document anew; bookings of figures that still stand are kept."
)


def has_rules(language: str) -> bool:
    """Whether figures can be found in a language."""
    try:
        # The finder knows for which languages it has rules, and refuses the others.
        find_figures("", language)
    except ValueError:
        return False
    return True


def figure_of(cells: Mapping[str, str]) -> Figure:
    """The figure that a row of ``figures`` lists."""
    get = cells.get
    return Figure(
        start=_whole(get("start", "")),
        end=_whole(get("end", "")),
        text=get("text", ""),
        kind=cast("FigureKind", get("kind", "number")),
        value=_decimal(get("value")),
        upper=_decimal(get("upper")),
        comparator=cast("Comparator", get("comparator", "=")),
        scale=_decimal(get("scale")) or Decimal(1),
        unit=get("unit"),
        edtf=get("date"),
        idiom=get("idiom") == "true",
    )


def cells_of(figure: Figure) -> dict[str, str]:
    """A figure as the cells of a row of ``figures``; what it does not have is empty."""
    return {
        "start": str(figure.start),
        "end": str(figure.end),
        "text": figure.text,
        "kind": figure.kind,
        "value": _plain(figure.value),
        "upper": _plain(figure.upper),
        "comparator": figure.comparator,
        "scale": _plain(figure.scale),
        "unit": figure.unit or "",
        "date": figure.edtf or "",
        "idiom": "true" if figure.idiom else "false",
    }


def summary(figures: Iterable[Figure]) -> dict[str, str]:
    """What ``sources`` says of a list of figures: their number, a hash, and the version of the finder."""
    listed = list(figures)
    return {"figure_count": str(len(listed)), "figures_sha256": figures_sha256(listed), "finder": FINDER}


def mislisted(ledger: Ledger) -> Iterator[Issue]:
    """Sources whose list of figures is not the one that ``sources`` tells of (``figures/list``)."""
    listed = _by_source(ledger)
    for source in ledger.sources.values():
        told = {name: source.row.get(name) for name in ("figure_count", "figures_sha256", "finder")}
        figures = [figure_of(booking.row.cells) for booking in listed.get(source.source_id, [])]
        if not all(told.values()):
            yield _not_listed(ledger, source)
        elif told["figure_count"] != str(len(figures)):
            message = f"{source.source_id} is said to have {told['figure_count']} figures; the list has {len(figures)}."
            yield ledger.issue(source.row, CODE, message, name="figure_count", hint=_SCAN)
        elif told["figures_sha256"].lower() != figures_sha256(figures):
            message = f"The list of figures of {source.source_id} is not the one that this hash was made of."
            yield ledger.issue(source.row, CODE, message, name="figures_sha256", hint=_SCAN)


def _not_listed(ledger: Ledger, source: Source) -> Issue:
    if has_rules(source.language):
        message = f"The figures of {source.source_id} have not been listed."
        return ledger.issue(source.row, CODE, message, name="figure_count", hint=_SCAN)
    message = f"The figures of {source.source_id} are not listed: there are no rules for the language."
    return ledger.issue(source.row, CODE, message, name="language", severity="warning")


def outdated(ledger: Ledger) -> Iterator[Issue]:
    """Where a list is not what the finder finds in the document (``figures/list``)."""
    listed = _by_source(ledger)
    for source in ledger.sources.values():
        document = ledger.documents.exact(source.source_id)
        finder = source.row.get("finder")
        if document is None or not finder or not has_rules(source.language):
            continue
        # Another version of the rules may find other figures, and be right.
        if finder != FINDER:
            yield _other_finder(ledger, source)
            continue
        found = {figure.start: figure for figure in find_figures(document.text, source.language)}
        bookings = listed.get(source.source_id, [])
        yield from _strange(ledger, bookings, found)
        yield from _unlisted(ledger, source, bookings, found)


def _other_finder(ledger: Ledger, source: Source) -> Issue:
    finder = source.row.get("finder")
    message = (
        f"The figures of {source.source_id} were listed by finder {finder}; this is {FINDER}, so they are not compared."
    )
    return ledger.issue(source.row, CODE, message, name="finder", hint=_SCAN, severity="warning")


def _strange(ledger: Ledger, bookings: Iterable[Booking], found: Mapping[int, Figure]) -> Iterator[Issue]:
    """Rows that the document does not bear out."""
    for booking in bookings:
        figure = figure_of(booking.row.cells)
        if (real := found.get(figure.start)) != figure:
            is_there = "no figure starts there" if real is None else f"the figure there is {real.text!r}"
            # The same words with another value, unit or kind.
            if real is not None and real.text == figure.text:
                is_there = "it is read differently now"
            message = f"{booking.figure_id} is not in its document: {is_there}."
            yield ledger.issue(booking.row, CODE, message, name="text", hint=_SCAN)


def _unlisted(
    ledger: Ledger, source: Source, bookings: Iterable[Booking], found: Mapping[int, Figure]
) -> Iterator[Issue]:
    """Figures of the document that have no row."""
    known = {booking.start for booking in bookings}
    for figure in found.values():
        if figure.start not in known:
            message = f"The figure {figure.text!r} at {figure.start} of {source.source_id} is not listed."
            yield ledger.issue(source.row, CODE, message, hint=_SCAN)


def _by_source(ledger: Ledger) -> dict[str, list[Booking]]:
    """Bookings by source, in the order of their place."""
    found: dict[str, list[Booking]] = {}
    for booking in ledger.figures:
        found.setdefault(booking.source_id, []).append(booking)
    return {key: sorted(each, key=lambda one: (one.start or 0, one.end or 0)) for key, each in found.items()}


def _whole(text: str) -> int:
    # No figure starts there, so that a broken row is reported as one without its figure.
    return int(text) if text.isascii() and text.isdigit() else -1


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
