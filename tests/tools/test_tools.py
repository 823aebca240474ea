"""The scripts that set up and check do what the README says of them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distributions, requires
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_is_told_what_is_needed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    assert script(root, "bootstrap").main(["dataset"]) == 2
    assert "needs Python 3.11 or newer; this is 3.9.18" in capsys.readouterr().err


@dataclass(frozen=True)
class Checkout:
    """A checkout of its own: its pins, an index that has those files and no network, and where environments go."""

    bootstrap: ModuleType
    requirements: Path
    index: Path
    environments: Path

    def pin(self, name: str, *wheels: tuple[str, Path]) -> None:
        """Pin requirements to the files that there are of them."""
        lines = [f"{pin} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n" for pin, wheel in wheels]
        (self.requirements / f"{name}.txt").write_text("".join(lines), encoding="utf-8")

    def wheel(self, name: str, version: str, needs: str = "") -> Path:
        """Release a package on the index."""
        file = self.index / f"{name}-{version}-py3-none-any.whl"
        info = f"{name}-{version}.dist-info"
        with ZipFile(file, "w") as archive:
            metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n{needs}\n"
            archive.writestr(f"{info}/METADATA", metadata)
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        return file

    def packages(self, environment: str) -> dict[str, str]:
        """What an environment holds."""
        [site] = self.environments.with_name(environment).glob("[Ll]ib/**/site-packages")
        return {found.name: found.version for found in distributions(path=[str(site)])}

    @property
    def pip(self) -> str:
        """The version of the pip that is pinned."""
        pin = (self.requirements / "pip.txt").read_text(encoding="utf-8").split()[0]
        return pin.removeprefix("pip==")


@pytest.fixture
def checkout(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A checkout whose pip is the one that this Python ships, the oldest that users of it have."""
    [shipped] = bundled.glob("pip-*.whl") if (bundled := _bundled()) else [None]
    if shipped is None:
        pytest.skip("this Python ships no pip (ensurepip)")
    made = Checkout(script(root, "bootstrap"), tmp_path / "requirements", tmp_path / "index", tmp_path / "venv")
    made.requirements.mkdir()
    made.index.mkdir()
    pip = Path(shutil.copy(shipped, made.index))
    made.pin("pip", ("==".join(pip.name.split("-")[:2]), pip))
    monkeypatch.setattr(made.bootstrap, "ROOT", tmp_path)
    monkeypatch.setenv("TALENT_DATASET_VENV", str(made.environments))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(made.index))
    return made


def _bundled() -> Path | None:
    spec = importlib.util.find_spec("ensurepip")
    return None if spec is None or spec.origin is None else Path(spec.origin).with_name("_bundled")


def test_no_later_release_changes_or_breaks_what_is_set_up_and_each_step_is_told(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    needed = checkout.wheel("needed", "1.0")
    needing = checkout.wheel("needing", "1.0", "Requires-Dist: needed[more]>=1.0")
    checkout.wheel("needed", "2.0")
    checkout.pin("readers", ("needed==1.0", needed), ("needing==1.0", needing))
    checkout.bootstrap.prepare("readers")
    assert checkout.packages("venv-readers") == {"pip": checkout.pip, "needed": "1.0", "needing": "1.0"}
    assert re.sub(r"in \d+ s", "in 0 s", capsys.readouterr().out) == (
        f"Setting up {checkout.environments}-readers\n"
        f"  [1/3] pip=={checkout.pip} ...\n"
        f"  [1/3] pip=={checkout.pip}: installing ...\n"
        f"  [1/3] pip=={checkout.pip}: done in 0 s\n"
        "  [2/3] 2 packages of requirements/readers.txt ...\n"
        "  [2/3] 2 packages of requirements/readers.txt: installing ...\n"
        "  [2/3] 2 packages of requirements/readers.txt: done in 0 s\n"
        "  [3/3] whether any package lacks another ...\n"
        "  [3/3] whether any package lacks another: done in 0 s\n"
        "Set up in 0 s.\n\n"
    )


def test_what_pip_says_is_passed_on_where_a_file_is_not_the_one_that_is_pinned(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.pin("readers", ("alpha==1.0", checkout.wheel("alpha", "1.0")))
    checkout.wheel("alpha", "1.0", "Requires-Dist: what-nobody-asked-for")
    with pytest.raises(subprocess.CalledProcessError):
        checkout.bootstrap.prepare("readers")
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in capsys.readouterr().err
    assert not (checkout.environments.with_name("venv-readers") / ".prepared-readers").exists()


def test_pins_that_lack_what_a_package_needs_are_no_set_up(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.pin("readers", ("needing==1.0", checkout.wheel("needing", "1.0", "Requires-Dist: absent")))
    with pytest.raises(subprocess.CalledProcessError):
        checkout.bootstrap.prepare("readers")
    assert "needing 1.0 requires absent, which is not installed." in capsys.readouterr().err


def test_an_environment_starts_in_any_locale_wherever_the_checkout_lies(root: Path, tmp_path: Path) -> None:
    bootstrap = script(root, "bootstrap")
    venv.EnvBuilder(with_pip=False, symlinks=sys.platform != "win32").create(tmp_path / "venv")
    [site] = (tmp_path / "venv").glob("[Ll]ib/**/site-packages")
    checkout = tmp_path / "mit Lücken 数据"
    checkout.mkdir()
    (checkout / "found.py").touch()
    (site / "_found.pth").write_text(str(checkout), encoding="utf-8")
    bootstrap.spell_in_ascii(tmp_path / "venv")
    command = [str(bootstrap.interpreter(tmp_path / "venv")), "-c", "import found; print(ascii(found.__file__))"]
    env = {name: text for name, text in os.environ.items() if name not in ("LANG", "PYTHONPATH")} | {"LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (done.stderr, done.stdout) == ("", f"{str(checkout / 'found.py')!a}\n")


def test_a_folder_that_is_no_environment_is_not_emptied(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letters.txt").write_text("kept", encoding="utf-8")
    monkeypatch.setenv("TALENT_DATASET_VENV", str(tmp_path))
    with pytest.raises(SystemExit, match="is not empty and no virtual environment: nothing is written over it"):
        script(root, "bootstrap").prepare("run")
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_python_with_neither_pip_nor_ensurepip_is_told_what_to_install(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = script(root, "bootstrap")
    monkeypatch.setattr(bootstrap, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="neither pip nor ensurepip; on Debian and Ubuntu: apt install python3-pip"):
        bootstrap.make_environment(tmp_path / "venv")


def test_a_python_without_pip_fetches_with_the_one_that_it_ships(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.pin("readers", ("alpha==1.0", checkout.wheel("alpha", "1.0")))
    monkeypatch.setattr(checkout.bootstrap, "find_spec", lambda name: name == "ensurepip" or None)
    checkout.bootstrap.prepare("readers")
    assert checkout.packages("venv-readers")["alpha"] == "1.0"


def test_what_is_prepared_is_not_prepared_again(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = script(root, "bootstrap")
    installed: list[tuple[str, bool]] = []

    def set_up(folder: Path, requirements: str, *, with_checkout: bool) -> None:
        installed.append((requirements, with_checkout))
        bootstrap.interpreter(folder).parent.mkdir(parents=True, exist_ok=True)
        bootstrap.interpreter(folder).touch()

    monkeypatch.setenv("TALENT_DATASET_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap, "set_up", set_up)
    first = bootstrap.prepare("run")
    assert bootstrap.prepare("run") == first == str(bootstrap.interpreter(tmp_path / "venv"))
    assert installed == [("run", True)]
    bootstrap.prepare("dev")
    assert bootstrap.prepare("run") == bootstrap.prepare("dev") == first
    assert installed == [("run", True), ("dev", True)]


def test_readers_have_an_environment_without_our_package(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = script(root, "bootstrap")
    installed: list[tuple[Path, str, bool]] = []
    called: list[list[str]] = []

    def set_up(folder: Path, requirements: str, *, with_checkout: bool) -> None:
        installed.append((folder, requirements, with_checkout))
        folder.mkdir()

    def call(command: list[str], **_: object) -> int:
        called.append(command)
        return 0

    monkeypatch.setenv("TALENT_DATASET_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap, "set_up", set_up)
    monkeypatch.setattr(bootstrap, "call", call)
    assert bootstrap.main(["readers", "-k", "csv"]) == 0
    assert installed == [(tmp_path / "venv-readers", "readers", False)]
    python, *first = called[0]
    assert Path(python).parent.parent == tmp_path / "venv-readers"
    assert first == ["-m", "pytest", "-c", "tests/readers/pytest.ini", "tests/readers", "-k", "csv"]


def test_a_pin_names_the_extras_that_any_package_asks_of_it(root: Path) -> None:
    lines = (root / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.removesuffix("\\")) for line in lines if line and not line.startswith(" ")]
    pinned = {_name(pin): pin.extras for pin in pins}
    asked = [
        (name, need.name, need.extras - pinned[_name(need)]) for name in pinned for need in _needs(name, pinned[name])
    ]
    assert [each for each in asked if each[2]] == []
    assert pinned["coverage"] == {"toml"}


def _name(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


def _needs(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed package asks of others here, its extras included."""
    try:
        needs = [Requirement(need) for need in requires(name) or ()]
    except PackageNotFoundError:  # it is for another Python or platform
        return []
    return [need for need in needs if not need.marker or any(need.marker.evaluate({"extra": e}) for e in (*extras, ""))]


def test_the_dataset_is_not_built_when_it_is_not_valid(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = script(root, "bootstrap")
    commands: list[str] = []

    def call(command: list[str], **_: object) -> int:
        commands.append(command[3])
        return 1

    monkeypatch.setattr(bootstrap, "call", call)
    assert bootstrap.build_dataset("python", ["--out", "x"]) == 1
    assert commands == ["validate"]


def test_all_gates_run_and_the_failed_ones_are_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = script(root, "check")
    gates = {"one": lambda _full: False, "two": bool, "three": lambda _full: True}
    monkeypatch.setattr(check, "_gates", lambda: gates)
    assert check.main([]) == 1
    assert capsys.readouterr().out.endswith("gates that failed: one, two\n")
    assert check.main(["two", "three", "--full"]) == 0


def test_what_was_not_tested_for_want_of_documents_or_of_the_corpus_is_told_at_the_end(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING, encoding="utf-8")
    check = script(root, "check")
    tested = tmp_path / "tests.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", ".", f"--junit-xml={tested}"]
    monkeypatch.setattr(check, "TESTED", tested)
    monkeypatch.setattr(check, "_gates", lambda: {"tests": lambda _full: subprocess.call(command, cwd=tmp_path) == 0})
    assert check.main([]) == 0
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "",
        "not tested for want of TALENT_DATASET_TEXTS (a folder with the source documents (seeds/README.md)): 2 tests",
        "",
        "not tested for want of TALENT_DATASET_CONFORMANCE (a folder with the larger corpus of conformance): 1 test",
    ]


SKIPPING = """
import pytest

@pytest.fixture
def texts():
    pytest.skip("the source documents are not at hand (TALENT_DATASET_TEXTS)")

def test_one(texts): ...
def test_two(texts): ...
def test_three(): pytest.skip("TALENT_DATASET_CONFORMANCE names no folder")
def test_four(): pytest.skip("of something else")
def test_five(): ...
"""


def test_a_gate_that_does_not_exist_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        script(root, "check").main(["lnt"])
    assert "no such gate: lnt" in capsys.readouterr().err


def test_continuous_integration_runs_the_command_of_the_readme(root: Path) -> None:
    command = "python3 tools/bootstrap.py check"
    assert f"exec {command} </dev/null" in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert command in (root / "README.md").read_text(encoding="utf-8").splitlines()
