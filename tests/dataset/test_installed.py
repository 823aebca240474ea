from __future__ import annotations

import os
from pathlib import Path

import pytest

from talent_dataset.dataset import installed
from talent_dataset.engine.errors import CannotCheckError, UnknownNameError


@pytest.mark.skipif("TALENT_DATASET_WHEEL" in os.environ, reason="a wheel has data of its own")
def test_an_editable_install_reads_the_checkout(root: Path) -> None:
    assert installed.location() == root / "datapackage"


def test_the_data_lie_beside_the_code_or_in_the_checkout() -> None:
    assert (installed.location() / "data" / "agreements.csv").is_file()


def test_an_archive_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "files", lambda _: object())
    with pytest.raises(CannotCheckError, match="cannot be read from an archive"):
        installed.location()


def test_an_installation_without_data_says_where_they_should_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installed, "files", lambda _: tmp_path / "a" / "b" / "talent_dataset")
    with pytest.raises(CannotCheckError, match=r"The data are not where they should be: .*datapackage\."):
        installed.location()


def test_a_descriptor_that_cannot_be_used_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(installed, "location", lambda: tmp_path)
    with pytest.raises(CannotCheckError, match="cannot be used"):
        installed.curated.__wrapped__()


def test_an_unknown_name_comes_with_the_nearest_one() -> None:
    with pytest.raises(UnknownNameError) as caught:
        installed.curated().resource("statistic")
    assert str(caught.value) == "There is no table 'statistic'.\nDid you mean \"statistics\"?"
