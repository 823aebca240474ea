"""Declared tables as one Data Package, written and checked without the classes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from talent_dataset import validate
from talent_dataset.declare import Field, Package, Table, both, rule
from talent_dataset.engine.descriptor import model as m
from talent_dataset.engine.errors import DeclarationError

if TYPE_CHECKING:
    from pathlib import Path


class Rivers(Table):
    river_id: str = Field(primary_key=True)
    flows_into: str = Field(references="rivers.river_id", nullable=True)

    class Config(Table.Config):
        title = both("Rivers", "河流")
        rules = (rule("not-into-itself", "flows_into <> river_id", {"en": "A river flows elsewhere."}),)
        table_rules = (
            rule(
                "into-something-else",
                "SELECT rivers.* FROM rivers INNER JOIN rivers AS other ON rivers.flows_into = other.river_id "
                "WHERE other.flows_into = rivers.river_id",
                {"en": "Rivers do not flow into each other."},
            ),
        )


@pytest.fixture
def package() -> Package:
    return Package.of(
        Rivers,
        name="rivers",
        title={"en": "Rivers", "zh": "河流"},
        version="1.0.0",
        licenses=[{"name": "CC0-1.0"}],
        keywords=["rivers"],
        custom={"languages": ["en", "zh-Hans"]},
    )


def test_a_package_has_a_resource_a_table_and_the_rules_of_all(package: Package) -> None:
    assert isinstance(package, m.DataPackage)
    assert package.resources == (
        m.Resource(
            name="rivers",
            paths=("data/rivers.csv",),
            type="table",
            title="Rivers",
            format="csv",
            mediatype="text/csv",
            schema=Rivers.__definition__.schema,
        ),
    )
    assert [(one.name, one.resource) for one in package.rules] == [("into-something-else", "rivers")]
    assert (package.title, package.licenses, package.keywords) == ("Rivers", ({"name": "CC0-1.0"},), ("rivers",))
    assert package.custom == {
        "languages": ["en", "zh-Hans"],
        "proof:data": {"title": {"en": "Rivers", "zh": "河流"}},
    }


@pytest.mark.parametrize("target", ["", "own.json"])
def test_a_package_is_written_to_a_folder_or_a_file(package: Package, tmp_path: Path, target: str) -> None:
    written = package.write(tmp_path / "new" / target)
    assert written == tmp_path / "new" / (target or "datapackage.json")
    assert written.read_bytes() == package.to_json().encode()
    assert json.loads(package.to_json())["name"] == "rivers"


DATA: dict[str, dict[str, int]] = {
    "river_id,flows_into\na,\nb,a\n": {},
    "river_id,flows_into\na,b\nb,a\n": {"row/into-something-else": 2},
    "river_id,flows_into\na,a\n": {"row/not-into-itself": 1, "row/into-something-else": 1},
    "river_id,flows_into\na,c\n": {"table/foreign-key": 1},
}


@pytest.mark.parametrize("text", DATA)
def test_what_is_declared_is_checked_without_the_class(package: Package, tmp_path: Path, text: str) -> None:
    package.write(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/rivers.csv").write_text(text, "utf-8")
    assert dict(validate(tmp_path).totals) == DATA[text]


def test_frames_are_checked_against_a_package(package: Package) -> None:
    frame = pl.DataFrame({"river_id": ["a", "b"], "flows_into": ["b", "a"]})
    report = validate({"rivers": frame}, schema=package)
    assert dict(report.totals) == {"row/into-something-else": 2}


def test_the_name_of_a_frame_is_that_of_its_table() -> None:
    frame: Any = pl.DataFrame({"river_id": ["a"], "flows_into": [None]}, schema_overrides={"flows_into": pl.String})
    assert [one.name for one in validate(frame, schema=Rivers).resources] == ["rivers"]


class Proofs(Table):
    evidence_id: str = Field(primary_key=True)
    table: str = Field()
    row_id: str = Field()
    field: str = Field(nullable=True)
    source_id: str = Field(nullable=True)
    start: int = Field(nullable=True)
    end: int = Field(nullable=True)
    quote: str = Field(nullable=True)
    basis: str = Field()


class Papers(Table):
    source_id: str = Field(primary_key=True)
    sha256: str = Field()
    language: str = Field()


def test_a_package_declares_its_books() -> None:
    books = {"sources": "papers", "evidence": "proofs", "things": [{"resource": "rivers", "names": ["river_id"]}]}
    package = Package.of(Rivers, Papers, Proofs, name="rivers", books=books)
    assert package.books is not None
    assert json.loads(package.to_json())["proof:data"]["books"] == books
    assert Package.of(Rivers, Papers, Proofs, name="rivers", books=package.books) == package


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"evidence": "proof"}, r"\(books\.evidence\): There is no resource \"proof\""),
        ({"things": [{"resource": "rivers", "names": ["name"]}]}, r"The resource \"rivers\" has no field \"name\""),
        ({"unit": {}}, '"unit" is not known here'),
    ],
)
def test_books_that_name_what_is_not_there_are_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        Package.of(Rivers, Papers, Proofs, name="r", books={"sources": "papers", "evidence": "proofs"} | wrong)
