"""The conformance suite of this repository: ours agrees with every case, and the tables say what a run says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from conformance.cases import HERE, packages, vectors
from conformance.judge import Outcome
from conformance.results import kept, page, summary

REGISTERED = {"frictionless", "talent_dataset"}


def test_ours_agrees_with_every_case_at_every_level(outcomes: Sequence[Outcome]) -> None:
    assert [outcome for outcome in outcomes if not outcome.agrees] == []


def test_a_run_asks_every_case(outcomes: Sequence[Outcome]) -> None:
    cells, columns = len(vectors("cells")), len(vectors("columns"))
    number = {"packages": len([*packages()]), "cells": cells, "values": cells, "columns": columns}
    assert Counter(outcome.suite for outcome in outcomes) == number
    assert min(number.values()) > 30


def test_the_results_kept_of_ours_are_those_of_a_run(outcomes: Sequence[Outcome]) -> None:
    assert kept()["talent_dataset"] == {"version": version("talent_dataset"), **summary(outcomes)}


def test_the_tables_are_made_of_the_results_that_are_kept() -> None:
    results = kept()
    assert {*results} == REGISTERED
    assert (HERE / "RESULTS.md").read_text(encoding="utf-8") == page(results)


def test_the_results_of_each_validator_are_of_the_cases_that_there_are(outcomes: Sequence[Outcome]) -> None:
    ours = summary(outcomes)["counts"]
    assert {name: _decided(made["counts"]) for name, made in kept().items()} == dict.fromkeys(
        REGISTERED, _decided(ours)
    )


def _decided(counts: dict[str, Any]) -> dict[tuple[str, str], int]:
    """The number of verdicts by suite and area."""
    return {
        (suite, area): next(iter(levels.values()))[1]
        for suite, areas in counts.items()
        for area, levels in areas.items()
    }


def test_every_file_of_the_suite_is_there_byte_for_byte() -> None:
    folder = HERE / "packages"
    assert b"\r\n" in (folder / "csv-crlf" / "package" / "t.csv").read_bytes()
    assert b"\n" not in (folder / "csv-cr-only" / "package" / "t.csv").read_bytes()
    assert (folder / "path-hidden-folder-nested" / "package" / "data" / ".hidden" / "t.csv").is_file()


def test_what_is_read_is_the_suite_of_this_checkout(root: Path) -> None:
    assert root / "conformance" == HERE
