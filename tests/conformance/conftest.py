"""The conformance corpus and its judge, run in this process."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from talent_dataset import validate

Case = dict[str, Any]

CONSTRAINTS = {
    *("required", "enum", "categories", "pattern", "minimum", "maximum", "json-schema"),
    *("exclusive-minimum", "exclusive-maximum", "min-length", "max-length"),
}


@dataclass(frozen=True)
class Corpus:
    """Cases, what is expected of them, and whether a report says so."""

    folder: Path
    judge: Any
    inject: Any
    names: dict[str, str]

    def packages(self) -> Iterator[Case]:
        """Small packages, one fault each."""
        for file in sorted(self.folder.glob("packages/*/expected.json")):
            yield json.loads(file.read_text(encoding="utf-8")) | {"path": file.parent / "package" / "datapackage.json"}

    def real(self) -> Iterator[Case]:
        """Packages that people have published."""
        for file in sorted(self.folder.glob("real/*/expected.json")):
            case = json.loads(file.read_text(encoding="utf-8"))
            package = file.parent / "package"
            yield case | {"id": file.parent.name, "path": package / case.get("descriptor", "datapackage.json")}

    def report(self, path: Path, timeout: int = 60) -> dict[str, Any]:
        """What is said of a package, in the words of the corpus; an exception fails the test as it is."""
        started = time.monotonic()
        found = validate(path, limit=None)
        seconds = time.monotonic() - started
        assert seconds < timeout, f"{path} took {seconds:.0f} s"
        errors = [self._neutral(issue) for issue in found.to_dict()["issues"] if issue["severity"] == "error"]
        return {"valid": found.is_valid, "errors": errors}

    def difference(self, case: Case, report: dict[str, Any]) -> str | None:
        """How a report differs from what is expected at the level that the case decides; ``None`` where it does not."""
        found = self.judge.judge(case, report)
        return found["why"] or "differs" if False in (found["verdict"], found["types"], found["located"]) else None

    def _neutral(self, issue: dict[str, Any]) -> dict[str, Any]:
        scope, kind = issue["code"].split("/", 1)
        neutral = {key: issue[key] for key in ("resource", "row", "field") if issue.get(key) is not None}
        if scope == "cell" and kind in CONSTRAINTS:
            head, *tail = kind.split("-")
            constraint = head + "".join(part.title() for part in tail)
            return neutral | {"type": "constraint-error", "constraint": constraint}
        if scope == "descriptor" and kind != "path":
            return neutral | {"type": "descriptor"}
        return neutral | {"type": self.names.get(issue["code"], issue["code"])}


@pytest.fixture(scope="session")
def corpus(conformance: Path) -> Corpus:
    """The corpus, with its own judge and its own way to inject faults."""
    names = json.loads((conformance / "mapping" / "talent.json").read_text(encoding="utf-8"))
    return Corpus(conformance, _module(conformance / "run.py"), _module(conformance / "inject.py"), names)


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"conformance_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
