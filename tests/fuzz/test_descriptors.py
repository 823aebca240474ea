"""Whatever stands in a descriptor, it is read or told, where it stands."""

from __future__ import annotations

import os
from typing import Any

import pytest

from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.descriptor.dump import dump_package
from talent_dataset.engine.rules.field_checks import probes
from tests.fuzz.descriptors import RICH, at, mutations, nodes, replaced, shown

PROBES = probes()
# Making a mutant takes as long as reading it: the fast tier makes them once, and reads one in sixty.
PARTS, PART = (4, 1) if os.environ.get("TALENT_DATASET_TIER") == "full" else (1, 60)
# Places at which other kinds of values are as good: texts or lists of them, any value, null for no quotes at all.
FREE = ("path", "quoteChar", "categories", "example", "enum", "exclusiveMaximum", "data", "summary", "hint")
KINDS: tuple[Any, ...] = (None, True, 7, "x", ["x"], {"x": 1})


def issues(descriptor: Any) -> set[str]:
    return {issue.path or "" for issue in parse_package(descriptor, probes=PROBES).faults}


def is_free(path: tuple[str | int, ...]) -> bool:
    names = [key for key in path if isinstance(key, str)]
    return names[-1] in FREE or not {"data", "jsonSchema"}.isdisjoint(names[:-1])


def is_near(place: str, told: str) -> bool:
    """Whether what is told is told at the place, above or below it."""
    return (
        not told
        or told == place
        or told.startswith((f"{place}.", f"{place}["))
        or place.startswith((f"{told}.", f"{told}["))
    )


def kind(value: Any) -> type:
    return float if type(value) is int else type(value)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_value_of_any_property_stops_the_reading(part: int) -> None:
    for number, (path, how, mutant) in enumerate(mutations(RICH)):
        if number % (PARTS * PART) != part * PART:
            continue
        try:
            parsed = parse_package(mutant, probes=PROBES)
            dumped = parsed.package and dump_package(parsed.package)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told with the place
            pytest.fail(f"{shown(path)}: {how}: {type(error).__name__}: {error}")
        assert dumped is None or parse_package(dumped).package is not None


def test_a_value_of_the_wrong_kind_is_told_where_it_stands() -> None:
    known = issues(RICH)
    silent = [
        f"{shown(path)} = {new!r}"
        for path in nodes(RICH)
        for new in KINDS
        if path and not is_free(path) and kind(new) is not kind(at(RICH, path))
        if not any(is_near(shown(path), told) for told in issues(replaced(RICH, path, new)) - known)
        and not any(is_near(shown(path), told) for told in known)
    ]
    assert silent == []
