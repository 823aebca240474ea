"""``talent-dataset build`` on real packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talent_dataset.cli import main


@pytest.fixture(autouse=True)
def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    schema = {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    descriptor = {"$schema": profile, "name": "p", "resources": [resource]}
    Path("datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    Path("t.csv").write_text("id,n\na,1\n", encoding="utf-8")


def test_a_valid_package_is_written_and_its_files_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--out", "out"]) == 0
    written = sorted(file.as_posix() for file in Path("out").rglob("*") if file.is_file())
    assert capsys.readouterr().out.splitlines() == [
        "out/README.md",
        "out/datapackage.json",
        "out/dictionary.md",
        "out/data/*.csv  1",
        "out/data/*.parquet  1",
        f"{len(written)} files written to out",
    ]
    assert {"out/data/t.csv", "out/data/t.parquet", "out/datapackage.json"} <= set(written)


def test_an_invalid_package_is_reported_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text("id,n\na,x\n", encoding="utf-8")
    assert main(["build", "--out", "out"]) == 1
    printed = capsys.readouterr()
    assert "\nt.csv:2:3  error  cell/type\n" in printed.out
    assert printed.err.startswith("error: ")
    assert not Path("out").exists()


def test_a_folder_with_other_files_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    Path("out/mine.txt").touch()
    assert main(["build", "--out", "out"]) == 2
    assert "mine.txt" in capsys.readouterr().err
