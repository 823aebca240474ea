from __future__ import annotations

import json

import polars as pl
import pytest

import talent_dataset as td
from talent_dataset.engine.errors import UnknownNameError


def test_the_main_tables_come_first() -> None:
    assert td.tables()[:4] == ["agreements", "events", "institutions", "statistics"]


@pytest.mark.parametrize("table", td.tables())
def test_a_description_has_a_row_for_each_column_with_titles_in_both_languages(table: str) -> None:
    described = td.describe(table)
    assert described["field"].to_list() == td.load(table).columns
    assert described.filter(pl.col("title_en").eq("") | pl.col("title_zh").eq(""))["field"].to_list() == []


def test_a_description_of_all_tables_has_a_row_for_each() -> None:
    described = td.describe()
    assert described["table"].to_list() == td.tables()
    assert (
        described.row(by_predicate=pl.col("table") == "agreements", named=True)["rows"] == td.load("agreements").height
    )
    assert described.filter(pl.any_horizontal(pl.col(pl.String) == "")).is_empty()


def test_a_description_counts_cells() -> None:
    frame = td.load("agreements")
    row = td.describe("agreements").row(by_predicate=pl.col("field") == "signed_on", named=True)
    assert (row["type"], row["role"], row["filled"], row["distinct"]) == (
        "string",
        "factual",
        frame["signed_on"].drop_nulls().len(),
        frame["signed_on"].drop_nulls().n_unique(),
    )


def test_evidence_of_a_row_names_the_document_and_the_words() -> None:
    row = td.load("agreements").filter(pl.col("signed_on").is_not_null())["agreement_id"][0]
    found = td.evidence("agreements", row)
    assert found.columns == [
        "evidence_id",
        "field",
        "source_id",
        "source_title",
        "publisher",
        "published",
        "start",
        "end",
        "quote",
        "span_sha256",
        "quote_restored",
        "basis",
        "reason",
        "derivation",
        "concludes",
    ]
    assert found.height > 1


def test_evidence_of_a_field_is_also_that_of_the_day_computed_from_it() -> None:
    row = td.load("agreements").filter(pl.col("signed_on").is_not_null())["agreement_id"][0]
    one = td.evidence("agreements", row, "signed_on")
    assert set(one["field"]) == {"signed_on"}
    assert td.evidence("agreements", row, "signed_on_latest").equals(one)


def test_one_entry_backs_cells_that_are_said_together() -> None:
    for row in td.load("statistics")["statistic_id"]:
        assert td.evidence("statistics", row, "unit").equals(td.evidence("statistics", row, "value"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("agreement", "x"), "There is no table 'agreement'."),
        (("agreements", "x"), "There is no row 'x' in agreements."),
        (("places", "chongqing", "nam_en"), "There is no field 'nam_en' in places."),
    ],
)
def test_evidence_of_what_does_not_exist_is_refused(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        td.evidence(*arguments)
    assert caught.value.message == message


def test_the_dataset_is_cited_with_its_version() -> None:
    assert td.cite() == (
        "the talent_dataset contributors (2026). Talent cooperation between Sichuan and Chongqing [Data set]. "
        f"Version {td.__data_version__}. Licence CC-BY-4.0."
    )
    assert td.cite(style="bibtex").startswith("@misc{")


def test_a_table_is_cited_by_its_title() -> None:
    item = json.loads(td.cite("statistics", style="csl"))
    assert (item["type"], item["title"], item["version"]) == ("dataset", "Statistics", td.__data_version__)


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="There is no style 'bibtext'"):
        td.cite(style="bibtext")  # type: ignore[arg-type]
