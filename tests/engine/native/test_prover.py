"""One oracle, several provers: whatever a table holds, the report with the native prover is that without it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset import validate
from talent_dataset.engine.reading import fast_csv, native
from talent_dataset.engine.report import Report

if native.why_not():
    pytest.skip(f"no native prover: {native.why_not()}", allow_module_level=True)

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"minimum": -3, "exclusiveMaximum": 40}},
    {"name": "code", "type": "string", "constraints": {"enum": ["a", "b", 'q"q', ""], "required": True}},
    {"name": "text", "type": "string", "constraints": {"pattern": "[a-c]*|\\d{2}", "maxLength": 3, "minLength": 1}},
    {"name": "n", "type": "number", "constraints": {"minimum": 0.1, "maximum": 1e3}},
    {"name": "on", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "is", "type": "boolean", "trueValues": ["yes", "1"], "falseValues": ["no"]},
    {"name": "url", "type": "string", "format": "uri"},
    {"name": "year", "type": "year", "constraints": {"maximum": 2024}},
    {"name": "port", "type": "string", "missingValues": ["", "-"]},
    {"name": "any", "type": "any"},
    {"name": "at", "type": "datetime"},
    {"name": "mail", "type": "string", "format": "email"},
    {"name": "rank", "type": "integer", "constraints": {"enum": [1, 2, 30]}},
    {"name": "clock", "type": "time", "constraints": {"unique": True}},
]
PORT = [{"name": "name", "type": "string"}, {"name": "rank", "type": "integer"}]
PORTS = ["home", "away", "中"]
PIECES = {
    "id": ["1", "2", "03", "+3", "-3", "40", "x", "1.0", "99999999999999999999", "", " 1"],
    "code": ["a", "b", 'q"q', "", "c", "A"],
    "text": ["a", "abc", "12", "abcd", "", "１２", "d", "=a+1", "a\nb"],
    "n": ["0.1", "0.10", "1e3", "1000.0000000000000001", "0.09999999999999999", "NaN", "INF", ".5", "x", "", "+7"],
    "on": ["2000-01-01", "1999-12-31", "2024-02-29", "2023-02-29", "2000-1-1", ""],
    "is": ["yes", "no", "1", "true", ""],
    "url": ["https://e.org/a?b#c", "no url", "mailto:a@b", "https://[::1]/", "https://é.org", ""],
    "year": ["2024", "2025", "0000", "-2024", "12024", "20x4", ""],
    "port": ["home", "away", "-", "gone", "中", ""],
    "any": ["", "x", "-", "=1+a", "a,b", 'say "hi"', "two\nlines", "\t", "中文"],
    "at": ["2024-02-29T24:00:00Z", "2024-01-01T00:00:00.5+14:00", "2023-02-29T00:00:00", "2024-01-01", ""],
    "mail": ["a@b.org", "é@中.org", "a@b", '"x y"@b.org', "+a@b.org", ""],
    "rank": ["1", "030", "3", "x", "+2", "30.0", ""],
    "clock": ["", "", "10:00:00", "23:59:60", "10:00:00"],
}
SOUND = {name: [texts[0], texts[1]] for name, texts in PIECES.items()}


def written(cell: str, *, is_quoted: bool) -> str:
    needs = is_quoted or any(sign in cell for sign in '",\n\r')
    return '"' + cell.replace('"', '""') + '"' if needs else cell


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Mostly sound records with faults among them, then some bytes spoilt."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [",".join(field["name"] for field in FIELDS)]
    for number in range(draw(st.integers(0, 12))):
        pieces = draw(st.sampled_from([SOUND, SOUND, PIECES]))
        cells = [draw(st.sampled_from(pieces[field["name"]])) for field in FIELDS]
        cells[0] = draw(st.sampled_from([str(number % 40), cells[0]]))
        texts = [written(cell, is_quoted=draw(st.integers(0, 4)) == 0) for cell in cells]
        lines.append(
            draw(st.sampled_from([",".join(texts)] * 12 + [",".join(texts[:-1]), ",".join([*texts, "x"]), ""]))
        )
    data = bytearray((end.join(lines) + draw(st.sampled_from([end, ""]))).encode())
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        place = draw(st.integers(len(lines[0]), len(data)))
        data[place:place] = draw(st.sampled_from([b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b'""']))
    return bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proved")
    schema = {
        "fields": FIELDS,
        "primaryKey": ["id"],
        "uniqueKeys": [["code", "text"]],
        "foreignKeys": [
            {"fields": "port", "reference": {"resource": "ports", "fields": "name"}},
            {"fields": "rank", "reference": {"resource": "ports", "fields": "rank"}},
        ],
    }
    resources = [
        {"name": "ports", "path": "ports.csv", "schema": {"fields": PORT}},
        {"name": "t", "path": "t.csv", "schema": schema},
    ]
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    rows = "".join(f"{port},{rank}\n" for rank, port in enumerate(PORTS, start=1))
    (folder / "ports.csv").write_text("name,rank\n" + rows, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", autouse=True)
def every_size() -> Iterator[None]:
    """However small a file is, the prover is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_csv, "SMALLEST_PROVED", 0)
        yield


def reports(folder: Path, data: bytes) -> tuple[Report, Report]:
    (folder / "t.csv").write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(native.PURE, "1")
        pure = validate(folder)
    return validate(folder), pure


def told(report: Report) -> dict[str, Any]:
    """All that a report says but how long it took, and by what."""
    resources = [replace(each, prover=None) for each in report.resources]
    return {**report.to_dict(), "seconds": None, "resources": resources}


@given(data=tables())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_report_is_the_same_with_the_prover_and_without(folder: Path, data: bytes) -> None:
    native_report, pure = reports(folder, data)
    assert told(native_report) == told(pure)


@given(data=tables(), size=st.sampled_from([1, 7, 40, 200]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_wherever_a_file_is_cut_the_totals_are_the_same(folder: Path, data: bytes, size: int) -> None:
    whole, _ = reports(folder, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_csv.Plain.__init__, "__kwdefaults__", {"size": size})
        cut, _ = reports(folder, data)
    assert (cut.totals, told(cut)["resources"]) == (whole.totals, told(whole)["resources"])


@pytest.mark.parametrize(
    ("name", "dialect", "delimiter"),
    [
        ("t.tsv", {}, "\t"),
        ("t.csv", {"delimiter": ";"}, ";"),
        ("t.csv", {"delimiter": "|", "quoteChar": "'"}, "|"),
        ("t.csv", {"quoteChar": None}, ","),
    ],
)
def test_text_of_any_plain_dialect_is_proved_as_it_is_cut(
    tmp_path: Path, name: str, dialect: dict[str, Any], delimiter: str
) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "n", "type": "number"}, {"name": "text", "type": "string"}]
    rows = ["id,n,text", "1,1.5,a", "2,x,b", "01,2,c", "3,2.5,d"]
    (tmp_path / name).write_text("\n".join(rows).replace(",", delimiter) + "\n", encoding="utf-8")
    resource = {"name": "t", "path": name, "dialect": dialect, "schema": {"fields": fields, "primaryKey": "id"}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    report = validate(tmp_path)
    assert [(issue.code, issue.row) for issue in report.issues] == [("cell/type", 3), ("row/primary-key", 4)]
    assert [each.prover for each in report.resources] == ["native"]


def test_a_duration_that_is_refused_for_its_length_is_told(tmp_path: Path) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "lasts", "type": "duration"}]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    _, pure = reports(tmp_path, b"lasts\nP1Y\nP" + b"1" * 4_000 + b"Y\n")
    assert pure.totals == {"cell/type": 1}
    assert validate(tmp_path).totals == pure.totals


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[native.ScannedRecords | None]:
    """What the prover found, each time that it was asked."""
    found: list[native.ScannedRecords | None] = []
    scan = native.Prover.scan

    def noted(self: native.Prover, data: bytes) -> native.ScannedRecords | None:
        found.append(scan(self, data))
        return found[-1]

    monkeypatch.setattr(native.Prover, "scan", noted)
    return found


def record(number: int, **cells: str) -> str:
    return ",".join(
        written({**{n: SOUND[n][0] for n in PIECES}, "id": str(number), "text": "", **cells}[n], is_quoted=False)
        for n in PIECES
    )


def test_sound_records_are_passed_over_and_faulty_ones_told(
    folder: Path, asked: list[native.ScannedRecords | None]
) -> None:
    lines = [
        ",".join(PIECES),
        *(record(n, text=f"{10 + n}") for n in range(20)),
        record(20, on="2023-02-29", text="30"),
    ]
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = validate(folder)
    assert dict(report.totals) == {"cell/type": 1}
    assert [each.prover for each in report.resources] == ["polars", "native"]
    assert [(found.records, found.lines, found.rows.tolist()) for found in asked if found] == [(21, 21, [20])]


def test_threads_change_nothing() -> None:
    program = b',\1"' + _whole(1) + _column() + _whole(0)
    data = b"".join(b'"a\nb"\n' if n % 7 == 0 else b"x\n" for n in range(500))
    scans = [native.Prover(program, 0, threads).scan(data) for threads in (1, 2, 3, 8)]
    assert all(
        each is not None and (each.records, each.lines, each.data) == (500, 572, b'"a\nb"\n' * 72) for each in scans
    )
    assert all(each is not None and each.rows.tolist() == list(range(0, 500, 7)) for each in scans)


def _whole(number: int) -> bytes:
    return number.to_bytes(8, "little")


def _column() -> bytes:
    return b"\0\0" + _whole(0) + b"\0\0" + _whole(0) + _whole(2**64 - 1) + 3 * _whole(0)


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda rest: b',\1"' + _whole(1) + rest))
def test_a_program_that_is_none_is_refused(program: bytes) -> None:
    with contextlib.suppress(RuntimeError):
        assert native.Prover(program, 0).scan(b"x\n") is not None


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    found = native.Prover(b',\1"' + _whole(1) + _column() + _whole(0), 0).scan(data)
    assert found is None or found.records <= len(data)


def test_the_environment_switches_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(native.PURE, "1")
    assert native.why_not() == "TALENT_DATASET_PURE is set"
    monkeypatch.setenv(native.PURE, "0")
    assert native.why_not() == ""
