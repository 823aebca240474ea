"""``talent-dataset build`` on real packages."""

from __future__ import annotations

import json
import shutil
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
        "out/CITATION.cff",
        "out/README.md",
        "out/SHA256SUMS",
        "out/croissant.json",
        "out/datapackage.json",
        "out/dictionary.md",
        "out/p.sqlite",
        "out/p.xlsx",
        "out/p.zip",
        "out/data/*.csv  1",
        "out/data/*.json  1",
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


def test_version_and_date_of_a_release_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--out", "out", "--version", "1.0.0", "--created", "2026-11-22"]) == 0
    assert "out/p-1.0.0.zip\n" in capsys.readouterr().out
    descriptor = json.loads(Path("out/datapackage.json").read_bytes())
    assert (descriptor["version"], descriptor["created"]) == ("1.0.0", "2026-11-22T00:00:00Z")


def test_what_is_left_out_and_what_was_not_checked_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("t.csv").write_text(f"id,n\n{'x' * 32_768},1\n", encoding="utf-8")
    monkeypatch.setattr("talent_dataset.releases.build.second_opinion", lambda _: "it has a complaint")
    assert main(["build", "--out", "out", "--despite", "it is wrong"]) == 0
    assert capsys.readouterr().out.splitlines()[-4:-1] == [
        "There is no p.xlsx: a cell of t.id is longer than the 32,767 characters of",
        "Excel.",
        "frictionless does not accept it: it has a complaint.",
    ]


def test_what_frictionless_objects_to_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talent_dataset.releases.build.second_opinion", lambda _: "it has a complaint")
    assert main(["build", "--out", "out"]) == 1
    assert "so nothing is: it has a complaint." in capsys.readouterr().err
    assert not Path("out").exists()


def test_what_was_not_read_is_not_built_unless_it_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    schema = {"fields": [{"name": "id", "type": "string", "constraints": {"pattern": "1*+"}}]}
    resource = {"name": "t", "path": "t.csv", "type": "table", "schema": schema}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "p", "version": "1.0.0", "licenses": [{"name": "CC0-1.0"}]}
    descriptor |= {"created": "2026-11-22T00:00:00Z", "resources": [resource]}
    Path("datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    Path("t.csv").write_text("id\n1\n", encoding="utf-8")
    for command, site in ((["build", "--out", "out"], "built"), (["release", "--out", "out"], "released")):
        assert main(command) == 2
        shown = capsys.readouterr()
        assert "To accept what was skipped: --allow-skipped cell/pattern\n" in shown.out
        assert "error: datapackage.json is not fully checked, so nothing is written.\n" in shown.err
        assert not Path("out").exists()
        assert main([*command, "--allow-skipped", "cell/pattern"]) == 0
        assert "cell/pattern was not checked: id: possessive quantifiers such as *+ are not" in capsys.readouterr().out
        assert main(["publish", "out", site]) == 2
        assert main(["publish", "out", site, "--allow-skipped", "cell/pattern"]) == 0
        assert main(["verify", site]) == 2
        assert "Not fully checked: the bytes are those that were published.\n" in capsys.readouterr().out
        assert main(["verify", site, "--allow-skipped", "cell/pattern"]) == 0
        shutil.rmtree("out")
