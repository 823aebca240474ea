"""Run every gate of the project: the one script behind the README's test command and continuous integration.

    python tools/check.py                the fast tier
    python tools/check.py --full         with fuzzing, mutants, benchmarks and heavy oracles
    python tools/check.py lint types     some gates only

It runs in an environment that holds ``requirements/dev.txt`` and the checkout (``tools/bootstrap.py check`` makes one).
All gates run even when one fails; the tests come last, so that their verdict closes the output.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
TESTED = BUILD / "tests.xml"
# What a newcomer's machine lacks: the reason of a test that is skipped for it names the variable.
WANTED = {
    "TALENT_DATASET_TEXTS": "a folder with the source documents (seeds/README.md)",
    "TALENT_DATASET_CONFORMANCE": "a folder with the larger corpus of conformance",
}
# One process a core; tests of one file stay together, since they share what their fixtures made.
ON_ALL_CORES = ["-n", "auto", "--dist", "loadfile"]


def main(arguments: list[str]) -> int:
    """Run the gates asked for; 0 when all of them hold."""
    gates = _gates()
    options = _options(arguments, gates)
    failed = [name for name in options.gates if not _holds(name, gates[name], is_full=options.full)]
    if "tests" in options.gates:
        _tell_skipped()
    if failed:
        print(f"\ngates that failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _options(arguments: list[str], gates: Collection[str]) -> argparse.Namespace:
    """What the command line asks for: ``gates``, all of them where it names none, and ``full``."""
    parser = argparse.ArgumentParser(description="Run the gates.")
    parser.add_argument("gates", nargs="*", metavar="GATE", help=f"some of: {' '.join(gates)} (default: all)")
    parser.add_argument("--full", action="store_true", help="fuzzing, mutants, benchmarks and heavy oracles too")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.gates if name not in gates]:
        parser.error(f"no such gate: {', '.join(unknown)} (there are: {' '.join(gates)})")
    options.gates = options.gates or list(gates)
    return options


def _gates() -> Mapping[str, Callable[[bool], bool]]:
    """The gates by name, in the order in which they run."""
    return {
        "lint": lambda _full: _run(["ruff", "check", "."]),
        "format": lambda _full: _run(["ruff", "format", "--check", "."]),
        "types": lambda _full: _run(["mypy"]),
        "layers": lambda _full: _call([str(Path(sys.executable).with_name("lint-imports"))]),
        "house": lambda _full: _call([sys.executable, "tools/house.py"]),
        "native": lambda _full: _native(),
        "data": lambda _full: _data(),
        "readers": lambda _full: _readers(),
        "mutants": lambda full: not full or _call([sys.executable, "tools/mutants.py"]),
        "tests": _tests,
    }


def _holds(name: str, gate: Callable[[bool], bool], *, is_full: bool) -> bool:
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    holds = gate(is_full)
    print(f"=== {name}: {'ok' if holds else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
    return holds


def _run(command: list[str], **environment: str) -> bool:
    """Run a module of this Python."""
    return _call([sys.executable, "-m", *command], **environment)


def _call(command: list[str], **environment: str) -> bool:
    """Run a command in the root of the checkout; whether it ends well."""
    return subprocess.call(command, cwd=ROOT, env={**os.environ, **environment}) == 0


def _native() -> bool:
    """The native prover in its own language, where there is one to build it with."""
    if shutil.which("cargo") is None:
        print("there is no cargo: the native prover is not checked")
        return True
    here = ["--manifest-path", str(ROOT / "native" / "Cargo.toml"), "--target-dir", str(BUILD / "native")]
    commands = (
        ["fmt", "--check"],
        ["clippy", "--release", "--locked", "--offline"],
        ["test", "--release", "--locked", "--offline"],
    )
    verdicts = []
    for name, *options in commands:
        places = here[:2] if name == "fmt" else here
        strict = ["--", "--deny", "warnings"] if name == "clippy" else []
        verdicts.append(_call(["cargo", name, *places, *options, *strict]))
    return all(verdicts)


def _data() -> bool:
    """What is generated has not drifted; the curated package is in canonical form, and valid."""
    commands = (["generate", "--check"], ["format", "datapackage", "--check"], ["validate", "datapackage"])
    verdicts = [_run(["talent_dataset", *command]) for command in commands]
    return all(verdicts)


def _readers() -> bool:
    """Programs that are not ours read what we build, of our dataset and of packages that are unlike it."""
    releases = BUILD / "releases"
    shutil.rmtree(releases, ignore_errors=True)
    strangers = [
        folder for parent in ("examples", "tests/readers/packages") for folder in sorted((ROOT / parent).iterdir())
    ]
    sources = [ROOT / "datapackage", *strangers]
    for source in sources:
        if not _run(["talent_dataset", "build", str(source), "--out", str(releases / source.name)]):
            return False
    return _call([sys.executable, "tools/bootstrap.py", "readers"], TALENT_DATASET_RELEASES=str(releases))


def _tests(is_full: bool) -> bool:  # noqa: FBT001 - a gate takes the tier, whatever it makes of it
    """The tests, and the examples of the documentation, against the wheel: what people install is what is tested."""
    site = _unpacked_wheel()
    if site is None:
        return False
    marks = ["-m", "full or not full"] if is_full else []
    here = {"PYTHONPATH": str(site), "TALENT_DATASET_WHEEL": str(site)}
    tier = "full" if is_full else "fast"
    TESTED.unlink(missing_ok=True)
    command = ["pytest", *ON_ALL_CORES, "--cov", "--cov-report=term-missing", f"--junit-xml={TESTED}", *marks]
    return _run(command, TALENT_DATASET_TIER=tier, **here)


def _tell_skipped() -> None:
    """Say what was not tested for want of something, and how to give it."""
    skipped = ET.parse(TESTED).iter("skipped") if TESTED.exists() else ()  # noqa: S314 - pytest wrote it
    reasons = [each.get("message", "") for each in skipped]
    for name, what in WANTED.items():
        if number := sum(name in reason for reason in reasons):
            print(
                f"\nnot tested for want of {name} ({what}): {number} {'test' if number == 1 else 'tests'}", flush=True
            )


def _unpacked_wheel() -> Path | None:
    """The wheel made from the source archive, unpacked; put before the checkout, it is what Python imports."""
    dist, site = BUILD / "dist", BUILD / "wheel"
    for folder in (dist, site):
        shutil.rmtree(folder, ignore_errors=True)
    if not _run(["build", "--no-isolation", "--outdir", str(dist), str(ROOT)]):
        return None
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
