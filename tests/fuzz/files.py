"""Files of every format, and what becomes of their bytes in the wrong hands."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import random
import zipfile
from typing import Any, Final

import polars as pl

ROWS: Final[list[dict[str, Any]]] = [
    {"id": n, "name": ["a", "b,c", 'd"e', "四川", None][n % 5], "share": n / 7, "on": dt.date(2020, 1, 1 + n % 28)}
    for n in range(40)
]
SCHEMA: Final[dict[str, Any]] = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "name", "type": "string"},
        {"name": "share", "type": "number"},
        {"name": "on", "type": "date"},
    ],
    "primaryKey": "id",
    "fieldsMatch": "subset",
}


def _typed() -> pl.DataFrame:
    """Columns of the kinds that files of Parquet and Arrow have beyond those of text."""
    frame = pl.DataFrame(ROWS)
    return frame.with_columns(
        at=pl.datetime(2020, 1, pl.col("id") % 28 + 1, time_zone="UTC"),
        is_even=pl.col("id") % 2 == 0,
        list=pl.concat_list("id", "id"),
        struct=pl.struct("id", "name"),
        kind=pl.col("name").cast(pl.Categorical),
        exact=pl.col("id").cast(pl.Decimal(10, 2)),
        bytes=pl.col("name").cast(pl.Binary),
        time=pl.time(pl.col("id") % 24),
        span=pl.duration(days=pl.col("id")),
    )


def _text(delimiter: str) -> bytes:
    return pl.DataFrame(ROWS).write_csv(separator=delimiter).encode()


def _json_rows() -> list[str]:
    return [json.dumps(row, default=str, ensure_ascii=False) for row in ROWS]


def _arrow(**options: Any) -> bytes:
    target = io.BytesIO()
    _typed().write_ipc(target, **options)
    return target.getvalue()


def _parquet(**options: Any) -> bytes:
    target = io.BytesIO()
    _typed().write_parquet(target, **options)
    return target.getvalue()


def _xlsx() -> bytes:
    target = io.BytesIO()
    pl.DataFrame(ROWS).write_excel(target)
    return target.getvalue()


_ODS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="t"><table:table-column table:number-columns-repeated="4"/>{}'
    '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def _ods() -> bytes:
    def cell(value: Any) -> str:
        if value is None:
            return '<table:table-cell table:number-columns-repeated="1"/>'
        if isinstance(value, int | float):
            kind = f'office:value-type="float" office:value="{value}"'
        elif isinstance(value, dt.date):
            kind = f'office:value-type="date" office:date-value="{value}"'
        else:
            kind = 'office:value-type="string"'
            value = value.replace("&", "&amp;").replace("<", "&lt;")
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"

    rows: list[list[Any]] = [[*ROWS[0]], *([*row.values()] for row in ROWS)]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", _ODS.format(body))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return target.getvalue()


def _zipped(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


def corpus() -> dict[str, bytes]:
    """A sound file of each format and form, by its name."""
    text, lines = _text(","), _json_rows()
    return {
        "t.csv": text,
        "t.tsv": _text("\t"),
        "t.json": ("[" + ",\n".join(lines) + "]").encode(),
        "t.ndjson": "\n".join(lines).encode(),
        "t.csv.gz": gzip.compress(text, mtime=0),
        "t.csv.zip": _zipped("t.csv", text),
        "t.parquet": _parquet(),
        "plain.parquet": _parquet(compression="uncompressed", row_group_size=16, use_pyarrow=False),
        "t.arrow": _arrow(),
        "packed.arrow": _arrow(compression="zstd"),
        "t.xlsx": _xlsx(),
        "t.ods": _ods(),
    }


_LENGTHS: Final = (
    0,
    1,
    2,
    7,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0xFFFFFFFF,
    1 << 40,
    (1 << 63) - 1,
    (1 << 64) - 1,
)
_WORDS: Final = (
    *(b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"PAR1", b"ARROW1"),
    *(b"1e999", b"NaN", b"-", b"9" * 400, b"[" * 300, b"{" * 300, b"]", b"}", b"\\ud800", b"\x1b[2J", b"&x;"),
    *(b'"1048576"', b'"16384"', b'"999999999"', b"XFD1048576", b"<!DOCTYPE x [<!ENTITY x 'y'>]>", b"</row>", b"<c"),
)


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Some bytes of a file changed, put in, taken out, or repeated; lengths and words of formats among them."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 1, 2, 3, 8))):
        _change(changed, draw)
    return bytes(changed)


def _change(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) + 1)
    end = min(len(data), at + draw.choice((1, 2, 4, 8, 50, 5_000)))
    how = draw.randrange(7)
    if how == 0 and at < len(data):
        data[at] ^= 1 << draw.randrange(8)
    elif how == 1:
        data[at:end] = draw.randbytes(end - at)
    elif how == 2:
        del data[at:end]
    elif how == 3:
        data[at:at] = data[at:end] * draw.choice((1, 2, 1_000))
    elif how == 4:
        del data[at:]
    elif how == 5:
        data[at:at] = draw.choice(_WORDS)
    else:
        size = draw.choice((1, 2, 4, 8))
        data[at : at + size] = (draw.choice(_LENGTHS) % (1 << 8 * size)).to_bytes(size, draw.choice(("little", "big")))


def mutated_file(name: str, data: bytes, draw: random.Random) -> bytes:
    """A file with wrong bytes; of a zip file mostly those of a member, which the checksums would else hide."""
    if not name.endswith((".xlsx", ".ods", ".zip", ".gz")) or draw.random() < 0.25:
        return mutated(data, draw)
    if name.endswith(".gz"):
        return gzip.compress(mutated(gzip.decompress(data), draw), mtime=0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    chosen = draw.choice([*members])
    members[chosen] = mutated(members[chosen], draw)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return target.getvalue()
