"""``talent-dataset release``: from a first release to the next, published, compared by version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talent_dataset.cli import main


@pytest.fixture(autouse=True)
def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    fields = [{"name": "id", "type": "string"}, {"name": "size", "type": "integer"}]
    schema = {"fields": fields, "primaryKey": ["id"]}
    resource = {"name": "events", "type": "table", "path": "events.csv", "schema": schema}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    Path("datapackage.json").write_text(
        json.dumps({"$schema": profile, "name": "p", "resources": [resource]}), encoding="utf-8"
    )
    Path("events.csv").write_text("id,size\nfair,3\n", encoding="utf-8")


def test_two_releases_go_out_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    from talent_dataset.releases.publishing import publish

    Path("target").mkdir()
    assert main(["release", "--out", "out", "--target", "target", "--created", "2026-11-22"]) == 0
    assert capsys.readouterr().out.startswith("version 1.0.0: a first release, compared with none before\n")
    publish("out", "target")

    Path("events.csv").write_text("id,size\nfair,4\n", encoding="utf-8")
    call = ["release", "--out", "out", "--target", "target", "--created", "2026-12-01", "--note", "It was larger."]
    assert main(call) == 0
    assert capsys.readouterr().out.startswith("""\
version 1.0.1 after 1.0.0
smallest bump: patch
    errors in the data are corrected
        events: field size: 1 cell changed
as Croissant reads it: major

## [1.0.1] - 2026-12-01

It was larger.

By the Data Package recipe a patch change; as Croissant reads it, a major one.

### Changed

- `events`: 1 cell in 1 row (`fair`): `size` 1

out/CHANGELOG.md
""")
    publish("out", "target")
    assert main(["diff", "1.0.0", "1.0.1", "--target", "target"]) == 1
    assert capsys.readouterr().out.startswith("p 1.0.0 -> 1.0.1\n")
    assert main(["diff", "latest", "out", "--target", "target"]) == 0


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert main(["release", "--dry-run", "--created", "2026-11-22"]) == 0
    assert capsys.readouterr().out.startswith("version 1.0.0")
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_refused_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "--out", "first", "--created", "2026-11-22"]) == 0
    calls = [
        (["--created", "2026-12-01"], 1, "Nothing changed since 1.0.0"),
        (["--created", "2026-12-01", "--version", "1.0.0"], 1, "Version 1.0.0 is out already"),
        (["--created", "2026-12-01", "--version", "0.9.0"], 1, "Version 0.9.0 goes back behind 1.0.0"),
        (["--created", "2026-12-01", "--version", "1.1"], 2, "is not a semantic version"),
        (["--created", "yesterday"], 2, "'yesterday' is no date"),
        ([], 2, "The release has no date"),
    ]
    for words, code, message in calls:
        assert main(["release", "--out", "next", "--previous", "first", *words]) == code
        assert message in " ".join(capsys.readouterr().err.split())
        assert not Path("next").exists()


def test_without_a_place_to_write_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "--created", "2026-11-22"]) == 2
    assert capsys.readouterr().err == "error: There is no folder to write to.\n       Give --out DIR, or --dry-run.\n"


def test_an_invalid_package_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    Path("events.csv").write_text("id,size\nfair,many\n", encoding="utf-8")
    assert main(["release", "--out", "out", "--created", "2026-11-22"]) == 1
    assert "events.csv:2:6  error  cell/type" in capsys.readouterr().out
    assert not Path("out").exists()


def test_the_target_of_the_environment_has_the_last_release(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TALENT_DATASET_TARGET", "nowhere")
    assert main(["release", "--out", "out", "--created", "2026-11-22"]) == 2
    # However long the path of this folder is, and wherever the line ends.
    told = "".join(capsys.readouterr().err.split())
    assert told == "".join(f"error: There is no folder {tmp_path / 'nowhere'}.".split())
