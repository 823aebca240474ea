"""A second table to measure with: quoted text with doubled quotes and line breaks, addresses, codes that repeat."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

STATIONS: Final = 10_000
CODES: Final = tuple(f"code_{number}" for number in range(50))
UNITS: Final = ("kg", "m", "s")

FIELDS: Final[list[dict[str, Any]]] = [
    {"name": "id", "type": "string", "constraints": {"pattern": "OBS-[0-9]{8}", "required": True}},
    {"name": "station", "type": "string", "constraints": {"required": True}},
    {"name": "code", "type": "string", "constraints": {"enum": list(CODES)}},
    {"name": "period", "type": "string", "constraints": {"pattern": "[0-9]{4}-Q[1-4]"}},
    {"name": "value", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 999}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "is_estimate", "type": "boolean"},
    {"name": "unit", "type": "string", "constraints": {"enum": list(UNITS)}},
    {"name": "url", "type": "string", "format": "uri", "constraints": {"pattern": "https?://[^ ]+"}},
    {"name": "note", "type": "string", "constraints": {"maxLength": 20}},
    {"name": "comment", "type": "string", "constraints": {"maxLength": 500}},
]
NAMES: Final = tuple(field["name"] for field in FIELDS)
WRONG: Final = {
    "id": "OBX-1",
    "station": "ST-99999",
    "code": "code_x",
    "period": "2000-Q5",
    "value": "1000.5",
    "count": "-4",
    "day": "2001-02-30",
    "is_estimate": "maybe",
    "unit": "ton",
    "url": "no address",
    "note": "x" * 60,
}


def cells() -> list[pl.Expr]:
    """The cells of a record, as they are written, given its number (``row``)."""
    row, day = pl.col("row"), pl.date(2000, 1, 1) + pl.duration(days=_random(1, 9_000))
    words = pl.lit("the quick brown fox jumps over lazy dogs by the river ")
    number = _random(2, 10**9).cast(pl.String)
    several = pl.concat_str(pl.lit('"'), words, pl.lit("\n"), words, pl.lit('"'))
    quoted = pl.concat_str(pl.lit('"'), words, pl.lit('""data"", '), number, pl.lit('"'))
    kind = pl.when(row % 500 == 0).then(several).when(row % 5 != 0).then(quoted)
    return [
        pl.concat_str(pl.lit("OBS-"), row.cast(pl.String).str.zfill(8)).alias("id"),
        pl.concat_str(pl.lit("ST-"), _random(3, STATIONS).cast(pl.String).str.zfill(5)).alias("station"),
        pl.concat_str(pl.lit("code_"), _random(4, len(CODES)).cast(pl.String)).alias("code"),
        pl.concat_str(day.dt.year().cast(pl.String), pl.lit("-Q"), day.dt.quarter().cast(pl.String)).alias("period"),
        (_random(5, 10**5) / 1000).round(3).cast(pl.String).alias("value"),
        _random(6, 1_000).cast(pl.String).alias("count"),
        day.dt.to_string("%Y-%m-%d").alias("day"),
        pl.when(row % 2 == 0).then(pl.lit("false")).otherwise(pl.lit("true")).alias("is_estimate"),
        _random(7, len(UNITS)).cast(pl.String).replace({str(n): unit for n, unit in enumerate(UNITS)}).alias("unit"),
        pl.concat_str(pl.lit("https://example.org/data/"), row.cast(pl.String), pl.lit("?q="), number).alias("url"),
        pl.concat_str(pl.lit("note "), _random(9, 100).cast(pl.String)).alias("note"),
        kind.otherwise(pl.concat_str(words, number)).alias("comment"),
    ]


def faulty() -> list[pl.Expr]:
    """The cells of which one in a thousand is wrong, each column in rows of its own."""
    which = _random(8, 1_000)
    return [
        pl.when(which == place).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
        for place, (name, text) in enumerate(WRONG.items())
    ]


def _random(seed: int, below: int) -> pl.Expr:
    return pl.col("row").hash(seed) % below
