"""Which cell holds a figure that is captured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.provenance.captures import captures
from talent_dataset.provenance.ledger import Ledger

Cells = Mapping[str, str]
Held = Callable[..., tuple[str, str, str] | None]

TEXT = "Linden has 1,200 people, says the guide of the town."
NUMBER = {"type": "integer"}
OWN = {"proof:data": {"role": "editorial"}}


@pytest.fixture
def held(books_package: Callable[..., Path], ledger: Callable[..., Ledger]) -> Held:
    """The cell that holds the figure 1,200 of the text."""

    def find(
        tables: Mapping[str, Sequence[Cells]], evidence: Sequence[Cells], **fields: Mapping[str, Mapping[str, Any]]
    ) -> tuple[str, str, str] | None:
        figure = {
            "figure_id": "f1", "source_id": "d1", "start": "11", "end": "16", "text": "1,200", "kind": "number",
            "value": "1200", "comparator": "=", "scale": "1",
        }  # fmt: skip
        schemas = {name: {"fields": said} for name, said in fields.items()}
        folder = books_package({"d1": TEXT}, tables, evidence, schemas=schemas, figures=[figure])
        return captures(ledger(folder, texts="")).get("f1")

    return find


def entry(quote: str, table: str = "towns", row: str = "linden", field: str = "people", **cells: str) -> Cells:
    return {"table": table, "row_id": row, "field": field, "source_id": "d1", "quote": quote, **cells}


LINDEN = {"id": "linden", "people": "1200"}


@pytest.mark.parametrize("quote", ["1,200", "has 1,200", "1,200 people", TEXT])
def test_words_that_begin_no_later_and_end_no_earlier_cover_a_figure(held: Held, quote: str) -> None:
    assert held({"towns": [LINDEN]}, [entry(quote)]) == ("towns", "linden", "people")


def test_words_beside_a_figure_do_not_cover_it_though_longer_ones_do(held: Held) -> None:
    ashford = {"id": "ashford", "people": "900"}
    around = entry(TEXT, row="ashford")
    assert held({"towns": [LINDEN, ashford]}, [around, entry("has")]) is None
    assert held({"towns": [LINDEN, ashford]}, [around, entry("has"), entry("1,200")]) == ("towns", "linden", "people")


def test_long_words_that_begin_far_before_are_found_behind_short_ones(held: Held) -> None:
    short = [entry(quote, row="ashford") for quote in ("Linden", "has", "1,200")]
    towns = [LINDEN, {"id": "ashford", "people": "900"}]
    assert held({"towns": towns}, [entry(TEXT), *short]) == ("towns", "linden", "people")


def test_ids_references_codes_and_computed_cells_hold_no_figure(held: Held) -> None:
    row = {"id": "1200", "code": "1200", "computed": "1200", "name": "Linden"}
    fields = {
        "code": {"constraints": {"enum": ["1200"]}},
        "computed": {"proof:data": {"role": "derived"}},
    }
    assert held({"towns": [row]}, [entry("has 1,200", row="1200", field="name")], towns=fields) is None


def test_a_number_is_not_read_as_a_text(held: Held) -> None:
    row = {**LINDEN, "people": "1,200 people"}
    assert held({"towns": [row]}, [entry("1,200")], towns={"people": NUMBER}) is None


def test_the_cell_that_the_evidence_backs_goes_before_others_of_its_row(held: Held) -> None:
    row = {"id": "linden", "guests": "1200", "people": "1200", "note": "All 1,200 came."}
    assert held({"towns": [row]}, [entry("1,200")]) == ("towns", "linden", "people")
    assert held({"towns": [row]}, [entry("1,200", field="note")]) == ("towns", "linden", "note")


def test_a_cell_that_is_the_figure_goes_before_one_that_has_it_in_its_text(held: Held) -> None:
    row = {"id": "linden", "name": "The town of 1,200", "people": "1200", "kind": "town"}
    assert held({"towns": [row]}, [entry("1,200", field="kind")]) == ("towns", "linden", "people")


def test_a_text_that_names_the_figure_holds_it(held: Held) -> None:
    row = {"id": "linden", "name": "The town of 1,200", "kind": "town"}
    assert held({"towns": [row]}, [entry("1,200", field="kind")]) == ("towns", "linden", "name")


def test_what_is_stated_goes_before_what_is_inferred_and_tables_stand_in_their_order(held: Held) -> None:
    tables = {"towns": [LINDEN], "guides": [{"id": "a", "people": "1200"}], "books": [{"id": "a", "people": "1200"}]}
    inferred = entry("1,200", basis="inferred", reason="So it seems.")
    of_book, of_guide = entry("1,200", "books", "a"), entry("1,200", "guides", "a")
    assert held(tables, [inferred, of_book, of_guide]) == ("guides", "a", "people")
    assert held(tables, [of_guide, of_book, inferred]) == ("guides", "a", "people")
    assert held(tables, [inferred]) == ("towns", "linden", "people")


def test_factual_cells_go_before_those_in_our_own_words(held: Held) -> None:
    row = {"id": "linden", "summary": "A town of 1,200", "name": "Linden of the 1,200", "kind": "town"}
    found = held({"towns": [row]}, [entry("1,200", field="kind")], towns={"summary": OWN})
    assert found == ("towns", "linden", "name")
