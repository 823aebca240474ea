"""The wheel works where nothing else is."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.error import URLError

import polars as pl
import pytest

OFFLINE = """
import socket

def refuse(*_, **__):
    raise AssertionError("the network was asked")

socket.socket.connect = socket.getaddrinfo = refuse
import talent_dataset as td
rows = {table: td.load(table).height for table in td.tables()}
assert all(rows[table] for table in ("agreements", "events", "institutions", "statistics")), rows
assert td.load("statistics", lang="zh", labels=True).height == rows["statistics"]
assert td.path("statistics", "parquet").is_file()
print(td.__file__)
"""


Run = Callable[..., str]


@pytest.fixture(scope="module")
def bootstrap(root: Path) -> ModuleType:
    """The script that sets environments up."""
    spec = importlib.util.spec_from_file_location("bootstrap", root / "tools" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in a folder that holds nothing; returns what it says."""

    # Packages that PYTHONPATH shows pip, such as the wheel under test, would count as installed.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def call(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return call


@pytest.fixture
def wheel(root: Path, tmp_path: Path, run: Run) -> Path:
    """The wheel of the checkout."""
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path / "dist"), str(root))
    (file,) = (tmp_path / "dist").glob("*.whl")
    return file


@contextmanager
def package_index(folder: Path) -> Iterator[str]:
    """A package index of this machine that has the files of a folder and asks no other; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ["pypiserver", "run", "--interface", "127.0.0.1", "--port", str(port), "--disable-fallback", str(folder)]
    with subprocess.Popen([sys.executable, "-m", *server], stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}/simple/"
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - our own server
        except URLError:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.1)
        else:
            return


def test_the_wheel_installs_by_name_from_a_package_index(
    bootstrap: ModuleType, wheel: Path, tmp_path: Path, run: Run
) -> None:
    venv = tmp_path / "venv"
    bootstrap.make_environment(venv)
    python = str(bootstrap.interpreter(venv))
    pip = [sys.executable, "-m", "pip", "--python", python, "--isolated"]
    with package_index(wheel.parent) as address:
        run(*pip, "install", "-qq", "--no-deps", "--no-cache-dir", "--index-url", address, "talent-dataset")
    # What it needs is at hand in this environment; a path that is added so brings no editable installs with it.
    (site,) = venv.glob("Lib/site-packages" if sys.platform == "win32" else "lib/python*/site-packages")
    (site / "needs.pth").write_text(str(Path(pl.__file__).parent.parent), encoding="utf-8")
    assert str(venv) in run(python, "-I", "-c", OFFLINE)


@pytest.mark.full
def test_the_wheel_installs_in_an_empty_environment_and_loads_every_table_offline(
    bootstrap: ModuleType, root: Path, wheel: Path, tmp_path: Path, run: Run
) -> None:
    venv = tmp_path / "venv"
    bootstrap.set_up(venv, "run", with_checkout=False)
    python = str(bootstrap.interpreter(venv))
    run(python, "-m", "pip", "install", "-qq", "--no-deps", str(wheel))
    assert str(venv) in run(python, "-I", "-c", OFFLINE)
    run(python, "-m", "talent_dataset", "validate", "--installed")
    assert run(python, "-m", "frictionless", "validate", str(root / "datapackage" / "datapackage.json"))
