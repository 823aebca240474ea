"""A package with books is released when they balance, and never otherwise."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.releases import build as building
from talent_dataset.releases.build import build

FERRY = Path(__file__).parents[2] / "examples" / "ferry"


@pytest.fixture(autouse=True)
def _one_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "second_opinion", lambda _: "")


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FERRY, tmp_path / "ferry"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_books_travel_and_still_balance_but_the_documents_stay(ferry: Path, tmp_path: Path) -> None:
    built = build(ferry, tmp_path / "out").folder
    assert [file.name for file in built.rglob("*.txt")] == ["LICENSE.txt"]
    assert validate(built, texts=ferry / "seeds" / "texts").is_valid


def test_captured_figures_name_the_cell_that_holds_them(ferry: Path, tmp_path: Path) -> None:
    built = build(ferry, tmp_path / "out").folder
    with (built / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        figures = list(csv.DictReader(file))
    captured = [figure for figure in figures if figure["booked_as"] == "captured"]
    assert len(captured) == 25
    assert all(figure["table"] and figure["row_id"] and figure["field"] for figure in captured)


def test_a_release_can_be_built_again_from_a_release(ferry: Path, tmp_path: Path) -> None:
    one = build(ferry, tmp_path / "one").folder
    two = build(one, tmp_path / "two").folder
    tables = sorted(file.name for file in (one / "data").glob("*.csv"))
    assert {name: (two / "data" / name).read_bytes() for name in tables} == {
        name: (one / "data" / name).read_bytes() for name in tables
    }


def test_books_that_do_not_balance_are_not_released(ferry: Path, tmp_path: Path) -> None:
    edit(ferry / "data" / "statistics.csv", ",350,=,", ",351,=,")
    with pytest.raises(InvalidDataError, match="is not valid") as caught:
        build(ferry, tmp_path / "out")
    assert "evidence/value" in caught.value.report.totals
    assert not (tmp_path / "out").exists()


def test_an_open_conflict_is_valid_and_not_released(ferry: Path, tmp_path: Path) -> None:
    edit(ferry / "data" / "conflicts.csv", ",resolved,this,", ",open,,")
    assert validate(ferry).is_valid
    with pytest.raises(InvalidDataError, match="has 1 open conflict of sources, so nothing is written"):
        build(ferry, tmp_path / "out")
