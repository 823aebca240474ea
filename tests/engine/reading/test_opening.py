"""Opening packages: from wherever they are, and never beyond."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.descriptor import DataPackage, Field, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading import opening as reading_package
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.engine.report import Skipped

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR: dict[str, Any] = {"$schema": V2, "name": "p", "resources": [{"name": "t", "path": "t.csv"}]}
PACKAGE = DataPackage(name="p", resources=(Resource(name="t", paths=("t.csv",)),))
HERE = "resources[0].schema"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a package."""
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR))
    (tmp_path / "t.csv").write_text("a\n1\n")
    return tmp_path


def by_reference(folder: Path, content: str | None, path: str = "s.json") -> tuple[Schema | None, tuple[Issue, ...]]:
    """The schema and the faults of a package whose schema stands in a file of its own."""
    if content is not None:
        (folder / path).write_text(content)
    resource = {"name": "t", "path": "t.csv", "schema": path}
    (folder / "datapackage.json").write_text(json.dumps({**DESCRIPTOR, "resources": [resource]}))
    parsed = open_package(folder).parsed
    assert parsed.package is not None
    return parsed.package.resources[0].schema, parsed.faults


def test_a_folder_is_opened(folder: Path) -> None:
    opened = open_package(folder)
    assert (opened.parsed.package, opened.parsed.faults, opened.path) == (PACKAGE, (), "datapackage.json")
    assert opened.files.local("t.csv") == folder / "t.csv"


def test_a_descriptor_of_any_name_is_opened(folder: Path) -> None:
    (folder / "datapackage.json").rename(folder / "other.json")
    opened = open_package(str(folder / "other.json"))
    assert (opened.parsed.package, opened.path) == (PACKAGE, "other.json")


@pytest.mark.parametrize("around", ["", "package-1.0/"])
def test_a_zip_is_opened(folder: Path, around: str) -> None:
    with zipfile.ZipFile(folder / "p.zip", "w") as archive:
        archive.write(folder / "datapackage.json", around + "datapackage.json")
        archive.write(folder / "t.csv", around + "t.csv")
    opened = open_package(folder / "p.zip")
    assert opened.parsed.package == PACKAGE
    with opened.files.open("t.csv") as stream:
        assert stream.read() == b"a\n1\n"


def test_a_dict_is_opened_beside_its_base(folder: Path) -> None:
    opened = open_package(DESCRIPTOR, base=folder)
    assert opened.parsed.package == PACKAGE
    assert opened.files.exists("t.csv")


def test_a_dict_that_is_not_json_is_an_issue() -> None:
    [fault] = open_package({"resources": {1, 2}}).parsed.faults
    assert (fault.code, fault.message) == (
        "descriptor/json",
        "The descriptor cannot be written as JSON: Object of type set is not JSON serializable.",
    )


def test_what_is_not_there_cannot_be_checked(folder: Path) -> None:
    with pytest.raises(CannotCheckError) as caught:
        open_package(folder / "datapakage.json")
    assert caught.value.message == f"There is nothing at {folder / 'datapakage.json'}."
    assert caught.value.hint == f"Did you mean {folder / 'datapackage.json'}?"


def test_a_folder_without_a_package_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match=r"holds no datapackage\.json"):
        open_package(tmp_path)


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (["a/t.csv"], "holds no datapackage.json."),
        (
            ["a/datapackage.json", "b/datapackage.json"],
            "holds several descriptors, and none at its top: a/datapackage.json, b/datapackage.json.",
        ),
    ],
)
def test_a_zip_that_is_not_one_package_cannot_be_checked(tmp_path: Path, members: list[str], told: str) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for member in members:
            archive.writestr(member, "{}")
    with pytest.raises(CannotCheckError) as caught:
        open_package(tmp_path / "p.zip")
    assert caught.value.message == f"{tmp_path / 'p.zip'} {told}"


def test_a_table_is_not_a_descriptor(folder: Path) -> None:
    with pytest.raises(CannotCheckError, match="is a table, not a descriptor"):
        open_package(folder / "t.csv")


def test_a_package_on_the_web_is_not_fetched() -> None:
    with pytest.raises(CannotCheckError, match="nothing is fetched"):
        open_package("https://example.org/datapackage.json")


def test_broken_json_is_an_issue(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{")
    opened = open_package(folder)
    message = "The descriptor is not JSON: Expecting property name enclosed in double quotes."
    assert opened.parsed.package is None
    assert opened.parsed.faults == (Issue(code="descriptor/json", message=message, line=1, column=2),)


def test_a_giant_descriptor_is_an_issue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_package, "LARGEST", 1 << 20)
    (folder / "datapackage.json").write_bytes(b" " * ((1 << 20) + 1))
    [fault] = open_package(folder).parsed.faults
    assert (fault.code, fault.message) == ("descriptor/json", "The descriptor is larger than 1 MiB.")


def test_a_schema_in_a_file_is_followed(folder: Path) -> None:
    schema, faults = by_reference(folder, '{"fields": [{"name": "a"}]}')
    assert (schema, faults) == (Schema(fields=(Field(name="a", type="any"),)), ())


def test_faults_in_a_schema_file_are_told_where_the_schema_stands(folder: Path) -> None:
    _, [fault] = by_reference(folder, '{"fields": [{"name": "a", "type": "int"}]}')
    assert (fault.code, fault.path, fault.resource) == ("descriptor/field", f"{HERE}.fields[0].type", "t")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, 'There is no file "s.json".'),
        ("{", '"s.json" is not JSON: Expecting property name enclosed in double quotes.'),
        ("", '"s.json" is empty.'),
        ('"s.json"', '"s.json" does not hold a JSON object.'),
        ("[]", '"s.json" does not hold a JSON object.'),
        ("[" * 100_000, '"s.json" is nested more than 256 levels deep.'),
    ],
)
def test_a_reference_that_leads_to_nothing_usable_is_an_error(folder: Path, content: str | None, message: str) -> None:
    schema, [fault] = by_reference(folder, content)
    assert schema is None
    assert (fault.code, fault.severity, fault.path, fault.message) == ("descriptor/reference", "error", HERE, message)


def test_a_schema_outside_is_not_followed(folder: Path) -> None:
    (folder / "package").mkdir()
    (folder / "s.json").write_text('{"fields": []}')
    _, [fault] = by_reference(folder / "package", None, "../s.json")
    assert (fault.code, fault.path) == ("descriptor/path", HERE)


def test_a_schema_on_the_web_is_skipped(folder: Path) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": "https://example.org/s.json"}
    parsed = open_package({**DESCRIPTOR, "resources": [resource]}, base=folder).parsed
    assert parsed.faults == ()
    reason = "its schema is not read: it is on the web, and nothing is fetched: https://example.org/s.json"
    assert parsed.skipped == (Skipped("descriptor/reference", reason, "t"),)


def test_a_link_out_of_the_folder_is_an_error_and_is_not_read(folder: Path) -> None:
    (folder / "t.csv").unlink()
    (folder / "t.csv").symlink_to("/etc/passwd")
    parsed = open_package(folder).parsed
    [fault] = parsed.faults
    assert (fault.code, fault.path, fault.message) == (
        "descriptor/path",
        "resources[0].path",
        '"path" must not be a link out of the package\'s folder.',
    )
    assert parsed.package is not None
    assert parsed.package.resources[0].paths == ()


def test_a_schema_used_twice_is_read_once(folder: Path) -> None:
    (folder / "s.json").write_text('{"fields": [{"name": "a"}], "fields": [{"name": "a"}]}')
    resources = [{"name": name, "path": "t.csv", "schema": "s.json"} for name in ("t", "u")]
    parsed = open_package({**DESCRIPTOR, "resources": resources}, base=folder).parsed
    assert [fault.message for fault in parsed.faults] == [
        'The name "fields" stands twice in one object; the last counts.'
    ]


def test_a_folder_of_tables_without_a_descriptor_is_told_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("a\n1\n")
    (tmp_path / "notes.json").write_text('{"note": "no descriptor"}')
    with pytest.raises(CannotCheckError) as caught:
        open_package(tmp_path)
    assert caught.value.hint == (
        f"To begin, describe its tables: cd {tmp_path} && frictionless describe data/a.csv --type package --json "
        "> datapackage.json"
    )


def test_a_descriptor_in_yaml_is_told_how_to_become_json(tmp_path: Path) -> None:
    (tmp_path / "datapackage.yaml").write_text("resources: []\n")
    for source in (tmp_path, tmp_path / "datapackage.yaml"):
        with pytest.raises(CannotCheckError) as caught:
            open_package(source)
        told = f"{caught.value.message} {caught.value.hint}"
        assert f"{tmp_path / 'datapackage.yaml'} is YAML, and a descriptor is JSON." in told
        command = caught.value.hint[caught.value.hint.index("python -c") :].replace("python", sys.executable, 1)
        subprocess.run(command, shell=True, check=True)  # noqa: S602 - the hint is a line for a shell
        assert json.loads((tmp_path / "datapackage.json").read_text()) == {"resources": []}
        (tmp_path / "datapackage.json").unlink()


def test_a_table_alone_is_told_how_to_be_checked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(CannotCheckError) as caught:
        open_package(tmp_path / "a.csv")
    assert caught.value.hint == (
        "Name the descriptor, or check the table alone: --schema FILE. A first one: frictionless describe "
        f"{tmp_path / 'a.csv'} --type schema --json"
    )
