"""Set everything up from a Python and its pip, then do one job.

    python3 tools/bootstrap.py dataset [--out DIR]   validate the dataset and build it
    python3 tools/bootstrap.py check [--full] [...]  run every gate, tests included
    python3 tools/bootstrap.py readers [...]         let other programs read what the gate `readers` built

A virtual environment is made in ``.venv`` (or in the folder that TALENT_DATASET_VENV names), the pinned requirements
and the checkout itself are installed into it, and the job runs there. The other programs have an environment of their
own (``.venv-readers``), without the checkout: they know nothing but the files. A second call finds the work done and
starts at once. Only the standard library is used here.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import venv
from importlib.util import find_spec
from pathlib import Path
from subprocess import CalledProcessError, call, run

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
# Environments that do not hold the checkout.
APART = frozenset({"readers"})
# Most modules are never imported: those that are, Python compiles then, which takes less than half of the time.
INSTALL = ["install", "-qq", "--no-compile"]


def main(arguments: list[str]) -> int:
    """Prepare the environment of the job, and do the job."""
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"talent_dataset needs Python 3.11 or newer; this is {version} ({sys.executable}).", file=sys.stderr)
        return 2
    options, rest = _parser().parse_known_args(arguments)
    if options.job == "check":
        return call([prepare("dev"), "tools/check.py", *rest], cwd=ROOT)
    if options.job == "readers":
        # The tests of readers share neither settings nor fixtures with the others, which import what is not there.
        tests = ["-m", "pytest", "-c", "tests/readers/pytest.ini", "tests/readers"]
        return call([prepare("readers"), *tests, *rest], cwd=ROOT)
    return build_dataset(prepare("run"), [*rest, "--out", options.out])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Set up, then do one job.")
    parser.add_argument("job", choices=["dataset", "check", "readers"])
    parser.add_argument("--out", default="build/dataset", help="where `dataset` writes the package (%(default)s)")
    return parser


def build_dataset(python: str, options: list[str]) -> int:
    """Validate the curated package; where it is valid, write it as CSV and Parquet."""
    command = [python, "-m", "talent_dataset"]
    verdict = call([*command, "validate", "datapackage"], cwd=ROOT)
    return verdict or call([*command, "build", "datapackage", *options], cwd=ROOT)


def prepare(requirements: str) -> str:
    """Make the environment unless it is there with these very requirements; return its Python."""
    is_apart = requirements in APART
    named = os.environ.get("TALENT_DATASET_VENV") or str(ROOT / ".venv")
    folder = Path(f"{named}-{requirements}" if is_apart else named).absolute()
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    # What the gates need includes what the dataset needs.
    enough = {requirements} if is_apart else {requirements, "dev"}
    if Path(python).exists() and any(_stamp(folder, name) == _state(folder, name) for name in enough):
        return python
    print(f"Setting up {folder} ...", flush=True)
    pip = make_environment(folder, python)
    pins = str(ROOT / "requirements" / f"{requirements}.txt")
    run([*pip, *INSTALL, "--require-hashes", "-r", pins], check=True)
    if not is_apart:
        # The checkout is installed as it is (editable) and without a build environment of its own: the pinned hatchling
        # builds it, so that nothing unpinned is fetched.
        run([*pip, *INSTALL, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    (folder / f".prepared-{requirements}").write_text(_state(folder, requirements), encoding="utf-8")
    return python


def _stamp(folder: Path, requirements: str) -> str:
    """What was installed, as it was noted then, or nothing."""
    stamp = folder / f".prepared-{requirements}"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def _state(folder: Path, requirements: str) -> str:
    """What is to be installed, and where."""
    pins = ROOT / "requirements" / f"{requirements}.txt"
    # The checkout, where it is installed, is as its settings say.
    files = (pins,) if requirements in APART else (pins, ROOT / "pyproject.toml")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + bytes(folder)).hexdigest()


def make_environment(folder: Path, python: str) -> list[str]:
    """Make a virtual environment; return the pip command that installs into it.

    Debian's Python comes without ``ensurepip``, so the pip at hand is used for the new environment where there is one.
    """
    with_pip = find_spec("pip") is None
    venv.EnvBuilder(clear=True, with_pip=with_pip, symlinks=os.name != "nt").create(folder)
    quiet = ["--disable-pip-version-check", "--no-input"]
    if with_pip:
        return [python, "-m", "pip", *quiet]
    return [sys.executable, "-m", "pip", *quiet, "--python", python]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CalledProcessError as error:
        print(f"Setting up failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        sys.exit(2)
