"""Descriptors of strangers: one that says all there is to say, and what becomes of it in the wrong hands."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

Path = tuple[str | int, ...]

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
CREDITS: dict[str, Any] = {
    "sources": [{"title": "s", "path": "https://example.org/s", "email": "a@example.org", "version": "1"}],
    "licenses": [{"name": "CC-BY-4.0", "path": "https://example.org/l", "title": "l"}],
}


def _field(name: str, type: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type, **more}


FIELDS: list[dict[str, Any]] = [
    _field("id", "string", title="Id", description="d", constraints={"required": True, "pattern": "[a-z]+"}),
    _field("s", "string", format="email", constraints={"minLength": 1, "maxLength": 9, "enum": ["a@b.org", "c@d.org"]}),
    _field("c", "string", categories=[{"value": "x", "label": "X"}], categoriesOrdered=True, missingValues=["-"]),
    _field("n", "number", decimalChar=",", groupChar=" ", bareNumber=False, constraints={"minimum": 0, "maximum": 9}),
    _field("i", "integer", categories=[1, 2], constraints={"exclusiveMinimum": -1, "exclusiveMaximum": "9"}),
    _field("b", "boolean", trueValues=["yes"], falseValues=["no"], constraints={"unique": False}),
    _field("d", "date", format="%d.%m.%Y", example="01.01.2020", rdfType="https://example.org/d"),
    _field("t", "datetime", constraints={"minimum": "2000-01-01T00:00:00Z"}),
    _field("o", "object", constraints={"jsonSchema": {"type": "object", "properties": {"a": {"minimum": 1}}}}),
    _field("l", "list", delimiter=";", itemType="integer"),
    _field("g", "geopoint", format="array"),
    _field("p", "duration"),
    _field("y", "yearmonth"),
    _field("e", "string"),
    _field("earliest", "date", constraints={"required": False}),
    _field("up", "string"),
]
SCHEMA: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "name": "schema",
    "title": "Schema",
    "description": "d",
    "fields": FIELDS,
    "fieldsMatch": ["exact"],
    "missingValues": [{"value": "", "label": "none"}, {"value": "NA"}],
    "primaryKey": ["id"],
    "uniqueKeys": [["s", "n"]],
    "foreignKeys": [{"fields": ["up"], "reference": {"resource": "other", "fields": ["id"]}}],
    "proof:data": {
        "rules": [
            {
                "name": "small",
                "sql": "n < 9",
                "severity": "warning",
                "summary": {"en": "s", "zh": "小"},
                "hint": {"en": "h"},
            }
        ],
        "derived": [{"name": "earliest", "from": "e", "by": "edtf-earliest"}],
    },
}
TABLE: dict[str, Any] = {
    "name": "t",
    "path": ["t.csv"],
    "type": "table",
    "title": "T",
    "description": "d",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "bytes": 0,
    "hash": "sha256:00",
    "dialect": {
        "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
        "header": True,
        "headerRows": [1],
        "headerJoin": " ",
        "commentRows": [9],
        "commentChar": "#",
        "delimiter": ",",
        "lineTerminator": "\n",
        "quoteChar": '"',
        "doubleQuote": True,
        "nullSequence": "NULL",
        "skipInitialSpace": False,
    },
    "schema": SCHEMA,
    **CREDITS,
}
OTHERS: list[dict[str, Any]] = [
    {
        "name": "other",
        "data": {"rows": [{"id": "a", "k": {"v": [1]}}]},
        "format": "json",
        "dialect": {"property": "rows", "itemType": "object", "itemKeys": ["id", "k"]},
        "schema": {"fields": [_field("id", "string"), _field("k", "object")], "fieldsMatch": "equal"},
    },
    {
        "name": "sheet",
        "path": "s.xlsx",
        "dialect": {"sheetNumber": 1, "sheetName": "x", "table": "t"},
        "schema": "s.json",
    },
    {"name": "packed", "path": "t.csv.gz", "compression": "gz", "schema": {"fields": []}, "profile": "data-resource"},
    {
        "name": "sources",
        "path": "sources.csv",
        "schema": {"fields": [_field(n, "string") for n in ("source_id", "sha256", "language")]},
    },
    {
        "name": "evidence",
        "path": "evidence.csv",
        "schema": {
            "fields": [
                _field(n, "integer" if n in {"start", "end"} else "string")
                for n in ("evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "basis")
            ]
        },
    },
]
BOOKS: dict[str, Any] = {
    "sources": "sources",
    "evidence": "evidence",
    "quotes": {"characters": 60, "han": 20, "share": 0.3},
    "things": [{"resource": "t", "names": ["id", "s"]}],
    "aliases": [{"resource": "other", "text": "id"}],
    "languages": {"en": "_en"},
    "quantities": [{"resource": "t", "value": "n", "comparator": "s", "unit": "c"}],
    "units": {"person": ["people", "人"]},
    "observations": [{"resource": "t", "same": ["id"], "value": ["n"]}],
}
RICH: dict[str, Any] = {
    "$schema": V2,
    "name": "p",
    "id": "https://example.org/p",
    "title": "P",
    "description": "d",
    "version": "1.0.0",
    "homepage": "https://example.org",
    "image": "logo.png",
    "created": "2020-01-01T00:00:00Z",
    "keywords": ["k"],
    "contributors": [
        {"title": "c", "givenName": "c", "familyName": "c", "path": "https://example.org/c", "email": "c@example.org",
         "roles": ["author"], "role": "author", "organization": "o"}
    ],
    **CREDITS,
    "resources": [TABLE, *OTHERS],
    "proof:data": {
        "rules": [{"name": "all", "sql": "SELECT * FROM t WHERE n > 9", "resource": "t", "severity": "error"}],
        "books": BOOKS,
    },
}  # fmt: skip
FILES: dict[str, str] = {
    "t.csv": ",".join(field["name"] for field in FIELDS)
    + "\n"
    + 'a,a@b.org,x,"1,5",1,yes,01.01.2020,2020-01-01T00:00:00Z,"{""a"":1}",1;2,"[1,2]",P1Y,2020-01,2020,2020-01-01,a\n',
    "s.json": json.dumps({"fields": [_field("id", "string")]}),
    "sources.csv": "source_id,sha256,language\ns1,00,en\n",
    "evidence.csv": "evidence_id,table,row_id,field,source_id,start,end,quote,basis\n",
}

DEEP: Any = []
for _ in range(200):
    DEEP = [DEEP]
# Values of every kind that JSON has, and of sizes and forms that nobody expects.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**400, "", "x", "\ud800", "é" * 5000, [], [None], ["x", "x"], [[]], [{}]),
    *({}, {"": None}, {"x": {"y": 1}}, {"en": 1}, DEEP),
)


def nodes(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all values within a JSON value, itself first."""
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in entries:
        yield from nodes(each, (*path, key))


def at(value: Any, path: Path) -> Any:
    """What stands at a place."""
    for key in path:
        value = value[key]
    return value


def replaced(value: Any, path: Path, new: Any) -> Any:
    """A copy with another value at a place (which may be a new property)."""
    if not path:
        return copy.deepcopy(new)
    found = copy.deepcopy(value)
    at(found, path[:-1])[path[-1]] = copy.deepcopy(new)
    return found


def without(value: Any, path: Path) -> Any:
    """A copy without what stands at a place."""
    found = copy.deepcopy(value)
    del at(found, path[:-1])[path[-1]]
    return found


def properties(value: Any) -> dict[str, Any]:
    """All properties of all objects within a JSON value, each with a value that it has somewhere."""
    return {path[-1]: at(value, path) for path in nodes(value) if path and isinstance(path[-1], str)}


def shown(path: Path) -> str:
    """A place as issues name it."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def mutations(value: Any) -> Iterator[tuple[Path, str, Any]]:
    """Each node replaced by each value, each property left out, each object given each property of all others."""
    others = properties(value)
    for path in nodes(value):
        for number, new in enumerate(VALUES):
            yield path, f"value {number}", replaced(value, path, new)
        if path:
            yield path, "left out", without(value, path)
        if isinstance(here := at(value, path), dict):
            for key in others.keys() - here.keys():
                yield (*path, key), "added", replaced(value, (*path, key), others[key])


def mutated(draw: Random) -> Any:
    """A copy of the rich descriptor with some mutations, drawn."""
    found = RICH
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        found = _mutated_once(found, draw)
    return found


def _mutated_once(value: Any, draw: Random) -> Any:
    path = draw.choice([*nodes(value)])
    how = draw.randrange(4)
    if how == 0 and path:
        return without(value, path)
    here, others = at(value, path), properties(RICH)
    if how == 1 and isinstance(here, dict):
        key = draw.choice([*others])
        return replaced(value, (*path, key), others[key])
    if how == 2:
        return replaced(value, path, at(RICH, draw.choice([*nodes(RICH)])))
    return replaced(value, path, draw.choice(VALUES))
