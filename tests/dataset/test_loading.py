from __future__ import annotations

import polars as pl
import pytest

import talent_dataset as td
from talent_dataset.dataset.loading import stems
from talent_dataset.declare import Table
from talent_dataset.engine.errors import UnknownNameError
from talent_dataset.schemas import TABLES

FRONT_DOOR = ["agreements", "events", "institutions", "statistics"]


@pytest.mark.parametrize("table", td.tables())
def test_every_table_loads_in_both_languages_and_in_each(table: str) -> None:
    both, english, chinese = td.load(table), td.load(table, lang="en"), td.load(table, lang="zh")
    assert both.height == english.height == chinese.height
    assert english.columns == chinese.columns
    assert stems(english.columns) == []


@pytest.mark.parametrize("model", TABLES)
def test_what_is_loaded_is_valid_against_its_model(model: type[Table]) -> None:
    name = model.Config.name
    assert name is not None
    assert model.validate(td.load(name)).equals(td.load(name))


@pytest.mark.parametrize("table", FRONT_DOOR)
def test_the_main_tables_have_rows_sorted_by_their_id(table: str) -> None:
    frame = td.load(table)
    ids = frame.to_series(0).to_list()
    assert ids
    assert ids == sorted(ids)


def test_values_are_typed() -> None:
    agreements, statistics = td.load("agreements").schema, td.load("statistics").schema
    assert agreements["is_set"] == pl.Boolean
    assert agreements["agreement_count"] == pl.Int64
    assert agreements["signed_on_earliest"] == pl.Date
    assert isinstance(statistics["value"], pl.Decimal)


def test_days_stand_behind_the_date_they_are_computed_from() -> None:
    columns = td.load("agreements").columns
    at = columns.index("signed_on")
    assert columns[at : at + 3] == ["signed_on", "signed_on_earliest", "signed_on_latest"]


def test_a_language_puts_one_column_in_the_place_of_two() -> None:
    both = td.load("events").columns
    expected = list(dict.fromkeys(name.removesuffix("_en").removesuffix("_zh") for name in both))
    assert td.load("events", lang="zh").columns == expected


def test_where_a_language_is_empty_the_other_stands_in() -> None:
    both = td.load("institutions")
    only_english = both.filter(pl.col("name_zh").is_null(), pl.col("name_en").is_not_null())
    chinese = td.load("institutions", lang="zh").filter(pl.col("institution_id").is_in(only_english["institution_id"]))
    assert only_english.height > 0
    assert chinese["name"].to_list() == only_english["name_en"].to_list()


def test_labels_stand_behind_their_ids() -> None:
    frame = td.load("agreements", lang="en", labels=True)
    places = td.load("places", lang="en")
    named = dict(places.select("place_id", "name").iter_rows())
    columns = frame.columns
    assert columns[columns.index("place_id") + 1] == "place_name"
    assert frame["place_name"].to_list() == [named.get(place) for place in frame["place_id"]]


def test_labels_of_both_languages_and_of_the_table_itself() -> None:
    frame = td.load("events", labels=True)
    assert {"part_of_name_en", "part_of_name_zh", "venue_name_en", "place_name_zh"} <= set(frame.columns)
    assert frame.height == td.load("events").height


def test_labels_of_rows_that_have_a_title_and_no_name() -> None:
    assert "source_title" in td.load("evidence", labels=True).columns


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="There is no language 'de'"):
        td.load("events", lang="de")  # type: ignore[arg-type]


def test_labels_are_asked_for_and_not_named() -> None:
    with pytest.raises(UnknownNameError, match="labels is True or False, not 'en'"):
        td.load("events", labels="en")  # type: ignore[arg-type]


def test_a_frame_that_is_changed_leaves_the_next_one_as_it_was() -> None:
    first = td.load("places")
    first.insert_column(0, pl.lit(1).alias("mine"))
    assert "mine" not in td.load("places").columns
