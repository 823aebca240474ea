"""The larger corpus, where there is one: packages that people have published, as they are and with a fault injected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from conformance.cases import Case

Larger = Any  # the fixtures of this folder's conftest
Ours = Any
Differs = Callable[[Case], str]

# The corpus leaves the files that it reads to the garbage collector.
leaves_files_open = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

# A real package above this size belongs to the full tier.
SMALL = 1_000_000


@leaves_files_open
@pytest.mark.parametrize("seed", ["sichuan", "chongqing"])
def test_an_injected_fault_is_found_at_its_place_and_nothing_else_is(
    larger: Larger, differs: Differs, seed: str, tmp_path: Path
) -> None:
    assert [*differing_injections(larger, differs, seed, 30, tmp_path)] == []


@pytest.mark.full
@leaves_files_open
@pytest.mark.parametrize("seed", ["shown", "lead1", "tower", "orbit", "7", "二〇二六"])
def test_injected_faults_of_many_seeds_are_found_at_their_places(
    larger: Larger, differs: Differs, seed: str, tmp_path: Path
) -> None:
    assert [*differing_injections(larger, differs, seed, 150, tmp_path)] == []


def differing_injections(
    larger: Larger, differs: Differs, seed: str, number: int, folder: Path
) -> Iterator[tuple[str, Any, str]]:
    """The faults that are not found, found elsewhere, or found with others."""
    for case in larger.injected(seed, number, folder):
        if why := differs(case):
            yield case.id, case.errors, why


def test_a_real_package_of_some_size_has_the_recorded_verdict_and_errors(larger: Larger, ours: Ours) -> None:
    assert [*differing_packages(larger, ours, is_small=True)] == []


@pytest.mark.full
def test_a_large_real_package_has_the_recorded_verdict_and_errors(larger: Larger, ours: Ours) -> None:
    assert [*differing_packages(larger, ours, is_small=False)] == []


def differing_packages(larger: Larger, ours: Ours, *, is_small: bool) -> Iterator[tuple[str, str]]:
    """The real packages whose report differs from the record: verdict, or groups of errors with their rows."""
    for case in larger.real():
        if (bytes_of(case["path"].parent) < SMALL) is not is_small:
            continue
        report = ours.report(case["path"], case["timeout"])
        if case["valid"] not in (None, report["valid"]):
            yield case["id"], f"valid: {report['valid']}"
        elif case["agreed"] or case["valid"] is not False:
            yield from differing_groups(case, groups_of(report["errors"]))


def differing_groups(case: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The groups of errors that are missing, too many, or in other rows; contested ones may be there or not."""
    agreed, contested = case["agreed"], case["contested"]
    for name in {*agreed, *found} - {*contested}:
        if agreed.get(name) != found.get(name):
            yield case["id"], f"{name}: {agreed.get(name)} expected, {found.get(name)} found"


def groups_of(errors: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """How many errors there are of each resource, type and field, and a hash of their rows."""
    rows = defaultdict(list)
    for error in errors:
        rows[f"{error.get('resource') or ''}|{error['type']}|{error.get('field') or ''}"].append(error.get("row") or 0)
    return {name: {"count": len(found), "rows": _hash(sorted(found))} for name, found in rows.items()}


def _hash(rows: Sequence[int]) -> str:
    return sha256(",".join(map(str, rows)).encode()).hexdigest()[:16]


def bytes_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
