"""Small packages with books, made by hand: documents of a few words, tables of a few rows, evidence by quotes."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.checking import examine, validate
from talent_dataset.engine.report import Report
from talent_dataset.engine.validation.tally import Tally
from talent_dataset.provenance.bookkeeping import read_ledger
from talent_dataset.provenance.ledger import Ledger

Rows = Sequence[Mapping[str, str]]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
INTEGERS = {"start", "end", "characters", "bytes", "figure_count"}
COLUMNS = {
    "sources": ("source_id", "sha256", "characters", "language", "figure_count", "figures_sha256", "finder"),
    "evidence": (
        "evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "span_sha256",
        "quote_restored", "basis", "reason", "derivation", "concludes",
    ),
    "figures": (
        "figure_id", "source_id", "start", "end", "text", "kind", "value", "upper", "comparator", "scale", "unit",
        "date", "idiom", "booked_as", "table", "row_id", "field", "duplicate_of", "reason", "note",
    ),
    "repairs": ("repair_id", "source_id", "start", "end", "raw", "reading", "reason"),
    "conflicts": (
        "conflict_id", "table", "row_id", "field", "other_table", "other_row_id", "other_field", "kind", "status",
        "preferred", "reason",
    ),
}  # fmt: skip


@pytest.fixture
def books_package(tmp_path: Path) -> Callable[..., Path]:
    """Writes a package with books into a folder of its own, and says where.

    Args of the function:
        documents: Text of each document by the id of its source; the language of one whose id starts with ``zh`` is
            Chinese. They stand in ``seeds/texts`` of the package, where ``validate`` finds them.
        tables: Rows by table; the first field of a table is its key, and editorial, all others are factual text.
        evidence: The entries, as far as they matter: ``source_id`` and ``quote`` are enough for a place, which is that
            of the first occurrence; ``basis`` is ``stated`` where it is not said.
        books: Further properties of ``proof:data.books`` (``things``, ``quantities``, ...).
        schemas: By table: ``fields`` (properties by field, ``{"value": {"type": "number"}}``) and any other property
            of its schema.
        repairs, figures, conflicts: Rows of those books; without them they are not declared.
        sources: Further cells by source.
        rules: Further properties of the package.
    """

    def make(
        documents: Mapping[str, str],
        tables: Mapping[str, Rows],
        evidence: Rows = (),
        *,
        books: Mapping[str, Any] | None = None,
        schemas: Mapping[str, Mapping[str, Any]] | None = None,
        sources: Mapping[str, Mapping[str, str]] | None = None,
        **others: Rows,
    ) -> Path:
        all_rows = {
            **tables,
            "sources": [_source(key, text) | dict((sources or {}).get(key, {})) for key, text in documents.items()],
            "evidence": [_entry(i, each, documents) for i, each in enumerate(evidence)],
            **others,
        }
        folder = tmp_path / f"package-{len(list(tmp_path.iterdir()))}"
        _write(folder, all_rows, documents, {**(books or {}), **{name: name for name in others}}, schemas or {})
        return folder

    return make


@pytest.fixture
def audited() -> Callable[..., Report]:
    """Validates a package; all issues are shown."""

    def run(folder: Path, texts: str | None = None) -> Report:
        return validate(folder, limit=None, texts=texts)

    return run


@pytest.fixture
def found() -> Callable[..., list[tuple[str, Any, str | None]]]:
    """The findings of a package: code, key of the row (its first part) and field of each."""

    def run(folder: Path, texts: str | None = None) -> list[tuple[str, Any, str | None]]:
        issues = validate(folder, limit=None, texts=texts).issues
        return [(each.code, next(iter((each.key or {}).values()), None), each.field) for each in issues]

    return run


@pytest.fixture
def ledger() -> Callable[..., Ledger]:
    """The books of a package."""

    def run(folder: Path, texts: str | None = None) -> Ledger:
        found = read_ledger(examine(folder, Tally(None), texts=texts))
        assert isinstance(found, Ledger)
        return found

    return run


def _source(key: str, text: str) -> dict[str, str]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    language = "zh-Hans" if key.startswith("zh") else "en"
    return {"source_id": key, "sha256": digest, "characters": str(len(text)), "language": language}


def _entry(number: int, given: Mapping[str, str], documents: Mapping[str, str]) -> dict[str, str]:
    entry = {"evidence_id": f"e{number}", "basis": "stated", **given}
    quote = entry.get("quote", "")
    text = documents.get(entry.get("source_id", ""), "")
    if quote and quote in text and "start" not in entry:
        start = text.index(quote)
        entry |= {"start": str(start), "end": str(start + len(quote))}
    if quote and "span_sha256" not in entry:
        entry["span_sha256"] = hashlib.sha256(quote.encode()).hexdigest()
    return entry


def _write(
    folder: Path,
    tables: Mapping[str, Rows],
    documents: Mapping[str, str],
    books: Mapping[str, Any],
    schemas: Mapping[str, Mapping[str, Any]],
) -> None:
    (folder / "seeds" / "texts").mkdir(parents=True)
    for key, text in documents.items():
        (folder / "seeds" / "texts" / f"{key}.txt").write_bytes(text.encode())
    resources = []
    for name, rows in tables.items():
        fields = COLUMNS.get(name) or tuple(dict.fromkeys(field for row in rows for field in row))
        (folder / f"{name}.csv").write_text(_csv(fields, rows), encoding="utf-8")
        schema = _schema(name, fields, schemas.get(name, {}))
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    ours = {"books": {"sources": "sources", "evidence": "evidence", **books}}
    descriptor = {"$schema": PROFILE, "name": "example", "proof:data": ours, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def _schema(name: str, fields: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    said = given.get("fields", {})
    described = [_field(name, field, fields[0]) | said.get(field, {}) for field in fields]
    return {"primaryKey": [fields[0]], **given, "fields": described}


def _field(table: str, name: str, key: str) -> dict[str, Any]:
    plain = {"name": name, "type": "integer" if table in COLUMNS and name in INTEGERS else "string"}
    is_editorial = table in COLUMNS or name == key
    return {**plain, "proof:data": {"role": "editorial"}} if is_editorial else plain


def _csv(fields: Sequence[str], rows: Rows) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
