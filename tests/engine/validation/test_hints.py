"""Each hint, applied: what it says to do mends the fault."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.checking import validate

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name"}]


@dataclass(frozen=True)
class Case:
    """A package with one fault, what is said of it, and the package as the hint would have it."""

    files: dict[str, str]
    code: str
    hint: str
    mended: dict[str, str] = field(default_factory=dict)
    resource: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)


PUT = "Put the file there, or correct `path` in the descriptor: paths count from its folder."
QUOTES = "Double a quote that belongs to the cell; nothing stands between its closing quote and the delimiter."

CASES = {
    "a path in another case": Case(
        {"T.csv": "id,name\n1,a\n"},
        "file/missing",
        f'Did you mean "T.csv"? {PUT}',
        changed={"path": "T.csv"},
    ),
    "a path without its folder": Case(
        {"data/t.csv": "id,name\n1,a\n"},
        "file/missing",
        f'Did you mean "data/t.csv"? {PUT}',
        changed={"path": "data/t.csv"},
    ),
    "quotes escaped with backslashes": Case(
        {"t.csv": 'id,name\n1,"a \\"b\\" c"\n'},
        "file/format",
        f'{QUOTES} Where a backslash escapes quotes, declare "escapeChar": "\\\\" and "doubleQuote": false.',
        changed={"dialect": {"escapeChar": "\\", "doubleQuote": False}},
    ),
    "inches": Case(
        {"t.csv": 'id,name\n1,"5 inch\n2,7" wide\n'},
        "file/format",
        f'{QUOTES} Where quotes are mere characters, as for inches, switch quoting off with "quoteChar": null.',
        changed={"dialect": {"quoteChar": None}},
    ),
    "a blank at the end of a number": Case(
        {"t.csv": "id,name\n1 ,a\n"},
        "cell/type",
        "Write 1: there is a blank at its end.",
        mended={"t.csv": "id,name\n1,a\n"},
    ),
    "a no-break space in a code": Case(
        {"t.csv": "id,name\n1,a\u00a0b\n"},
        "cell/enum",
        "Write a b: it holds a no-break space (U+00A0).",
        mended={"t.csv": "id,name\n1,a b\n"},
        resource={"schema": {"fields": [FIELDS[0], {"name": "name", "constraints": {"enum": ["a b"]}}]}},
    ),
    "an offset as mail has it": Case(
        {"t.csv": "id,name\n1,2020-01-02 03:04:05 +0000\n"},
        "cell/type",
        "Write 2020-01-02T03:04:05+00:00.",
        mended={"t.csv": "id,name\n1,2020-01-02T03:04:05+00:00\n"},
        resource={"schema": {"fields": [FIELDS[0], {"name": "name", "type": "datetime"}]}},
    ),
    "a label with a blank behind it": Case(
        {"t.csv": "id ,name\n1,a\n"},
        "header/field-name",
        "Take the blanks out.",
        mended={"t.csv": "id,name\n1,a\n"},
    ),
    "a label with a blank before it": Case(
        {"t.csv": "id, name\n1, a\n"},
        "header/field-name",
        'Take the blanks out, or declare "skipInitialSpace": true in the dialect.',
        changed={"dialect": {"skipInitialSpace": True}},
    ),
    "a label of look-alike letters": Case(
        {"t.csv": "id,n\u0430me\n1,a\n"},
        "header/field-name",
        "Write 'name': `\u0430` (U+0430) stands where `a` (U+0061) is meant.",
        mended={"t.csv": "id,name\n1,a\n"},
    ),
    "no header": Case(
        {"t.csv": "1,a\n2,b\n"},
        "header/field-name",
        'The first line looks like data: write a header, or declare "header": false.',
        changed={"dialect": {"header": False}},
    ),
    "the index of pandas": Case(
        {"t.csv": ",id,name\n0,1,a\n"},
        "header/extra-field",
        "Is it the index of a pandas frame, or the row names of R? Write the table with `index=False`, in R with "
        "`row.names = FALSE`, or make it a field.",
        mended={"t.csv": "id,name\n1,a\n"},
    ),
    "a delimiter at the end of the header": Case(
        {"t.csv": "id,name,\n1,a,\n"},
        "header/extra-field",
        "Take out the delimiter that ends each line, or make the column a field.",
        mended={"t.csv": "id,name\n1,a\n"},
    ),
    "a row of delimiters": Case(
        {"t.csv": "id,name\n1,a\n,\n"},
        "row/primary-key",
        "No cell of the row holds anything: take the row out.",
        mended={"t.csv": "id,name\n1,a\n"},
        resource={"schema": {"fields": FIELDS, "primaryKey": "id"}},
    ),
    "a rule that names no field": Case(
        {"t.csv": "id,name\n1,a\n"},
        "descriptor/schema",
        'Did you mean "name"?',
        resource={"schema": {"fields": FIELDS, "proof:data": {"rules": [{"name": "r", "sql": "nam <> ''"}]}}},
        changed={"schema": {"fields": FIELDS, "proof:data": {"rules": [{"name": "r", "sql": "name <> ''"}]}}},
    ),
    "a delimiter at the end of each line": Case(
        {"t.csv": "id,name\n1,a,\n2,b,\n"},
        "row/extra-cell",
        "The line ends with a delimiter that has no cell behind it: take it out of each line.",
        mended={"t.csv": "id,name\n1,a\n2,b\n"},
    ),
    "row names of R": Case(
        {"t.csv": '"id","name"\n"1",10,"a"\n"2",20,"b"\n'},
        "row/extra-cell",
        "Each record begins with its number, which has no label in the header, as R writes it: write the table with "
        "`row.names = FALSE`, or give the numbers a column.",
        mended={"t.csv": '"id","name"\n10,"a"\n20,"b"\n'},
    ),
    "a comma in one cell": Case(
        {"t.csv": "id,name\n1,a,b\n2,c\n"},
        "row/extra-cell",
        "A cell that holds the delimiter must stand in quotes.",
        mended={"t.csv": 'id,name\n1,"a,b"\n2,c\n'},
    ),
    "records swallowed by a quote": Case(
        {"t.csv": 'id,name\n1,"a\n2,b\n3,c"\n4,d\n'},
        "file/format",
        "Look for a quote before it that should not open a cell, or is not closed.",
        mended={"t.csv": "id,name\n1,a\n2,b\n3,c\n4,d\n"},
    ),
    "yes": Case(
        {"t.csv": "id,name\n1,yes\n"},
        "cell/type",
        'Write true, or add "yes" to "trueValues".',
        changed={"schema": {"fields": [FIELDS[0], {"name": "name", "type": "boolean", "trueValues": ["yes"]}]}},
        resource={"schema": {"fields": [FIELDS[0], {"name": "name", "type": "boolean"}]}},
    ),
    "a number of JSON where a boolean is meant": Case(
        {"t.json": '[{"id": 1, "name": 1}]'},
        "cell/type",
        'Write it as a text: "1".',
        mended={"t.json": '[{"id": 1, "name": "1"}]'},
        resource={"path": "t.json", "schema": {"fields": [FIELDS[0], {"name": "name", "type": "boolean"}]}},
    ),
    "an object of JSON where a text is meant": Case(
        {"t.json": '[{"id": 1, "name": {"x": 1}}]'},
        "cell/type",
        'Write it as a text: "{\\"x\\": 1}".',
        mended={"t.json": '[{"id": 1, "name": "{\\"x\\": 1}"}]'},
        resource={"path": "t.json", "schema": {"fields": [FIELDS[0], {"name": "name", "type": "string"}]}},
    ),
    "thousands parted by a blank": Case(
        {"t.csv": "id;name\n1;1 408,5\n"},
        "cell/type",
        'Write 1.408,5: its groups are parted by U+0020 (space); or say "groupChar": "\\u0020" where all cells are so.',
        mended={"t.csv": "id;name\n1;1.408,5\n"},
        resource={
            "dialect": {"delimiter": ";"},
            "schema": {"fields": [FIELDS[0], {"name": "name", "type": "number", "decimalChar": ",", "groupChar": "."}]},
        },
    ),
}


def package(folder: Path, files: dict[str, str], resource: dict[str, Any]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    whole = {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": FIELDS}} | resource
    (folder / "datapackage.json").write_text(json.dumps({"$schema": PROFILE, "resources": [whole]}))
    return folder


@pytest.mark.parametrize("name", CASES)
def test_a_fault_comes_with_a_hint_that_mends_it(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    before = validate(package(tmp_path, case.files, case.resource))
    assert (case.code, case.hint) in [(issue.code, issue.hint) for issue in before.issues]
    assert before.issues
    after = validate(package(tmp_path, case.mended, case.resource | case.changed))
    assert after.issues == ()


@pytest.mark.parametrize("text", ['1,"a, and\nthe rest, of it"\n', '1,"one\ntwo\nthree"\n', '1,"a\nx,b"\n'])
def test_a_text_of_several_lines_is_not_taken_for_records(text: str, tmp_path: Path) -> None:
    assert validate(package(tmp_path, {"t.csv": f"id,name\n{text}"}, {})).issues == ()


NATIVE = [
    ("boolean", "1", "`1` is a number, not a boolean (true, True, TRUE, 1, false, False, FALSE, 0)."),
    ("string", "true", "`true` is a boolean, not a text."),
    ("string", "-2.5", "`-2.5` is a number, not a text."),
    ("string", "[1]", "`[1]` is an array, not a text."),
    ("object", "[]", '`[]` is not a JSON object such as {"a": 1}.'),
    ("array", '"{}"', "`{}` is not a JSON array such as [1, 2]."),
]


@pytest.mark.parametrize(("kind", "value", "message"), NATIVE)
def test_what_is_said_of_a_value_of_json_is_true_and_said_once(
    kind: str, value: str, message: str, tmp_path: Path
) -> None:
    resource = {"path": "t.json", "schema": {"fields": [{"name": "x", "type": kind}]}}
    report = validate(package(tmp_path, {"t.json": f'[{{"x": {value}}}]'}, resource))
    assert [(issue.code, issue.message) for issue in report.issues] == [("cell/type", message)]


@pytest.mark.parametrize("text", ["37 5", "1 2 3", "4 0000"])
def test_blanks_that_part_no_thousands_are_not_explained_away(text: str, tmp_path: Path) -> None:
    fields = [{"name": "x", "type": "number", "decimalChar": ",", "groupChar": "."}]
    (issue,) = validate(package(tmp_path, {"t.csv": f"x\n{text}\n"}, {"schema": {"fields": fields}})).issues
    assert (issue.message, issue.hint) == (
        f"`{text}` is not a number such as 3,14.",
        "Write a number such as 3,14; a text that stands for no value belongs in missingValues.",
    )
