"""The packages of the conformance corpus: small ones, real ones, real ones with a fault injected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

Corpus = Any  # the fixture of this folder's conftest

# The corpus leaves the files that it reads to the garbage collector.
leaves_files_open = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

# A real package above this size belongs to the full tier.
SMALL = 1_000_000


def test_every_small_package_has_the_verdict_the_faults_and_the_places_expected(corpus: Corpus) -> None:
    cases = list(corpus.packages())
    differences = [
        (case["id"], why)
        for case in cases
        if (why := corpus.difference(case, corpus.report(case["path"], case["timeout"])))
    ]
    assert differences == []
    assert cases


@leaves_files_open
def test_every_vector_of_a_cell_has_its_verdict_in_a_package(corpus: Corpus, tmp_path: Path) -> None:
    assert [*differing_cells(corpus, tmp_path)] == []


def differing_cells(corpus: Corpus, folder: Path) -> Iterator[tuple[str, str]]:
    """The vectors whose row has an error where none is expected, or none where one is."""
    for path, vectors in corpus.judge.compile_vectors("cells", str(folder)):
        report = corpus.report(Path(path))
        rows = {error.get("row") for error in report["errors"]}
        for row, vector in enumerate(vectors, start=2):
            is_error = bool({row, None} & rows)  # an error without a row is one of the descriptor
            if vector["expected"] is not None and is_error != (vector["expected"] == "error"):
                yield vector["id"], vector["cell"]


@leaves_files_open
def test_every_vector_of_a_column_has_its_rows_in_a_package(corpus: Corpus, tmp_path: Path) -> None:
    differences = []
    for path, [vector] in corpus.judge.compile_vectors("columns", str(tmp_path)):
        errors = corpus.report(Path(path))["errors"]
        found = [error["row"] - 2 for error in errors if error["type"] == "unique-error"]
        if vector["expected"] is not None and found != vector["expected"]["rows"]:
            differences.append((vector["id"], found))
    assert differences == []


@leaves_files_open
@pytest.mark.parametrize("seed", ["sichuan", "chongqing"])
def test_an_injected_fault_is_found_at_its_place_and_nothing_else_is(corpus: Corpus, seed: str, tmp_path: Path) -> None:
    assert [*differing_injections(corpus, seed, 30, tmp_path)] == []


@pytest.mark.full
@leaves_files_open
@pytest.mark.parametrize("seed", ["shown", "lead1", "tower", "orbit", "7", "二〇二六"])
def test_injected_faults_of_many_seeds_are_found_at_their_places(corpus: Corpus, seed: str, tmp_path: Path) -> None:
    assert [*differing_injections(corpus, seed, 150, tmp_path)] == []


def differing_injections(corpus: Corpus, seed: str, number: int, folder: Path) -> Iterator[tuple[str, Any, str]]:
    """The faults that are not found, found elsewhere, or found with others."""
    for path, case in corpus.inject.cases(seed, number, str(folder)):
        if why := corpus.difference(case, corpus.report(Path(path), 120)):
            yield case["source"], case["errors"], why


def test_a_real_package_of_some_size_has_the_recorded_verdict_and_errors(corpus: Corpus) -> None:
    assert [*differing_packages(corpus, is_small=True)] == []


@pytest.mark.full
def test_a_large_real_package_has_the_recorded_verdict_and_errors(corpus: Corpus) -> None:
    assert [*differing_packages(corpus, is_small=False)] == []


def differing_packages(corpus: Corpus, *, is_small: bool) -> Iterator[tuple[str, str]]:
    """The real packages whose report differs from the record: verdict, or groups of errors with their rows."""
    for case in corpus.real():
        if (bytes_of(case["path"].parent) < SMALL) is not is_small:
            continue
        report = corpus.report(case["path"], case["timeout"])
        if case["valid"] not in (None, report["valid"]):
            yield case["id"], f"valid: {report['valid']}"
        elif case["agreed"] or case["valid"] is not False:
            yield from differing_groups(case, corpus.judge.groups_of(report["errors"]))


def differing_groups(case: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The groups of errors that are missing, too many, or in other rows; contested ones may be there or not."""
    agreed, contested = case["agreed"], case["contested"]
    for name in {*agreed, *found} - {*contested}:
        if agreed.get(name) != found.get(name):
            yield case["id"], f"{name}: {agreed.get(name)} expected, {found.get(name)} found"


def bytes_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
