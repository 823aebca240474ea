"""What all tests share: the folders that only some machines have, and small packages on the disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does; speed is measured in `benchmarks`.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

# Other programs read what we build, in an environment of their own: `python tools/check.py readers`.
collect_ignore = ["readers"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _terminal() -> Iterator[None]:
    """What is printed is the same wherever the tests run: as wide, and with no target that the user has set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        patch.delenv("TALENT_DATASET_TARGET", raising=False)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder with the source documents; the test is skipped where there is none."""
    folder = os.environ.get("TALENT_DATASET_TEXTS") or str(ROOT / "seeds" / "texts")
    if not Path(folder).is_dir():
        pytest.skip("the source documents are not at hand (TALENT_DATASET_TEXTS)")
    return Path(folder)


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Write a package of one table, or of the resources given, into a folder of its own; returns the folder."""

    def write(files: dict[str, str | bytes], *resources: dict[str, Any], **properties: Any) -> Path:
        folder = tmp_path / "package"
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        descriptor = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "mine",
            **properties,
            "resources": list(resources),
        }
        (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
        return folder

    return write
