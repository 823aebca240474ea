"""Set everything up from a Python and its pip, then do one job.

    python3 tools/bootstrap.py dataset [--out DIR]   validate the dataset and build it
    python3 tools/bootstrap.py check [--full] [...]  run every gate, tests included
    python3 tools/bootstrap.py readers [...]         let other programs read what the gate `readers` built

A virtual environment is made in ``.venv`` (or in the folder that TALENT_DATASET_VENV names), the pinned requirements
and the checkout itself are installed into it, and the job runs there. The other programs have an environment of their
own (``.venv-readers``), without the checkout: they know nothing but the files. A second call finds the work done and
starts at once. Only the standard library is used here.

The pip at hand does one thing: it fetches the pinned pip, which installs the rest. As every package is pinned, nothing
is left to resolve, and pip is told not to: what is released after the pins cannot matter, nor how old the first pip is.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
import venv
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, CalledProcessError, Popen, call

# What is called in each step, by its name.
Steps = dict[str, list[list[str]]]

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
# Environments that do not hold the checkout.
APART = frozenset({"readers"})
# Where packages come from is left to the settings of the user; what becomes of them is not.
SETTINGS = {
    "PIP_USER": "0",
    "PIP_REQUIRE_VIRTUALENV": "0",
    "PIP_CONSTRAINT": os.devnull,
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PYTHONIOENCODING": "utf-8",
}
# What says whether the native prover is built, which cargo does where it is.
NATIVE = ("TALENT_DATASET_PURE", "TALENT_DATASET_NATIVE")
# What comes as source only is built by what is pinned: an isolated build would fetch whatever release is the newest.
PINNED = ["--require-hashes", "--no-deps", "--progress-bar", "off"]
UNISOLATED = "--no-build-isolation"
# Most modules are never imported: those that are, Python compiles then, which takes less than half of the time.
INSTALL = ["install", "--no-compile", "--no-deps"]
# The lines of pip that tell of one package more, and the one after which it is silent for long.
PACKAGE = ("Collecting ", "Processing ", "Ignoring ", "Requirement already satisfied")
INSTALLING = "Installing collected packages"


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
    # What the gates need includes what the dataset needs.
    enough = {requirements} if is_apart else {requirements, "dev"}
    if not interpreter(folder).exists() or all(_stamp(folder, name) != _state(folder, name) for name in enough):
        set_up(folder, requirements, with_checkout=not is_apart)
        (folder / f".prepared-{requirements}").write_text(_state(folder, requirements), encoding="utf-8")
    return str(interpreter(folder))


def interpreter(folder: Path) -> Path:
    """The Python of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _pins(requirements: str) -> Path:
    return ROOT / "requirements" / f"{requirements}.txt"


def _stamp(folder: Path, requirements: str) -> str:
    """What was installed, as it was noted then, or nothing."""
    stamp = folder / f".prepared-{requirements}"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def _state(folder: Path, requirements: str) -> str:
    """What is to be installed, and where."""
    pins = (_pins("pip"), _pins(requirements))
    # The checkout, where it is installed, is as its settings say, and as the native prover was built.
    native = [
        ROOT / "hatch_build.py",
        *sorted((ROOT / "native").glob("*.*")),
        *sorted((ROOT / "native/src").glob("*.rs")),
    ]
    files = pins if requirements in APART else (*pins, ROOT / "pyproject.toml", *native)
    how = "".join(f"{name}={os.environ.get(name, '')} " for name in NATIVE) + str(shutil.which("cargo"))
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content + os.fsencode(folder) + how.encode()).hexdigest()


def set_up(folder: Path, requirements: str, *, with_checkout: bool) -> None:
    """Make a virtual environment that holds the pinned pip and packages, and the checkout if that is asked for."""
    started = time.monotonic()
    print(f"Setting up {folder}", flush=True)
    at_hand = make_environment(folder)
    with tempfile.TemporaryDirectory() as fetched:
        steps = {
            **_pip_by_itself(folder, at_hand, Path(fetched)),
            **_packages(folder, requirements),
            **(_checkout(folder) if with_checkout else {}),
            # As pip is told not to look what a package needs, whether the pins hold all of that is asked at the end.
            "whether any package lacks another": [[*pip_of(folder), "check"]],
        }
        for number, (name, commands) in enumerate(steps.items(), 1):
            Step(f"[{number}/{len(steps)}] {name}").run(commands)
            spell_in_ascii(folder)
    print(f"Set up in {time.monotonic() - started:.0f} s.\n", flush=True)


def make_environment(folder: Path) -> str:
    """Make a virtual environment; return a Python whose pip can fetch the pinned one.

    Debian's Python comes without ``ensurepip``, others without pip: either of them will do.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        sys.exit(f"{folder} is not empty and no virtual environment: nothing is written over it.")
    if Path(sys.prefix).resolve() == folder.resolve():
        # Who runs in the environment that is to be replaced leaves it first.
        sys.exit(call([getattr(sys, "_base_executable", sys.executable), *sys.argv]))
    has_pip = find_spec("pip") is not None
    if not has_pip and find_spec("ensurepip") is None:
        sys.exit(f"{sys.executable} has neither pip nor ensurepip; on Debian and Ubuntu: apt install python3-pip")
    venv.EnvBuilder(clear=True, with_pip=not has_pip, symlinks=os.name != "nt").create(folder)
    return sys.executable if has_pip else str(interpreter(folder))


def spell_in_ascii(folder: Path) -> None:
    """Spell the path of the checkout in ASCII: up to Python 3.12 a file of paths is read in the encoding of the locale.

    With ``LC_ALL=C`` no Python of the environment would start, and on Windows it would look in another folder.
    """
    for file in folder.glob("[Ll]ib/**/site-packages/*.pth"):
        path = file.read_text(encoding="utf-8").strip()
        if not path.isascii():
            file.write_text(f"import sys; sys.path.append({path!a})\n", encoding="ascii")


def pip_of(folder: Path) -> list[str]:
    """The command of the pip in a virtual environment."""
    return [str(interpreter(folder)), "-m", "pip"]


def _pip_by_itself(folder: Path, at_hand: str, fetched: Path) -> Steps:
    """The pinned pip is fetched by the one at hand, and installs itself: a wheel of pip runs as it is."""
    pins = _names(_pins("pip"))
    pip, *others = (str(fetched / f"{pin.replace('==', '-')}-py3-none-any.whl") for pin in pins)
    fetch = [at_hand, "-m", "pip", "download", *PINNED, "--dest", str(fetched), "-r", str(_pins("pip"))]
    install = [str(interpreter(folder)), f"{pip}/pip", *INSTALL, "--no-index", pip, *others]
    return {" and ".join(pins): [fetch, install]}


def _packages(folder: Path, requirements: str) -> Steps:
    pins = _pins(requirements)
    name = f"{len(_names(pins))} packages of {pins.relative_to(ROOT).as_posix()}"
    return {name: [[*pip_of(folder), *INSTALL, *PINNED, UNISOLATED, "-r", str(pins)]]}


def _checkout(folder: Path) -> Steps:
    """The checkout as it is (editable); the pinned hatchling builds it, so that nothing else is fetched."""
    is_native = shutil.which("cargo") is not None and os.environ.get(NATIVE[0], "") in {"", "0"}
    name = (
        "this checkout, with the native prover" if is_native else "this checkout, without the native prover (no cargo)"
    )
    return {name: [[*pip_of(folder), *INSTALL, "--no-index", UNISOLATED, "-e", str(ROOT)]]}


def _names(pins: Path) -> list[str]:
    """What a file pins, such as ``pip==26.3``."""
    lines = pins.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith((" ", "#"))]


class Step:
    """A step of the set-up, told as it goes: in place on a terminal, line by line in a log."""

    def __init__(self, name: str) -> None:
        """Tell that it begins."""
        self.name, self.seen, self.started = name, 0, time.monotonic()
        self.is_terminal = sys.stdout.isatty()
        self._tell(" ...")

    def run(self, commands: list[list[str]]) -> None:
        """Run pip; what it says is passed on only where it fails."""
        for command in commands:
            said = self._run(command)
            if said is not None:
                print(f"\n{said}", file=sys.stderr, flush=True)
                raise CalledProcessError(1, command)
        self._tell(f": done in {time.monotonic() - self.started:.0f} s", end="\n")

    def _run(self, command: list[str]) -> str | None:
        """What pip says, if it fails."""
        lines: list[str] = []
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            with Popen(
                command, stdout=PIPE, stderr=errors, env=_settings(), encoding="utf-8", errors="replace"
            ) as process:
                for line in process.stdout or ():
                    lines.append(line)
                    self._follow(line)
            errors.seek(0)
            # How the indexes are set up it says once a package, which would drown what is wrong.
            words = [line for line in errors if not line.startswith("WARNING: Location")] or lines
        return "".join(words) if process.returncode else None

    def _follow(self, line: str) -> None:
        """Tell how far it is: in a log now and then."""
        self.seen += line.startswith(PACKAGE)
        if line.startswith(INSTALLING):
            self._tell(": installing ...")
        elif line.startswith(PACKAGE) and (self.is_terminal or self.seen % 25 == 0):
            self._tell(f": {self.seen} fetched ...")

    def _tell(self, what: str, end: str = "") -> None:
        if self.is_terminal:
            print(f"\r  {self.name}{what}".ljust(79), end=end, flush=True)
        else:
            print(f"  {self.name}{what}", flush=True)


def _settings() -> dict[str, str]:
    """The environment of pip; packages that PYTHONPATH shows would count as installed."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONPATH"} | SETTINGS


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CalledProcessError as error:
        print(f"Setting up failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
