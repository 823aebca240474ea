"""What became of every figure of the five documents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from talent_dataset.provenance import find_figures
from talent_dataset.provenance.figures import FINDER, Figure, figures_sha256

# What tables/data/conftest.py hands out; test modules are not importable from one another.
Curated = Any

OUTSIDE = {"navigation", "metadata", "byline"}


def figures(curated: Curated, source: str | None = None) -> list[Mapping[str, str]]:
    """Rows of figures in the order of their places."""
    rows = [row for row in curated.tables["figures"].values() if source in (None, row["source_id"])]
    return sorted(rows, key=lambda row: (row["source_id"], int(row["start"])))


def as_listed(row: Mapping[str, str]) -> Figure:
    """The figure of a row, read without the engine."""
    value, upper = (Decimal(row[name]) if row[name] else None for name in ("value", "upper"))
    return Figure(
        start=int(row["start"]),
        end=int(row["end"]),
        text=row["text"],
        kind=row["kind"],  # type: ignore[arg-type]  # a text of the file
        value=value,
        upper=upper,
        comparator=row["comparator"],  # type: ignore[arg-type]  # a text of the file
        scale=Decimal(row["scale"]),
        unit=row["unit"] or None,
        edtf=row["date"] or None,
        idiom=row["idiom"] == "true",
    )


def test_the_list_of_each_document_is_that_of_the_finder(curated: Curated, documents: Mapping[str, str]) -> None:
    for source, text in documents.items():
        language = curated.tables["sources"][source]["language"]
        assert [as_listed(row) for row in figures(curated, source)] == find_figures(text, language)


def test_the_sources_tell_number_hash_and_finder_of_their_lists(curated: Curated) -> None:
    for source, row in curated.tables["sources"].items():
        listed = [as_listed(each) for each in figures(curated, source)]
        told = (row["figure_count"], row["figures_sha256"], row["finder"])
        assert told == (str(len(listed)), figures_sha256(listed), FINDER)


def test_figures_do_not_overlap_and_are_as_long_as_their_place(curated: Curated) -> None:
    for source in curated.tables["sources"]:
        end = 0
        for row in figures(curated, source):
            assert int(row["start"]) >= end
            end = int(row["end"])
            assert end - int(row["start"]) == len(row["text"])


def test_what_is_not_booked_is_quoted_as_a_whole_by_evidence(curated: Curated) -> None:
    spans = [
        (entry["source_id"], int(entry["start"]), int(entry["end"]))
        for entry in curated.tables["evidence"].values()
        if entry["start"]
    ]
    free = [row for row in figures(curated) if not row["booked_as"]]
    assert len(free) > 50
    for row in free:
        place = int(row["start"]), int(row["end"])
        assert any(row["source_id"] == s and a <= place[0] and place[1] <= b for s, a, b in spans), row["figure_id"]


def test_what_is_set_aside_in_the_body_of_an_article_says_why_in_a_sentence(curated: Curated) -> None:
    aside = [row for row in figures(curated) if row["booked_as"] == "set-aside"]
    assert [row["figure_id"] for row in aside if not row["reason"]] == []
    assert [row["figure_id"] for row in aside if row["reason"] not in OUTSIDE and not row["note"].endswith(".")] == []


def test_nothing_that_the_build_fills_in_stands_in_the_curated_file(curated: Curated) -> None:
    assert {row[name] for row in figures(curated) for name in ("table", "row_id", "field")} == {""}
    assert {row["booked_as"] for row in figures(curated)} <= {"", "duplicate", "set-aside"}


def test_figures_outside_of_the_articles_are_those_of_page_and_menu(curated: Curated) -> None:
    outside = {row["figure_id"]: row["reason"] for row in figures(curated) if row["reason"] in OUTSIDE}
    assert outside == {
        "001-0006": "metadata",
        "001-0161": "metadata",
        "004-3188": "navigation",
        "004-3213": "navigation",
    }
