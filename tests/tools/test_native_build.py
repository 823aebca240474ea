"""Wheels with the native prover and without: which is made, and that both work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = "talent_dataset/engine/reading/lib/talent_dataset_native"
PROGRAM = """
import sys
sys.path.insert(0, {site!r})
from talent_dataset.engine.reading.native import why_not
print(why_not())
"""

# What decides what is built; and what would count another copy of the library among the lines that tests cover.
APART = ("TALENT_DATASET_", "COV")

has_cargo = pytest.mark.skipif(shutil.which("cargo") is None, reason="there is no cargo")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel is made of, so that nothing is built in the checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("src", "datapackage", "native", "LICENSES"):
        ignored = shutil.ignore_patterns("__pycache__", "lib", "target")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("pyproject.toml", "hatch_build.py", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def build(copy: Path, out: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith(APART)}
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(copy)]
    return subprocess.run(command, env={**settings, **environment}, capture_output=True, text=True, check=False)


def unpacked(out: Path) -> tuple[str, Path, list[str]]:
    """The name of the wheel, where it was unpacked, and the libraries in it."""
    (wheel,) = out.glob("*.whl")
    site = out / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return wheel.name, site, [name for name in archive.namelist() if name.startswith(LIBRARY)]


def why_not(site: Path, **environment: str) -> str:
    settings = {name: value for name, value in os.environ.items() if not name.startswith(APART)}
    command = [sys.executable, "-c", PROGRAM.format(site=str(site))]
    done = subprocess.run(command, env={**settings, **environment}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_pure_wheel_fits_every_platform_and_works_without_the_prover(copy: Path, tmp_path: Path) -> None:
    assert build(copy, tmp_path, TALENT_DATASET_PURE="1").returncode == 0
    name, site, libraries = unpacked(tmp_path)
    assert (name.endswith("-py3-none-any.whl"), libraries) == (True, [])
    assert why_not(site) == "the native prover was not built"


@has_cargo
def test_a_native_wheel_fits_every_python_of_its_platform(copy: Path, tmp_path: Path) -> None:
    assert build(copy, tmp_path, TALENT_DATASET_NATIVE="1").returncode == 0
    name, site, libraries = unpacked(tmp_path)
    assert ("-py3-none-" in name, name.endswith("-any.whl"), len(libraries)) == (True, False, 1)
    assert why_not(site) == ""
    assert why_not(site, TALENT_DATASET_PURE="1") == "TALENT_DATASET_PURE is set"


@has_cargo
def test_the_same_sources_make_the_same_wheel(copy: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.rmtree(copy / "build", ignore_errors=True)
        assert build(copy, tmp_path / name, TALENT_DATASET_NATIVE="1").returncode == 0
    one, two = (next((tmp_path / name).glob("*.whl")).read_bytes() for name in ("one", "two"))
    assert one == two


def test_without_cargo_the_wheel_is_pure_unless_the_prover_is_asked_for(copy: Path, tmp_path: Path) -> None:
    nowhere = {"PATH": str(tmp_path)}
    assert build(copy, tmp_path, **nowhere).returncode == 0
    assert unpacked(tmp_path)[0].endswith("-py3-none-any.whl")
    refused = build(copy, tmp_path / "refused", TALENT_DATASET_NATIVE="1", **nowhere)
    assert refused.returncode != 0
    assert "there is no cargo to build the native prover" in refused.stdout + refused.stderr
