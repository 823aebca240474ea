"""Cells put wrong, and entries, figures, summaries, conflicts and repairs: each a mistake that a curator makes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.model import ours
from talent_dataset.provenance.figures import Figure, find_figures
from talent_dataset.provenance.selftest.change import Perturbation, PerturbedCell, RowChange, lost, put, put_all

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, ForeignKey
    from talent_dataset.provenance.ledger import BookTable, Entry, Ledger, Row

_NUMERIC = frozenset({"integer", "number"})
_COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
_DAY = re.compile(r"(\d{4}|XXXX)(\??-)(\d\d)-(\d\d)")
_YEAR = re.compile(r"\d{4}(?=\??(?:-|/|$))")


def cells(wanted: Callable[[BookTable, Field], bool]) -> Callable[[Ledger], Sequence[PerturbedCell]]:
    """The filled factual cells of the fields that are wanted."""

    def targets(ledger: Ledger) -> Sequence[PerturbedCell]:
        return [
            (row, field.name)
            for table in ledger.facts()
            for field in table.schema.fields
            if table.roles[field.name] == "factual" and wanted(table, field)
            for row in table.rows
            if field.name in row.cells
        ]

    return targets


def _may_be_empty(table: BookTable, field: Field) -> bool:
    """An empty cell of a required field is found by its schema, and never comes to the books."""
    return not (field.constraints.required or field.name in table.schema.primary_key)


def _is_number(_: BookTable, field: Field) -> bool:
    return field.type in _NUMERIC


def _is_date(_: BookTable, field: Field) -> bool:
    return bool(ours(field).get("edtf")) or field.type == "date"


def _refers(table: BookTable, field: Field) -> bool:
    return _key_of(table, field.name) is not None


def _is_code(_: BookTable, field: Field) -> bool:
    return bool(_codes(field))


def _is_text(table: BookTable, field: Field) -> bool:
    is_other = _is_code(table, field) or _is_date(table, field) or _refers(table, field)
    return field.type == "string" and not is_other


def _key_of(table: BookTable, name: str) -> ForeignKey | None:
    return next((key for key in table.schema.foreign_keys if key.fields == (name,)), None)


def _codes(field: Field) -> list[str]:
    if field.constraints.enum:
        return [str(value) for value in field.constraints.enum]
    return [str(each.value) for each in field.categories or ()]


def _field(ledger: Ledger, target: PerturbedCell) -> Field:
    row, name = target
    return next(field for field in ledger.tables[row.table].schema.fields if field.name == name)


def _digit(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    return put(row, name, with_other_digit(row.get(name), random))


def with_other_digit(text: str, random: Random) -> str:
    """The text with one of its digits replaced by another; as it is where it has none."""
    places = [index for index, each in enumerate(text) if each in "0123456789"]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + random.choice([each for each in "0123456789" if each != text[place]]) + text[place + 1 :]


def _swapped(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    text = row.get(name)
    places = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not places:
        return None
    place = random.choice(places)
    return put(row, name, text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def _negated(_: Ledger, target: PerturbedCell, __: Random) -> RowChange | None:
    row, name = target
    text = row.get(name)
    return put(row, name, text[1:] if text.startswith("-") else f"-{text}")


def _scaled(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    return put(row, name, row.get(name) + "0" * random.choice((1, 2, 3, 4))) if row.get(name).isdigit() else None


def _parts(part: str) -> Callable[[Ledger], Sequence[PerturbedCell]]:
    """The comparators, or the units, of the quantities that are declared."""

    def targets(ledger: Ledger) -> Sequence[PerturbedCell]:
        named = [(each.resource, getattr(each, part)) for each in ledger.books.quantities if getattr(each, part)]
        tables = ((ledger.tables[resource], name) for resource, name in named if resource in ledger.tables)
        return [(row, name) for table, name in tables for row in table.rows if name in row.cells]

    return targets


def _other_comparator(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    return put(row, name, random.choice([each for each in _COMPARATORS if each != row.get(name)]))


def _other_code(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    others = [each for each in _codes(_field(ledger, target)) if each != row.get(name)]
    return put(row, name, random.choice(others)) if others else None


def _next_day(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    found = list(_DAY.finditer(row.get(name)))
    if not found:
        return None
    match = random.choice(found)
    # A leap year lends the year that is not known, so that each day of February can be moved.
    year = 2020 if match[1] == "XXXX" else int(match[1])
    day = dt.date(year, int(match[3]), int(match[4])) + dt.timedelta(days=random.choice((-1, 1)))
    text = row.get(name)
    moved = f"{match[1]}{match[2]}{day.month:02}-{day.day:02}"
    return put(row, name, text[: match.start()] + moved + text[match.end() :])


def _other_year(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    text = row.get(name)
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    match = random.choice(found)
    return put(row, name, f"{text[: match.start()]}{int(match[0]) + random.choice((-1, 1)):04}{text[match.end() :]}")


def _more_certain(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    text = row.get(name)
    if "?" in text:
        return put(row, name, text.replace("?", ""))
    return put(row, name, text.replace("XXXX", str(random.randint(1990, 2030))))


def _neighbour(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    """The id of the row before or after the one that is meant."""
    row, name = target
    key = _key_of(ledger.tables[row.table], name)
    assert key is not None  # noqa: S101 - the targets are cells that refer
    parent = ledger.tables.get(key.resource or row.table)
    # In the order of the table: a person who slips takes the row above or below.
    known = [each.get(key.reference_fields[0]) for each in parent.rows] if parent else []
    if row.get(name) not in known or len(known) < 2:  # noqa: PLR2004 - a neighbour takes two
        return None
    at = known.index(row.get(name))
    return put(row, name, known[(at + random.choice((-1, 1))) % len(known)])


def _misspelt(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    """A character lost, or two neighbours exchanged."""
    row, name = target
    text = row.get(name)
    place = random.randrange(len(text))
    if random.random() < 0.5:  # noqa: PLR2004 - one time in two
        return put(row, name, text[:place] + text[place + 1 :])
    return put(row, name, text[:place] + text[place : place + 2][::-1] + text[place + 2 :])


def _flipped(_: Ledger, target: PerturbedCell, __: Random) -> RowChange | None:
    row, name = target
    return put(row, name, {"true": "false", "false": "true"}.get(row.get(name)))


def _emptied(_: Ledger, target: PerturbedCell, __: Random) -> RowChange | None:
    return put(*target, None)


def _rows(ledger: Ledger) -> Sequence[PerturbedCell]:
    return list(_whole_rows(ledger))


def _whole_rows(ledger: Ledger) -> Iterator[PerturbedCell]:
    """Rows with factual cells; a source that is lost takes its documents along."""
    for table in ledger.facts():
        names = [name for name, role in table.roles.items() if role == "factual"]
        if table.name != ledger.books.sources:
            yield from ((row, "") for row in table.rows if any(name in row.cells for name in names))


OF_CELLS: tuple[Perturbation, ...] = (
    Perturbation("digit", "a digit of a number is another", cells(_is_number), _digit),
    Perturbation("digits-swapped", "two digits of a number change places", cells(_is_number), _swapped),
    Perturbation("sign", "a number gets or loses its sign", cells(_is_number), _negated),
    Perturbation("scale", "a number is ten to ten thousand times as large", cells(_is_number), _scaled),
    Perturbation("comparator", "a comparator is another", _parts("comparator"), _other_comparator),
    Perturbation("unit", "a unit is another", _parts("unit"), _other_code),
    Perturbation("day", "a date is a day off", cells(_is_date), _next_day),
    Perturbation("year", "a date is a year off", cells(_is_date), _other_year),
    Perturbation("certainty", "an uncertain date is put as certain", cells(_is_date), _more_certain),
    Perturbation("entity", "a cell refers to the neighbouring row", cells(_refers), _neighbour),
    Perturbation("code", "a code is another of its list", cells(_is_code), _other_code),
    Perturbation("name", "a name or text is misspelt", cells(_is_text), _misspelt),
    Perturbation("flag", "a yes is a no", cells(lambda _, field: field.type == "boolean"), _flipped),
    Perturbation("emptied", "a cell is emptied", cells(_may_be_empty), _emptied),
    Perturbation("row", "a row is lost", _rows, lost),
)


_OTHER_WORDS = "of an inference or a code, whether other words of a source bear it out is for a person to judge"
_SAYS_THE_SAME = "the neighbouring row says the same, and another entry backs the one it was for"
_SAID_TWICE = "another entry says the same, and other words hold its figures"


def entries(wanted: Callable[[Ledger, Entry], bool]) -> Callable[[Ledger], Sequence[PerturbedCell]]:
    """The entries that are wanted."""
    return lambda ledger: [(entry.row, "") for entry in ledger.evidence if wanted(ledger, entry)]


def _has_place(_: Ledger, entry: Entry) -> bool:
    return entry.start is not None and entry.end is not None


def _has_document(ledger: Ledger, entry: Entry) -> bool:
    return _has_place(ledger, entry) and ledger.documents.exact(entry.source_id) is not None


def _has_digits(ledger: Ledger, entry: Entry) -> bool:
    return _has_document(ledger, entry) and any(each in "0123456789" for each in entry.quote)


def _place(target: PerturbedCell) -> tuple[int, int]:
    row = target[0]
    return int(row.get("start")), int(row.get("end"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shifted(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    start, end = _place(target)
    by = random.choice((-3, -2, -1, 1, 2, 3))
    return put_all(target[0], {"start": str(start + by), "end": str(end + by)}) if start + by >= 0 else None


def _longer(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    return put(target[0], "end", str(_place(target)[1] + random.choice((1, 2, 3))))


def _elsewhere(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    """Another stretch of the same document, quoted rightly."""
    row = target[0]
    document = ledger.documents.exact(row.get("source_id"))
    assert document is not None  # noqa: S101 - the targets have theirs at hand
    start, end = _place(target)
    # A document may be as short as the quote.
    at = random.randrange(max(len(document.text) - (end - start), 1))
    words = document.text[at : at + end - start]
    place = {"start": str(at), "end": str(at + len(words)), "quote": words, "span_sha256": _hash(words)}
    return put_all(row, place | {"quote_restored": ""}) if words != row.get("quote") else None


def _other_number(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    """A digit of the quote is another, and the hash goes along."""
    words = with_other_digit(target[0].get("quote"), random)
    return put_all(target[0], {"quote": words, "span_sha256": _hash(words)})


def _other_hash(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    return put(target[0], "span_sha256", with_other_digit(target[0].get("span_sha256"), random))


def _other_source(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row = target[0]
    others = [each for each in ledger.sources if each != row.get("source_id")]
    return put(row, "source_id", random.choice(others)) if others else None


def _other_row(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row = target[0]
    known = list(ledger.tables[row.get("table")].by_id)
    at = known.index(row.get("row_id"))
    return put(row, "row_id", known[(at + random.choice((-1, 1))) % len(known)])


def _other_field(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row = target[0]
    table = ledger.tables[row.get("table")]
    backed = ledger.row(row.get("table"), row.get("row_id"))
    group = table.group(row.get("field"))
    # Not of the same group: an entry backs all cells of one, whichever of them it names.
    names = [n for n, role in table.roles.items() if role == "factual" and n not in group and backed and backed.get(n)]
    return put(row, "field", random.choice(names)) if names else None


def _said_otherwise(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    """What a person concluded loses a character."""
    text = target[0].get("concludes")
    place = random.randrange(len(text))
    return put(target[0], "concludes", text[:place] + text[place + 1 :])


def _any(_: Ledger, __: Entry) -> bool:
    return True


def _names_a_field(_: Ledger, entry: Entry) -> bool:
    return bool(entry.field)


def _concludes(_: Ledger, entry: Entry) -> bool:
    return bool(entry.concludes)


OF_ENTRIES: tuple[Perturbation, ...] = (
    Perturbation("offset", "a quote is shifted by up to three characters", entries(_has_document), _shifted),
    Perturbation("end", "a quote ends up to three characters later", entries(_has_place), _longer),
    Perturbation("stretch", "a quote is another of its source", entries(_has_document), _elsewhere, _OTHER_WORDS),
    Perturbation("quote-digit", "a digit of a quote is another, its hash too", entries(_has_digits), _other_number),
    Perturbation("hash", "a digit of a hash is another", entries(_has_place), _other_hash),
    Perturbation("source", "a quote is said to be of another source", entries(_has_document), _other_source),
    Perturbation("entry-row", "an entry is for the neighbouring row", entries(_any), _other_row, _SAYS_THE_SAME),
    Perturbation("entry-field", "an entry is for another cell of its row", entries(_names_a_field), _other_field),
    Perturbation("conclusion", "what a person concluded is misspelt", entries(_concludes), _said_otherwise),
    Perturbation("entry", "an entry is lost", entries(_any), lost, _SAID_TWICE),
)


_HELD_BY_THE_ROW = "the row's evidence holds the other figure too, or no figure is left"
_WORDINGS = "that two wordings or translations disagree is for a person to see"
_NUMBER = re.compile(r"[0-9]+")
_Kept = Callable[["Row"], bool]


def _rows_of(book: str, wanted: _Kept = lambda _: True) -> Callable[[Ledger], Sequence[PerturbedCell]]:

    def targets(ledger: Ledger) -> Sequence[PerturbedCell]:
        name = getattr(ledger.books, book)
        table = ledger.tables.get(name) if name else None
        return [(row, "") for row in table.rows if wanted(row)] if table else []

    return targets


def _is_at_hand(ledger: Ledger, target: PerturbedCell) -> bool:
    return ledger.documents.exact(target[0].get("source_id")) is not None


def _figure_shifted(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    if not _is_at_hand(ledger, target):
        return None
    by = random.choice((-2, -1, 1, 2))
    places = {name: str(int(target[0].get(name)) + by) for name in ("start", "end")}
    return put_all(target[0], places) if int(places["start"]) >= 0 else None


def _unbooked(_: Ledger, target: PerturbedCell, __: Random) -> RowChange | None:
    return put_all(target[0], {"booked_as": "", "duplicate_of": "", "reason": ""})


def _other_text(_: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    return put(target[0], "text", with_other_digit(target[0].get("text"), random))


def _other_twin(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row = target[0]
    others = [each.figure_id for each in ledger.figures if each.figure_id not in {row.row_id, row.get("duplicate_of")}]
    return put(row, "duplicate_of", random.choice(others)) if others else None


def _texts(ledger: Ledger) -> Sequence[PerturbedCell]:
    """Texts in our own words that have figures in digits, of rows that evidence backs."""
    return [
        (row, name)
        for table in ledger.facts()
        for name, language in _worded(ledger, table)
        for row in table.rows
        if (row.table, row.row_id) in ledger.entries_of and _figures(row.get(name), language)
    ]


def _worded(ledger: Ledger, table: BookTable) -> Iterator[tuple[str, str]]:
    """Editorial fields in a language that the books name, and the language."""
    for name in table.columns:
        language = next((key for key, suffix in ledger.books.languages.items() if name.endswith(suffix)), None)
        if language and table.roles.get(name) == "editorial":
            yield name, language


def _figures(text: str, language: str) -> list[Figure]:
    """Figures with digits in them: an other digit makes of each another figure."""
    return [each for each in find_figures(text, language) if any(char in "0123456789" for char in each.text)]


def _language(ledger: Ledger, target: PerturbedCell) -> str:
    return dict(_worded(ledger, ledger.tables[target[0].table]))[target[1]]


def _misprinted(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
    row, name = target
    text = row.get(name)
    one = random.choice(_figures(text, _language(ledger, target)))
    return put(row, name, text[: one.start] + with_other_digit(one.text, random) + text[one.end :])


def _misprinted_in_both(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
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


def _other_reading(_: Ledger, target: PerturbedCell, __: Random) -> RowChange | None:
    return put(target[0], "raw", target[0].get("raw")[::-1])


_is_duplicate: _Kept = lambda row: row.get("booked_as") == "duplicate"  # noqa: E731 - a word for what is wanted
_is_booked: _Kept = lambda row: bool(row.get("booked_as"))  # noqa: E731 - as above
_figure_has_digits: _Kept = lambda row: any(each in "0123456789" for each in row.get("text"))  # noqa: E731 - as above

OF_BOOKINGS: tuple[Perturbation, ...] = (
    Perturbation("figure", "a figure is lost", _rows_of("figures"), lost),
    Perturbation("figure-place", "a figure is shifted by up to two characters", _rows_of("figures"), _figure_shifted),
    Perturbation("figure-text", "a digit of a figure is another", _rows_of("figures", _figure_has_digits), _other_text),
    Perturbation("booking", "a booking is lost", _rows_of("figures", _is_booked), _unbooked),
    Perturbation("duplicate", "a duplicate is of another figure", _rows_of("figures", _is_duplicate), _other_twin),
    Perturbation("prose", "a digit of a text is another, in one language", _texts, _misprinted),
    Perturbation(
        "prose-both", "a digit of a text is another, in both languages", _texts, _misprinted_in_both, _HELD_BY_THE_ROW
    ),
    Perturbation("conflict", "a conflict is lost", _rows_of("conflicts"), lost, _WORDINGS),
    Perturbation("repair", "a repair is of other characters", _rows_of("repairs"), _other_reading),
    Perturbation("repair-place", "a repair is shifted by up to two characters", _rows_of("repairs"), _figure_shifted),
)
