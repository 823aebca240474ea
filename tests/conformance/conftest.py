"""Our own validator in this process, and the larger corpus where there is one."""

from __future__ import annotations

import importlib.util
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance import judge, results
from conformance.adapters import talent_dataset
from conformance.cases import Case, Report, Vector
from conformance.judge import Outcome
from conformance.validators import registered, translated, words


class Ours:
    """Our validator; an exception fails the test as it is."""

    def __init__(self) -> None:
        self.names = words(Path(registered()["talent_dataset"]["mapping"]))

    def report(self, path: Path, timeout: int) -> Report:
        """What is said of a package."""
        started = time.monotonic()
        found = talent_dataset.report(path)
        seconds = time.monotonic() - started
        assert seconds < timeout, f"{path} took {seconds:.0f} s"
        return translated(found, self.names)

    def value(self, vector: Vector) -> Report:
        """What a cell is read as."""
        return talent_dataset.value(vector)


@dataclass(frozen=True)
class Larger:
    """The larger corpus: packages that people have published, as they are and with faults injected."""

    folder: Path
    inject: Any

    def real(self) -> Iterator[dict[str, Any]]:
        """Packages that people have published."""
        for file in sorted(self.folder.glob("real/*/expected.json")):
            case = json.loads(file.read_text(encoding="utf-8"))
            package = file.parent / "package"
            yield case | {"id": file.parent.name, "path": package / case.get("descriptor", "datapackage.json")}

    def injected(self, seed: str, number: int, folder: Path) -> Iterator[Case]:
        """Copies of them with one fault each."""
        for path, said in self.inject.cases(seed, number, str(folder)):
            known = {name: said[name] for name in ("id", "area", "valid", "errors", "level") if name in said}
            yield Case(**known, path=Path(path), confidence="must", timeout=120)


@pytest.fixture(scope="session")
def ours() -> Ours:
    """Our validator."""
    return Ours()


@pytest.fixture(scope="session")
def outcomes(ours: Ours) -> Sequence[Outcome]:
    """What a run of ours through the whole suite gives."""
    return list(results.outcomes(ours))


@pytest.fixture(scope="session")
def larger() -> Larger:
    """The larger corpus; the test is skipped where it is not named."""
    folder = os.environ.get("TALENT_DATASET_CONFORMANCE")
    if not folder:
        pytest.skip("TALENT_DATASET_CONFORMANCE names no folder")
    spec = importlib.util.spec_from_file_location("inject", Path(folder) / "inject.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Larger(Path(folder), module)


@pytest.fixture(scope="session")
def differs(ours: Ours) -> Any:
    """How our report on a case differs from what is expected, or nothing."""
    return lambda case: judge.package(case, ours.report(case.path, case.timeout)).why
