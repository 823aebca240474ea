from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

# What tables/data/conftest.py hands out; test modules are not importable from one another.
Curated = Any

OF_FACTS = (
    "agreements", "events", "institutions", "statistics", "commitments", "programmes", "places", "people", "positions",
    "agreement_parties", "event_participants", "commitment_bodies", "relations", "names", "sources",
)  # fmt: skip
NAMES = {"name_en", "name_zh", "series_en", "series_zh", "title", "text"}
HAN = re.compile(r"[\u3400-\u9fff]")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def factual_cells(curated: Curated) -> Iterator[tuple[str, str, str]]:
    for table, rows in curated.tables.items():
        fields = [name for name, role in curated.roles(table).items() if role == "factual"]
        yield from ((table, key, name) for key, row in rows.items() for name in fields if row.get(name))


def entries(curated: Curated, *bases: str) -> list[Mapping[str, str]]:
    return [entry for entry in curated.tables["evidence"].values() if not bases or entry["basis"] in bases]


def test_every_factual_cell_is_backed(curated: Curated) -> None:
    backed = {(entry["table"], entry["row_id"], entry["field"]) for entry in entries(curated)}
    naked = [
        (table, key, name)
        for table, key, name in factual_cells(curated)
        if not any((table, key, other) in backed for other in curated.group(table, name))
    ]
    assert naked == []


def test_there_are_hundreds_of_factual_cells(curated: Curated) -> None:
    # An empty list of cells would be backed as well.
    assert len(list(factual_cells(curated))) > 1000


@pytest.mark.parametrize("table", OF_FACTS)
def test_every_row_of_a_table_of_facts_has_evidence(curated: Curated, table: str) -> None:
    known = {entry["row_id"] for entry in entries(curated) if entry["table"] == table}
    assert sorted(set(curated.tables[table]) - known) == []


def test_evidence_is_for_a_row_or_a_filled_cell_that_is_there(curated: Curated) -> None:
    lost = [
        entry["evidence_id"]
        for entry in entries(curated)
        if not (row := curated.tables[entry["table"]].get(entry["row_id"]))
        or (entry["field"] and not row.get(entry["field"]))
    ]
    assert lost == []


def test_evidence_backs_factual_fields_only(curated: Curated) -> None:
    odd = [
        e["evidence_id"] for e in entries(curated) if e["field"] and curated.roles(e["table"])[e["field"]] != "factual"
    ]
    assert odd == []


def test_what_is_stated_or_inferred_has_a_place_and_what_is_referred_to_or_computed_has_none(curated: Curated) -> None:
    place = ("source_id", "start", "end", "quote", "span_sha256")
    for entry in entries(curated, "stated", "inferred"):
        assert all(entry[name] for name in place), entry
    for entry in entries(curated, "reference", "computed"):
        assert not any(entry[name] for name in place), entry


def test_what_is_not_stated_says_why(curated: Curated) -> None:
    assert [e["evidence_id"] for e in entries(curated, "inferred", "reference") if not e["reason"]] == []
    assert [e["evidence_id"] for e in entries(curated, "computed") if not e["derivation"]] == []
    assert [e["evidence_id"] for e in entries(curated, "stated") if e["reason"] or e["derivation"]] == []


def test_a_quote_is_as_long_as_its_place_and_has_its_hash(curated: Curated) -> None:
    for entry in entries(curated, "stated", "inferred"):
        quote = entry["quote"]
        assert len(quote) == int(entry["end"]) - int(entry["start"]), entry
        assert hashlib.sha256(quote.encode()).hexdigest() == entry["span_sha256"], entry


def test_only_names_and_titles_are_quoted_in_full(curated: Curated) -> None:
    long = [
        (entry["evidence_id"], entry["quote"])
        for entry in entries(curated, "stated", "inferred")
        if not (entry["field"] in NAMES and entry["basis"] == "stated")
        and (len(entry["quote"]) > 60 or len(HAN.findall(entry["quote"])) > 20)
        and not is_a_translated_name(entry)
    ]
    assert long == []


def is_a_translated_name(entry: Mapping[str, str]) -> bool:
    """The Chinese name, in full, behind an English translation of it."""
    return entry["field"] in {"name_en", "series_en"} and entry["reason"].startswith("Our translation")


def test_figures_in_our_own_words_stand_in_the_evidence_of_the_row(curated: Curated) -> None:
    for table, key, words in own_words(curated):
        held = {plain(figure) for quote in curated.quotes(table, key) for figure in DIGITS.findall(quote)}
        held |= {plain(figure) for figure in spelled(curated.quotes(table, key))}
        assert {plain(figure) for figure in DIGITS.findall(words)} <= held, (table, key, words)


def test_both_languages_have_the_same_figures(curated: Curated) -> None:
    for table, rows in curated.tables.items():
        for key, row in rows.items():
            for name in row:
                if name.endswith("_en") and row.get(f"{name[:-3]}_zh") and curated.roles(table)[name] == "editorial":
                    one, other = (Counter(DIGITS.findall(row[f"{name[:-3]}_{tongue}"])) for tongue in ("en", "zh"))
                    assert one == other, (table, key, name)


def own_words(curated: Curated) -> Iterator[tuple[str, str, str]]:
    for table in OF_FACTS:
        names = [
            name
            for name in next(iter(curated.tables[table].values()))
            if name.startswith(("summary_", "text_", "note_"))
        ]
        yield from ((table, key, row[name]) for key, row in curated.tables[table].items() for name in names)


def plain(figure: str) -> str:
    return figure.replace(",", "")


def spelled(quotes: list[str]) -> Iterator[str]:
    """Figures that a quote has as words, as far as our texts use them."""
    words = {"four": "4", "six": "6", "seven": "7", "百": "100"}
    yield from (figure for word, figure in words.items() if any(word in quote.lower() for quote in quotes))


def test_the_sources_are_those_of_the_manifest(curated: Curated, root: Path) -> None:
    with (root / "seeds" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        manifest = list(csv.DictReader(file))
    shared = tuple(manifest[0])
    assert [{name: row[name] for name in shared} for row in curated.tables["sources"].values()] == manifest


def test_a_source_has_the_bytes_that_the_books_were_written_for(curated: Curated, texts: Path) -> None:
    for row in curated.tables["sources"].values():
        data = (texts / row["file"]).read_bytes()
        found = (hashlib.sha256(data).hexdigest(), len(data), len(data.decode("utf-8")))
        assert found == (row["sha256"], int(row["bytes"]), int(row["characters"]))


def test_every_quote_is_at_its_place_in_its_source(curated: Curated, documents: Mapping[str, str]) -> None:
    for entry in entries(curated, "stated", "inferred"):
        found = documents[entry["source_id"]][int(entry["start"]) : int(entry["end"])]
        assert found == entry["quote"], entry["evidence_id"]


def test_no_quote_cuts_a_word_or_a_number(curated: Curated, documents: Mapping[str, str]) -> None:
    for entry in entries(curated, "stated", "inferred"):
        text, quote = documents[entry["source_id"]], entry["quote"]
        before, after = text[: int(entry["start"])][-1:], text[int(entry["end"]) :][:1]
        assert not (joins(before) and joins(quote[0])), entry["evidence_id"]
        assert not (joins(quote[-1]) and joins(after)), entry["evidence_id"]


def joins(character: str) -> bool:
    return character.isascii() and character.isalnum()


def test_every_repair_finds_what_it_repairs(curated: Curated, documents: Mapping[str, str]) -> None:
    for repair in curated.tables["repairs"].values():
        found = documents[repair["source_id"]][int(repair["start"]) : int(repair["end"])]
        assert found == repair["raw"], repair["repair_id"]


def test_a_restored_quote_differs_from_the_quote(curated: Curated) -> None:
    assert [
        e["evidence_id"] for e in entries(curated) if e["quote_restored"] and e["quote_restored"] == e["quote"]
    ] == []


def test_names_aside_at_most_thirty_per_cent_of_a_source_is_quoted(
    curated: Curated, documents: Mapping[str, str]
) -> None:
    names = {name.casefold() for name in known_names(curated)}
    for source, text in documents.items():
        spans = [
            (reading(entry).casefold() in names, range(int(entry["start"]), int(entry["end"])))
            for entry in entries(curated, "stated", "inferred")
            if entry["source_id"] == source
        ]
        named = {position for is_name, span in spans if is_name for position in span}
        quoted = {position for is_name, span in spans if not is_name for position in span} - named
        assert len(quoted) / len(text) <= 0.3, source


def reading(entry: Mapping[str, str]) -> str:
    return entry["quote_restored"] or entry["quote"]


def known_names(curated: Curated) -> Iterator[str]:
    """Names, titles, headings and mottos that documents give, word for word: labels of ours are none."""
    named = NAMES | {"aspect_en", "aspect_zh", "theme_en"}
    yield from (reading(entry) for entry in entries(curated, "stated") if entry["field"] in named)
    yield from (row["text"] for row in curated.tables["names"].values())
    for table in ("agreements", "events", "institutions", "programmes", "places", "people"):
        labels = {e["row_id"] for e in entries(curated, "inferred") if e["table"] == table and e["field"] in NAMES}
        rows = ((key, row) for key, row in curated.tables[table].items() if key not in labels)
        yield from (row[name] for _, row in rows for name in ("name_en", "name_zh") if row[name])
