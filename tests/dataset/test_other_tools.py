"""The package opens without complaint in the tools of others."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import pytest

from talent_dataset.dataset import location
from talent_dataset.releases.build import build


@pytest.fixture(scope="module", params=["curated", "built"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "curated":
        return location()
    return build(location(), tmp_path_factory.mktemp("built") / "package").folder


def test_frictionless_finds_the_package_valid(folder: Path) -> None:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert (report.valid, report.flatten(["message"])) == (True, [])


def test_check_datapackage_has_no_complaint(folder: Path) -> None:
    other = pytest.importorskip("check_datapackage", reason="check-datapackage needs Python 3.12")
    assert other.check(json.loads((folder / "datapackage.json").read_bytes())) == []
