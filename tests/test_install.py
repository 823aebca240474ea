"""The wheel works where nothing else is."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.full
def test_the_wheel_installs_in_an_empty_environment_and_loads_every_table_offline(root: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("bootstrap", root / "tools" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)

    def run(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path / "dist"), str(root))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    python = str(tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    pip = bootstrap.make_environment(tmp_path / "venv", python)
    run(*pip, "install", "-qq", "--require-hashes", "-r", str(root / "requirements" / "run.txt"))
    run(*pip, "install", "-qq", "--no-deps", str(wheel))
    assert str(tmp_path / "venv") in run(python, "-I", "-c", OFFLINE)
    run(python, "-m", "talent_dataset", "validate", "--installed")
    assert run(python, "-m", "frictionless", "validate", str(root / "datapackage" / "datapackage.json"))
