"""Whatever the size of what it is given, a validation ends soon and stays small."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest

Attack = Any
MEBI = 1 << 20
LINES = b"0\n" * (MEBI // 2)


def schema(**field: Any) -> dict[str, Any]:
    return {"fields": [{"name": "a", **field}]}


def zip_bomb(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("t.csv", "w") as member:
        for _ in range(size):
            member.write(LINES)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["gz", pytest.param("zip", marks=pytest.mark.full)])
def test_a_bomb_is_not_unpacked(attack: Attack, kind: str) -> None:
    bomb = gzip.compress(LINES) * 300 if kind == "gz" else zip_bomb(300)
    found = attack(schema(), {f"t.csv.{kind}": bomb}, resource={"path": f"t.csv.{kind}"}, is_guarded=True)
    assert found.codes == {"file/too-large"}


@pytest.mark.full
def test_a_bomb_as_descriptor_is_not_unpacked(server: Any, tmp_path: Any) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", b" " * MEBI * 300)
    found = server.validate(tmp_path / "p.zip")
    assert found.codes == {"descriptor/json"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a\n" + "x" * 40 * MEBI, "file/too-large"),
        ('a\n"' + "x" * 40 * MEBI + '"\n', "file/too-large"),
        ('a\n"' + "x,\n" * 12 * MEBI, "file/too-large"),
        ('a\n"' + "x,\n" * MEBI, "file/format"),
        ("a\n" + "," * MEBI, "row/extra-cell"),
        ("a\n" + "\n" * MEBI, "row/blank"),
        ("a\n" + '"' * (MEBI + 1), "file/format"),
        ("\0" * MEBI, "file/encoding"),
        ("a\n" + "\0\n" * 1000 + "\0" * MEBI, None),
        ("a\r" * (MEBI // 8), "file/format"),
        (",".join(f"c{n}" for n in range(100_000)) + "\n", "file/too-large"),
        ("," * 100_000 + "\n", "file/too-large"),
    ],
    ids=["cell", "quoted", "open", "short", "wide", "blank", "quotes", "nul", "nuls", "cr", "columns", "labels"],
)
def test_a_file_without_measure_is_told_as_that(attack: Attack, content: str, code: str | None) -> None:
    found = attack(schema(), {"t.csv": content}, is_guarded=True, seconds=60, peak=900)
    assert code is None or code in found.codes


@pytest.mark.parametrize(
    "field",
    [
        {"type": "integer", "constraints": {"minimum": "1", "unique": True}},
        {"type": "number", "constraints": {"maximum": "1e99", "unique": True}},
        {"type": "number", "bareNumber": False, "groupChar": ","},
        {"type": "year"},
        {"type": "duration", "constraints": {"minimum": "P1Y", "unique": True}},
        {"type": "datetime", "constraints": {"minimum": "2000-01-01T00:00:00Z", "unique": True}},
        {"type": "date", "format": "any"},
        {"type": "date", "format": "%d.%m.%Y"},
        {"type": "list", "itemType": "integer"},
        {"type": "geopoint"},
        {"type": "string", "format": "email"},
        {"type": "string", "format": "uri"},
        {"type": "array"},
    ],
    ids=lambda field: f"{field['type']}-{field.get('format', '')}",
)
def test_a_gigantic_cell_of_any_type_is_checked_or_refused(attack: Attack, field: dict[str, Any]) -> None:
    texts = ["9" * MEBI, "1e999999999", "1e-99999999999999999999", "0." + "1" * MEBI, f"P{'9' * MEBI}Y"]
    texts += ["1," * MEBI, "a." * MEBI + "@" + "a." * MEBI, f"2020-01-01T00:00:00.{'9' * MEBI}Z", "1e9999999,1"]
    texts += ["[" * MEBI, "[" + "9" * MEBI + "]", "http://[" + ":" * MEBI, "1 " * MEBI]
    found = attack(
        schema(**field), {"t.csv": "a\n" + "".join(f'"{text}"\n' for text in texts)}, is_guarded=True, peak=900
    )
    assert len(json.dumps(found.report)) < MEBI
    assert len(found.text) < MEBI


@pytest.mark.parametrize("kind", ["object", "array", "geojson"])
@pytest.mark.parametrize("depth", [395, 900, 100_000])
def test_deep_json_in_a_cell_is_no_danger(attack: Attack, kind: str, depth: int) -> None:
    inner = "[" * depth + "]" * depth
    cell = inner if kind == "array" else json.dumps({"type": "GeometryCollection"})[:-1] + f', "geometries": {inner}}}'
    quoted = cell.replace('"', '""')
    loop = {"$defs": {"x": {"items": {"$ref": "#/$defs/x"}}}, "$ref": "#/$defs/x"}
    constraints = {} if kind == "geojson" else {"constraints": {"jsonSchema": loop, "unique": True, "enum": [cell]}}
    attack(schema(type=kind, **constraints), {"t.csv": f'a\n"{quoted}"\n"{quoted}"\n'}, is_guarded=True)


@pytest.mark.parametrize(
    "descriptor",
    [
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[" * 1_000_000,
        '{"resources": [{"name": "t", "path": "t.csv", "bytes": ' + "9" * 1_000_000 + "}]}",
        '{"resources": ' + "[" * 300 + "]" * 300 + "}",
    ],
    ids=["objects", "open", "number", "arrays"],
)
def test_a_descriptor_without_measure_is_told_as_that(server: Any, tmp_path: Any, descriptor: str) -> None:
    (tmp_path / "datapackage.json").write_text(descriptor)
    assert server.validate(tmp_path).codes == {"descriptor/json"}


def many(number: int) -> list[str]:
    return [str(n) for n in range(number)]


@pytest.mark.parametrize(
    ("described", "resource"),
    [
        (schema(type="integer", missingValues=many(100_000)), {}),
        (schema(type="number", constraints={"enum": many(30_000)}), {}),
        (schema(categories=many(30_000)), {}),
        (schema() | {"uniqueKeys": [["a"]] * 3_000}, {}),
        (schema() | {"foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "a"}}] * 2_000}, {}),
        ({"fields": [{"name": name} for name in many(50_000)]}, {}),
        (schema(), {"path": ["t.csv"] * 500}),
        (schema(), {"dialect": {"headerRows": [10**30], "commentRows": [10**30]}}),
        (schema(), {"dialect": {"delimiter": "x" * 20_000, "lineTerminator": "y" * 20_000}}),
        (schema(), {"name": "n" * 1_000_000, "title": "t" * 1_000_000}),
    ],
    ids=[
        *("missing", "enum", "categories", "keys", "references", "fields"),
        *("parts", "numbers", "dialect", "name"),
    ],
)
def test_a_descriptor_that_says_too_much_costs_no_more_than_reading_it(
    attack: Attack, described: dict[str, Any], resource: dict[str, Any]
) -> None:
    attack(described, {"t.csv": "a\n1\n"}, resource=resource, is_guarded=True, seconds=60)


def test_a_schema_that_leads_to_itself_is_followed_once(attack: Attack) -> None:
    files: dict[str, str | bytes] = {"t.csv": "a\n1\n", "s.json": json.dumps("s.json")}
    assert attack("s.json", files).codes == {"descriptor/reference"}
    files["s.json"] = json.dumps({"$ref": "s.json", "schema": "s.json", "fields": [{"name": "a"}]})
    assert attack("s.json", files).codes == set()


def test_a_header_of_many_rows_costs_no_more_than_reading_it(attack: Attack) -> None:
    many_rows = {"dialect": {"headerRows": list(range(1, 60_000))}}
    attack(schema(), {"t.csv": "a\n" * 60_000}, resource=many_rows, is_guarded=True, seconds=8)


def workbook(*changes: tuple[bytes, bytes]) -> bytes:
    """A workbook of one cell, of whose sheet some bytes are replaced."""
    openpyxl = pytest.importorskip("openpyxl")
    book, sound, target = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["a"])
    book.active.append([1])
    book.save(sound)
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            for change in changes if name.endswith("sheet1.xml") else ():
                content = content.replace(*change)
            archive.writestr(name, content)
    return target.getvalue()


STRAY = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
ENTITIES = b"".join(b'<!ENTITY %c "%s">' % (n + 98, b"&%c;" % (n + 97) * 10) for n in range(9))
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + ENTITIES + b"]><worksheet"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"</sheetData>", b"<row><c><v>1</v></c></row>" * 11_000_000 + b"</sheetData>"), "file/too-large"),
        ((b"</sheetData>", STRAY), "file/too-large"),
        ((b"<worksheet", LAUGHS), None),
        ((b"<v>1</v>", b"<v>" + b"9" * MEBI + b"</v>"), None),
    ],
    ids=["bomb", "stray", "laughs", "digits"],
)
def test_a_workbook_without_measure_is_told_as_that(
    attack: Attack, change: tuple[bytes, bytes], code: str | None
) -> None:
    sheet = {"t.xlsx": workbook(change, (b'ref="A1:A2"', b'ref="A1:XFD1048576"'))}
    found = attack(schema(type="integer"), sheet, resource={"path": "t.xlsx"}, is_guarded=True, seconds=60, peak=900)
    assert code is None or found.codes == {code}


@pytest.mark.parametrize("ref", [b'ref="A1:A2"', b'ref="A1:XFD1048576"', b'ref="A1"'])
@pytest.mark.parametrize("row", [1_048_576, 1_000, 400])
def test_a_stray_cell_makes_no_sheet_of_thousands_of_millions(attack: Attack, row: int, ref: bytes) -> None:
    cell = b'<row r="%d"><c r="XFD%d"><v>1</v></c></row></sheetData>' % (row, row)
    sheet = {"t.xlsx": workbook((b"</sheetData>", cell), (b'ref="A1:A2"', ref))}
    found = attack(schema(type="integer"), sheet, resource={"path": "t.xlsx"}, is_guarded=True, seconds=60, peak=600)
    assert found.codes == {"file/too-large"}


def open_document(rows: str) -> bytes:
    target, space = io.BytesIO(), "urn:oasis:names:tc:opendocument:xmlns"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        prefix, _, rows = rows.rpartition("]>")
        named = "".join(f' xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
        archive.writestr("content.xml", f"{prefix and prefix + ']>'}<x{named}><table:table>{rows}</table:table></x>")
    return target.getvalue()


CELL = '<table:table-cell office:value-type="float" office:value="1"/>'
MANY = CELL.replace("/>", ' table:number-columns-repeated="99999"/>')
FAR = '<table:table-cell table:number-columns-repeated="16000"/>'


def sheet_row(cells: str, times: str = "1") -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (sheet_row(CELL, "999999999"), "file/format"),
        (sheet_row(CELL, "9" * 5_000), "file/format"),
        (sheet_row(MANY), "file/format"),
        (sheet_row(FAR + CELL) * 400, "file/too-large"),
        (sheet_row("", "1000000") + sheet_row(CELL * 9), "file/too-large"),
        ("<table:table>" * 5_000 + "</table:table>" * 5_000, "header/missing"),
    ],
    ids=["rows", "digits", "columns", "empty", "far", "deep"],
)
def test_a_sheet_that_repeats_itself_without_measure_is_told_as_that(attack: Attack, rows: str, code: str) -> None:
    sheet = {"t.ods": open_document(rows)}
    found = attack(schema(type="integer"), sheet, resource={"path": "t.ods"}, is_guarded=True, seconds=60, peak=600)
    assert found.codes == {code}


def test_a_sheet_that_declares_entities_is_refused(attack: Attack) -> None:
    content = open_document('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><table:table-row/>')
    found = attack(schema(), {"t.ods": content}, resource={"path": "t.ods"}, is_guarded=True)
    assert found.messages == "The file cannot be read as ods: it declares entities, which no sheet needs."
