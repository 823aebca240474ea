"""Figures, summaries, conflicts and repairs put wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.books.selftest.cells import with_other_digit
from talent_dataset.books.selftest.change import Change, Perturbation, Target, put, put_all, taken_out

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger, Row

_HELD_BY_THE_ROW = "the row's evidence holds the other figure too"
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
    """Texts in our own words that have figures, of rows that evidence backs."""
    return [
        (row, name)
        for table in ledger.facts()
        for name in table.columns
        if table.roles.get(name) == "editorial" and name not in table.schema.primary_key
        for row in table.rows
        if " " in row.get(name) or not row.get(name).isascii()
        if any(each in "123456789" for each in row.get(name)) and (row.table, row.row_id) in ledger.entries_of
    ]


def _misprinted(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    return put(row, name, with_other_digit(row.get(name), random))


def _misprinted_in_both(ledger: Ledger, target: Target, random: Random) -> Change | None:
    """A number that stands in both languages is the same wrong one in both."""
    row, name = target
    suffixes = list(ledger.books.languages.values())
    stems = [name.removesuffix(each) for each in suffixes if name.endswith(each)]
    texts = {stem + each: row.get(stem + each) for stem in stems for each in suffixes}
    shared = [each for each in _NUMBER.findall(row.get(name)) if all(each in text for text in texts.values())]
    if not texts or not shared:
        return None
    number = random.choice(shared)
    wrong = with_other_digit(number, random)
    return put_all(row, {each: text.replace(number, wrong) for each, text in texts.items()})


def _other_reading(_: Ledger, target: Target, __: Random) -> Change | None:
    return put(target[0], "raw", target[0].get("raw")[::-1])


def _lost(_: Ledger, target: Target, __: Random) -> Change:
    return taken_out(target[0])


_is_duplicate: _Kept = lambda row: row.get("booked_as") == "duplicate"  # noqa: E731 - a word for what is wanted
_is_booked: _Kept = lambda row: bool(row.get("booked_as"))  # noqa: E731 - as above
_has_digits: _Kept = lambda row: any(each in "0123456789" for each in row.get("text"))  # noqa: E731 - as above

OF_BOOKINGS: tuple[Perturbation, ...] = (
    Perturbation("figure", "a figure is lost", _rows_of("figures"), _lost),
    Perturbation("figure-place", "a figure is shifted by up to two characters", _rows_of("figures"), _shifted),
    Perturbation("figure-text", "a digit of a figure is another", _rows_of("figures", _has_digits), _other_text),
    Perturbation("booking", "a booking is lost", _rows_of("figures", _is_booked), _unbooked),
    Perturbation("duplicate", "a duplicate is of another figure", _rows_of("figures", _is_duplicate), _other_twin),
    Perturbation("prose", "a digit of a text is another, in one language", _texts, _misprinted),
    Perturbation(
        "prose-both", "a digit of a text is another, in both languages", _texts, _misprinted_in_both, _HELD_BY_THE_ROW
    ),
    Perturbation("conflict", "a conflict is lost", _rows_of("conflicts"), _lost),
    Perturbation("repair", "a repair is of other characters", _rows_of("repairs"), _other_reading),
    Perturbation("repair-place", "a repair is shifted by up to two characters", _rows_of("repairs"), _shifted),
)
