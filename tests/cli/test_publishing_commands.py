"""``talent-dataset publish``, ``verify``, ``yank`` and ``versions`` on real releases."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from talent_dataset.cli import main

SCHEMA = {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}


def build(folder: Path, version: str, cell: str) -> None:
    """A release of a package of one table."""
    package = folder / f"package-{version}-{cell}"
    package.mkdir()
    resource = {"name": "t", "path": "t.csv", "schema": SCHEMA}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "small", "resources": [resource]}
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    (package / "t.csv").write_text(f"id,n\na,{cell}\n", encoding="utf-8")
    out = str(folder / {"1": "one", "2": "two", "3": "other"}[cell])
    assert main(["build", str(package), "--out", out, "--version", version, "--created", "2026-01-02"]) == 0


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases in folders, two of them in the folder ``site`` too."""
    folder = tmp_path_factory.mktemp("releases")
    for version, cell in (("1.0.0", "1"), ("1.1.0", "2"), ("1.0.0", "3")):
        build(folder, version, cell)
    site = str(folder / "site")
    assert main(["publish", str(folder / "one"), site]) == main(["publish", str(folder / "two"), site]) == 0
    return folder


@pytest.fixture(autouse=True)
def _published(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(releases, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    capsys.readouterr()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.replace(str(Path.cwd()), "HERE").splitlines()


def test_what_is_published_is_told_with_the_verdict_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree("site")
    assert main(["publish", "one", "site"]) == 0
    verdict, _, published, *rest = lines(capsys)
    files = [file for file in Path("one").rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    assert verdict == "Valid."
    assert published == f"Version 1.0.0 is published: {len(files)} files, {size:,} bytes uploaded."
    assert rest == ["HERE/site/1.0.0/", "latest: 1.0.0"]


def test_the_same_again_is_no_error_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "one", "site"]) == 0
    assert lines(capsys)[2:] == ["Version 1.0.0 was published before, with the same bytes: nothing was done."]


def test_other_bytes_are_refused_with_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "other", "site"]) == 1
    assert capsys.readouterr().err.splitlines()[0].startswith("error: Version 1.0.0 is published at")


def test_a_target_that_cannot_be_written_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").touch()
    assert main(["publish", "one", "file"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_an_invalid_release_shows_its_report_and_is_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    file = Path("one/datapackage.json")
    before = file.read_bytes()
    file.write_bytes(before.replace(b'"integer"', b'"date"'))
    sums = Path("one/SHA256SUMS")
    sums.write_text(sums.read_text().replace(_hash(before), _hash(file.read_bytes())))
    assert main(["publish", "one", "other"]) == 1
    printed = capsys.readouterr()
    assert "one/data/t.csv:2:3  error  cell/type" in printed.out
    assert "nothing is published" in printed.err


def _hash(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def test_versions_are_listed_the_highest_first(capsys: pytest.CaptureFixture[str]) -> None:
    main(["yank", "site", "1.0.0", "--reason", "The count is wrong."])
    capsys.readouterr()
    assert main(["versions", "site"]) == 0
    today = datetime.now(UTC).date()
    assert lines(capsys) == [
        "small at HERE/site",
        "1.1.0  2026-01-02  latest",
        f"1.0.0  2026-01-02  withdrawn on {today}: The count is wrong.",
    ]


def test_what_is_being_published_and_prereleases_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    listed = {"version": "1.0.0-rc.1", "created": None, "path": "a/", "sha256": "0" * 64, "yanked": None}
    claims = {"1.1.0": {"sha256": "1" * 64, "since": "2026-02-03T04:05:06+00:00"}}
    index = {"name": "small", "versions": [listed], "claims": claims}
    Path("site/versions.json").write_text(json.dumps(index))
    assert main(["versions", "site"]) == 0
    assert lines(capsys)[1:] == [
        "1.0.0-rc.1              prerelease",
        "1.1.0       being published since 2026-02-03T04:05:06+00:00, or given up",
    ]


def test_of_many_files_that_belong_to_no_version_some_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("site/2.0.0").mkdir()
    for number in range(25):
        Path(f"site/2.0.0/{number:02}").touch()
    assert main(["verify", "site"]) == 0
    assert lines(capsys)[-3:] == [
        "2.0.0/19  belongs to no version",
        "... and 5 more that belong to no version",
        "Verified: 2 versions.",
    ]


def test_that_nothing_is_published_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    Path("site/versions.json").write_text('{"name": "small", "latest": null, "versions": []}')
    assert main(["verify", "site"]) == 1
    assert lines(capsys)[-1] == "Nothing was verified: no version is listed."


def test_versions_are_listed_as_the_index_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["versions", "site", "--format", "json"]) == 0
    assert capsys.readouterr().out == Path("site/versions.json").read_text()


def test_what_stands_as_published_is_verified_with_exit_0(capsys: pytest.CaptureFixture[str]) -> None:
    Path("site/notes.txt").touch()
    assert main(["verify", "site"]) == 0
    head, *found, stray, verdict = lines(capsys)
    assert (head, verdict) == ("small at HERE/site", "Verified: 2 versions.")
    assert [one.partition("  ")[0] for one in found] == ["1.1.0", "1.0.0"]
    assert all(" bytes as published; valid (" in one for one in found)
    assert stray == "notes.txt  belongs to no version"


def test_what_does_not_is_told_with_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    Path("site/1.0.0/README.md").unlink()
    assert main(["verify", "site", "1.0.0"]) == 1
    _, version, problem, verdict = lines(capsys)
    assert version.endswith(" as published; the rest is not")
    assert (problem, verdict) == ("       README.md is not there.", "Not as published: 1 of 1 version.")


def test_verification_is_a_document_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "site", "latest", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (version,) = found["versions"]
    assert (found["valid"], found["name"], found["unlisted"]) == (True, "small", [])
    assert (version["version"], version["problems"], version["report"]["valid"]) == ("1.1.0", [], True)


def test_a_withdrawal_tells_what_is_the_latest_version_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["yank", "site", "1.1.0", "--reason", "The count is wrong."]) == 0
    assert lines(capsys) == ["Version 1.1.0 is withdrawn; it stays readable.", "latest: 1.0.0"]


@pytest.mark.parametrize("command", [["verify"], ["versions"], ["yank", "--reason", "Wrong.", "1.0.0"]])
def test_a_place_without_releases_is_exit_2(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command[0], *command[1:3], "none", *command[3:]]) == 2
    assert capsys.readouterr().err.startswith("error: There ")


def test_an_unknown_version_is_exit_2_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "site", "3.0.0"]) == 2
    assert "It has 1.1.0, 1.0.0." in capsys.readouterr().err


@pytest.mark.filterwarnings("default")
def test_a_warning_is_told_without_the_line_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["yank", "site", "1.0.0", "--reason", "The count is wrong; see 1.1.0."]) == 0
    assert main(["diff", "1.0.0", "1.0.0", "--target", "site"]) == 0
    (told,) = set(capsys.readouterr().err.split("warning: ")[1:])
    assert told.startswith("Version 1.0.0 was withdrawn on ")
    assert told.endswith(": The count is wrong; see 1.1.0.\n")
