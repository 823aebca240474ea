"""Figures, summaries, conflicts and repairs put wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.books.figures import Figure, find_figures
from talent_dataset.books.selftest.cells import with_other_digit
from talent_dataset.books.selftest.change import Change, Perturbation, Target, lost, put, put_all

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger, Row, Table

_HELD_BY_THE_ROW = "the row's evidence holds the other figure too, or what is left is none"
_WORDINGS = "that two wordings or translations disagree is for a person to see"
_NUMBER = re.compile(r"[0-9]+")
_Kept = Callable[["Row"], bool]


def _rows_of(book: str, wanted: _Kept = lambda _: True) -> Callable[[Ledger], Sequence[Target]]:
    """The rows of a table of the books."""

    def targets(ledger: Ledger) -> Sequence[Target]:
        name = getattr(ledger.books, book)
        table = ledger.tables.get(name) if name else None
        return [(row, "") for row in table.rows if wanted(row)] if table else []

    return targets


def _has_place(ledger: Ledger, target: Target) -> bool:
    return ledger.documents.exact(target[0].get("source_id")) is not None


def _shifted(ledger: Ledger, target: Target, random: Random) -> Change | None:
    if not _has_place(ledger, target):
        return None
    by = random.choice((-2, -1, 1, 2))
    places = {name: str(int(target[0].get(name)) + by) for name in ("start", "end")}
    return put_all(target[0], places) if int(places["start"]) >= 0 else None


def _unbooked(_: Ledger, target: Target, __: Random) -> Change | None:
    return put_all(target[0], {"booked_as": "", "duplicate_of": "", "reason": ""})


def _other_text(_: Ledger, target: Target, random: Random) -> Change | None:
    return put(target[0], "text", with_other_digit(target[0].get("text"), random))


def _other_twin(ledger: Ledger, target: Target, random: Random) -> Change | None:
    row = target[0]
    others = [each.figure_id for each in ledger.figures if each.figure_id not in {row.row_id, row.get("duplicate_of")}]
    return put(row, "duplicate_of", random.choice(others)) if others else None


def _texts(ledger: Ledger) -> Sequence[Target]:
    """Texts in our own words that have figures in digits, of rows that evidence backs."""
    return [
        (row, name)
        for table in ledger.facts()
        for name, language in _worded(ledger, table)
        for row in table.rows
        if (row.table, row.row_id) in ledger.entries_of and _figures(row.get(name), language)
    ]


def _worded(ledger: Ledger, table: Table) -> Iterator[tuple[str, str]]:
    """Editorial fields in a language that the books name, and the language."""
    for name in table.columns:
        language = next((key for key, suffix in ledger.books.languages.items() if name.endswith(suffix)), None)
        if language and table.roles.get(name) == "editorial":
            yield name, language


def _figures(text: str, language: str) -> list[Figure]:
    """Figures with digits in them: an other digit makes of each another figure."""
    return [each for each in find_figures(text, language) if any(char in "0123456789" for char in each.text)]


def _language(ledger: Ledger, target: Target) -> str:
    return dict(_worded(ledger, ledger.tables[target[0].table]))[target[1]]


def _misprinted(ledger: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    text = row.get(name)
    one = random.choice(_figures(text, _language(ledger, target)))
    return put(row, name, text[: one.start] + with_other_digit(one.text, random) + text[one.end :])


def _misprinted_in_both(ledger: Ledger, target: Target, random: Random) -> Change | None:
    """A number that stands in both languages is the same wrong one in both."""
    row, name = target
    suffixes = ledger.books.languages
    stem = name.removesuffix(suffixes[_language(ledger, target)])
    texts = {stem + suffix: row.get(stem + suffix) for suffix in suffixes.values()}
    figures = _figures(row.get(name), _language(ledger, target))
    numbers = [number for each in figures for number in _NUMBER.findall(each.text)]
    shared = [each for each in numbers if all(each in text for text in texts.values())]
    if not shared:
        return None
    number = random.choice(shared)
    wrong = with_other_digit(number, random)
    return put_all(row, {each: text.replace(number, wrong) for each, text in texts.items()})


def _other_reading(_: Ledger, target: Target, __: Random) -> Change | None:
    return put(target[0], "raw", target[0].get("raw")[::-1])


_is_duplicate: _Kept = lambda row: row.get("booked_as") == "duplicate"  # noqa: E731 - a word for what is wanted
_is_booked: _Kept = lambda row: bool(row.get("booked_as"))  # noqa: E731 - as above
_has_digits: _Kept = lambda row: any(each in "0123456789" for each in row.get("text"))  # noqa: E731 - as above

OF_BOOKINGS: tuple[Perturbation, ...] = (
    Perturbation("figure", "a figure is lost", _rows_of("figures"), lost),
    Perturbation("figure-place", "a figure is shifted by up to two characters", _rows_of("figures"), _shifted),
    Perturbation("figure-text", "a digit of a figure is another", _rows_of("figures", _has_digits), _other_text),
    Perturbation("booking", "a booking is lost", _rows_of("figures", _is_booked), _unbooked),
    Perturbation("duplicate", "a duplicate is of another figure", _rows_of("figures", _is_duplicate), _other_twin),
    Perturbation("prose", "a digit of a text is another, in one language", _texts, _misprinted),
    Perturbation(
        "prose-both", "a digit of a text is another, in both languages", _texts, _misprinted_in_both, _HELD_BY_THE_ROW
    ),
    Perturbation("conflict", "a conflict is lost", _rows_of("conflicts"), lost, _WORDINGS),
    Perturbation("repair", "a repair is of other characters", _rows_of("repairs"), _other_reading),
    Perturbation("repair-place", "a repair is shifted by up to two characters", _rows_of("repairs"), _shifted),
)
