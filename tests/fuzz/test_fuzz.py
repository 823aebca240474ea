"""Bytes by the million, guided by the code that they reach, and never an exception."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SECONDS = 120


@pytest.mark.full
def test_no_package_makes_the_validation_fail(tmp_path: Path) -> None:
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed (pip install atheris)")
    fuzzer = Path(__file__).with_name("packages.py")
    command = [
        sys.executable,
        str(fuzzer),
        str(tmp_path),
        f"-max_total_time={SECONDS}",
        f"-artifact_prefix={tmp_path}/",
    ]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-5_000:]
