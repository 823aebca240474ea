"""Nothing that a stranger wrote moves the cursor, hides, or passes for our words, wherever it is shown."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

Attack = Any

# Clears the screen, sets the title, ends a string of an 8-bit terminal, turns the direction, goes back, hides.
FORGED = "\x1b[2J\x1b]0;title\x07\x9b31m\u202egnp\u2066\r\b\x00\u200b\ufeff\n\nValid.\n"


def unsafe(text: str) -> set[str]:
    """Characters that a terminal obeys or hides."""
    return {
        char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    }


@pytest.mark.parametrize("where", ["cell", "label", "field", "resource", "package", "rule", "enum", "key", "file"])
def test_no_name_and_no_cell_forges_what_is_shown(attack: Attack, where: str) -> None:
    said = {
        each: FORGED if each == where else "x" for each in ("cell", "label", "field", "resource", "package", "rule")
    }
    rule = {"name": "r", "sql": "a = 'y'", "summary": {"en": said["rule"], "zh": said["rule"]}}
    first: dict[str, Any] = {"name": "a", "constraints": {"unique": True}}
    if where == "enum":
        first["constraints"]["enum"] = [FORGED]
    schema = {"fields": [first, {"name": said["field"], "type": "integer"}], "proof:data": {"rules": [rule]}}
    if where == "key":
        schema["primaryKey"] = ["a", FORGED]
    quoted = '"' + said["cell"].replace('"', '""') + '"'
    files = {"t.csv": f'a,"{said["label"]}"\n{quoted},1\n{quoted},z\n'}
    resource = {"name": said["resource"], "path": FORGED if where == "file" else "t.csv"}
    found = attack(schema, files, resource=resource, package={"name": said["package"], "title": said["package"]})
    assert unsafe(found.text) == set()
    assert "\nValid.\n" not in found.text
    assert found.text.rstrip().splitlines()[-2].startswith("Not valid")
    assert found.report is not None
    assert not found.report["valid"]


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(1)", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_a_warning(attack: Attack, cell: str) -> None:
    found = attack({"fields": [{"name": "a"}, {"name": "b"}]}, {"t.csv": f'a,b\n"{cell}",1\n'})
    assert found.report is not None
    said = [(issue["code"], issue["severity"]) for issue in found.report["issues"]]
    assert said == ([("cell/formula", "warning")] if cell[0] != "＝" else [])
    assert found.report["valid"]
