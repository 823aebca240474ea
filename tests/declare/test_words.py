# mypy: disable-error-code="arg-type, dict-item, type-arg"
# A type checker finds most of these mistakes too.
"""Every word of a declaration that holds something of a wrong kind is refused: where, what, and what to write."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import pandera.polars as pa
import polars as pl
import pytest

from talent_dataset.declare import Derived, Field, Package, Table, Term, Vocabulary, both, rule
from talent_dataset.engine.errors import DeclarationError, InvalidDataError

if TYPE_CHECKING:
    from collections.abc import Callable


class E1(enum.Enum):
    """Not a vocabulary, and no type of a column."""

    X = "x"


def declare(
    annotations: dict[str, Any] | None = None, /, *, options: dict[str, Any] | None = None, **fields: Any
) -> Any:
    """A table ``things`` of a text ``a``, a number ``n`` and what else is said."""
    types = {"a": str, "n": int, **(annotations or {})}
    body = {"a": Field(nullable=True), "n": Field(nullable=True), **fields}
    config = type("Config", (Table.Config,), options or {})
    return type("Things", (Table,), {"__annotations__": types, "Config": config, **body})


V = Vocabulary(Term("x", "X", "An x."))
T = declare()
FIELDS: list[tuple[str, Any, str, str]] = [
    (
        "title",
        3,
        "Table 'things', field 'a': title must be a text, or a text by language, not 3 (int).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        "title",
        "",
        "Table 'things', field 'a': title must be a text, or a text by language, not '' (str).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        "title",
        {"en": 3},
        "Table 'things', field 'a': title must be a text, or a text by language, not {'en': 3} (dict).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        "title",
        {3: "x"},
        "Table 'things', field 'a': title must be a text, or a text by language, not {3: 'x'} (dict).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        "title",
        {},
        "Table 'things', field 'a': title must be a text, or a text by language, not {} (dict).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        "title",
        ["a"],
        "Table 'things', field 'a': title must be a text, or a text by language, not ['a'] (list).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        "description",
        3,
        "Table 'things', field 'a': description must be a text, or a text by language, not 3 (int).",
        'Write description="..." or description=both("...", "...").',
    ),
    (
        "description",
        "",
        "Table 'things', field 'a': description must be a text, or a text by language, not '' (str).",
        'Write description="..." or description=both("...", "...").',
    ),
    (
        "description",
        {"en": ""},
        "Table 'things', field 'a': description must be a text, or a text by language, not {'en': ''} (dict).",
        'Write description="..." or description=both("...", "...").',
    ),
    ("unit", 3, "Table 'things', field 'a': unit must be a text, not 3 (int).", 'Write unit="...".'),
    ("unit", "", "Table 'things', field 'a': unit must be a text, not '' (str).", 'Write unit="...".'),
    ("unit", ["m"], "Table 'things', field 'a': unit must be a text, not ['m'] (list).", 'Write unit="...".'),
    (
        "reason",
        3,
        "Table 'things', field 'a': reason must be a text, or a text by language, not 3 (int).",
        'Write reason="..." or reason=both("...", "...").',
    ),
    (
        "vocabulary",
        ["a", "b"],
        "Table 'things', field 'a': vocabulary must be a Vocabulary, not ['a', 'b'] (list).",
        'Write vocabulary=Vocabulary(Term("code", "Label", "Definition.")), or isin=["code"].',
    ),
    (
        "vocabulary",
        "ab",
        "Table 'things', field 'a': vocabulary must be a Vocabulary, not 'ab' (str).",
        'Write vocabulary=Vocabulary(Term("code", "Label", "Definition.")), or isin=["code"].',
    ),
    (
        "vocabulary",
        {"a": "b"},
        "Table 'things', field 'a': vocabulary must be a Vocabulary, not {'a': 'b'} (dict).",
        'Write vocabulary=Vocabulary(Term("code", "Label", "Definition.")), or isin=["code"].',
    ),
    (
        "vocabulary",
        E1,
        "Table 'things', field 'a': vocabulary must be a Vocabulary, not EnumType.",
        'Write vocabulary=Vocabulary(Term("code", "Label", "Definition.")), or isin=["code"].',
    ),
    ("edtf", "yes", "Table 'things', field 'a': edtf must be True or False, not 'yes' (str).", "Write edtf=True."),
    ("edtf", 1, "Table 'things', field 'a': edtf must be True or False, not 1 (int).", "Write edtf=True."),
    (
        "primary_key",
        "yes",
        "Table 'things', field 'a': primary_key must be True or False, not 'yes' (str).",
        "Write primary_key=True.",
    ),
    (
        "primary_key",
        1,
        "Table 'things', field 'a': primary_key must be True or False, not 1 (int).",
        "Write primary_key=True.",
    ),
    (
        "nullable",
        "no",
        "Table 'things', field 'a': nullable must be True or False, not 'no' (str).",
        "Write nullable=True.",
    ),
    ("nullable", 1, "Table 'things', field 'a': nullable must be True or False, not 1 (int).", "Write nullable=True."),
    ("unique", "no", "Table 'things', field 'a': unique must be True or False, not 'no' (str).", "Write unique=True."),
    ("unique", 1, "Table 'things', field 'a': unique must be True or False, not 1 (int).", "Write unique=True."),
    (
        "references",
        3,
        "Table 'things', field 'a': references must be a Table, or the name of a field, not 3 (int).",
        'Write references="table.field".',
    ),
    (
        "references",
        [],
        "Table 'things', field 'a': references must be a Table, or the name of a field, not [] (list).",
        'Write references="table.field".',
    ),
    (
        "references",
        "",
        "Table 'things', field 'a': references must be a Table, or the name of a field, not '' (str).",
        'Write references="table.field".',
    ),
    (
        "references",
        ("t",),
        "Table 'things', field 'a': references must be a Table, or the name of a field, not ('t',) (tuple).",
        'Write references="table.field".',
    ),
    ("isin", 5, "Table 'things', field 'a': isin must be a list of values, not 5 (int).", 'Write isin=["one", "two"].'),
    (
        "isin",
        "abc",
        "Table 'things', field 'a': isin must be a list of values, not 'abc' (str).",
        'Write isin=["one", "two"].',
    ),
    (
        "isin",
        [],
        """Table 'things', field 'a': "enum" must name at least one value.""",
        "Name the values, or leave it out.",
    ),
    (
        "isin",
        {"a": 1},
        "Table 'things', field 'a': isin must be a list of values, not {'a': 1} (dict).",
        'Write isin=["one", "two"].',
    ),
    ("pattern", 3, "Table 'things', field 'a': pattern must be a text, not 3 (int).", 'Write pattern="...".'),
    ("pattern", ["a"], "Table 'things', field 'a': pattern must be a text, not ['a'] (list).", 'Write pattern="...".'),
    ("pattern", b"a", "Table 'things', field 'a': pattern must be a text, not b'a' (bytes).", 'Write pattern="...".'),
    (
        "min_length",
        "3",
        "Table 'things', field 'a': min_length must be an integer from 0 on, not '3' (str).",
        "Write min_length=3.",
    ),
    (
        "min_length",
        -1,
        "Table 'things', field 'a': min_length must be an integer from 0 on, not -1 (int).",
        "Write min_length=3.",
    ),
    (
        "min_length",
        1.5,
        "Table 'things', field 'a': min_length must be an integer from 0 on, not 1.5 (float).",
        "Write min_length=3.",
    ),
    (
        "min_length",
        True,
        "Table 'things', field 'a': min_length must be an integer from 0 on, not True (bool).",
        "Write min_length=3.",
    ),
    (
        "max_length",
        "3",
        "Table 'things', field 'a': max_length must be an integer from 0 on, not '3' (str).",
        "Write max_length=3.",
    ),
    (
        "max_length",
        -1,
        "Table 'things', field 'a': max_length must be an integer from 0 on, not -1 (int).",
        "Write max_length=3.",
    ),
    (
        "max_length",
        True,
        "Table 'things', field 'a': max_length must be an integer from 0 on, not True (bool).",
        "Write max_length=3.",
    ),
    ("type", 3, "Table 'things', field 'a': type must be a text, not 3 (int).", 'Write type="...".'),
    ("type", "strng", "Table 'things', field 'a': There is no type 'strng'.", 'Did you mean "string"?'),
    ("type", int, "Table 'things', field 'a': type must be a text, not type.", 'Write type="...".'),
    ("type", "", "Table 'things', field 'a': type must be a text, not '' (str).", 'Write type="...".'),
    ("format", 3, "Table 'things', field 'a': format must be a text, not 3 (int).", 'Write format="...".'),
    (
        "format",
        "emial",
        """Table 'things', field 'a': "emial" is not a format of the type string.""",
        'Did you mean "email"?',
    ),
    ("format", "", "Table 'things', field 'a': format must be a text, not '' (str).", 'Write format="...".'),
    (
        "ge",
        [1],
        """Table 'things', field 'a': "minimum" does not fit the type string.""",
        "It fits number, integer, datetime, date, time, year, yearmonth, duration.",
    ),
    (
        "scale",
        "2",
        "Table 'things', field 'a': scale must be an integer from 0 to 38, not '2' (str).",
        "Write scale=2.",
    ),
    (
        "role",
        3,
        "Table 'things', field 'a': role must be factual or editorial, not 3 (int).",
        'Write role="editorial"; a computed column is declared by Derived.',
    ),
]
CONFIGS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"name": 3},
        "Table 'Things': Config.name must be a name of letters, digits, '.', '_' and '-', not 3 (int).",
        'Write name="big_rivers".',
    ),
    (
        {"name": "Big Name"},
        "Table 'Things': Config.name must be a name of letters, digits, '.', '_' and '-', not 'Big Name' (str).",
        'Write name="big_rivers".',
    ),
    (
        {"name": "a/b"},
        "Table 'Things': Config.name must be a name of letters, digits, '.', '_' and '-', not 'a/b' (str).",
        'Write name="big_rivers".',
    ),
    (
        {"name": ""},
        "Table 'Things': Config.name must be a name of letters, digits, '.', '_' and '-', not '' (str).",
        'Write name="big_rivers".',
    ),
    (
        {"title": 3},
        "Table 'Things': Config.title must be a text, or a text by language, not 3 (int).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        {"title": {"en": 3}},
        "Table 'Things': Config.title must be a text, or a text by language, not {'en': 3} (dict).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        {"description": ["x"]},
        "Table 'Things': Config.description must be a text, or a text by language, not ['x'] (list).",
        'Write description="..." or description=both("...", "...").',
    ),
    (
        {"primary_key": 3},
        "Table 'Things': Config.primary_key must be a field, or a list of fields, not 3 (int).",
        'Write primary_key="id".',
    ),
    (
        {"primary_key": [3]},
        "Table 'Things': Config.primary_key must be a field, or a list of fields, not [3] (list).",
        'Write primary_key="id".',
    ),
    (
        {"primary_key": True},
        "Table 'Things': Config.primary_key must be a field, or a list of fields, not True (bool).",
        'Write primary_key="id".',
    ),
    ({"primary_key": ["a", "a"]}, "Table 'things': A field stands twice in a key.", "Remove one of them."),
    (
        {"unique_keys": "a"},
        "Table 'Things': Config.unique_keys must be a list of lists of fields, not 'a' (str).",
        'Write unique_keys=[["one", "two"]].',
    ),
    (
        {"unique_keys": ["an"]},
        "Table 'Things': Config.unique_keys must be a list of lists of fields, not ['an'] (list).",
        'Write unique_keys=[["one", "two"]].',
    ),
    (
        {"unique_keys": ["a", "n"]},
        "Table 'Things': Config.unique_keys must be a list of lists of fields, not ['a', 'n'] (list).",
        'Write unique_keys=[["one", "two"]].',
    ),
    (
        {"unique_keys": 3},
        "Table 'Things': Config.unique_keys must be a list of lists of fields, not 3 (int).",
        'Write unique_keys=[["one", "two"]].',
    ),
    ({"unique_keys": [[]]}, """Table 'things': A key of "uniqueKeys" is empty.""", "Name its fields, or leave it out."),
    ({"unique_keys": [["a", "a"]]}, "Table 'things': A field stands twice in a key.", "Remove one of them."),
    (
        {"foreign_keys": "a"},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not 'a' (str).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": ("a", "t.b")},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not ('a', 't.b') (tuple).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": [3]},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not [3] (list).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": [("a",)]},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not [('a',)] (list).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": [("a", "t", "b")]},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not [('a', 't', 'b')] (list).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": {"a": "t.b"}},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not {'a': 't.b'} (dict).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": [("a", 3)]},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not [('a', 3)] (list).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": [("a", ("t",))]},
        "Table 'Things': Config.foreign_keys must be a list of pairs (fields, target), not [('a', ('t',))] (list).",
        'Write foreign_keys=[(("a", "b"), Other)].',
    ),
    (
        {"foreign_keys": [(("a", "n"), ("t", "bc"))]},
        "Table 'things': A foreign key of 2 fields cannot refer to 1.",
        "Both sides must name as many fields, in the same order.",
    ),
    (
        {"rules": "a > 'x'"},
        """Table 'Things': Config.rules must be a list of rules, not "a > 'x'" (str).""",
        'Write rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"rules": ["n > 1"]},
        "Table 'Things': Config.rules must be a list of rules, not ['n > 1'] (list).",
        'Write rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"rules": rule("r", "n > 1")},
        "Table 'Things': Config.rules must be a list of rules, not Rule.",
        'Write rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"rules": [lambda d: d]},
        "Table 'Things': Config.rules must be a list of rules, not list.",
        'Write rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"rules": 3},
        "Table 'Things': Config.rules must be a list of rules, not 3 (int).",
        'Write rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"rules": {"r": "n > 1"}},
        "Table 'Things': Config.rules must be a list of rules, not {'r': 'n > 1'} (dict).",
        'Write rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"table_rules": ["SELECT * FROM things"]},
        "Table 'Things': Config.table_rules must be a list of rules, not ['SELECT * FROM things'] (list).",
        'Write table_rules=[rule("name", "SQL", "What is demanded.")].',
    ),
    (
        {"groups": ["a", "n"]},
        "Table 'Things': Config.groups must be a list of lists of fields, not ['a', 'n'] (list).",
        'Write groups=[["one", "two"]].',
    ),
    (
        {"groups": "an"},
        "Table 'Things': Config.groups must be a list of lists of fields, not 'an' (str).",
        'Write groups=[["one", "two"]].',
    ),
    (
        {"groups": 3},
        "Table 'Things': Config.groups must be a list of lists of fields, not 3 (int).",
        'Write groups=[["one", "two"]].',
    ),
    (
        {"groups": [[3]]},
        "Table 'Things': Config.groups must be a list of lists of fields, not [[3]] (list).",
        'Write groups=[["one", "two"]].',
    ),
    (
        {"fields_match": 3},
        "Table 'Things': Config.fields_match must be a text, not 3 (int).",
        'Write fields_match="...".',
    ),
    (
        {"missing_values": "NA"},
        "Table 'Things': Config.missing_values must be a list of texts, not 'NA' (str).",
        'Write missing_values=["", "NA"].',
    ),
    (
        {"missing_values": [3]},
        "Table 'Things': Config.missing_values must be a list of texts, not [3] (list).",
        'Write missing_values=["", "NA"].',
    ),
    (
        {"missing_values": ["", ""]},
        """Table 'things': The value "" stands twice in "missingValues".""",
        "Remove one of them.",
    ),
    (
        {"descriptor": {"fields": []}},
        "Table 'Things': Config.descriptor must be a Schema, not {'fields': []} (dict).",
        "Write Table.from_schema(...).",
    ),
    (
        {"strict": "yes"},
        """Table 'Things': Config.strict must be True, False or "filter", not 'yes' (str).""",
        "Write strict=True.",
    ),
    ({"coerce": "yes"}, "Table 'Things': Config.coerce must be True or False, not 'yes' (str).", "Write coerce=True."),
    ({"primarykey": "a"}, "Table 'things': Config has no option 'primarykey'.", 'Did you mean "primary_key"?'),
]
OTHERS: list[tuple[Callable[[], Any], str, str]] = [
    (
        lambda: rule("r", lambda d: d),
        "The rule 'r': sql must be a text in SQL, not function.",
        'Write rule("small", "n < 5"); a function can be a check of pandera (@pa.check).',
    ),
    (
        lambda: rule(3, "n > 1"),
        "The rule 3: name must be a slug, not 3 (int).",
        'Write rule("end-not-before-start", ...).',
    ),
    (
        lambda: declare(options={"rules": [rule("", "n > 1")]}),
        "The rule '': name must be a slug, not '' (str).",
        'Write rule("end-not-before-start", ...).',
    ),
    (
        lambda: declare(options={"rules": [rule("r", "")]}),
        "The rule 'r': sql must be a text in SQL, not '' (str).",
        'Write rule("small", "n < 5"); a function can be a check of pandera (@pa.check).',
    ),
    (
        lambda: rule("r", pl.col("n") > 1),
        "The rule 'r': sql must be a text in SQL, not Expr.",
        'Write rule("small", "n < 5"); a function can be a check of pandera (@pa.check).',
    ),
    (
        lambda: rule("r", "n > 1", 3),
        "The rule 'r': summary must be a text, or a text by language, not 3 (int).",
        'Write summary="..." or summary=both("...", "...").',
    ),
    (
        lambda: rule("r", "n>1", hint=3),
        "The rule 'r': hint must be a text, or a text by language, not 3 (int).",
        'Write hint="..." or hint=both("...", "...").',
    ),
    (
        lambda: declare(options={"rules": [rule("r", "n > 1", severity="fatal")]}),
        "The rule 'r': severity must be error, warning or info, not 'fatal' (str).",
        'Write severity="warning".',
    ),
    (
        lambda: declare(options={"rules": [rule("r", "n >")]}),
        "Table 'things': the rule 'r' cannot run: unable to parse 'n >' as Expr.",
        "It reads: n >",
    ),
    (
        lambda: Vocabulary("a", "b"),
        "A vocabulary is made of terms, not 'a' (str).",
        'Write Vocabulary(Term("code", "Label", "What it means."), ...), one argument a term.',
    ),
    (
        lambda: Vocabulary([Term("a", "A", "x")]),
        "A vocabulary is made of terms, not list.",
        'Write Vocabulary(Term("code", "Label", "What it means."), ...), one argument a term.',
    ),
    (
        lambda: Vocabulary({"a": "b"}),
        "A vocabulary is made of terms, not {'a': 'b'} (dict).",
        'Write Vocabulary(Term("code", "Label", "What it means."), ...), one argument a term.',
    ),
    (
        lambda: Term(3, "X", "y"),
        "The term 3: code must be a text, not 3 (int).",
        'Write Term("river", "River", "Flowing water.").',
    ),
    (
        lambda: Term("", "X", "y"),
        "The term '': code must be a text, not '' (str).",
        'Write Term("river", "River", "Flowing water.").',
    ),
    (
        lambda: Term("x", 3, "y"),
        "The term 'x': label must be a text, or a text by language, not 3 (int).",
        'Write label="..." or label=both("...", "...").',
    ),
    (
        lambda: Term("x", "", "y"),
        "The term 'x': label must be a text, or a text by language, not '' (str).",
        'Write label="..." or label=both("...", "...").',
    ),
    (
        lambda: Term("x", "X", 3),
        "The term 'x': definition must be a text, or a text by language, not 3 (int).",
        'Write definition="..." or definition=both("...", "...").',
    ),
    (
        lambda: Term("x", "X", ""),
        "The term 'x': definition must be a text, or a text by language, not '' (str).",
        'Write definition="..." or definition=both("...", "...").',
    ),
    (
        lambda: Term("x", {}, "y"),
        "The term 'x': label must be a text, or a text by language, not {} (dict).",
        'Write label="..." or label=both("...", "...").',
    ),
    (
        lambda: Term("x", both("X", 3), "y"),
        "The term 'x': label must be a text, or a text by language, not {'en': 'X', 'zh': 3} (dict).",
        'Write label="..." or label=both("...", "...").',
    ),
    (
        lambda: declare(n=Field(vocabulary=V)),
        """Table 'things', field 'n': "value" must be an integer, not a string ("x").""",
        "",
    ),
    (
        lambda: declare(a=Field(vocabulary=V, isin=["x"])),
        "Table 'things', field 'a': A field has a vocabulary and isin.",
        "The codes of the vocabulary are enough.",
    ),
    (
        lambda: declare({"d": dt.date}, d=Derived(3, by="edtf-earliest")),
        "Table 'things', field 'd': Derived: source must be the name of a field, not 3 (int).",
        'Write Derived("opened", by="edtf-earliest").',
    ),
    (
        lambda: declare({"d": dt.date}, d=Derived("a", by=3)),
        "Table 'things', field 'd': Derived: by must be a method, not 3 (int).",
        'Write Derived("opened", by="edtf-earliest").',
    ),
    (
        lambda: declare({"d": int}, a=Field(edtf=True, nullable=True), d=Derived("a", by="edtf-earliest")),
        "Table 'things', field 'd': edtf-earliest makes a date, and the annotation says integer.",
        "Annotate it with date.",
    ),
    (
        lambda: declare({"d": dt.date}, d=Derived("n", by="edtf-earliest")),
        "Table 'things', field 'd': 'n' does not hold EDTF dates.",
        "Write `n: str = Field(edtf=True)`.",
    ),
    (
        lambda: declare({"d": dt.date}, d=Derived("a", by="edtf-earliest")),
        "Table 'things', field 'd': 'a' does not hold EDTF dates.",
        "Write `a: str = Field(edtf=True)`.",
    ),
    (
        lambda: declare(a="x"),
        "Table 'Things': 'a' is 'x' (str), and no Field.",
        "Write `a: ... = Field(...)`; a file has the values.",
    ),
    (
        lambda: declare(a=None),
        "Table 'Things': 'a' is None (NoneType), and no Field.",
        "Write `a: ... = Field(...)`; a file has the values.",
    ),
    (
        lambda: declare(a=Field),
        "Table 'Things': 'a' is function, and no Field.",
        "Write `a: ... = Field(...)`; a file has the values.",
    ),
    (
        lambda: declare(a=pl.col("x")),
        "Table 'Things': 'a' is Expr, and no Field.",
        "Write `a: ... = Field(...)`; a file has the values.",
    ),
    (
        lambda: type("Things", (Table,), {}),
        "Table 'things' has no fields.",
        "Write `id: str = Field(primary_key=True)` in its class.",
    ),
    (
        lambda: declare({"a": list}),
        "Table 'things', field 'a': A list does not say of what.",
        "Write list[str], list[int], ...",
    ),
    (
        lambda: declare({"a": dict}),
        "Table 'things', field 'a': No type of Table Schema holds values of <class 'dict'>.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": list[dict]}),
        "Table 'things', field 'a': No type of Table Schema holds values of <class 'dict'>.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": int | str}),
        "Table 'things', field 'a': No type of Table Schema holds values of int | str.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": Literal["x"]}),
        "Table 'things', field 'a': No type of Table Schema holds values of typing.Literal['x'].",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": None}),
        "Table 'things', field 'a': No type of Table Schema holds values of <class 'NoneType'>.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": Any}),
        "Table 'things', field 'a': No type of Table Schema holds values of typing.Any.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": E1}),
        "Table 'things', field 'a': No type of Table Schema holds values of <enum 'E1'>.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": "strng"}),
        "The annotations of Things name 'strng', which is not defined in its module.",
        "Import it at the top of the module (not under TYPE_CHECKING, and not inside a function).",
    ),
    (
        lambda: declare({"a": 5}),
        "Table 'things', field 'a': No type of Table Schema holds values of 5.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": pl.List}),
        "Table 'things', field 'a': A list does not say of what.",
        "Write list[str], list[int], ...",
    ),
    (
        lambda: declare({"a": int | None}, a=Field(nullable=False)),
        "Table 'things', field 'a': Its annotation admits None, and nullable=False does not.",
        "Leave one of them out.",
    ),
    (
        lambda: declare({"a": str | None}, a=Field(primary_key=True)),
        "Table 'things': the field 'a' of the primary key may be empty.",
        "Every row needs its key: take `nullable=True`, or `| None`, away.",
    ),
    (
        lambda: declare({"a": tuple}),
        "Table 'things', field 'a': No type of Table Schema holds values of <class 'tuple'>.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare({"a": set[str]}),
        "Table 'things', field 'a': No type of Table Schema holds values of set[str].",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    (
        lambda: declare(n=Field(type="string")),
        "Table 'things', field 'n': Its annotation says integer, and its type string.",
        "Annotate it with str, or leave the type out.",
    ),
    (
        lambda: declare(n=Field(type="date")),
        "Table 'things', field 'n': Its annotation says integer, and its type date.",
        "Annotate it with date, or leave the type out.",
    ),
    (
        lambda: declare(n=Field(type="yearmonth")),
        "Table 'things', field 'n': Its annotation says integer, and its type yearmonth.",
        "Annotate it with str, or leave the type out.",
    ),
    (
        lambda: declare(n=Field(format="email")),
        """Table 'things', field 'n': "email" is not a format of the type integer.""",
        "Known: default.",
    ),
    (
        lambda: declare(n=Field(example="x")),
        "Table 'things', field 'n': the example 'x' is no value of the type integer.",
        "Give a value as it stands in a file.",
    ),
    (
        lambda: declare(a=Field(alias="n")),
        "Table 'Things': 'a' and 'n' are both 'n'.",
        "Every column has a name of its own.",
    ),
    (
        lambda: declare(a=Field(alias=3)),
        """Table 'things', field 3: "name" must be a string, not a number (3).""",
        'Write "3".',
    ),
    (
        lambda: type("Things", (Table,), {"__annotations__": {"validate": str}, "validate": Field()}),
        "Table 'Things': 'validate' is a method or an option of every Table.",
        'Call the attribute otherwise: `validate_: ... = Field(alias="validate")`.',
    ),
    (
        lambda: type("Things", (Table,), {"__annotations__": {"Config": str}, "Config": Field()}),
        "Table 'Things': Config is no class.",
        "Write `class Config(Table.Config):`.",
    ),
    (
        lambda: declare(a=Field(str_length="x")),
        """Table 'things', field 'a': "minLength" must be an integer, not a string ("x").""",
        "",
    ),
    (
        lambda: declare(a=pa.Field(ge="x")),
        """Table 'things', field 'a': "minimum" does not fit the type string.""",
        "It fits number, integer, datetime, date, time, year, yearmonth, duration.",
    ),
    (
        lambda: declare(a=Field(coerce="yes")),
        "Table 'things', field 'a': coerce must be True or False, not 'yes' (str).",
        "Write coerce=True.",
    ),
    (lambda: Package.of(T), "The package has no name.", 'Write Package.of(..., name="big-rivers").'),
    (
        lambda: Package.of(T, name=3),
        "Package: name must be a name of lower-case letters, digits, '.', '_' and '-', not 3 (int).",
        'Write name="big-rivers".',
    ),
    (
        lambda: Package.of(T, name="Big Name"),
        "Package: name must be a name of lower-case letters, digits, '.', '_' and '-', not 'Big Name' (str).",
        'Write name="big-rivers".',
    ),
    (
        lambda: Package.of(T, name=""),
        "Package: name must be a name of lower-case letters, digits, '.', '_' and '-', not '' (str).",
        'Write name="big-rivers".',
    ),
    (
        lambda: Package.of(T, name="p", version="v1"),
        "Package: 'v1' is no version.",
        'Write version="1.0.0" (https://semver.org).',
    ),
    (
        lambda: Package.of(T, name="p", version=1),
        "Package: version must be a text, not 1 (int).",
        'Write version="...".',
    ),
    (
        lambda: Package.of(T, name="p", version="1.0"),
        "Package: '1.0' is no version.",
        'Write version="1.0.0" (https://semver.org).',
    ),
    (
        lambda: Package.of(T, name="p", licenses="CC-BY-4.0"),
        "Package: licenses must be a list of objects, not 'CC-BY-4.0' (str).",
        'Write licenses=[{"name": "CC-BY-4.0"}].',
    ),
    (
        lambda: Package.of(T, name="p", licenses=["CC-BY-4.0"]),
        "Package: licenses must be a list of objects, not ['CC-BY-4.0'] (list).",
        'Write licenses=[{"name": "CC-BY-4.0"}].',
    ),
    (
        lambda: Package.of(T, name="p", licenses=[{}]),
        'Package, licenses[0]: An entry of "licenses" must have a name or a path.',
        'Give the Open Definition id ("name": "CC-BY-4.0") or the address of the text ("path").',
    ),
    (
        lambda: Package.of(T, name="p", licenses={"name": "CC-BY-4.0"}),
        "Package: licenses must be a list of objects, not {'name': 'CC-BY-4.0'} (dict).",
        'Write licenses=[{"name": "CC-BY-4.0"}].',
    ),
    (
        lambda: Package.of(T, name="p", contributors=["Me"]),
        "Package: contributors must be a list of objects, not ['Me'] (list).",
        'Write contributors=[{"title": "..."}].',
    ),
    (
        lambda: Package.of(T, name="p", contributors="Me"),
        "Package: contributors must be a list of objects, not 'Me' (str).",
        'Write contributors=[{"title": "..."}].',
    ),
    (
        lambda: Package.of(T, name="p", contributors=[{"title": 3}]),
        'Package, contributors[0].title: "title" must be a string, not a number (3).',
        "",
    ),
    (
        lambda: Package.of(T, name="p", sources=["x"]),
        "Package: sources must be a list of objects, not ['x'] (list).",
        'Write sources=[{"title": "..."}].',
    ),
    (
        lambda: Package.of(T, name="p", keywords="a, b"),
        "Package: keywords must be a list of texts, not 'a, b' (str).",
        'Write keywords=["water", "rivers"].',
    ),
    (
        lambda: Package.of(T, name="p", keywords=[3]),
        "Package: keywords must be a list of texts, not [3] (list).",
        'Write keywords=["water", "rivers"].',
    ),
    (lambda: Package.of(T, name="p", licences=[]), "A package has no property 'licences'.", 'Did you mean "licenses"?'),
    (
        lambda: Package.of(T, name="p", title=3),
        "Package: title must be a text, or a text by language, not 3 (int).",
        'Write title="..." or title=both("...", "...").',
    ),
    (
        lambda: Package.of(T, name="p", description=["x"]),
        "Package: description must be a text, or a text by language, not ['x'] (list).",
        'Write description="..." or description=both("...", "...").',
    ),
    (lambda: Package.of(T, name="p", path=3), "Package: path must be a text, not 3 (int).", 'Write path="...".'),
    (
        lambda: Package.of(T, name="p", path="data/{nam}.csv"),
        "Package: the path 'data/{nam}.csv' is not one for each table.",
        'Write path="data/{name}.csv".',
    ),
    (
        lambda: Package.of(T, type("Others", (Table,), {"__annotations__": {"b": str}}), name="p", path="data.csv"),
        "Package: the path 'data.csv' is not one for each table.",
        'Write path="data/{name}.csv".',
    ),
    (
        lambda: Package.of(T, name="p", path="/abs/{name}.csv"),
        'Package, resources[0].path: "path" must be relative to the descriptor, not "/abs/things.csv".',
        "Put the file beside or below the descriptor, and name it relative to it.",
    ),
    (
        lambda: Package.of("things", name="p"),
        "A package is made of tables, and 'things' (str) is no declared Table.",
        "Write Package.of(Mine, Yours, name=...); Table.from_schema makes a Table of other schemas.",
    ),
    (
        lambda: Package.of([T], name="p"),
        "A package is made of tables, and [Things] (list) is no declared Table.",
        "Write Package.of(Mine, Yours, name=...); Table.from_schema makes a Table of other schemas.",
    ),
    (
        lambda: Package.of(pl.DataFrame(), name="p"),
        "A package is made of tables, and DataFrame is no declared Table.",
        "Write Package.of(Mine, Yours, name=...); Table.from_schema makes a Table of other schemas.",
    ),
    (
        lambda: Package.of(Table, name="p"),
        "Table itself declares no fields.",
        "Write `class Mine(Table):` with its fields, and take that.",
    ),
    (
        lambda: Package.of(type("M", (pa.DataFrameModel,), {"__annotations__": {"a": str}}), name="p"),
        "A package is made of tables, and M is no declared Table.",
        "Write Package.of(Mine, Yours, name=...); Table.from_schema makes a Table of other schemas.",
    ),
    (
        lambda: Package.of(T, name="p", books=3),
        'The books are declared wrongly (books): "books" must be an object, not a number (3).',
        "",
    ),
    (
        lambda: Package.of(T, name="p", books={"evidence": "x"}),
        'The books are declared wrongly (books.evidence): There is no resource "x".',
        "Known: things.",
    ),
    (
        lambda: Package.of(T, name="p", custom=3),
        "Package: custom must be an object, not 3 (int).",
        'Write custom={"key": "value"}.',
    ),
    (
        lambda: Package.of(T, name="p", custom={3: object()}),
        "Package: Object of type object is not JSON serializable.",
        "Use texts, numbers, lists and objects.",
    ),
    (
        lambda: Package.of(T, name="p", created="yesterday"),
        'Package, created: "created" must be a date and time of RFC 3339, not "yesterday".',
        "Write it like 2024-01-26T15:00:00Z.",
    ),
    (
        lambda: Package.of(T, name="p", homepage=3),
        "Package: homepage must be a text, not 3 (int).",
        'Write homepage="...".',
    ),
    (
        lambda: Package.of(T, name="p", created=dt.date(2020, 1, 1)),
        "Package: created must be a text, not datetime.date(2020, 1, 1) (date).",
        'Write created="2026-11-22T00:00:00Z".',
    ),
    (lambda: Package.of(T, name="p", image=3), "Package: image must be a text, not 3 (int).", 'Write image="...".'),
    (lambda: Package.of(T, name="p", id=3), "Package: id must be a text, not 3 (int).", 'Write id="...".'),
    (
        lambda: Package.of(T, name="p", resources=()),
        "A package has no property 'resources'.",
        'Did you mean "sources"?',
    ),
]


def refused(make: Callable[[], Any]) -> tuple[str, str]:
    """Message and hint of the refusal."""
    with pytest.raises(DeclarationError) as raised:
        make()
    return raised.value.message, raised.value.hint


@pytest.mark.parametrize(("word", "value", "message", "hint"), FIELDS)
def test_a_word_of_a_field_of_a_wrong_kind_is_refused(word: str, value: Any, message: str, hint: str) -> None:
    words = {word: value} | ({"role": "editorial"} if word == "reason" else {})
    assert refused(lambda: declare(a=Field(**words))) == (message, hint)


@pytest.mark.parametrize(("options", "message", "hint"), CONFIGS)
def test_an_option_of_a_wrong_kind_is_refused(options: dict[str, Any], message: str, hint: str) -> None:
    assert refused(lambda: declare(options=options)) == (message, hint)


@pytest.mark.parametrize(("make", "message", "hint"), OTHERS)
def test_any_other_declaration_of_a_wrong_kind_is_refused(make: Callable[[], Any], message: str, hint: str) -> None:
    assert refused(make) == (message, hint)


@pytest.mark.parametrize("scale", ["2", -1, 1.5, True, 39])
def test_a_scale_that_no_decimal_has_is_refused(scale: Any) -> None:
    message, hint = refused(lambda: declare({"d": Decimal}, d=Field(scale=scale)))
    assert message.startswith("Table 'things', field 'd': scale must be an integer from 0 to 38, not ")
    assert hint == "Write scale=2."


def test_a_field_without_an_annotation_is_refused() -> None:
    assert refused(lambda: type("Things", (Table,), {"a": Field()})) == (
        "Table 'Things': the field 'a' has no annotation.",
        "Write `a: str = Field(...)`.",
    )
    body = {"__annotations__": {"a": str}, "a": Field(edtf=True), "d": Derived("a", by="edtf-earliest")}
    assert refused(lambda: type("Things", (Table,), body)) == (
        "Table 'Things': the field 'd' has no annotation.",
        "Write `d: date = Derived(...)`.",
    )


def test_a_field_that_is_declared_and_stands_in_no_table_raises_nothing_yet() -> None:
    broken = Field(unit=3)
    assert refused(lambda: declare(a=broken))[0].startswith("Table 'things', field 'a': unit")


def test_none_is_what_is_not_said() -> None:
    words = ("title", "unit", "reason", "vocabulary", "references", "isin", "pattern", "min_length", "scale", "type")
    table = declare(a=Field(nullable=True, **dict.fromkeys(words)), options={"missing_values": None, "rules": None})
    assert table.to_schema() == declare().to_schema()


def test_a_table_of_any_annotation_that_admits_none_has_cells_that_may_be_empty() -> None:
    class Things(Table):
        a: int
        b: int | None
        c: str | None = Field()
        d: dt.date | None = Field(nullable=True)
        e: int = Field(nullable=True)
        f: int = Field(nullable=False)

    required = {field.name: field.constraints.required for field in Things.to_schema().fields}
    assert required == {"a": True, "b": False, "c": False, "d": False, "e": False, "f": True}
    frame = pl.DataFrame({name: [None] for name in "bcde"} | {"a": [1], "f": [2]})
    assert Things.validate(frame).height == 1
    with pytest.raises(InvalidDataError, match="header/missing-field"):
        Things.validate(frame.drop("b"))
