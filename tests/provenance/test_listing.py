"""The list of figures is the one that the finder makes of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance import find_figures
from talent_dataset.provenance.figures import FINDER, Figure, figures_sha256
from talent_dataset.provenance.listing import cells_of, figure_of, has_rules, summary

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]

TEXT = "Linden has 1,200 people and 35 mills."


@pytest.fixture
def listed(books_package: Make) -> Callable[..., Path]:
    """A package that lists some figures of its document, and tells of all."""

    def make(figures: Sequence[Figure], language: str = "en", **cells: str) -> Path:
        told = summary(find_figures(TEXT, "en")) | {"language": language, **cells}
        rows = [{"figure_id": f"f{at}", "source_id": "d1", **cells_of(each)} for at, each in enumerate(figures)]
        return books_package({"d1": TEXT}, {}, sources={"d1": told}, figures=rows)

    return make


def of_list(issues: list[tuple[str, Any, str | None]]) -> list[tuple[Any, str | None]]:
    return [each[1:] for each in issues if each[0] == "figures/list"]


def test_the_list_of_the_document_stands(listed: Make, found: Found) -> None:
    assert of_list(found(listed(find_figures(TEXT, "en")))) == []


def test_a_hash_may_be_written_in_capitals(listed: Make, found: Found) -> None:
    figures = find_figures(TEXT, "en")
    assert of_list(found(listed(figures, figures_sha256=figures_sha256(figures).upper()))) == []


def test_a_figure_of_the_document_that_is_not_listed_is_told_at_its_source(listed: Make, found: Found) -> None:
    figures = find_figures(TEXT, "en")[1:]
    whole = summary(figures)
    assert of_list(found(listed(figures, **whole))) == [("d1", None)]


def test_a_row_that_the_document_does_not_bear_out_is_told(listed: Make, found: Found) -> None:
    first, second = find_figures(TEXT, "en")
    invented = Figure(0, 6, "Linden", "number", Decimal(7))
    misread = Figure(first.start, first.end, first.text, "number", Decimal(1), unit=first.unit)
    figures = [invented, misread, second]
    assert of_list(found(listed(figures, **summary(figures)))) == [("f0", "text"), ("f1", "text")]


def test_a_list_of_another_finder_is_not_compared_with_the_document_and_the_report_says_so(
    listed: Make, audited: Callable[..., Any]
) -> None:
    figures = find_figures(TEXT, "en")[1:]
    report = audited(listed(figures, **summary(figures) | {"finder": f"{FINDER}.old"}))
    told = [(each.severity, each.field) for each in report.issues if each.code == "figures/list"]
    assert told == [("warning", "finder")]


def test_figures_that_were_never_listed_are_asked_for(listed: Make, found: Found) -> None:
    nothing = {"figure_count": "", "figures_sha256": "", "finder": ""}
    assert of_list(found(listed([], **nothing))) == [("d1", "figure_count")]


def test_a_language_without_rules_is_told_as_a_warning(listed: Make, audited: Callable[..., Any]) -> None:
    nothing = {"figure_count": "", "figures_sha256": "", "finder": ""}
    report = audited(listed([], language="fr", **nothing))
    told = [(each.severity, each.field) for each in report.issues if each.code == "figures/list"]
    assert told == [("warning", "language")]


def test_rules_are_there_for_english_and_chinese() -> None:
    assert [has_rules(language) for language in ("en", "en-GB", "zh", "zh-Hant", "fr", "")] == [True] * 4 + [False] * 2


DECIMALS = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
WORDS = st.none() | st.text(min_size=1)


@given(
    st.builds(
        Figure,
        start=st.integers(0),
        end=st.integers(0),
        text=st.text(min_size=1),
        kind=st.sampled_from(["number", "date", "range"]),
        value=DECIMALS,
        upper=DECIMALS,
        comparator=st.sampled_from(["=", ">", "~"]),
        scale=st.sampled_from([Decimal(1), Decimal(10000)]),
        unit=WORDS,
        edtf=WORDS,
        idiom=st.booleans(),
    )
)
def test_a_row_gives_back_the_figure_that_it_lists(figure: Figure) -> None:
    filled = {name: cell for name, cell in cells_of(figure).items() if cell}
    assert figure_of(filled) == figure
    assert figures_sha256([figure_of(filled)]) == figures_sha256([figure])
