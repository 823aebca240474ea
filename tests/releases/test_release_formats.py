from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.releases import release_formats as registry
from talent_dataset.releases.build import build
from talent_dataset.releases.contents.folder import LeftOutError
from talent_dataset.releases.release_formats import (
    FORMATS,
    MetadataFormat,
    PackageFormat,
    ReleaseFormat,
    TableFormat,
    Use,
    formats,
    package_formats,
)

DOCS = Path(__file__).parents[2] / "docs"
TABLE: dict[str, Any] = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}}

LINES = TableFormat(
    path="data/*.ndjson",
    mediatype="application/x-ndjson",
    uses={"en": Use("jq", "one object a line")},
    name="NDJSON",
    make=lambda _package, _resource, table: table.typed.write_ndjson().encode(),
)
COUNTS = PackageFormat(
    path="*.counts.json",
    mediatype="application/json",
    uses={"en": Use("sums", "rows of each table")},
    make=lambda _package, frames: json.dumps({name: frame.height for name, frame in frames.items()}).encode(),
)
DCAT = MetadataFormat(
    path="dcat.jsonld",
    mediatype=None,
    uses={"en": Use("catalogues", "DCAT 3")},
    make=lambda package, facts: json.dumps({"title": package.name, "files": len(facts.files)}),
)


@dataclass
class EntryPoint:
    name: str
    value: object

    def load(self) -> object:
        return self.value


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    def given(*values: object) -> None:
        points = [EntryPoint(f"format{place}", value) for place, value in enumerate(values)]
        monkeypatch.setattr(registry, "entry_points", lambda *, group: points if group == registry.GROUP else [])
        registry.formats.cache_clear()

    yield given
    registry.formats.cache_clear()


@pytest.mark.parametrize(
    "format", [one for one in FORMATS if isinstance(one, MetadataFormat)], ids=lambda one: one.path
)
def test_the_documentation_says_who_reads_a_file_of_metadata(format: ReleaseFormat) -> None:
    assert f"\n| `{format.path}` | {format.uses['en'].programs} |" in (DOCS / "metadata.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "format", [one for one in FORMATS if not isinstance(one, MetadataFormat)], ids=lambda one: one.path
)
def test_the_documentation_names_every_file_of_data(format: ReleaseFormat) -> None:
    name = "<table>" if isinstance(format, TableFormat) else "<name>"
    assert f" | `{format.place(name)}` | " in (DOCS / "using-the-data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS, ids=lambda one: one.path)
def test_people_are_told_of_each_file_of_data_in_both_languages(format: ReleaseFormat) -> None:
    assert set(format.uses) == ({"en"} if isinstance(format, MetadataFormat) else {"en", "zh"})


def test_an_installed_format_of_tables_is_released_described_and_shown(
    install: Callable[..., None], package: Callable[..., Path], tmp_path: Path
) -> None:
    install(LINES, COUNTS)
    built = build(package({"t.csv": "n\n1\n2\n"}, TABLE), tmp_path / "out").folder
    assert (built / "data/t.ndjson").read_text(encoding="utf-8") == '{"n":1}\n{"n":2}\n'
    assert json.loads((built / "mine.counts.json").read_bytes()) == {"t": 2}
    listed = json.loads((built / "datapackage.json").read_bytes())["proof:data"]["files"]
    assert {one["mediatype"] for one in listed if "mediatype" in one} >= {LINES.mediatype, COUNTS.mediatype}
    readme = (built / "README.md").read_text(encoding="utf-8")
    assert "| jq | `data/*.ndjson`: one object a line |" in readme
    assert "[NDJSON](data/t.ndjson)" in readme
    assert "[mine.counts.json](mine.counts.json): rows of each table" in readme
    forms = {
        one["@id"]: one["encodingFormat"] for one in json.loads((built / "croissant.json").read_bytes())["distribution"]
    }
    assert forms["data/t.ndjson"] == LINES.mediatype


def test_an_installed_format_of_metadata_is_written(
    install: Callable[..., None], package: Callable[..., Path], tmp_path: Path
) -> None:
    install(DCAT)
    built = build(package({"t.csv": "n\n1\n"}, TABLE), tmp_path / "out").folder
    assert json.loads((built / "dcat.jsonld").read_bytes()) == {"title": "mine", "files": 4}


def test_a_format_that_cannot_hold_a_package_is_left_out_with_its_reason(
    install: Callable[..., None], package: Callable[..., Path], tmp_path: Path
) -> None:
    def refuse(*_: object) -> bytes:
        raise LeftOutError("it is a Tuesday")

    install(PackageFormat(path="*.shy", mediatype=None, uses={}, make=refuse))
    built = build(package({"t.csv": "n\n1\n"}, TABLE), tmp_path / "out")
    assert built.left_out == {"mine.shy": "it is a Tuesday"}
    assert "- There is no `mine.shy`: it is a Tuesday." in (built.folder / "README.md").read_text(encoding="utf-8")


def test_formats_of_all_tables_come_by_path_whoever_brought_them(install: Callable[..., None]) -> None:
    install(COUNTS)
    assert [one.path for one in package_formats()] == ["*.counts.json", "*.sqlite", "*.xlsx"]


def test_an_entry_point_of_something_else_is_refused(install: Callable[..., None]) -> None:
    install("a word")
    with pytest.raises(CannotCheckError, match=r"format0 of talent_dataset\.formats names no format"):
        formats()
