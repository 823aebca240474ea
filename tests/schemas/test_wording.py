"""The models say everything in both languages, and say it of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from talent_dataset.declare import Table
from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.descriptor.dump import dump_package
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.rules.field_checks import probes
from talent_dataset.schemas import TABLES, package

HAN = re.compile(r"[\u4e00-\u9fff]")
WESTERN = re.compile(r"[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(\s|$)")
TRADITIONAL = re.compile("[協為國會開發區與機構數據說單壓縮議證據處關係轄屬訓練實驗計劃]")
named = pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.Config.name))


def ours(thing: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = thing.custom["proof:data"]
    return found


def fields(table: type[Table]) -> tuple[Field, ...]:
    return table.to_schema(built=True).fields


def pairs(table: type[Table]) -> Iterator[Mapping[str, str]]:
    """Every text in two languages that a table has."""
    schema = table.to_schema()
    yield from (ours(schema)["title"], ours(schema)["description"])
    for field in fields(table):
        said = ours(field)
        yield from (said["title"], said["description"], *([said["reason"]] if "reason" in said else []))
        yield from (*said.get("labels", {}).values(), *said.get("definitions", {}).values())
    for rule in (*schema.rules, *table.__definition__.table_rules):
        yield from (rule.summary, rule.hint)


@named
def test_every_text_is_there_in_english_and_in_simplified_chinese(table: type[Table]) -> None:
    for texts in pairs(table):
        assert list(texts) == ["en", "zh"]
        assert texts["en"]
        assert not HAN.search(texts["en"].replace("余, 多", "").replace("约:", "").replace("将, 要, 争取", ""))
        assert HAN.search(texts["zh"]) or texts["zh"] == "%"
        assert not TRADITIONAL.search(texts["zh"])


@named
def test_chinese_has_chinese_punctuation(table: type[Table]) -> None:
    assert [texts["zh"] for texts in pairs(table) if WESTERN.search(texts["zh"])] == []


@named
def test_descriptions_are_sentences_and_titles_are_none(table: type[Table]) -> None:
    for field in fields(table):
        said = ours(field)
        assert (said["description"]["en"][-1], said["description"]["zh"][-1]) == (".", "。")
        assert not said["title"]["en"].endswith(".")
        assert not said["title"]["zh"].endswith("。")


@named
def test_every_code_has_a_label_and_a_definition(table: type[Table]) -> None:
    for field in fields(table):
        if field.categories is not None:
            codes = [category.value for category in field.categories]
            assert list(field.constraints.enum or ()) == codes
            assert list(ours(field)["labels"]) == codes
            assert list(ours(field)["definitions"]) == codes


@named
def test_what_is_not_factual_says_why(table: type[Table]) -> None:
    for field in fields(table):
        role = ours(field).get("role", "factual")
        assert role in {"factual", "editorial", "derived"}
        assert ("reason" in ours(field)) == (role == "editorial")


@named
def test_a_table_has_a_key_of_slugs_and_pairs_of_languages(table: type[Table]) -> None:
    schema = table.to_schema()
    names = [field.name for field in schema.fields]
    assert schema.primary_key == (names[0],)
    assert schema.fields[0].constraints.pattern == "[a-z0-9]+(-[a-z0-9]+)*"
    assert [name for name in names if name.endswith("_en") and f"{name[:-2]}zh" not in names] == []


@named
def test_every_date_in_edtf_has_its_first_and_last_day(table: type[Table]) -> None:
    schema = table.to_schema()
    dated = [field.name for field in schema.fields if ours(field).get("edtf")]
    ends = ("earliest", "latest")
    assert [(d.name, d.source, d.by) for d in schema.derived] == [
        (f"{name}_{end}", name, f"edtf-{end}") for name in dated for end in ends
    ]


@named
def test_everything_but_the_rules_over_tables_is_in_the_schema(table: type[Table]) -> None:
    assert [text for text in table.not_carried() if not text.startswith("the table rule")] == []


def test_the_descriptor_has_no_fault() -> None:
    parsed = parse_package(dump_package(package()), probes=probes())
    assert (parsed.faults, parsed.skipped) == ((), ())


def test_the_descriptor_says_no_fields_match() -> None:
    assert "fieldsMatch" not in package().to_json()
