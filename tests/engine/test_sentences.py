"""Sentences are made last, of a code and of facts, and so in more than one language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talent_dataset import validate
from talent_dataset.engine import sentences
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.sentences import sentence

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"minimum": 1, "exclusiveMaximum": 100}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["signing", "meeting"]}},
    {"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]{2}", "maxLength": 2, "required": True}},
    {"name": "port", "type": "string"},
    {"name": "tags", "type": "list", "constraints": {"minLength": 2, "unique": True}},
]
ROWS = """id,kind,code,port,tags
1,signing,AB,home,"a,b"
x,signing,AB,home,"a,c"
0,signing,AB,home,"a,d"
100,signing,AB,home,"a,e"
5,visit,AB,home,"a,f"
6,signing,A1,home,"a,g"
7,signing,ABC,home,"a,h"
8,signing,,home,"a,i"
9,signing,AB,=1+a,"a,j"
10,signing,AB,away,a
11,signing,AB,home,"a,b"
1,signing,AB,home,"a,k"
13,signing,AB,home,"a,l",more
14,signing,AB,home

,signing,AB,home,"a,m"
"""
EXPECTED = {
    ("cell/type", 3): (
        {"type": "integer", "format": "default", "expected": "an integer such as 42", "reason": ""},
        "“x”不是整数。",
    ),
    ("cell/minimum", 4): ({"bound": 1}, "“0”小于下限 1。"),
    ("cell/exclusive-maximum", 5): ({"bound": 100}, "“100”不小于 100。"),
    ("cell/enum", 6): ({"allowed": ["signing", "meeting"]}, "“visit”不在允许的取值之内：signing、meeting。"),
    ("cell/pattern", 7): ({"pattern": "[A-Z]{2}"}, "“A1”整体上不符合模式 [A-Z]{2}。"),
    ("cell/pattern", 8): ({"pattern": "[A-Z]{2}"}, "“ABC”整体上不符合模式 [A-Z]{2}。"),
    ("cell/max-length", 8): ({"limit": 2, "size": 3, "unit": "character"}, "“ABC”有 3 个字符，字段要求至多 2 个字符。"),
    ("cell/required", 9): ({}, "空单元格不表示任何值，而该字段必填。"),
    ("cell/formula", 10): ({}, "电子表格会把这段文本当作公式：它以“=”开头。"),
    ("table/foreign-key", 10): (
        {"resource": "ports", "fields": ["name"], "values": ["=1+a"]},
        "ports.name 中没有“=1+a”。",
    ),
    ("table/foreign-key", 11): (
        {"resource": "ports", "fields": ["name"], "values": ["away"]},
        "ports.name 中没有“away”。",
    ),
    ("cell/min-length", 11): ({"limit": 2, "size": 1, "unit": "item"}, "“a”有 1 个元素，字段要求至少 2 个元素。"),
    ("cell/unique", 12): (
        {"fields": ["tags"], "values": ["a,b"], "first": {"row": 2}, "is_cell": True},
        "值“a,b”已在第 2 行出现过。",
    ),
    ("row/primary-key", 13): (
        {"fields": ["id"], "values": ["1"], "first": {"row": 2}, "is_cell": False},
        "键（id）“1”已在第 2 行出现过。",
    ),
    ("row/extra-cell", 14): ({"width": 5}, "记录的单元格多于表的 5 列。"),
    ("row/missing-cell", 15): ({"column": "tags"}, "记录在“tags”列之前就结束了。"),
    ("row/blank", 16): ({}, "此行为空行。"),
    ("row/primary-key", 17): ({"fields": ["id"]}, "主键（id）没有填写完整。"),
    ("row/small", 5): (
        {"rule": "small", "sql": "id < 50", "summary": {"en": "Ids are small.", "zh": "编号不大。"}},
        "编号不大。",
    ),
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    schema = {
        "fields": FIELDS,
        "primaryKey": "id",
        "foreignKeys": [{"fields": "port", "reference": {"resource": "ports", "fields": "name"}}],
        "proof:data": {
            "rules": [{"name": "small", "sql": "id < 50", "summary": {"en": "Ids are small.", "zh": "编号不大。"}}]
        },
    }
    resources = [
        {"name": "events", "path": "events.csv", "schema": schema},
        {"name": "ports", "path": "ports.csv", "schema": {"fields": [{"name": "name", "type": "string"}]}},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    (tmp_path / "events.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "ports.csv").write_text("name\nhome\n", encoding="utf-8")
    return tmp_path


def test_a_finding_carries_its_facts_and_can_be_told_in_chinese(package: Path) -> None:
    issues = validate(package).issues
    assert {(i.code, i.row): (dict(i.facts), i.in_chinese().message) for i in issues} == EXPECTED


def test_the_message_of_a_finding_is_the_sentence_of_its_facts(package: Path) -> None:
    for issue in validate(package).issues:
        assert sentence(issue.code, issue.cell, issue.facts) == issue.message


def test_a_finding_knows_where_its_cell_ends_its_quotes_included(package: Path) -> None:
    ends = {(i.code, i.row): (i.column, i.end_column) for i in validate(package).issues if i.cell is not None}
    assert ends["cell/type", 3] == (1, 2)
    assert ends["cell/unique", 12] == (20, 25)
    assert ends["cell/required", 9] == (11, 11)


def test_a_remedy_that_many_faults_share_is_chinese_too(package: Path) -> None:
    hints = {i.code: i.in_chinese().hint for i in validate(package).issues}
    assert hints["cell/minimum"] == "更正该值，或修改字段的要求。"
    assert hints["row/blank"] == "删去此行。"


def test_what_no_facts_make_stays_as_it_was_written() -> None:
    issue = Issue(code="file/missing", message="There is no file.", hint="Put it there.")
    assert issue.in_chinese() == issue


def test_every_sentence_has_its_twin() -> None:
    assert sentences._ENGLISH.keys() == sentences._CHINESE.keys()


def test_a_rule_without_a_sentence_is_told_by_its_expression() -> None:
    facts = {"rule": "r", "sql": "a > 1", "summary": {}}
    assert sentence("row/r", None, facts) == "The rule 'r' is broken: a > 1."
    assert sentence("row/r", None, facts, "zh") == "不符合规则 r：a > 1。"
