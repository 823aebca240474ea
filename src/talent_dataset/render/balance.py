"""The balance of the books as small tables: cells by table, documents and figures by source, conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from talent_dataset.render.lines import Line, grid, line, paragraph

_INDENT = 2
_CELLS = ("backed", "of", "read", "signed", "computed")


def balance_lines(books: Mapping[str, Any], width: int) -> Iterator[Line]:
    """``Report.books`` in lines of ``width`` columns.

    Cells are ``read`` from quotes by machine, ``signed`` by a person, or ``computed`` again. Parts that a package
    does not keep are left out.
    """
    yield line(("books", "head"))
    yield from _by_table(books.get("cells", {}), width)
    yield from _by_source(books, width)
    yield from _conflicts(books.get("conflicts"), width)


def _by_table(cells: Mapping[str, Any], width: int) -> Iterator[Line]:
    parts: Sequence[Mapping[str, Any]] = cells.get("by_table", ())
    if not parts:
        return
    rows = [[str(each["table"]), *_numbers(each, _CELLS)] for each in parts]
    if len(rows) > 1:
        rows.append(["all", *_numbers(cells, _CELLS)])
    yield from grid(("cells", *_CELLS), rows, width, indent=_INDENT)


def _by_source(books: Mapping[str, Any], width: int) -> Iterator[Line]:
    sources = books.get("sources", {}).get("by_source", ())
    if not sources:
        return
    figures = {each["source"]: each for each in books.get("figures", {}).get("by_source", ())}
    quoted = {each["source"]: each for each in books.get("quotes", ())}
    heads = ["sources", "document", "quotes", "found"]
    heads += ["figures", "booked", "captured"] if figures else []
    heads += ["quoted"] if quoted else []
    yield line()
    rows = [_of_source(each, figures, quoted) for each in sources]
    if len(rows) > 1:
        rows.append(_of_all(sources, figures, quoted))
    yield from grid(heads, rows, width, indent=_INDENT)


def _of_source(
    source: Mapping[str, Any], figures: Mapping[str, Mapping[str, Any]], quoted: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    key = source["source"]
    cells = [str(key), str(source["state"]), f"{source['quotes']:,}", f"{_found(source):,}"]
    if figures:
        cells += _figures([figures[key]] if key in figures else [])
    if quoted:
        cells.append(_share(quoted[key]["quoted"], quoted[key]["characters"]) if key in quoted else "-")
    return cells


def _of_all(
    sources: Sequence[Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, Any]],
    quoted: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    verified = sum(each["state"] == "verified" for each in sources)
    cells = ["all", f"{verified:,} verified", f"{sum(each['quotes'] for each in sources):,}"]
    cells.append(f"{sum(map(_found, sources)):,}")
    cells += _figures(list(figures.values())) if figures else []
    pairs = quoted.values()
    share = _share(sum(each["quoted"] for each in pairs), sum(each["characters"] for each in pairs))
    return [*cells, *([share] if quoted else [])]


def _found(source: Mapping[str, Any]) -> int:
    """Quotes that stand in the document at hand, in their place or in their order."""
    return int(source["exact"] + source["repaired"] + source["re-anchored"])


def _figures(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    found, booked, captured = (sum(each[name] for each in rows) for name in ("found", "booked", "captured"))
    return [f"{found:,}", f"{booked:,}", _share(captured, found)]


def _conflicts(conflicts: Mapping[str, Any] | None, width: int) -> Iterator[Line]:
    if conflicts and conflicts.get("all"):
        yield line()
        yield from paragraph(f"conflicts: {conflicts['open']:,} open of {conflicts['all']:,}", width, indent=_INDENT)


def _numbers(counts: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [f"{counts[name]:,}" for name in names]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
