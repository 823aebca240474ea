"""The same package, version and date give the same bytes: wherever, whenever, and with whichever Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

# One line of output: the hash of every file of the release.
BUILD = """
import hashlib, json, locale, sys, tempfile, time
from pathlib import Path
from talent_dataset.releases import build as building
building.second_opinion = lambda _: ""
time.time = lambda: float(sys.argv[2])
locale.setlocale(locale.LC_ALL, "")
with tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "out"
    building.build(sys.argv[1], out, version="9.8.7", created="2026-11-22", changelog="# Changes\\n")
    found = {p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in out.rglob("*.*")}
print(json.dumps(found, sort_keys=True))
"""
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1"}
THERE = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "2", "POLARS_MAX_THREADS": "3"}


PLACES: dict[str, Any] = {
    "name": "places",
    "type": "table",
    "path": "places.csv",
    "schema": {
        "fields": [
            {"name": "code", "type": "string", "title": "Code", "proof:data": {"title": {"zh": "代码"}}},
            {"name": "name", "type": "string"},
            {"name": "kind", "type": "string", "categories": ["city", "county"]},
        ],
        "primaryKey": ["code"],
        "proof:data": {"title": {"en": "Places", "zh": "地点"}},
    },
}
VISITS: dict[str, Any] = {
    "name": "visits",
    "type": "table",
    "path": "visits.csv",
    "schema": {
        "fields": [
            {"name": "place", "type": "string"},
            {"name": "on", "type": "string", "proof:data": {"edtf": True}},
            {"name": "at", "type": "datetime"},
            {"name": "people", "type": "integer"},
            {"name": "share", "type": "number"},
            {"name": "is_first", "type": "boolean"},
        ],
        "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}}],
        "proof:data": {"derived": [{"name": "on_earliest", "from": "on", "by": "edtf-earliest"}]},
    },
}
FILES: dict[str, str | bytes] = {
    "places.csv": "code,name,kind\n0510,成都市,city\n0501,重庆市,city\n",
    "visits.csv": "place,on,at,people,share,is_first\n"
    + "".join(
        f"05{10 - 9 * (n % 2):02},2020-04-{n % 28 + 1:02},2020-04-21T08:00:00Z,{n},{n}.5,true\n" for n in range(999)
    ),
    "LICENSE.txt": "As you like.",
}


@pytest.fixture
def mine(package: Callable[..., Path]) -> Path:
    return package(FILES, PLACES, VISITS, title="Visits", licenses=[{"name": "CC0-1.0"}])


def released(
    python: str, package: Path, folder: Path, clock: int = 0, environment: Mapping[str, str] = HERE
) -> dict[str, str]:
    """Hashes by path of a release that another process builds, in a working directory of its own."""
    done = subprocess.run(
        [python, "-c", BUILD, str(package), str(clock)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    hashes: dict[str, str] = json.loads(done.stdout)
    return hashes


def test_neither_place_nor_time_nor_zone_nor_locale_nor_seeds_nor_threads_show(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "other place").mkdir()
    here = released(sys.executable, mine, tmp_path)
    there = released(sys.executable, mine, tmp_path / "other place", clock=4_000_000_000, environment=THERE)
    assert len(here) > 10
    assert here == there


# Interpreters that have the library installed, separated as folders of PATH are.
PYTHONS = [path for path in os.environ.get("TALENT_DATASET_PYTHONS", "").split(os.pathsep) if path]


@pytest.mark.full
@pytest.mark.skipif(not PYTHONS, reason="TALENT_DATASET_PYTHONS names no other interpreter")
@pytest.mark.parametrize("python", PYTHONS)
def test_the_version_of_python_does_not_show(python: str, mine: Path, tmp_path: Path) -> None:
    assert released(python, mine, tmp_path) == released(sys.executable, mine, tmp_path)
