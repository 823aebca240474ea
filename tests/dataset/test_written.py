from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import talent_dataset as td
from talent_dataset.dataset import loading
from talent_dataset.engine.errors import CannotCheckError, UnknownNameError


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TALENT_DATASET_CACHE", str(folder))
        yield folder


@pytest.mark.parametrize("table", td.tables())
def test_what_is_loaded_is_what_is_built(table: str) -> None:
    assert_frame_equal(pl.read_parquet(td.path(table, "parquet")), td.load(table))
    cells = pl.read_csv(td.path(table, "csv"), infer_schema=False)
    assert cells.columns == td.load(table).columns
    assert cells.height == td.load(table).height


def test_files_are_written_once(cache: Path) -> None:
    first = td.path("places", "csv")
    assert first.is_relative_to(cache)
    before = first.stat().st_mtime_ns
    assert td.path("places", "csv") == first
    assert first.stat().st_mtime_ns == before


def test_another_state_of_the_data_gets_files_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1")
    one = loading._fingerprint(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"2")
    assert loading._fingerprint(tmp_path) != one


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"(?s)There is no format 'xlsx'.*build --installed --out"):
        td.path("places", "xlsx")  # type: ignore[arg-type]


def test_a_cache_that_may_not_be_written_is_named_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("TALENT_DATASET_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(CannotCheckError) as caught:
        td.path("places")
    assert caught.value.hint == ("Name a folder that may be written in the environment variable TALENT_DATASET_CACHE.")
