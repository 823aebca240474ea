"""Small packages on the disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Writer = Callable[..., Path]


@pytest.fixture
def package(tmp_path: Path) -> Writer:
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
