"""``talent-dataset diff`` on real packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from talent_dataset.cli import main
from talent_dataset.releases.difference.document import difference_schema

FIELDS: list[dict[str, Any]] = [{"name": "id", "type": "string"}, {"name": "size", "type": "integer"}]


def write(folder: str, rows: str, *, fields: list[dict[str, Any]] | None = None, **properties: Any) -> None:
    schema = {"fields": fields or FIELDS, "primaryKey": ["id"]}
    resource = {"name": "events", "type": "table", "path": "events.csv", "schema": schema}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    Path(folder).mkdir()
    descriptor = {"$schema": profile, "name": "p", **properties, "resources": [resource]}
    Path(folder, "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    Path(folder, "events.csv").write_text(rows, encoding="utf-8")


@pytest.fixture(autouse=True)
def _packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TALENT_DATASET_TARGET", raising=False)
    write("old", "id,size\nfair,3\nforum,5\nvisit,\n", version="1.0.0")
    fields = [FIELDS[0], {**FIELDS[1], "constraints": {"minimum": 1}}, {"name": "note", "type": "string"}]
    write("new", "id,size,note\nfair,4,\nforum,05,\n川渝论坛,1,x\n", fields=fields, version="2.0.0", title="Events")


def test_text_tells_every_change_and_what_it_asks_of_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old", "new"]) == 1
    assert (
        capsys.readouterr().out
        == """\
p 1.0.0 -> 2.0.0

table   before  now  added  removed  changed  cells
events       3    3      1        1        1      1

package
  ~ title: none -> "Events"

events
  + field note (string) added
  ~ field size: minimum: none -> 1 (tightened)
  + 1 row added
  - 1 row removed
  ~ field size: 1 cell changed
  ~ field size: 1 cell written otherwise, with the same value
  rows
    + 川渝论坛
    - visit
    ~ fair
        size: 3 -> 4

smallest bump: major
    fields are added, removed or re-ordered
        events: field note (string) added
    a constraint becomes more restrictive
        events: field size: minimum: none -> 1 (tightened)
as Croissant reads it: major
"""
    )


def test_markdown_is_for_people_to_paste(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old", "new", "--format", "markdown", "--limit", "0"]) == 1
    assert (
        capsys.readouterr().out
        == """\
# p 1.0.0 -> 2.0.0

| table | rows before | rows now | added | removed | changed | cells |
|---|---:|---:|---:|---:|---:|---:|
| `events` | 3 | 3 | 1 | 1 | 1 | 1 |

## Package

- `title: none -> "Events"`

## `events`

- `field note (string) added`
- `field size: minimum: none -> 1 (tightened)`
- `1 row added`
- `1 row removed`
- `field size: 1 cell changed`
- `field size: 1 cell written otherwise, with the same value`
- 1 row added
- 1 row removed
- 1 row changed

## Version

The smallest bump is **major**; as Croissant reads the same changes it is major.

- major: fields are added, removed or re-ordered
- major: a constraint becomes more restrictive
"""
    )


def test_json_keeps_to_its_schema_and_holds_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old", "new", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(difference_schema()).validate(found)
    assert (found["same"], found["bump"]["level"], found["bump"]["croissant"]) == (False, "major", "major")
    assert found["tables"] == [
        {
            "resource": "events",
            "key": ["id"],
            "rows": {"old": 3, "new": 3, "added": 1, "removed": 1, "changed": 1},
            "cells": {"size": 1},
            "respelled": {"size": 1},
            "examples": {
                "added": [{"key": {"id": "川渝论坛"}, "cells": {"id": "川渝论坛", "size": "1", "note": "x"}}],
                "removed": [{"key": {"id": "visit"}, "cells": {"id": "visit", "size": None}}],
                "changed": [{"key": {"id": "fair"}, "cells": {"size": {"old": "3", "new": "4"}}}],
            },
        }
    ]


def test_the_schema_knows_every_kind_of_change() -> None:
    from talent_dataset.releases.difference import KINDS

    assert difference_schema()["properties"]["changes"]["items"]["properties"]["kind"]["enum"] == list(KINDS)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "p 1.0.0 -> 1.0.0\n\nNo difference.\n"),
        ("markdown", "# p 1.0.0 -> 1.0.0\n\nNo difference.\n"),
    ],
)
def test_packages_that_are_the_same_exit_with_0(form: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old", "old", "--format", form]) == 0
    assert capsys.readouterr().out == expected


def test_examples_are_capped_and_the_rest_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    write("more", "id,size\n" + "".join(f"x{n},1\n" for n in range(5)), version="1.1.0")
    assert main(["diff", "old", "more", "--limit", "2"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index("  rows") : lines.index("smallest bump: minor") - 1] == [
        "  rows",
        "    + x0",
        "    + x1",
        "    - fair",
        "    - forum",
        "    3 more rows added",
        "    1 more row removed",
    ]


def test_a_long_cell_is_shown_where_it_differs(capsys: pytest.CaptureFixture[str]) -> None:
    fields = [FIELDS[0], {"name": "text", "type": "string"}]
    write("a", f"id,text\n1,{'word ' * 30}end\n", fields=fields)
    write("b", f"id,text\n1,{'word ' * 30}close\n", fields=fields)
    main(["diff", "a", "b"])
    assert "        text: ... word word word end -> ... word word word close\n" in capsys.readouterr().out


def test_what_is_not_there_cannot_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old", "absent"]) == 2
    assert capsys.readouterr().err.startswith("error: There is nothing at absent.")
    Path("old/events.csv").unlink()
    assert main(["diff", "old", "new"]) == 2
    assert "The table events cannot be compared" in capsys.readouterr().err


def test_help_tells_what_the_exit_codes_mean_here(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["diff", "--help"])
    assert "  1  there are differences\n" in capsys.readouterr().out


def test_a_version_without_a_place_of_releases_is_told_how_to_name_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "1.0.0", "new"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert told == (
        "error: There is nothing at 1.0.0. To compare published versions, say where they are: --target, or"
        " TALENT_DATASET_TARGET."
    )
