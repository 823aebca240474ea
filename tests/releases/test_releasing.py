from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from talent_dataset import checking
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError, ReleaseRefusedError
from talent_dataset.engine.reading import opening
from talent_dataset.releases.publishing import publish, yank
from talent_dataset.releases.releasing import Wishes, build_release, plan_release, previous_at, previous_published

Writer = Callable[..., Path]
RESOURCE: dict[str, Any] = {
    "name": "events",
    "type": "table",
    "path": "events.csv",
    "schema": {
        "fields": [{"name": "id", "type": "string"}, {"name": "size", "type": "integer"}],
        "primaryKey": ["id"],
    },
}
DAY = Wishes(created="2026-11-22")


ROWS = "id,size\nfair,3\nforum,5\n"


@pytest.fixture
def mine(package: Writer) -> Path:
    return package({"events.csv": ROWS}, RESOURCE)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first release of the same package, built once."""
    folder = tmp_path_factory.mktemp("source")
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "mine", "resources": [RESOURCE]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "events.csv").write_text(ROWS, encoding="utf-8")
    return build_release(folder.parent / "first", plan_release(folder, None, DAY), DAY).folder


def version_of(folder: Path) -> str:
    return str(json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["version"])


def test_a_first_release_is_1_0_0_or_what_the_descriptor_says(mine: Path, package: Writer) -> None:
    plan = plan_release(mine, None, DAY)
    assert (plan.version, plan.created, plan.previous) == ("1.0.0", "2026-11-22T00:00:00Z", None)
    assert plan.entry == (
        "## [1.0.0] - 2026-11-22\n\nThe first release: 1 table, 2 rows.\n\n### Added\n\n- `events`: 2 rows\n"
    )
    package({}, RESOURCE, version="0.1.0")
    assert plan_release(mine, None, DAY).version == "0.1.0"


def test_the_next_release_has_the_smallest_version_and_an_entry_before_the_others(
    mine: Path, first: Path, tmp_path: Path
) -> None:
    (mine / "events.csv").write_text("id,size\nfair,4\nforum,5\nvisit,1\n", encoding="utf-8")
    wishes = Wishes(created="2026-12-01T08:00:00Z", note="The fair was larger.")
    plan = plan_release(mine, previous_at(first), wishes)
    assert (plan.version, plan.previous, plan.bump.level, plan.bump.croissant) == ("1.1.0", "1.0.0", "minor", "major")
    built = build_release(tmp_path / "next", plan, wishes)
    assert version_of(built.folder) == "1.1.0"
    assert (built.folder / "CHANGELOG.md").read_text(encoding="utf-8") == (
        "# Changes\n\nThe format is that of [Keep a Changelog](https://keepachangelog.com).\n\n"
        "## [1.1.0] - 2026-12-01\n\nThe fair was larger.\n\n"
        "By the Data Package recipe a minor change; as Croissant reads it, a major one.\n\n"
        "### Added\n\n- `events`: 1 row (`visit`)\n\n"
        "### Changed\n\n- `events`: 1 cell in 1 row (`fair`): `size` 1\n\n"
        "## [1.0.0] - 2026-11-22\n\nThe first release: 1 table, 2 rows.\n\n### Added\n\n- `events`: 2 rows\n"
    )


def test_the_release_before_may_be_its_archive(mine: Path, first: Path) -> None:
    (mine / "events.csv").write_text("id,size\nfair,4\nforum,5\n", encoding="utf-8")
    plan = plan_release(mine, previous_at(first / "mine-1.0.0.zip"), DAY)
    assert (plan.version, plan.changelog.count("\n## ")) == ("1.0.1", 2)


def test_nothing_is_released_where_nothing_changed(mine: Path, first: Path) -> None:
    with pytest.raises(ReleaseRefusedError, match=r"Nothing changed since 1\.0\.0"):
        plan_release(mine, previous_at(first), DAY)
    assert plan_release(mine, previous_at(first), Wishes(created="2026-12-01", version="1.0.1")).version == "1.0.1"


def test_a_version_that_is_too_small_is_refused_and_a_larger_one_is_not(mine: Path, first: Path) -> None:
    resource = {**RESOURCE, "schema": {"fields": RESOURCE["schema"]["fields"]}}
    descriptor = json.loads((mine / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [resource]
    (mine / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(ReleaseRefusedError, match="a minor change: a constraint becomes less restrictive"):
        plan_release(mine, previous_at(first), Wishes(created="2026-12-01", version="1.0.1"))
    assert plan_release(mine, previous_at(first), Wishes(created="2026-12-01", version="3.0.0")).version == "3.0.0"


def test_a_release_without_a_date_is_refused_and_that_of_the_descriptor_taken(mine: Path, package: Writer) -> None:
    with pytest.raises(CannotCheckError, match="no date") as caught:
        plan_release(mine, None, Wishes())
    assert caught.value.hint.startswith("Give it: --created 2026-11-22.")
    package({}, RESOURCE, created="2026-01-31T10:00:00Z")
    assert plan_release(mine, None, Wishes()).created == "2026-01-31T10:00:00Z"


def test_an_invalid_package_is_not_planned(mine: Path) -> None:
    (mine / "events.csv").write_text("id,size\nfair,many\n", encoding="utf-8")
    with pytest.raises(InvalidDataError, match="is not valid"):
        plan_release(mine, None, DAY)


def test_a_release_before_without_a_semantic_version_cannot_be_followed(mine: Path) -> None:
    with pytest.raises(CannotCheckError, match="is not a semantic version"):
        previous_at(mine)


def test_the_release_before_is_the_highest_at_a_target_even_where_it_was_withdrawn(
    mine: Path, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "cache"))
    target = str(tmp_path / "target")
    with pytest.raises(CannotCheckError, match="There is no folder"):
        previous_published(target)
    Path(target).mkdir()
    assert previous_published(target) is None
    publish(first, target)
    yank(target, "1.0.0", reason="the fair was larger")
    previous = previous_published(target)
    assert previous is not None
    assert str(previous.version) == "1.0.0"
    assert previous.history == (first / "CHANGELOG.md").read_text(encoding="utf-8")
    (mine / "events.csv").write_text("id,size\nfair,4\nforum,5\n", encoding="utf-8")
    assert plan_release(mine, previous, DAY).version == "1.0.1"


def test_a_release_is_not_dated_before_the_one_it_follows(mine: Path, first: Path) -> None:
    (mine / "events.csv").write_text("id,size\nfair,4\nforum,5\n", encoding="utf-8")
    with pytest.raises(ReleaseRefusedError, match=r"dated 2026-11-21, before the one that it follows \(2026-11-22\)"):
        plan_release(mine, previous_at(first), Wishes(created="2026-11-21"))
    assert plan_release(mine, previous_at(first), DAY).version == "1.0.1"


def calls(act: Callable[[], object], *functions: Callable[..., object]) -> list[int]:
    """How often each function runs while something is done, whatever name it is called by."""
    found: Counter[CodeType] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        found[frame.f_code] += event == "call"

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return [found[function.__code__] for function in functions]


def test_a_release_opens_and_validates_once_what_is_read_and_once_what_was_written(mine: Path, tmp_path: Path) -> None:
    def act() -> None:
        build_release(tmp_path / "out", plan_release(mine, None, DAY), DAY)

    assert calls(act, checking.validate, opening.open_package) == [2, 2]


def test_the_release_before_is_opened_once_and_not_validated_again(mine: Path, first: Path, tmp_path: Path) -> None:
    (mine / "events.csv").write_text("id,size\nfair,4\nforum,5\n", encoding="utf-8")

    def act() -> None:
        build_release(tmp_path / "next", plan_release(mine, previous_at(first), DAY), DAY)

    assert calls(act, checking.validate, opening.open_package) == [2, 3]


def test_no_file_that_is_edited_after_the_plan_is_released(mine: Path, tmp_path: Path) -> None:
    plan = plan_release(mine, None, DAY)
    (mine / "events.csv").write_text("id,size\nfair,many\n", encoding="utf-8")
    built = build_release(tmp_path / "out", plan, DAY).folder
    assert (built / "data/events.csv").read_text(encoding="utf-8") == ROWS
