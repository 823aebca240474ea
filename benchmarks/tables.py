"""Tables to measure with: clean and dirty, any number of rows, the same for the same size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import polars as pl
import quoted

PARENTS: Final = 1_000
SLICE: Final = 500_000
KINDS: Final = ("alpha", "beta", "gamma", "delta")
NAMES: Final = ("id", "ref", "code", "name", "day", "amount", "count", "flag", "kind", "text", "email", "stamp")
FAULTS: Final = 11

FIELDS: Final[list[dict[str, Any]]] = [
    {"name": "id", "type": "integer"},
    {"name": "ref", "type": "integer"},
    {"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]{2}-[0-9]{6}"}},
    {"name": "name", "type": "string", "constraints": {"required": True}},
    {"name": "day", "type": "date"},
    {"name": "amount", "type": "number", "constraints": {"minimum": 0}},
    {"name": "count", "type": "integer"},
    {"name": "flag", "type": "boolean"},
    {"name": "kind", "type": "string", "constraints": {"enum": list(KINDS)}},
    {"name": "text", "type": "string", "constraints": {"maxLength": 200}},
    {"name": "email", "type": "string", "format": "email"},
    {"name": "stamp", "type": "datetime"},
]


def make(folder: Path, rows: int, *, is_dirty: bool, is_quoted: bool = False) -> Path:
    """The descriptor of a package with a table of that many rows, made where it is not there yet."""
    shape = "quoted-" if is_quoted else ""
    home = folder / f"{rows}-{shape}{'dirty' if is_dirty else 'clean'}"
    descriptor = home / "datapackage.json"
    if not descriptor.exists():
        home.mkdir(parents=True, exist_ok=True)
        with (home / "big.csv").open("wb") as target:
            target.write((",".join(quoted.NAMES if is_quoted else NAMES) + "\n").encode())
            for start in range(0, rows, SLICE):
                lines = (_quoted if is_quoted else _lines)(start, min(start + SLICE, rows), is_dirty=is_dirty)
                target.write("\n".join(lines).encode() + b"\n")
        keys = [f"ST-{n:05}" for n in range(quoted.STATIONS)] if is_quoted else [str(n) for n in range(PARENTS)]
        (home / "parents.csv").write_text("id\n" + "".join(f"{key}\n" for key in keys), encoding="utf-8")
        descriptor.write_text(json.dumps(_package(is_quoted=is_quoted)), encoding="utf-8")
    return descriptor


def _quoted(start: int, end: int, *, is_dirty: bool) -> pl.Series:
    """The records of the second table."""
    cells = pl.select(row=pl.int_range(start, end)).with_columns(quoted.cells())
    cells = cells.with_columns(quoted.faulty()) if is_dirty else cells
    line = pl.concat_str([pl.col(name) for name in quoted.NAMES], separator=",")
    return cells.select(line=line).get_column("line")


def _package(*, is_quoted: bool) -> dict[str, Any]:
    refers, type_ = ("station", "string") if is_quoted else ("ref", "integer")
    key = {"fields": refers, "reference": {"resource": "parents", "fields": "id"}}
    big = {"fields": quoted.FIELDS if is_quoted else FIELDS, "primaryKey": "id", "foreignKeys": [key]}
    parents = {"fields": [{"name": "id", "type": type_}], "primaryKey": "id"}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "big",
        "resources": [
            {"name": "big", "path": "big.csv", "type": "table", "schema": big},
            {"name": "parents", "path": "parents.csv", "type": "table", "schema": parents},
        ],
    }


def _lines(start: int, end: int, *, is_dirty: bool) -> pl.Series:
    """The records, each a line."""
    frame = pl.select(row=pl.int_range(start, end))
    cells = frame.with_columns(_cells())
    if is_dirty:
        cells = cells.with_columns(_faulty())
    line = pl.concat_str([pl.col(name) for name in NAMES], separator=",")
    if is_dirty:
        short, long = pl.concat_str([pl.col(name) for name in NAMES[:-3]], separator=","), line + ",more"
        line = pl.when(_is(9)).then(short).when(_is(10)).then(long).otherwise(line)
    return cells.select(line=line).get_column("line")


def _random(seed: int, below: int) -> pl.Expr:
    return pl.col("row").hash(seed) % below


def _cells() -> list[pl.Expr]:
    row, day = pl.col("row"), pl.date(2000, 1, 1) + pl.duration(days=_random(1, 9_000))
    number = _random(2, 10**9).cast(pl.String)
    quoted = pl.concat_str(pl.lit('"some, ""text"" here '), number, pl.lit('"'))
    plain = pl.concat_str(pl.lit("lorem ipsum dolor sit amet "), number, pl.lit(" 中文文本"))
    return [
        row.cast(pl.String).alias("id"),
        _random(3, PARENTS).cast(pl.String).alias("ref"),
        pl.concat_str(pl.lit("AB-"), _random(4, 10**6).cast(pl.String).str.zfill(6)).alias("code"),
        pl.concat_str(pl.lit("name "), row.cast(pl.String)).alias("name"),
        day.dt.to_string("%Y-%m-%d").alias("day"),
        (_random(5, 10**7) / 100).round(2).cast(pl.String).alias("amount"),
        pl.when(row % 10 == 0).then(pl.lit("")).otherwise(_random(6, 10**5).cast(pl.String)).alias("count"),
        pl.when(row % 2 == 0).then(pl.lit("false")).otherwise(pl.lit("true")).alias("flag"),
        _random(7, len(KINDS)).cast(pl.String).replace({str(n): kind for n, kind in enumerate(KINDS)}).alias("kind"),
        pl.when(row % 5 == 0).then(quoted).otherwise(plain).alias("text"),
        pl.concat_str(pl.lit("u"), row.cast(pl.String), pl.lit("@example.org")).alias("email"),
        pl.concat_str(day.dt.to_string("%Y-%m-%dT"), (row % 24).cast(pl.String).str.zfill(2), pl.lit(":00:00Z")).alias(
            "stamp"
        ),
    ]


def _is(fault: int) -> pl.Expr:
    """The rows with a fault: one of a thousand for each kind."""
    return _random(8, 1_000) == fault


def _faulty() -> list[pl.Expr]:
    wrong = {
        "id": [(0, pl.concat_str(pl.lit("x"), pl.col("id"))), (1, pl.lit("7"))],
        "ref": [(2, pl.lit("5000"))],
        "code": [(3, pl.lit("AB-12"))],
        "day": [(4, pl.lit("2020-1-2"))],
        "amount": [(5, pl.lit("-1.5"))],
        "count": [(6, pl.lit("1.5"))],
        "flag": [(7, pl.lit("yes"))],
        "kind": [(8, pl.lit("omega"))],
    }
    found = []
    for name, faults in wrong.items():
        cell = pl.col(name)
        for number, text in faults:
            cell = pl.when(_is(number)).then(text).otherwise(cell)
        found.append(cell.alias(name))
    return found
