"""Debit: text of one's own says no figure that the row does not prove, and says the same figures in each language.

A figure of an editorial text (a summary, a note) is proved where a quote behind the row has it, or a factual cell of
the row, a figure in its names included; the id of a source does not count. Figures that may count nothing (``one of``)
need no proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from talent_dataset.provenance.captures import is_dated, is_same, is_value
from talent_dataset.provenance.cells.quantities import quantity_of
from talent_dataset.provenance.cells.readings import kinds_of
from talent_dataset.provenance.quoted_text import HAN, figures_of, joins, reading_of

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.figures import Figure
    from talent_dataset.provenance.ledger import BookTable, Ledger, Row


def unproved(ledger: Ledger) -> Iterator[Issue]:
    """Figures of editorial texts that nothing in the row proves (``evidence/prose``).

    Texts about the documents themselves, such as their condition, tell what no quote can.
    """
    for table in (each for each in ledger.facts() if each.name != ledger.books.sources):
        for row, name in _texts(ledger, table):
            figures = _own_figures(ledger, row.get(name), _language(ledger, name))
            # Reading all quotes of a row takes long, and most texts have no figure.
            held = list(_held(ledger, table, row)) if figures else []
            for figure in figures:
                if not _is_proved(ledger, table, row, figure, held):
                    yield ledger.issue(
                        row,
                        "evidence/prose",
                        f"No evidence of the row has the figure {figure.text!r}.",
                        name=name,
                        hint="Add an entry whose quote has it, or say it without the figure.",
                    )


def _texts(ledger: Ledger, table: BookTable) -> Iterator[tuple[Row, str]]:
    """Filled cells of free text that need no evidence themselves, in rows that have some."""
    names = [name for name in _editorial(ledger, table) if name in table.columns]
    for row in table.rows:
        if (table.name, row.row_id) in ledger.entries_of:
            yield from ((row, name) for name in names if _is_prose(row.get(name)))


def _is_prose(text: str) -> bool:
    """Whether a text has words: a file name or a number of a form says nothing of its own."""
    return " " in text or HAN.search(text) is not None


def _editorial(ledger: Ledger, table: BookTable) -> list[str]:
    """Fields of free text in one's own words: no key, no reference, no code, nothing bound to a pattern."""
    kinds = kinds_of(ledger, table)
    return [
        each.name
        for each in table.schema.fields
        if table.roles[each.name] == "editorial"
        and kinds[each.name] in {"text", "name"}
        and each.name not in table.schema.primary_key
        and each.constraints.pattern is None
    ]


def _figures(text: str, language: str) -> list[Figure]:
    return [each for each in figures_of(text, language) if not each.idiom]


def _own_figures(ledger: Ledger, text: str, language: str) -> list[Figure]:
    """The figures of a text, without those in the id of a source that it names."""
    return [each for each in _figures(text, language) if _word(text, each.start, each.end) not in ledger.sources]


def _word(text: str, start: int, end: int) -> str:
    """The word in which a stretch lies, hyphens included."""
    while start and (joins(text[start - 1]) or text[start - 1] in "-_"):
        start -= 1
    while end < len(text) and (joins(text[end]) or text[end] in "-_"):
        end += 1
    return text[start:end]


def _language(ledger: Ledger, name: str) -> str:
    """Language of a field by its suffix; English is read where it is not said."""
    return next((tag for tag, suffix in ledger.books.languages.items() if name.endswith(suffix)), "en")


def _held(ledger: Ledger, table: BookTable, row: Row) -> Iterator[Figure]:
    """Figures of the quotes behind a row, and of the texts among its factual cells."""
    for entry in ledger.entries_of.get((table.name, row.row_id), ()):
        source = ledger.sources.get(entry.source_id)
        yield from figures_of(reading_of(ledger, entry), source.language if source else "en")
    for name, cell in row.cells.items():
        if table.roles.get(name) == "factual" and kinds_of(ledger, table)[name] in {"text", "name"}:
            yield from figures_of(cell, _language(ledger, name))


def _is_proved(ledger: Ledger, table: BookTable, row: Row, figure: Figure, held: Iterable[Figure]) -> bool:
    return any(_says(each, figure) for each in held) or any(
        is_value(cell, figure) and _comparator(ledger, row, name) == figure.comparator
        for name, cell in row.cells.items()
        if table.roles.get(name) in {"factual", "derived"}
    )


def _comparator(ledger: Ledger, row: Row, name: str) -> str:
    quantity = quantity_of(ledger, row.table, name)
    return (row.get(quantity.comparator) if quantity and quantity.comparator else "") or "="


def _says(held: Figure, figure: Figure) -> bool:
    """Whether a proved figure is the one of the text: a number is one whatever kind of word has it (four, 4th)."""
    if is_same(held, figure):
        return True
    if held.edtf is not None and figure.edtf is not None:
        return is_dated(figure.edtf, held.edtf)
    numbers = [(each.value, each.upper, each.comparator) for each in (held, figure)]
    return held.value is not None and numbers[0] == numbers[1]


def unlike(ledger: Ledger) -> Iterator[Issue]:
    """Texts that say other figures in another language (``evidence/language``)."""
    for table in ledger.facts():
        for names in pairs_of(ledger.books.languages, _editorial(ledger, table)):
            for row in table.rows:
                yield from _unlike(ledger, row, names)


def _unlike(ledger: Ledger, row: Row, names: Mapping[str, str]) -> Iterator[Issue]:
    filled = {tag: name for tag, name in names.items() if name in row.cells}
    said = {tag: _counted(_figures(row.get(name), tag)) for tag, name in filled.items()}
    # Any language may be the one in error: the first is only the one that others are compared with.
    first = next(iter(said), "")
    for tag, figures in said.items():
        if figures != said[first]:
            one, other = _shown(said[first] - figures), _shown(figures - said[first])
            yield ledger.issue(
                row,
                "evidence/language",
                f"{filled[first]} and {filled[tag]} say other figures: {one} against {other}.",
                name=filled[tag],
                hint="Say the same in both.",
            )


def pairs_of(languages: Mapping[str, str], names: Iterable[str]) -> list[dict[str, str]]:
    """Fields that say the same in several languages, by language."""
    stems: dict[str, dict[str, str]] = {}
    for name in names:
        for tag, suffix in languages.items():
            if name.endswith(suffix):
                stems.setdefault(name.removesuffix(suffix), {})[tag] = name
    return [each for each in stems.values() if len(each) > 1]


def _counted(figures: Iterable[Figure]) -> Counter[str]:
    return Counter(_plain(each) for each in figures)


def _plain(figure: Figure) -> str:
    """A figure without the words of its language."""
    if figure.edtf is not None:
        return figure.edtf
    bounds = [f"{each.normalize():f}" for each in (figure.value, figure.upper) if isinstance(each, Decimal)]
    return f"{'' if figure.comparator == '=' else figure.comparator}{'-'.join(bounds) or figure.text}"


def _shown(figures: Counter[str]) -> str:
    return ", ".join(figures.elements()) or "none"
