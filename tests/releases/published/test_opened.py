"""Packages of this machine and published ones, opened to load their tables."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from talent_dataset import CannotCheckError, InvalidDataError, Package, UnknownNameError
from talent_dataset.engine.errors import LossWarning, YankedWarning
from talent_dataset.releases.published.opened import opened_package

EXPECTED = pl.DataFrame({"id": ["a"], "n": [1]})


def write(folder: Path, **resource: Any) -> Path:
    """A package of one table."""
    folder.mkdir(parents=True)
    (folder / "t.csv").write_text("id,n\na,1\n")
    (folder / "t.parquet").write_text("not read")
    schema = {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}
    text = {"name": "text", "path": "t.parquet", "format": "other"}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "small",
        "version": "1.0.0",
        "resources": [{"name": "t", "path": "t.csv", "schema": schema, **resource}, text],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    return folder


def publish(folder: Path, site: Path, **more: Any) -> None:
    """What a publisher does, by hand."""
    files = sorted(file for file in folder.iterdir() if file.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    (folder / "SHA256SUMS").write_text(sums)
    shutil.copytree(folder, site / "1.0.0")
    one = {"version": "1.0.0", "path": "1.0.0/", "sha256": hashlib.sha256(sums.encode()).hexdigest(), **more}
    (site / "versions.json").write_text(json.dumps({"name": "small", "versions": [one]}))


def archive(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as packed:
        for inner in folder.iterdir():
            packed.write(inner, inner.name)
    return file


def test_a_folder_a_descriptor_an_archive_and_a_release_give_the_same_typed_table(tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    publish(folder, tmp_path / "site")
    places: list[Path | str] = [folder, folder / "datapackage.json", archive(folder, tmp_path / "package.zip")]
    places += [tmp_path / "site", (tmp_path / "site").as_uri(), str(tmp_path / "site")]
    for place in places:
        package = Package.open(place)
        assert (package.name, package.version, package.tables()) == ("small", "1.0.0", ["t"])
        assert_frame_equal(package.load("t"), EXPECTED)


def test_a_frame_that_is_changed_does_not_change_what_is_loaded_next(tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "package"))
    package.load("t")[0, "n"] = 7
    assert_frame_equal(package.load("t"), EXPECTED)


def test_an_unknown_table_comes_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError) as caught:
        Package.open(write(tmp_path / "package")).load("table")
    assert str(caught.value) == "There is no table 'table'.\nKnown: t."


@pytest.mark.parametrize("version", [None, "latest", "1.0.0"])
def test_a_package_of_this_machine_is_its_only_version(version: str | None, tmp_path: Path) -> None:
    assert Package.open(write(tmp_path / "package"), version).version == "1.0.0"


def test_another_version_of_a_package_of_this_machine_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"is version 1\.0\.0, not 2\.0\.0"):
        Package.open(write(tmp_path / "package"), "2.0.0")


def test_a_package_without_a_version_is_none_that_is_asked_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    descriptor = json.loads((folder / "datapackage.json").read_text())
    del descriptor["version"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    with pytest.raises(UnknownNameError, match=r"package has no version, so it is not 2\.0\.0\."):
        Package.open(folder, "2.0.0")


def test_a_session_shows_its_name_version_and_tables(tmp_path: Path) -> None:
    publish(write(tmp_path / "package"), tmp_path / "site")
    assert repr(Package.open(tmp_path / "site")) == "<OpenedPackage small 1.0.0: t>"


def test_files_are_found_beside_the_table(tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    publish(folder, tmp_path / "site")
    for place in (folder, tmp_path / "site"):
        package = Package.open(place)
        assert package.path("t").read_text() == "id,n\na,1\n"
        assert package.path("t", "parquet").read_text() == "not read"
        with pytest.raises(UnknownNameError, match=r"There is no file 't\.xlsx'"):
            package.path("t", "xlsx")


def test_a_file_that_the_descriptor_does_not_describe_is_not_loaded(tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "package", hash="sha256:" + "0" * 64))
    with pytest.raises(InvalidDataError, match=r"t\.csv: The SHA256 of the file is"):
        package.load("t")


def test_a_withdrawn_release_warns(tmp_path: Path) -> None:
    yanked = {"reason": "The count was wrong.", "on": "2026-02-03"}
    publish(write(tmp_path / "package"), tmp_path / "site", yanked=yanked)
    with pytest.warns(YankedWarning, match="The count was wrong") as caught:
        Package.open(tmp_path / "site", "1.0.0")
    assert caught[0].filename == __file__


def test_a_descriptor_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{")
    with pytest.raises(InvalidDataError, match=r"The descriptor of .* cannot be used"):
        Package.open(tmp_path)


def test_nothing_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="There is nothing at"):
        Package.open(tmp_path / "none")


SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "day", "type": "date", "constraints": {"required": True}},
        {"name": "x", "type": "number", "constraints": {"minimum": 2}},
    ],
    "primaryKey": "id",
}


def loaded(folder: Path, text: str, **options: Any) -> pl.DataFrame:
    package = write(folder, schema=SCHEMA)
    (package / "t.csv").write_text(text)
    return opened_package(package).load("t", **options)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2,31.12.2020,3", "t.csv:3, day: `31.12.2020` is not a date yyyy-mm-dd. (cell/type)"),
        ('2,2020-01-02,"12,50"', "t.csv:3, x: `12,50` is not a number such as 3.14. (cell/type)"),
        ("2.5,2020-01-02,3", "t.csv:3, id: `2.5` is not an integer such as 42. (cell/type)"),
        ("2,,3", "t.csv:3, day: An empty cell stands for no value, and the field requires one. (cell/required)"),
        ("2,2020-01-02", "t.csv:3, x: The record ends before the column 'x'. (row/missing-cell)"),
        ("2,2020-01-02,3,4", "t.csv:3: The record has more cells than the 3 of the table. (row/extra-cell)"),
        ("01,2020-01-02,3", "t.csv:3: The key (id) '01' stands already in row 2. (row/primary-key)"),
        (",2020-01-02,3", "t.csv:3: The primary key (id) is not filled. (row/primary-key)"),
    ],
)
def test_what_would_change_or_vanish_is_not_loaded_and_told_with_its_place(
    row: str, fault: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidDataError) as raised:
        loaded(tmp_path / "p", f"id,day,x\n1,2020-01-01,3\n{row}\n")
    head, told, *_ = raised.value.message.split("\n  ")
    assert head.startswith("t: invalid, 1 error (1 ")
    assert told == fault
    assert raised.value.report.errors == 1


def test_a_value_beyond_its_bounds_is_loaded_as_it_stands(tmp_path: Path) -> None:
    assert loaded(tmp_path / "p", "id,day,x\n1,2020-01-01,1\n")["x"].to_list() == [Decimal(1)]


def test_blank_lines_hold_nothing_that_could_be_lost(tmp_path: Path) -> None:
    assert loaded(tmp_path / "p", "id,day,x\n1,2020-01-01,1\n\n")["id"].to_list() == [1]


def test_whoever_asks_for_it_gets_null_where_a_cell_does_not_fit_and_a_warning_that_tells_it(tmp_path: Path) -> None:
    text = "id,day,x\n1,2020-01-01,3\n2,soon,4\n1,2020-01-03\n"
    with pytest.warns(LossWarning) as caught:
        frame = loaded(tmp_path / "p", text, errors="null")
    assert frame.rows() == [
        (1, date(2020, 1, 1), Decimal(3)),
        (2, None, Decimal(4)),
        (1, date(2020, 1, 3), None),
    ]
    warning = caught[0].message
    assert isinstance(warning, LossWarning)
    assert warning.report.totals == {"cell/type": 1, "row/missing-cell": 1, "row/primary-key": 1}
    assert str(warning).startswith("t: invalid, 3 errors (1 cell/type, 1 row/missing-cell, 1 row/primary-key)")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"type": "string", "format": "email"}, "a@example.org", 1),
        ({"type": "string", "format": "email"}, "a@example.org", "no address"),
        ({"type": "year"}, "2020", "two thousand"),
        ({"type": "object"}, '{"a": 1}', [1]),
        ({"type": "list", "itemType": "integer"}, "1,99999999999999999999", ["1,5"]),
        ({"type": "datetime"}, "2020-01-01T00:00:00.1234567891", "yesterday"),
    ],
)
def test_a_cell_that_does_not_fit_is_null_in_a_column_of_texts_too(
    field: dict[str, Any], good: str, bad: Any, tmp_path: Path
) -> None:
    resource: dict[str, Any] = {"name": "t", "type": "table", "data": [{"x": good}, {"x": bad}]}
    resource["schema"] = {"fields": [{"name": "x", **field}]}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    with pytest.warns(LossWarning, match=r"1 error \(1 cell/type\)"):
        frame = Package.open(tmp_path).load("t", errors="null")
    assert frame.to_dict(as_series=False) == {"x": [good, None]}


def test_another_way_to_treat_errors_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="There is no way to treat errors 'ignore'"):
        loaded(tmp_path / "p", "id,day,x\n", errors="ignore")


@pytest.mark.parametrize("source", [None, 3, {"resources": []}])
def test_what_is_no_place_is_not_opened(source: Any) -> None:
    with pytest.raises(CannotCheckError, match=rf"{type(source).__name__} is nothing that can be opened"):
        Package.open(source)


def test_a_name_that_is_no_text_is_not_known(tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "package"))
    with pytest.raises(UnknownNameError, match=r"There is no table \['t'\]"):
        package.load(["t"])  # type: ignore[arg-type]  # a wrong call
    with pytest.raises(UnknownNameError, match=r"There is no file 't' of the format '\.\./x'"):
        package.path("t", "../x")


def test_a_file_that_has_nothing_gives_no_row(tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    (folder / "t.csv").write_text("")
    with pytest.warns(LossWarning, match="it has no header"):
        assert Package.open(folder).load("t", errors="null").shape == (0, 2)
