"""``talent-dataset format`` on real packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talent_dataset.cli import main

FIELDS = [{"name": "id"}, {"name": "name"}]


@pytest.fixture(autouse=True)
def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of a table that is not canonical, one that is, and one that has no schema."""
    monkeypatch.chdir(tmp_path)
    schema = {"fields": FIELDS, "primaryKey": ["id"]}
    resources = [
        {"name": "wild", "path": "wild.csv", "schema": schema},
        {"name": "tame", "path": "tame.csv", "schema": schema},
        {"name": "free", "path": "free.csv"},
    ]
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    Path("p").mkdir()
    Path("p/datapackage.json").write_text(json.dumps({"$schema": profile, "resources": resources}), encoding="utf-8")
    Path("p/wild.csv").write_bytes(b'id,name\r\nb,"x"\r\na,y\r\n')
    Path("p/tame.csv").write_bytes(b"id,name\na,y\n")
    Path("p/free.csv").write_bytes(b"id\n1\n")


def test_files_that_are_not_canonical_are_rewritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "p"]) == 0
    assert Path("p/wild.csv").read_bytes() == b"id,name\na,y\nb,x\n"
    assert capsys.readouterr().out == (
        "p/wild.csv  rewritten\nfree  left alone: it has no schema\n2 looked at, 1 rewritten, 1 left alone\n"
    )


def test_a_check_writes_nothing_and_exits_with_1_where_a_file_would_change(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("p/wild.csv").read_bytes()
    assert main(["format", "p", "--check"]) == 1
    assert Path("p/wild.csv").read_bytes() == before
    assert capsys.readouterr().out.startswith("p/wild.csv  would change\n")


def test_a_check_of_canonical_files_exits_with_0() -> None:
    assert main(["format", "p"]) == 0
    assert main(["format", "p", "--check"]) == 0


def test_no_package_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format"]) == 2
    assert capsys.readouterr().err.startswith("error: There is no package here")


def test_what_is_renewed_in_the_descriptor_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    descriptor = json.loads(Path("p/datapackage.json").read_text())
    descriptor["resources"][0] |= {"bytes": 21, "hash": "0" * 32}
    descriptor["resources"][1] |= {"bytes": 12}
    Path("p/datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert main(["format", "p", "--check"]) == 1
    assert capsys.readouterr().out == (
        "p/wild.csv  would change\n"
        "wild  hash and bytes in the descriptor would change\n"
        "wild  before that, hash and bytes did not fit the file either: something else changed it\n"
        "free  left alone: it has no schema\n2 looked at, 1 would change, 1 left alone\n"
    )
    assert main(["format", "p"]) == 0
    assert "wild  hash and bytes in the descriptor renewed\n" in capsys.readouterr().out
    assert main(["format", "p", "--check"]) == 0


def test_a_table_on_the_web_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    described = json.loads(Path("p/datapackage.json").read_text("utf-8"))
    resources = [described["resources"][1], described["resources"][0] | {"path": "https://example.org/wild.csv"}]
    Path("p/datapackage.json").write_text(json.dumps(described | {"resources": resources}), encoding="utf-8")
    assert main(["format", "p", "--check"]) == 0
    assert capsys.readouterr().out == (
        "wild  left alone: it is not one plain file on this disk\n1 looked at, 0 would change, 1 left alone\n"
    )
