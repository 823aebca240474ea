"""Mistakes in a declaration are refused when it is made, with their likely cause."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from talent_dataset.declare import Derived, Field, Package, Table, Term, Vocabulary, rule
from talent_dataset.engine.errors import DeclarationError
from talent_dataset.testing import example

if TYPE_CHECKING:
    from collections.abc import Callable


def declare(
    annotations: dict[str, Any] | None = None, /, *, options: dict[str, Any] | None = None, **fields: Any
) -> Any:
    """A table ``things`` of a text ``a``, a number ``n`` and what else is said."""
    types = {"a": str, "n": int, **(annotations or {})}
    body = {"a": Field(nullable=True), "n": Field(nullable=True), **fields}
    config = type("Config", (Table.Config,), options or {})
    return type("Things", (Table,), {"__annotations__": types, "Config": config, **body})


AN_INTEGER = "Table 'things', field '{}': {}, cannot be read as integer: not an integer such as 42."
NO_QUERY = (
    "Table 'things': the rule 'query' cannot run: "
    "SELECT belongs to a query, and a row rule is an expression over one row."
)
MISTAKES: dict[str, tuple[Callable[[], Any], str, str]] = {
    "primary key of an unknown field": (
        lambda: declare(options={"primary_key": "aa"}),
        """Table 'things': "aa" is not a field of this schema.""",
        'Did you mean "a"?',
    ),
    "unique key of an unknown field": (
        lambda: declare(options={"unique_keys": [["a", "m"]]}),
        """Table 'things': "m" is not a field of this schema.""",
        "Known: a, n.",
    ),
    "group of an unknown field": (
        lambda: declare(options={"groups": [["a", "nn"]]}),
        "Table 'things': a group names 'nn', which is no field.",
        'Did you mean "n"?',
    ),
    "foreign key of an unknown field": (
        lambda: declare(options={"foreign_keys": [("aa", "others.b")]}),
        """Table 'things': "aa" is not a field of this schema.""",
        'Did you mean "a"?',
    ),
    "foreign key to no field": (
        lambda: declare(a=Field(references="others")),
        "Table 'things': the foreign key of a refers to the table 'others', and to no field of it.",
        'Write `references="table.field"`, or declare a primary key there.',
    ),
    "foreign key to a field of its own that is not there": (
        lambda: declare(a=Field(references="things.b")),
        "Table 'things': the foreign key of a names 'b', which is no field.",
        "Known: a, n.",
    ),
    "foreign key to a table without a key": (
        lambda: declare(a=Field(references=type("Others", (Table,), {"__annotations__": {"b": str}}))),
        "Table 'things': the foreign key of a refers to the table 'others', and to no field of it.",
        'Write `references="table.field"`, or declare a primary key there.',
    ),
    "foreign key to what is no table": (
        lambda: declare(a=Field(references=int)),
        "Table 'things', field 'a': references must be a Table, or the name of a field, not type.",
        'Write references="table.field".',
    ),
    "foreign key of another type": (
        lambda: declare(n=Field(references="things.a")),
        "Table 'things': the foreign key of n compares 'n', of type integer, with 'a', of type string.",
        "Give both fields the same annotation.",
    ),
    "foreign key of more fields than it refers to": (
        lambda: declare(options={"foreign_keys": [(("a", "n"), "others.b")]}),
        "Table 'things': A foreign key of 2 fields cannot refer to 1.",
        "Both sides must name as many fields, in the same order.",
    ),
    "bound of the wrong type": (
        lambda: declare(n=Field(ge="one")),
        AN_INTEGER.format("n", 'The value of "minimum", "one"'),
        "Write it as a value of the field (type integer).",
    ),
    "bound that is a day, of a number": (
        lambda: declare(n=Field(lt=dt.date(2020, 1, 1))),
        AN_INTEGER.format("n", 'The value of "exclusiveMaximum", "2020-01-01"'),
        "Write it as a value of the field (type integer).",
    ),
    "bound of what has no order": (
        lambda: declare(a=Field(ge="b")),
        """Table 'things', field 'a': "minimum" does not fit the type string.""",
        "It fits number, integer, datetime, date, time, year, yearmonth, duration.",
    ),
    "bounds that leave nothing": (
        lambda: declare(n=Field(ge=5, le=1)),
        "Table 'things', field 'n': No value can satisfy minimum and maximum at once.",
        "Swap or mend them.",
    ),
    "lengths that leave nothing": (
        lambda: declare(a=Field(min_length=5, max_length=1)),
        "Table 'things', field 'a': No value can satisfy minLength and maxLength at once.",
        "Swap or mend them.",
    ),
    "length of a number": (
        lambda: declare(n=Field(max_length=3)),
        """Table 'things', field 'n': "maxLength" does not fit the type integer.""",
        "It fits string, object, array, list, geojson.",
    ),
    "pattern of a number": (
        lambda: declare(n=Field(pattern="[0-9]")),
        """Table 'things', field 'n': "pattern" does not fit the type integer.""",
        "It fits string.",
    ),
    "broken pattern": (
        lambda: declare(a=Field(pattern="(")),
        """Table 'things', field 'a': "pattern" cannot be used: not a regular expression: unclosed group.""",
        "",
    ),
    "value twice among those admitted": (
        lambda: declare(a=Field(isin=["x", "x"])),
        """Table 'things', field 'a': A value stands twice in "enum".""",
        "Remove one of them.",
    ),
    "admitted value of another type": (
        lambda: declare(n=Field(isin=[1, "x"])),
        """Table 'things', field 'n': A value of "enum", "x", cannot be read as integer: not an integer such as 42.""",
        "Write it as a value of the field (type integer).",
    ),
    "code twice in a vocabulary": (
        lambda: Vocabulary(Term("x", "X", "An x."), Term("x", "Y", "A y.")),
        "A vocabulary lists the code 'x' twice.",
        "Was a term copied, and its code not changed?",
    ),
    "vocabulary without terms": (
        Vocabulary,
        "A vocabulary has no terms, so that no value would fit it.",
        'Write Vocabulary(Term("code", "Label", "What it means."), ...).',
    ),
    "rule that names an unknown field": (
        lambda: declare(options={"rules": [rule("small", "nn < 5")]}),
        "Table 'things': the rule 'small' cannot run: there is no field 'nn'.",
        'Did you mean "n"?',
    ),
    "rule that names no field": (
        lambda: declare(options={"rules": [rule("true", "1 < 5")]}),
        "Table 'things': the rule 'true' cannot run: it reads no field.",
        "It would say the same of every row.",
    ),
    "rule that is no condition": (
        lambda: declare(options={"rules": [rule("sum", "n + 5")]}),
        "Table 'things': the rule 'sum' is no condition: it gives Int64.",
        "A rule is true where a row is fine.",
    ),
    "rule that is a query": (
        lambda: declare(options={"rules": [rule("query", "SELECT n FROM things")]}),
        NO_QUERY,
        "It reads: SELECT n FROM things",
    ),
    "two rules of one name": (
        lambda: declare(options={"rules": [rule("r", "n < 5")], "table_rules": [rule("r", "SELECT * FROM things")]}),
        "Table 'things' has two rules named 'r'.",
        "Rename one of them.",
    ),
    "rule with a name that is no slug": (
        lambda: declare(options={"rules": [rule("Small n", "n < 5")]}),
        """Table 'things': The name of a rule must be a slug, not "Small n".""",
        "Lower-case letters and digits, in groups joined by hyphens: end-not-before-start.",
    ),
    "derived from nothing": (
        lambda: declare({"d": dt.date}, d=Derived("aa", by="edtf-earliest")),
        """Table 'things': "d" is derived from "aa", which is not a field.""",
        'Did you mean "a"?',
    ),
    "derived by no method": (
        lambda: declare({"d": dt.date}, d=Derived("a", by="edtf-earlest")),
        "Table 'things': the column 'd' is derived by 'edtf-earlest', which is no method.",
        'Did you mean "edtf-earliest"?',
    ),
    "primary key that may be empty": (
        lambda: declare(a=Field(primary_key=True, nullable=True)),
        "Table 'things': the field 'a' of the primary key may be empty.",
        "Every row needs its key: take `nullable=True`, or `| None`, away.",
    ),
    "primary key said twice, differently": (
        lambda: declare(a=Field(primary_key=True), options={"primary_key": "n"}),
        "Table 'things' declares its primary key twice, and differently: ('a',) and ('n',).",
        "Say it in the fields or in Config, not in both.",
    ),
    "EDTF dates that are no text": (
        lambda: declare(n=Field(edtf=True)),
        "Table 'things': the field 'n' holds EDTF dates, and is of type integer.",
        "Annotate it with str.",
    ),
    "scale of what is no decimal": (
        lambda: declare(n=Field(scale=2)),
        "Table 'things', field 'n': It declares a scale, and is no decimal.",
        "Annotate it with decimal.Decimal.",
    ),
    "annotation of no type": (
        lambda: declare({"a": complex}),
        "Table 'things', field 'a': No type of Table Schema holds values of <class 'complex'>.",
        "Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    ),
    "columns named by a pattern": (
        lambda: declare(a=Field(regex=True, alias="a.*")),
        "Table 'things', field 'a.*': It stands for all columns that a pattern names.",
        "Declare each column: a file names them.",
    ),
    "editorial field without a reason": (
        lambda: declare(a=Field(role="editorial")),
        "Table 'things', field 'a': An editorial field gives no reason.",
        "Say in `reason` why its values need no evidence.",
    ),
    "role that is none": (
        lambda: declare(a=Field(role="fact")),  # type: ignore[arg-type]  # the mistake
        "Table 'things', field 'a': role must be factual or editorial, not 'fact' (str).",
        'Write role="editorial"; a computed column is declared by Derived.',
    ),
    "property that a field does not have": (
        lambda: declare(a=Field(titel="A")),
        "Table 'things', field 'a': A field has no property 'titel'.",
        'Did you mean "title"?',
    ),
    "regular expression of pandera that is none": (
        lambda: declare(a=Field(str_matches="(")),
        "Table 'things', field 'a': A regular expression is wrong: missing ), unterminated subpattern at position 0.",
        "Mend it.",
    ),
    "option that Config does not have": (
        lambda: declare(options={"rule": [rule("r", "n > 1")]}),
        "Table 'things': Config has no option 'rule'.",
        'Did you mean "rules"?',
    ),
    "unique columns that are not there": (
        lambda: declare(options={"unique": ["b"]}),
        "Table 'things': Config.unique names 'b', which is no field.",
        "Known: a, n.",
    ),
    "package of nothing": (
        lambda: Package.of(name="nothing"),
        "A package has at least one table.",
        "Write Package.of(Mine, ..., name=...).",
    ),
    "package with a key to a table that it does not have": (
        lambda: Package.of(declare(a=Field(references="thingss.a"))),
        "Table 'things': the foreign key of a refers to the table 'thingss', which the package does not have.",
        'Did you mean "things"?',
    ),
    "package with a key to a field that is not there": (
        lambda: Package.of(
            declare(), type("Others", (Table,), {"__annotations__": {"b": str}, "b": Field(references="things.c")})
        ),
        "Table 'others': the foreign key of b names 'c', which is no field.",
        "Known: a, n.",
    ),
    "package with two tables of one name": (
        lambda: Package.of(declare(), declare()),
        "Two tables of a package have the same name.",
        "Name them in Config.",
    ),
    "table rule over a table that is not there": (
        lambda: Package.of(declare(options={"table_rules": [rule("r", "SELECT * FROM thing")]})),
        "Table 'things': the table rule 'r' cannot run: there is no table 'thing'.",
        'Did you mean "things"?',
    ),
    "table rule that does not return the key": (
        lambda: Package.of(
            declare(a=Field(primary_key=True), options={"table_rules": [rule("r", "SELECT n FROM things")]})
        ),
        "Table 'things': the table rule 'r' does not return 'a', so that the row could not be shown.",
        "Select things.* or the primary key.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_likely_cause(mistake: str) -> None:
    make, message, hint = MISTAKES[mistake]
    with pytest.raises(DeclarationError) as raised:
        make()
    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_a_name_that_annotations_do_not_find_is_told() -> None:
    with pytest.raises(DeclarationError, match=r"name 'Missing'.*not defined in its module"):
        declare({"a": "Missing"})


def test_what_bounds_and_values_fit_is_not_refused() -> None:
    declare(
        {"d": Decimal, "f": float, "t": dt.time, "u": dt.datetime},
        n=Field(ge=1, lt=2, isin=[1]),
        a=Field(pattern=r"\d{2}", min_length=2, max_length=2),
        d=Field(gt=Decimal("0.1"), le=1),
        f=Field(ge=-0.5),
        t=Field(ge=dt.time(6)),
        u=Field(le=dt.datetime(2030, 1, 1)),  # noqa: DTZ001  # the column has no zone
    )


@pytest.mark.parametrize(
    "use",
    [
        Table.to_schema,
        lambda: example(Table),
        lambda: Table.from_schema(Table),
        lambda: Package.of(Table, name="mine"),
        lambda: Table.validate({}),
    ],
)
def test_table_itself_declares_nothing_that_could_be_used(use: Callable[[], Any]) -> None:
    with pytest.raises(DeclarationError, match="Table itself declares no fields"):
        use()


@pytest.mark.parametrize("annotation", [int | str | None, None | int, "int | str | None"])
def test_an_annotation_of_several_types_is_refused_and_not_taken_for_its_first(annotation: Any) -> None:
    with pytest.raises(DeclarationError, match=r"Table 'mixed', field 'x': Its annotation must name one type, then"):
        type("Mixed", (Table,), {"__annotations__": {"x": annotation}, "__module__": __name__})


def test_the_path_of_a_package_names_nothing_but_the_table() -> None:
    mine = Table.from_schema({"fields": [{"name": "a"}]}, "mine")
    with pytest.raises(DeclarationError, match=r"the path '\{name.stem\}.csv' is not one for each table"):
        Package.of(mine, name="mine", path="{name.stem}.csv")


def test_the_name_of_a_table_that_is_made_of_a_schema_is_a_name() -> None:
    with pytest.raises(DeclarationError, match=r"Table\.from_schema: name must be a name of letters"):
        Table.from_schema({"fields": [{"name": "a"}]}, 3)  # type: ignore[arg-type]  # a wrong call
