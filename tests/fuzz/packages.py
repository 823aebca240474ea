"""A fuzzer of whole packages: ``python packages.py [FOLDER] [-max_total_time=60 ...]`` (options of libFuzzer).

Any exception but ``CannotCheckError`` is a failure; so are 20 seconds, 2 GiB, and text that a terminal obeys. It needs
``atheris``, which is made for few versions of Python and not among the requirements.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["talent_dataset"]):
    from talent_dataset.checking import validate
    from talent_dataset.engine.errors import CannotCheckError
    from talent_dataset.render import plain, report_lines
    from talent_dataset.render.json_text import to_json

V1 = "https://specs.frictionlessdata.io/data-package/"
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = [
    *("string", "number", "integer", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration"),
    *("object", "array", "list", "geopoint", "geojson", "any", "x"),
]
FORMATS = [
    "default",
    "any",
    "email",
    "uri",
    "uuid",
    "binary",
    "array",
    "object",
    "topojson",
    "%Y-%m-%d",
    "%d/%m/%y %H:%M",
]
CONSTRAINTS = [
    *("required", "unique", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "jsonSchema"),
]
OPTIONS = [
    *("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "delimiter", "itemType", "missingValues"),
    *("categories", "categoriesOrdered", "rdfType", "title", "example", "format", "name", "type", "constraints"),
]
DIALECT = [
    *("delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace"),
    *(
        "header",
        "headerRows",
        "headerJoin",
        "commentRows",
        "commentChar",
        "property",
        "itemType",
        "itemKeys",
        "sheetName",
    ),
]
SCHEMA = [
    "fields",
    "fieldsMatch",
    "primaryKey",
    "uniqueKeys",
    "foreignKeys",
    "missingValues",
    "proof:data",
    "$schema",
]
RESOURCE = [
    *("name", "path", "data", "type", "format", "mediatype", "encoding", "bytes", "hash", "compression", "schema"),
    *("dialect", "sources", "licenses", "title", "$schema", "profile"),
]
PACKAGE = [
    "$schema",
    "name",
    "resources",
    "licenses",
    "contributors",
    "sources",
    "version",
    "created",
    "id",
    "proof:data",
]
WORDS = [
    *(
        "a",
        "b",
        "t",
        "t.csv",
        "t.json",
        "t.ndjson",
        "t.csv.gz",
        ",",
        ";",
        "\t",
        '"',
        "\\",
        "\r",
        "#",
        "",
        "utf-8",
        "utf-16",
    ),
    *(
        "gb18030",
        "latin1",
        "object",
        "array",
        "subset",
        "partial",
        "gz",
        "sql",
        "rules",
        "a > 1",
        "SELECT a FROM t",
        "resource",
    ),
    *("reference", "fields", "value", "label", "(a+)+$", "[^x]{2,}", "1", "-1.5e3", "2020-02-30", "P1M", "true", "INF"),
]
NAMES = ["t.csv", "t.json", "t.ndjson", "t.csv.gz", "s.json"]


class Draw:
    """Values from the bytes of the fuzzer."""

    def __init__(self, data: bytes) -> None:
        self.from_bytes: Any = atheris.FuzzedDataProvider(data)

    def number(self, most: int) -> int:
        """A number from 0."""
        found: int = self.from_bytes.ConsumeIntInRange(0, most)
        return found

    def one_of(self, words: list[Any]) -> Any:
        """One of them."""
        return words[self.number(len(words) - 1)]

    def text(self) -> str:
        """A word of ours, or noise."""
        return str(self.one_of(WORDS)) if self.number(2) else str(self.from_bytes.ConsumeUnicode(self.number(12)))

    def json(self, depth: int = 0) -> Any:
        """Any JSON value."""
        kind = self.number(7 if depth < 4 else 4)
        if kind < 2:
            return self.text()
        if kind < 5:
            return [self.number(40) - 5, self.from_bytes.ConsumeRegularFloat(), self.one_of([True, False, None])][
                kind - 2
            ]
        if kind == 5:
            return [self.json(depth + 1) for _ in range(self.number(4))]
        return {self.text(): self.json(depth + 1) for _ in range(self.number(4))}

    def some(self, names: list[str], most: int) -> dict[str, Any]:
        """Some properties with any values."""
        return {self.one_of(names): self.json() for _ in range(self.number(most))}


def field(draw: Draw, name: str) -> dict[str, Any]:
    """A field that is mostly sound."""
    found = {"name": name, "type": draw.one_of(TYPES)} | draw.some(OPTIONS, 2)
    if draw.number(1):
        found["format"] = draw.one_of(FORMATS)
    if draw.number(1):
        found["constraints"] = draw.some(CONSTRAINTS, 3)
    return found


def descriptor(draw: Draw) -> dict[str, Any]:
    """A package that is mostly sound."""
    schema = {"fields": [field(draw, name) for name in ("a", "b", "c")[: 1 + draw.number(2)]]} | draw.some(SCHEMA, 2)
    resource: dict[str, Any] = {
        "name": "t",
        "path": draw.one_of(NAMES),
        "schema": draw.one_of([schema, schema, "s.json"]),
    }
    if draw.number(1):
        resource["dialect"] = draw.some(DIALECT, 3)
    resource |= draw.some(RESOURCE, 2)
    return {"$schema": draw.one_of([V2, V2, V1]), "resources": [resource]} | draw.some(PACKAGE, 1)


def one_input(data: bytes) -> None:
    """Validate what the bytes make, and show what was found."""
    draw = Draw(data)
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        if draw.number(9):
            told = json.dumps(descriptor(draw)).encode("utf-8", "surrogatepass")
        else:
            told = draw.from_bytes.ConsumeBytes(draw.number(400))
        (folder / "datapackage.json").write_bytes(told)
        head = draw.one_of([b"a,b,c\n", b"a,b\n", b"a\n", b"", b"\xef\xbb\xbfa\n", b"[", b"{"])
        content = head + draw.from_bytes.ConsumeBytes(1 << 12)
        for each in NAMES:
            (folder / each).write_bytes(content)
        check(folder)


def check(folder: Path) -> None:
    """A report, or the reason why there is none."""
    try:
        report = validate(folder, limit=5)
    except CannotCheckError:
        return
    json.loads(to_json(report))
    text = plain(report_lines(report))
    assert all(char.isprintable() or char in "\n\u3000\u200c\u200d" for char in text), repr(text)
    assert (report.verdict == "invalid") == (report.errors > 0)
    assert not report.is_valid or report.checks.run > 0


FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - files in memory are ten times quicker

if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=20", "-len_control=0", "-rss_limit_mb=2048", "-max_len=2048"], one_input)
    atheris.Fuzz()
