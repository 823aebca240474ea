"""Published versions of our dataset, asked for by their number."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

import talent_dataset as td
from talent_dataset.dataset import location
from talent_dataset.engine.errors import YankedWarning


def publish(site: Path, version: str, *, name: str | None = None, correction: tuple[str, str] = ("", "")) -> None:
    """Publish the installed data as a version, by hand; with something replaced in the table of events."""
    folder = site / version
    shutil.copytree(location(), folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"version": version, "name": name or descriptor["name"]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    events = folder / "data" / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace(*correction), encoding="utf-8")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(folder).as_posix()}\n" for f in files]
    (folder / "SHA256SUMS").write_text("".join(lines))
    sums = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    index = site / "versions.json"
    listed = json.loads(index.read_text())["versions"] if index.exists() else []
    listed.append({"version": version, "path": f"{version}/", "sha256": sums, "yanked": None})
    index.write_text(json.dumps({"name": descriptor["name"], "versions": listed}))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions, one of which holds a mistake."""
    monkeypatch.delenv("TALENT_DATASET_TARGET", raising=False)
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    publish(tmp_path / "site", "1.0.0", correction=("signing", "launch"))
    publish(tmp_path / "site", "1.0.1")
    return tmp_path / "site"


def test_a_version_is_loaded_from_the_place_that_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = td.load("events")
    assert_frame_equal(td.load("events", target=site), installed)
    assert_frame_equal(td.load("events", version="1.0.1", target=str(site)), installed)
    assert not td.load("events", version="1.0.0", target=site).equals(installed)
    monkeypatch.setenv("TALENT_DATASET_TARGET", str(site))
    assert_frame_equal(td.load("events", version="latest"), installed)
    assert_frame_equal(td.load("events"), installed)


def test_every_question_can_be_asked_of_a_version(site: Path) -> None:
    row = td.load("events")["event_id"][0]
    assert td.tables(version="1.0.0", target=site) == td.tables()
    assert_frame_equal(td.describe("places", version="1.0.0", target=site), td.describe("places"))
    assert_frame_equal(td.evidence("events", row, version="1.0.1", target=site), td.evidence("events", row))
    assert "Version 1.0.1" in td.cite(target=site)
    labelled = td.load("events", "zh", labels=True, target=site)
    assert_frame_equal(labelled, td.load("events", "zh", labels=True))
    file = td.path("events", version="1.0.1", target=site)
    assert file.read_bytes() == (location() / "data" / "events.csv").read_bytes()


def test_without_a_place_a_version_cannot_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TALENT_DATASET_TARGET", raising=False)
    with pytest.raises(td.CannotCheckError) as caught:
        td.load("events", version="1.0.0")
    assert caught.value.message == "Version 1.0.0 cannot be found: it is not said where the releases are."
    assert caught.value.hint.startswith(
        "Name the place in the environment variable TALENT_DATASET_TARGET, or as target="
    )


def test_an_unknown_version_is_told_with_those_that_there_are(site: Path) -> None:
    with pytest.raises(td.UnknownNameError) as caught:
        td.load("events", version="2.0.0", target=site)
    assert caught.value.hint == "It has 1.0.1, 1.0.0."


def test_releases_of_another_dataset_are_not_ours(tmp_path: Path) -> None:
    publish(tmp_path / "site", "1.0.0", name="other")
    with pytest.raises(td.CannotCheckError, match="holds 'other', not"):
        td.load("events", target=tmp_path / "site")


def test_a_withdrawn_version_warns_where_it_was_asked_for(site: Path) -> None:
    index = json.loads((site / "versions.json").read_text())
    index["versions"][0]["yanked"] = {"reason": "An event was wrong.", "on": "2026-02-03"}
    (site / "versions.json").write_text(json.dumps(index))
    with pytest.warns(YankedWarning, match="An event was wrong") as caught:
        td.load("events", version="1.0.0", target=site)
    assert caught[0].filename == __file__
