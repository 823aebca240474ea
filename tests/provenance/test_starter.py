"""Books for a package that has none."""

from __future__ import annotations

from talent_dataset.cli.evidence.init import header, starters, with_books
from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.descriptor.books import COLUMNS
from talent_dataset.provenance.figures import find_figures
from talent_dataset.provenance.listing import cells_of


def test_each_starter_has_the_columns_that_its_book_must_have() -> None:
    columns = {each["name"]: header(each).strip().split(",") for each in starters()}
    assert {name: set(needed) - set(columns[name]) for name, needed in COLUMNS.items()} == {
        name: set() for name in COLUMNS
    }


def test_the_starter_of_figures_holds_all_that_is_read_of_a_figure() -> None:
    figures = next(each for each in starters() if each["name"] == "figures")
    (figure,) = find_figures("30 people", "en")
    assert set(cells_of(figure)) <= set(header(figures).strip().split(","))


def test_a_package_with_starters_is_one_without_faults() -> None:
    parsed = parse_package(with_books({"resources": []}))
    assert parsed.faults == ()
    assert parsed.package is not None
    assert parsed.package.books is not None
    assert parsed.package.books.tables() == ("evidence", "figures", "repairs", "conflicts")


def test_adding_books_again_changes_nothing() -> None:
    once = with_books({"name": "mine", "resources": []})
    assert with_books(once) == once
