"""Each rule of the dataset finds the row that breaks it, and nothing in the curated rows."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from talent_dataset import load, validate
from talent_dataset.declare import Package
from talent_dataset.schemas import TABLES, package

Cells = dict[str, Any]

# Table, key of the row that is changed (``None``: the row is added), its cells, the tables that the rule looks at.
ROW_RULES: dict[tuple[str, str], Cells] = {
    ("agreements", "name-in-some-language"): {"name_en": None, "name_zh": None},
    ("agreements", "count-with-comparator"): {"is_set": True, "agreement_count": 3, "agreement_count_comparator": None},
    ("agreements", "count-only-for-sets"): {
        "kind": "contract",
        "is_set": False,
        "agreement_count": 3,
        "agreement_count_comparator": "=",
    },
    ("agreements", "package-is-set"): {
        "kind": "agreement-package",
        "is_set": False,
        "agreement_count": None,
        "agreement_count_comparator": None,
    },
    ("events", "name-in-some-language"): {"name_en": None, "name_zh": None},
    ("events", "ordinal-needs-series"): {"ordinal": 1, "series_en": None, "series_zh": None},
    ("institutions", "name-in-some-language"): {"name_en": None, "name_zh": None},
    ("statistics", "exactly-one-subject"): {"place_id": "chongqing", "event_id": "x"},
    ("statistics", "share-within-hundred"): {"unit": "percent", "value": Decimal("100.1")},
    ("statistics", "count-is-whole"): {"unit": "person", "value": Decimal("1.5")},
    ("statistics", "period-before-as-of"): {"period": "2021/..", "as_of": "2020-12-31"},
    ("programmes", "name-in-some-language"): {"name_en": None, "name_zh": None},
    ("places", "name-in-some-language"): {"name_en": None, "name_zh": None},
    ("places", "division-code-is-chinese"): {"division_code": "990000", "country_code": "SG"},
    ("people", "name-in-some-language"): {"name_en": None, "name_zh": None},
    ("positions", "title-in-some-language"): {"title_en": None, "title_zh": None},
    ("agreement_parties", "exactly-one-party"): {"institution_id": None, "place_id": None},
    ("event_participants", "exactly-one-participant"): {"institution_id": "a", "person_id": "b", "place_id": None},
    ("commitment_bodies", "exactly-one-body"): {"institution_id": "a", "place_id": "b"},
    ("relations", "exactly-one-subject-of-relation"): {"subject_place_id": "a", "subject_event_id": "b"},
    ("relations", "exactly-one-object-of-relation"): {"object_place_id": "a", "object_event_id": "b"},
    ("relations", "not-with-itself"): {
        **{f"{side}_{thing}_id": None for side in ("subject", "object") for thing in ("agreement", "event", "person")},
        **{f"{side}_{thing}_id": None for side in ("subject", "object") for thing in ("institution", "programme")},
        "subject_place_id": "a",
        "object_place_id": "a",
    },
    ("names", "exactly-one-thing"): {"agreement_id": "a", "place_id": "b"},
    ("evidence", "end-after-start"): {"start": 10, "end": 10},
    ("evidence", "span-where-said"): {"basis": "stated", "span_sha256": None},
    ("evidence", "no-span-where-not-said"): {"basis": "reference", "quote": None, "reason": "A list.", "start": 1},
    ("evidence", "reason-where-inferred"): {"basis": "inferred", "reason": None},
    ("evidence", "derivation-where-computed"): {"basis": "stated", "derivation": "1 + 1"},
    ("sources", "figures-listed-whole"): {"figure_count": 3, "figures_sha256": None, "finder": "1"},
    ("figures", "end-after-start"): {"start": 10, "end": 10},
    ("figures", "duplicate-names-another"): {"booked_as": "duplicate", "duplicate_of": None},
    ("figures", "reason-where-set-aside"): {"booked_as": "set-aside", "reason": None},
    ("figures", "cell-where-captured"): {
        "booked_as": "captured",
        "table": "events",
        "row_id": None,
        "field": "name_en",
    },
    ("repairs", "end-after-start"): {"start": 10, "end": 9},
    ("conflicts", "preferred-where-resolved"): {"status": "open", "preferred": "both"},
}

TABLE_RULES: dict[str, tuple[str, str, Cells, tuple[str, ...]]] = {
    "agreements-part-of-ends": (
        "agreements",
        "talent-framework-agreement",
        {"part_of": "talent-framework-agreement"},
        (),
    ),
    "signed-during-event": (
        "agreements",
        "talent-framework-agreement",
        {"event_id": "interns-departure", "signed_on": "2020-04-21"},
        ("events",),
    ),
    "events-part-of-ends": (
        "events",
        "exchange-conference-closing-ceremony",
        {"part_of": "closing-ceremony-awards"},
        (),
    ),
    "part-within-whole": (
        "events",
        "closing-ceremony-awards",
        {"held_on": "2023-12-16", "part_of": "exchange-conference-closing-ceremony"},
        (),
    ),
    "venue-in-place": (
        "events",
        "exchange-conference-closing-ceremony",
        {"place_id": "deyang"},
        ("institutions", "places"),
    ),
    "part-in-place-of-whole": (
        "events",
        "closing-ceremony-awards",
        {"place_id": "deyang", "part_of": "exchange-conference-closing-ceremony"},
        ("places",),
    ),
    "institutions-part-of-ends": (
        "institutions",
        "communist-party-of-china",
        {"part_of": "cpc-chongqing-standing-committee"},
        (),
    ),
    "institution-in-place-of-whole": (
        "institutions",
        "cpc-chongqing-standing-committee",
        {"place_id": "deyang"},
        ("places",),
    ),
    "unit-of-indicator": ("statistics", "deyang-training-bases", {"unit": "studio"}, ("indicators",)),
    "one-preferred": (
        "statistics",
        "deyang-training-bases",
        {"indicator_id": "master-studios", "unit": "studio"},
        (),
    ),
    "commitments-parent-ends": ("commitments", "aspect-carriers", {"parent": "aspect-carriers"}, ()),
    "parent-of-same-agreement": (
        "commitments",
        "task-young-cadre-secondment",
        {"parent": "aspect-carriers", "agreement_id": "alliance-framework-agreements"},
        (),
    ),
    "somebody-takes-it-on": ("commitments", "aspect-carriers", {"agreement_id": None}, ("commitment_bodies",)),
    "places-within-ends": ("places", "china", {"within": "deyang"}, ()),
    "code-nests": ("places", "deyang", {"within": "chongqing"}, ()),
    "evidence-inside-source": ("evidence", "", {"end": 999_999}, ("sources",)),
    "figures-inside-source": ("figures", "", {"end": 999_999}, ("sources",)),
    "repairs-inside-source": ("repairs", "", {"end": 999_999}, ("sources",)),
    "another-name": (
        "names",
        "chengdu-short-zh",
        {"text": "成都市"},
        ("agreements", "events", "institutions", "programmes", "places", "people"),
    ),
}
TWICE = {
    f"{table.Config.name}-said-once".replace("_", "-"): str(table.Config.name)
    for table in TABLES
    if any(rule.name.endswith("-said-once") for rule in table.__definition__.table_rules)
}


@cache
def curated(table: str) -> pl.DataFrame:
    """The curated rows of a table, without computed columns."""
    frame = load(table)
    return frame.drop(derivation.name for derivation in _package().resources[_place(table)].schema.derived)  # type: ignore[union-attr]


@cache
def _package() -> Package:
    return package()


def _place(table: str) -> int:
    return [resource.name for resource in _package().resources].index(table)


def found(changed: dict[str, pl.DataFrame]) -> set[str]:
    """Named rules that break."""
    totals = validate(changed, schema=_package()).totals
    named = {rule.name for rule in _package().rules} | {name for _, name in ROW_RULES}
    return {code.removeprefix("row/") for code in totals if code.removeprefix("row/") in named}


def with_cells(table: str, key: str, cells: Cells) -> pl.DataFrame:
    """The curated rows, one of them (the first one where no key is given) with other cells."""
    frame = curated(table)
    first = frame.columns[0]
    is_it = pl.col(first) == (key or frame[first][0])
    assert frame.filter(is_it).height == 1, key
    values = {name: pl.lit(value).cast(frame.schema[name]) for name, value in cells.items()}
    return frame.with_columns(pl.when(is_it).then(value).otherwise(name).alias(name) for name, value in values.items())


@pytest.mark.parametrize(("table", "rule"), ROW_RULES)
def test_a_row_rule_finds_the_row_that_breaks_it(table: str, rule: str) -> None:
    assert found({table: curated(table)}) == set()
    assert rule in found({table: with_cells(table, "", ROW_RULES[table, rule])})


@pytest.mark.parametrize("rule", TABLE_RULES)
def test_a_table_rule_finds_the_rows_that_break_it(rule: str) -> None:
    table, key, cells, others = TABLE_RULES[rule]
    beside = {name: curated(name) for name in others}
    assert found({table: curated(table), **beside}) == set()
    assert rule in found({table: with_cells(table, key, cells), **beside})


@pytest.mark.parametrize("rule", TWICE)
def test_what_is_said_twice_is_found(rule: str) -> None:
    frame = curated(TWICE[rule])
    again = frame[:1].with_columns(pl.col(frame.columns[0]) + "-again")
    assert found({TWICE[rule]: pl.concat([frame, again])}) == {rule}


def test_every_rule_of_the_dataset_is_tested() -> None:
    of_rows = {(each.name, rule.name) for each in _package().resources if each.schema for rule in each.schema.rules}
    assert of_rows == ROW_RULES.keys()
    assert {rule.name for rule in _package().rules} == TABLE_RULES.keys() | TWICE.keys()


def test_circles_are_found_however_long_they_are() -> None:
    ids = [f"p{number}" for number in range(40)]
    for length in (1, 2, 7, 8, 9, 17, 40):
        circle = {name: ids[(at + 1) % length] if at < length else None for at, name in enumerate(ids)}
        frame = pl.DataFrame({"place_id": ids, "within": [circle[name] for name in ids]})
        offenders = pl.SQLContext(places=frame).execute(_sql("places-within-ends"), eager=True)
        assert sorted(offenders["place_id"]) == sorted(ids[:length])


def test_a_chain_of_eight_steps_is_no_circle() -> None:
    ids = [f"p{number}" for number in range(9)]
    frame = pl.DataFrame({"place_id": ids, "within": [*ids[1:], None]})
    assert pl.SQLContext(places=frame).execute(_sql("places-within-ends"), eager=True).is_empty()


def _sql(name: str) -> str:
    return next(rule.sql for rule in _package().rules if rule.name == name)
