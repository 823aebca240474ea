"""What a client has seen is not forgotten."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from talent_dataset import Package
from talent_dataset.cli import main
from talent_dataset.engine.errors import HashMismatchError, RolledBackError
from talent_dataset.releases.published import source_of
from talent_dataset.releases.published.cache import memory_of

if TYPE_CHECKING:
    from tests.releases.published.conftest import Site

pytestmark = pytest.mark.usefixtures("cache")


def yanked(site: Site, *events: tuple[str, str], version: str = "1.0.0") -> None:
    """Have the list say what happened to a version."""
    history = [{"event": event, "reason": reason, "on": "2026-02-03"} for event, reason in events]
    last = history[-1] if history and history[-1]["event"] == "yank" else None
    for one in site.listed:
        if one["version"] == version:
            one["yanked"] = last and {"reason": last["reason"], "on": last["on"]}
            one["history"] = history
    site.write()


def opened(site: Site, version: str | None = None) -> list[int]:
    """What a client reads."""
    with warnings.catch_warnings(action="ignore"):
        found: list[int] = Package.open(str(site.root), version).load("t")["n"].to_list()
    return found


@pytest.mark.parametrize("version", [None, "1.0.0"])
def test_a_list_that_was_rolled_back_is_refused_and_says_what_was_seen_when_and_what_to_do(
    site: Site, version: str | None
) -> None:
    assert opened(site) == [2]
    site.listed = [one for one in site.listed if one["version"] == "1.0.0"]
    site.write()
    with pytest.raises(RolledBackError) as caught:
        opened(site, version)
    assert re.fullmatch(
        rf"{re.escape(str(site.root))} was rolled back: on \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 "
        r"it listed version 1\.1\.0, and now it does not\.",
        caught.value.message,
    )
    memory = memory_of(source_of(site.root))
    assert caught.value.hint == (
        "Ask its publisher. If the releases were made anew there, "
        f"`talent-dataset versions {site.root} --forget` takes the list as it is now (or delete {memory})."
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([("yank", "Wrong.")], []),
        ([("yank", "Wrong.")], [("yank", "Another reason.")]),
        ([("yank", "Wrong."), ("unyank", "Right.")], []),
        ([("yank", "Wrong."), ("unyank", "Right.")], [("yank", "Wrong.")]),
    ],
)
def test_a_withdrawal_that_vanishes_is_refused(
    site: Site, before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    yanked(site, *before)
    assert opened(site) == [2]
    yanked(site, *after)
    with pytest.raises(RolledBackError, match=r"it listed that version 1\.0\.0 was .* on 2026-02-03"):
        opened(site)


def test_a_withdrawal_that_is_taken_back_is_no_rollback(site: Site) -> None:
    yanked(site, ("yank", "Wrong."))
    opened(site)
    yanked(site, ("yank", "Wrong."), ("unyank", "Right."))
    assert opened(site) == [2]


def test_the_releases_of_another_package_are_refused(site: Site) -> None:
    opened(site)
    (site.root / "versions.json").write_text(json.dumps({"name": "other", "versions": site.listed}))
    with pytest.raises(RolledBackError, match="it listed the releases of 'small', and now it does not"):
        opened(site)


def test_what_was_seen_is_forgotten_on_demand_only(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    opened(site)
    site.listed = site.listed[:1]
    site.write()
    assert main(["versions", str(site.root)]) == 2
    assert "was rolled back" in capsys.readouterr().err
    assert main(["versions", str(site.root), "--forget"]) == 0
    assert opened(site) == [1]


def test_a_client_without_a_memory_takes_what_it_reads(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(site)
    site.listed = site.listed[:1]
    site.write()
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "another"))
    assert opened(site) == [1]


def test_a_memory_that_an_older_client_wrote_counts_too(site: Site) -> None:
    opened(site)
    memory = memory_of(source_of(site.root))
    said = json.loads(memory.read_bytes())
    memory.write_text(json.dumps({name: said[name] for name in ("name", "latest", "versions")}))
    site.listed = site.listed[:1]
    site.write()
    with pytest.raises(RolledBackError, match=r"was rolled back: earlier it listed version 1\.1\.0"):
        opened(site)


def test_a_version_of_other_bytes_is_refused_as_that(site: Site) -> None:
    opened(site)
    site.add("1.1.0", cell="3")
    with pytest.raises(HashMismatchError, match=r"Version 1\.1\.0 of .* is not what it was"):
        opened(site)
