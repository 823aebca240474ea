"""The outputs of a report, and those that others bring."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from talent_dataset.checking import validate
from talent_dataset.cli.main import main
from talent_dataset.engine.report import Report
from talent_dataset.render.outputs import OUTPUTS, OutputNames, ReportContext, output_of

MODULE = "def shout(report, context):\n    return f'{report.verdict.upper()} in {context.base}\\n'\n"
METADATA = "Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n"


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    """A package with a fault of a cell, of a row and of the descriptor."""
    fields = [{"name": "id", "type": "integer"}, {"name": "n", "type": "integer", "constraints": {"minimum": 1}}]
    schema = {"fields": fields, "primaryKey": "id", "missingvalues": []}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "dirty",
        "resources": [{"name": "t", "path": "t.csv", "type": "table", "schema": schema}],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,n\n1,0\n1,x\n2\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def report(dirty: Path) -> Report:
    return validate(dirty / "datapackage.json")


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_is_a_text_that_ends_its_last_line_and_is_the_same_each_time(name: str, report: Report) -> None:
    made = [output_of(name)(report, ReportContext("here")) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].endswith("\n")


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_holds_every_code_that_was_found(name: str, report: Report) -> None:
    made = output_of(name)(report, ReportContext())
    assert {code for code in report.totals if code not in made} == set()
    assert set(report.totals) > {"cell/minimum", "cell/type", "row/primary-key", "row/missing-cell"}


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_saved_is_what_the_output_makes(name: str, dirty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = dirty / "saved"
    assert main(["validate", str(dirty), "--format", name, "--output", str(saved)]) == 1
    capsys.readouterr()
    assert main(["validate", str(dirty), "--format", name]) == 1
    assert _timeless(saved.read_text(encoding="utf-8")) == _timeless(capsys.readouterr().out)


def _timeless(text: str) -> str:
    """A report without the time that it took."""
    return re.sub(r'in [0-9.]+ s$|"seconds": [0-9.]+', "", text, flags=re.MULTILINE)


def test_an_output_that_is_installed_is_known_by_its_name(dirty: Path) -> None:
    site = dirty / "site"
    (site / "shouting-1.0.dist-info").mkdir(parents=True)
    (site / "shouting.py").write_text(MODULE, encoding="utf-8")
    (site / "shouting-1.0.dist-info" / "METADATA").write_text(METADATA, encoding="utf-8")
    points = "[talent_dataset.outputs]\nshout = shouting:shout\n"
    (site / "shouting-1.0.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    path = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    call = [sys.executable, "-m", "talent_dataset", "validate", "pack", "--format"]
    (dirty / "pack").mkdir()
    for name in ("datapackage.json", "t.csv"):
        (dirty / name).rename(dirty / "pack" / name)

    def run(form: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*call, form],
            cwd=dirty,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    assert (run("shout").stdout, run("shout").returncode) == ("INVALID in pack\n", 1)
    assert run("shuot").stderr.splitlines()[-1].endswith("'shuot' is not known. Did you mean \"shout\"?")


def test_a_name_of_ours_is_known_without_looking_at_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError

    monkeypatch.setattr("talent_dataset.render.outputs._installed", refuse)
    assert "json" in OutputNames()
