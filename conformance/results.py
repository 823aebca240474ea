"""Who agrees with what: counts of a run, kept in ``results/``, and the tables of ``RESULTS.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from conformance import judge
from conformance.cases import HERE, as_packages, packages, vectors
from conformance.judge import Outcome
from conformance.validators import Validator

# A package of vectors is small; what is slow with it is stuck.
SOON = 60
# What each suite asks, and the levels of its table.
SUITES = {
    "packages": ("Packages: is it valid, what is wrong, and where?", ("verdict", "types", "located")),
    "cells": (
        "Cells, as rows of a package: is the cell one of the field, and what is wrong with it?",
        ("verdict", "types"),
    ),
    "columns": ("Columns: which cells repeat an earlier one?", ("located",)),
    "values": ("Values: what is a cell read as?", ("verdict", "value")),
}
# Counts by suite, area with its confidence, and level: agreements, and cases that decide the level.
Counts = dict[str, dict[str, dict[str, list[int]]]]


def outcomes(validator: Validator) -> Iterator[Outcome]:
    """All suites, case by case."""
    for case in packages():
        yield judge.package(case, validator.report(case.path, case.timeout))
    with TemporaryDirectory() as folder:
        for path, group in as_packages("cells", Path(folder)):
            yield from judge.cells(group, validator.report(path, SOON))
        for path, group in as_packages("columns", Path(folder)):
            yield from judge.columns(group, validator.report(path, SOON))
    for vector in vectors("cells"):
        if (answer := validator.value(vector)) is not None:
            yield judge.value(vector, answer)


def summary(found: Iterable[Outcome]) -> dict[str, Any]:
    """What is kept of a run: the counts, and the cases where the validator differs."""
    all_found = list(found)
    differences: dict[str, dict[str, str]] = {suite: {} for suite in SUITES}
    for outcome in all_found:
        if not outcome.agrees:
            differences[outcome.suite][outcome.id] = outcome.why
    return {"counts": counts(all_found), "differences": {suite: each for suite, each in differences.items() if each}}


def counts(found: Iterable[Outcome]) -> Counts:
    """Agreements and decided cases."""
    made: Counts = {}
    for outcome in found:
        area = outcome.area + ("" if outcome.confidence == "must" else f" ({outcome.confidence})")
        levels = made.setdefault(outcome.suite, {}).setdefault(area, {})
        for level, agrees in outcome.levels.items():
            count = levels.setdefault(level, [0, 0])
            count[0] += agrees
            count[1] += 1
    return {suite: dict(sorted(areas.items())) for suite, areas in made.items()}


def results_file(name: str) -> Path:
    """Where the results of a validator are kept."""
    return HERE / "results" / f"{name}.json"


def kept() -> dict[str, dict[str, Any]]:
    """The results of all validators that were run."""
    files = sorted((HERE / "results").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def keep(name: str, version: str, made: Mapping[str, Any]) -> None:
    """Keep the results of a run, and write the tables anew."""
    text = json.dumps({"version": version, **made}, ensure_ascii=False, indent=1) + "\n"
    results_file(name).write_text(text, encoding="utf-8", newline="\n")
    (HERE / "RESULTS.md").write_text(page(kept()), encoding="utf-8", newline="\n")


def page(results: Mapping[str, Mapping[str, Any]]) -> str:
    """``RESULTS.md``."""
    named = ", ".join(f"{name} {made['version']}" for name, made in results.items())
    head = (
        "# Who agrees with what\n\n"
        f"Made by a run of `python -m conformance NAME --write`, not by hand: {named}.\n"
        "[README.md](README.md) tells what the levels and the words in brackets mean; an area without brackets is\n"
        "decided by the text of the standard. Each cell: cases that agree / cases that decide this level.\n"
        "Which cases differ, and how, stands in [results/](results/).\n"
    )
    return head + "".join(f"\n## {title}\n\n{table(results, suite)}" for suite, (title, _) in SUITES.items())


def table(results: Mapping[str, Mapping[str, Any]], suite: str) -> str:
    """The table of a suite: an area a row, a level of a validator a column."""
    columns = [(name, level) for name in results for level in SUITES[suite][1]]
    areas = sorted({area for made in results.values() for area in made["counts"].get(suite, {})}, key=_by_confidence)
    rows = [[area, *(_cell(results[name]["counts"], suite, area, level) for name, level in columns)] for area in areas]
    head = ["area", *(f"{name}: {level}" for name, level in columns)]
    total = [
        "**all that the standard decides**",
        *(_total(results[name]["counts"], suite, level) for name, level in columns),
    ]
    return "".join(_row(row) for row in (head, ["---", *["---:"] * len(columns)], *rows, total))


def _by_confidence(area: str) -> tuple[str, str]:
    name, _, confidence = area.partition(" (")
    return confidence, name


def _cell(counted: Counts, suite: str, area: str, level: str) -> str:
    agreed, decided = counted.get(suite, {}).get(area, {}).get(level, (0, 0))
    return f"{agreed}/{decided}" if decided else ""


def _total(counted: Counts, suite: str, level: str) -> str:
    musts = [levels for area, levels in counted.get(suite, {}).items() if "(" not in area]
    agreed, decided = (sum(levels.get(level, (0, 0))[at] for levels in musts) for at in (0, 1))
    return f"**{agreed}/{decided}** ({100 * agreed / decided:.1f}%)" if decided else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
