"""The project keeps its promises to those who install it."""

from __future__ import annotations

import ast
import csv
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

import talent_dataset

HEAVY = {"polars", "pandera", "frictionless", "rich", "pandas", "pyarrow"}


def loaded_by(statement: str) -> set[str]:
    """Names of the top modules in a fresh interpreter after the statement."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import talent_dataset; talent_dataset.__version__") & HEAVY == set()


def test_there_are_at_most_twenty_public_names_and_each_is_there() -> None:
    assert len(talent_dataset.__all__) <= 20
    assert [name for name in talent_dataset.__all__ if getattr(talent_dataset, name, None) is None] == []


def test_the_public_names_and_their_homes_are_the_same() -> None:
    assert {*talent_dataset._HOMES, "__version__"} == set(talent_dataset.__all__)


def test_names_offered_for_completion_are_public() -> None:
    program = (
        "import talent_dataset as td\n"
        "td.tables()\n"
        "assert [name for name in dir(td) if not name.startswith('__')] == "
        "[name for name in sorted(td.__all__) if not name.startswith('__')]\n"
        "assert {'__doc__', '__version__', '__data_version__'} <= set(dir(td))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_public_name_is_also_a_module() -> None:
    folder = Path(talent_dataset.__file__).parent
    modules = {entry.stem for entry in folder.iterdir() if entry.suffix in {"", ".py"}}
    assert set(talent_dataset.__all__) & modules == set()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        _ = talent_dataset.lod


def test_the_version_is_that_of_the_metadata() -> None:
    assert talent_dataset.__version__ == version("talent_dataset")


def test_what_is_imported_is_declared_as_a_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    declared = {re.split(r"[\[<>=]", line)[0].lower() for line in lines}
    imported = {name for file in (root / "src").rglob("*.py") for name in _imports(file)}
    homes = packages_distributions()
    foreign = imported - set(sys.stdlib_module_names) - {"talent_dataset", "_typeshed"}
    # hypothesis makes the frames of `talent_dataset.testing`; whoever imports it has it.
    assert {homes[name][0].lower() for name in foreign} - {"hypothesis"} == declared


def _imports(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    direct = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.partition(".")[0] for name in direct | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    }


@pytest.mark.parametrize("pins", ["run", "dev", "readers"])
def test_pins_have_hashes_and_name_no_host(root: Path, pins: str) -> None:
    lines = (root / "requirements" / f"{pins}.txt").read_text(encoding="utf-8").splitlines()
    pinned = [number for number, line in enumerate(lines) if "==" in line and not line.startswith(" ")]
    assert pinned
    assert all("--hash=sha256:" in lines[number + 1] for number in pinned)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_the_wheel_is_what_is_tested_where_it_is_asked_for() -> None:
    site = os.environ.get("TALENT_DATASET_WHEEL")
    if not site:
        pytest.skip("TALENT_DATASET_WHEEL names no unpacked wheel")
    assert Path(talent_dataset.__file__).is_relative_to(site)
    assert (Path(site) / "talent_dataset" / "datapackage" / "datapackage.json").is_file()
    assert (Path(site) / "talent_dataset" / "py.typed").is_file()


def test_the_seeds_at_hand_are_those_of_the_manifest(root: Path, texts: Path) -> None:
    with (root / "seeds" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(texts / row["file"]).read_bytes() for row in rows]
    assert [(hashlib.sha256(data).hexdigest(), str(len(data)), str(len(data.decode("utf-8")))) for data in found] == [
        (row["sha256"], row["bytes"], row["characters"]) for row in rows
    ]
