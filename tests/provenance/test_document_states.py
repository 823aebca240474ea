"""Whether a document is the one that the books were written for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from talent_dataset.provenance.document_states import Standing, standings
from talent_dataset.provenance.documents import Document, Documents
from talent_dataset.provenance.figures import find_figures
from talent_dataset.provenance.ledger import Ledger
from talent_dataset.provenance.listing import cells_of, summary

Make = Callable[..., Path]
Open = Callable[..., Ledger]

TEXT = "Linden has 1,200 people and 35 mills."


def listed(books_package: Make, ledger: Open, count: int = 2) -> Ledger:
    """Books that list the first figures of their document, and tell of all."""
    figures = find_figures(TEXT, "en")
    rows = [{"figure_id": f"f{at}", "source_id": "d1", **cells_of(each)} for at, each in enumerate(figures[:count])]
    return ledger(books_package({"d1": TEXT}, {}, sources={"d1": summary(figures)}, figures=rows))


def test_a_document_with_the_bytes_and_figures_of_the_books_stands(books_package: Make, ledger: Open) -> None:
    assert standings(listed(books_package, ledger), None) == [Standing("d1", "d1.txt", "stands")]


def test_another_copy_differs(books_package: Make, ledger: Open) -> None:
    copy = Documents({"d1": Document("d1", "copy.txt", TEXT, is_exact=False)})
    books = replace(listed(books_package, ledger), documents=copy)
    said = "The document at hand is another copy, with other bytes."
    assert standings(books, None) == [Standing("d1", "copy.txt", "differs", said)]


def test_a_document_that_is_not_at_hand_is_absent_for_a_reason(books_package: Make, ledger: Open) -> None:
    books = replace(listed(books_package, ledger), documents=Documents({}, {"d1": "it is lost"}))
    assert standings(books, None) == [Standing("d1", "", "absent", "it is lost")]


def test_a_list_that_lacks_a_figure_differs_though_the_document_is_not_at_hand(
    books_package: Make, ledger: Open
) -> None:
    books = replace(listed(books_package, ledger, 1), documents=Documents({}, {"d1": "it is lost"}))
    (one,) = standings(books, None)
    assert (one.state, one.said) == (
        "differs",
        "d1 is said to have 2 figures; the list has 1. `talent-dataset seeds scan` lists its figures anew.",
    )


def test_a_manifest_that_lacks_a_source_differs(books_package: Make, ledger: Open) -> None:
    (one,) = standings(listed(books_package, ledger), [])
    assert (one.state, one.said) == ("differs", "The manifest does not name it.")
