from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import polars as pl
import pyarrow.parquet as pq
import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.releases import build as building
from talent_dataset.releases import gate
from talent_dataset.releases.build import build

KINDS: dict[str, Any] = {
    "name": "kinds",
    "type": "table",
    "path": "kinds.csv",
    "encoding": "gbk",
    "dialect": {"delimiter": ";"},
    "schema": {"fields": [{"name": "kind"}, {"name": "label"}], "primaryKey": ["kind"]},
}
DEEDS: dict[str, Any] = {
    "name": "deeds",
    "type": "table",
    "path": "deeds.csv",
    "schema": {
        "fields": [
            {"name": "id", "type": "integer"},
            {"name": "kind"},
            {"name": "on", "title": "Day", "proof:data": {"edtf": True}},
            {"name": "sum", "type": "number", "proof:data": {"dtype": "Decimal(38, 2)"}},
            {"name": "note", "missingValues": ["NA"]},
        ],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["kind"]}}],
        "proof:data": {
            "derived": [
                {"name": "on_earliest", "from": "on", "by": "edtf-earliest"},
                {"name": "on_latest", "from": "on", "by": "edtf-latest"},
            ]
        },
    },
}
LOGO: dict[str, Any] = {"name": "logo", "path": "logo.svg"}
FILES: dict[str, str | bytes] = {
    "kinds.csv": 'kind;label\na;"甲;1"\nb;乙\n'.encode("gbk"),
    "deeds.csv": 'id,kind,on,sum,note\r\n1,a,2020-04,1.50,NA\r\n02,b,,,"x\ny"\r\n',
    "logo.svg": "<svg/>",
}
ABOUT: dict[str, Any] = {
    "title": "Deeds",
    "version": "1.2.0",
    "licenses": [{"name": "CC-BY-4.0"}],
    "proof:data": {"title": {"zh": "事迹"}},
}


@pytest.fixture(autouse=True)
def _one_opinion(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests do without frictionless, which takes most of the time of a small build."""
    if "frictionless" not in request.node.name:
        monkeypatch.setattr(building, "second_opinion", lambda _: "")


@pytest.fixture
def mine(package: Callable[..., Path]) -> Path:
    return package(FILES, KINDS, DEEDS, LOGO, **ABOUT)


@pytest.fixture
def built(mine: Path, tmp_path: Path) -> Path:
    return build(mine, tmp_path / "out").folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_build_writes_tables_descriptor_and_documents(mine: Path, tmp_path: Path) -> None:
    done = build(mine, tmp_path / "out")
    assert sorted(contents(done.folder)) == sorted(done.files)
    assert sorted(done.files) == [
        "CITATION.cff",
        "LICENSE.txt",
        "README.md",
        "README.zh.md",
        "SHA256SUMS",
        "croissant.json",
        "data/csv-metadata.json",
        "data/deeds.csv",
        "data/deeds.parquet",
        "data/kinds.csv",
        "data/kinds.parquet",
        "datapackage.json",
        "dictionary.md",
        "dictionary.zh.md",
        "files/logo.svg",
        "mine-1.2.0.zip",
        "mine.sqlite",
        "mine.xlsx",
    ]
    assert (done.report.is_valid, done.left_out, done.objection) == (True, {}, "")


def test_csv_holds_the_cells_as_they_were_with_computed_columns_behind_their_source(built: Path) -> None:
    assert (built / "data/deeds.csv").read_bytes().decode() == (
        'id,kind,on,on_earliest,on_latest,sum,note\n1,a,2020-04,2020-04-01,2020-04-30,1.50,NA\n02,b,,,,,"x\ny"\n'
    )
    assert (built / "data/kinds.csv").read_bytes().decode() == "kind,label\na,甲;1\nb,乙\n"


def test_parquet_holds_typed_values(built: Path) -> None:
    frame = pl.read_parquet(built / "data/deeds.parquet")
    assert frame.rows() == [
        (1, "a", "2020-04", dt.date(2020, 4, 1), dt.date(2020, 4, 30), Decimal("1.50"), None),
        (2, "b", None, None, None, None, "x\ny"),
    ]
    assert frame.schema["sum"] == pl.Decimal(38, 2)
    assert pq.read_metadata(built / "data/deeds.parquet").row_group(0).column(0).compression == "SNAPPY"


def test_parquet_says_of_which_package_it_is(built: Path) -> None:
    said = pl.read_parquet_metadata(built / "data/deeds.parquet")
    assert {name: said[name] for name in ("package", "version", "table", "title", "licence")} == {
        "package": "mine",
        "version": "1.2.0",
        "table": "deeds",
        "title": "deeds",
        "licence": "CC-BY-4.0",
    }
    assert [field["name"] for field in json.loads(said["schema"])["fields"]][:4] == ["id", "kind", "on", "on_earliest"]


def test_the_descriptor_has_size_and_hash_of_every_file(built: Path) -> None:
    files = contents(built)
    descriptor = json.loads(files.pop("datapackage.json"))
    # The archive holds the descriptor, and the list of hashes holds its hash.
    del files["mine-1.2.0.zip"], files["SHA256SUMS"]
    facts = {path: (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") for path, data in files.items()}
    listed = {one["path"]: (one["bytes"], one["hash"]) for one in descriptor["proof:data"]["files"]}
    resources = {one["path"]: (one["bytes"], one["hash"]) for one in descriptor["resources"] if one["name"] != "logo"}
    assert listed == facts
    assert resources == {path: facts[path] for path in ("data/kinds.csv", "data/deeds.csv")}


def test_what_is_built_is_valid_for_us_and_for_frictionless(built: Path) -> None:
    assert validate(built).is_valid
    report = frictionless.Package(str(built / "datapackage.json")).validate()
    assert (report.valid, report.flatten(["message"])) == (True, [])


def test_version_date_and_list_of_changes_are_those_of_the_release(mine: Path, tmp_path: Path) -> None:
    made = build(mine, tmp_path / "out", version="2.0.0-rc.1", created="2026-11-22", changelog="# Changes\n").folder
    descriptor = json.loads((made / "datapackage.json").read_bytes())
    assert (descriptor["version"], descriptor["created"]) == ("2.0.0-rc.1", "2026-11-22T00:00:00Z")
    assert (made / "CHANGELOG.md").read_bytes() == b"# Changes\n"
    assert (made / "mine-2.0.0-rc.1.zip").is_file()


def test_a_version_that_no_file_can_have_in_its_name_is_changed(mine: Path, tmp_path: Path) -> None:
    assert (build(mine, tmp_path / "out", version="../1.0 beta").folder / "mine-1.0-beta.zip").is_file()


def test_without_a_date_none_is_made_up(built: Path) -> None:
    assert "created" not in json.loads((built / "datapackage.json").read_bytes())


@pytest.mark.parametrize("created", ["yesterday", "2026-02-30", "2026-11-22T00:00"])
def test_what_is_no_date_is_refused(mine: Path, tmp_path: Path, created: str) -> None:
    with pytest.raises(CannotCheckError, match=f"'{created}' is no date: it must be a date and time of RFC 3339"):
        build(mine, tmp_path / "out", created=created)


def test_nothing_but_what_is_on_the_list_goes_along(mine: Path, tmp_path: Path) -> None:
    (mine / "CHANGELOG.md").write_text("# Changes\n", encoding="utf-8")
    clean = contents(build(mine, tmp_path / "clean").folder)
    for stray in (".env", "notes.txt", "data/secret.csv", ".git/config", "texts/001.txt", "build.log", "deeds.csv~"):
        file = mine / stray
        file.parent.mkdir(exist_ok=True)
        file.write_text("secret", encoding="utf-8")
    assert contents(build(mine, tmp_path / "stray").folder) == clean
    assert "CHANGELOG.md" in clean


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_sha256sum_accepts_every_file_of_the_folder_and_of_the_archive(built: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(built / "mine-1.2.0.zip", tmp_path / "unpacked")
    for folder in (built, tmp_path / "unpacked"):
        checked = subprocess.run(
            [shutil.which("sha256sum") or "", "--strict", "-c", "SHA256SUMS"],
            cwd=folder,
            capture_output=True,
            check=True,
        )
        told = {line.removesuffix(": OK") for line in checked.stdout.decode().splitlines()}
        assert told == {*contents(folder)} - {"SHA256SUMS"}


def test_the_archive_holds_the_folder_but_for_itself(built: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(built / "mine-1.2.0.zip", tmp_path / "unpacked")
    inside, outside = contents(tmp_path / "unpacked"), contents(built)
    lines = [outside.pop("SHA256SUMS").splitlines(), inside.pop("SHA256SUMS").splitlines()]
    (own,) = [line for line in lines[0] if line not in lines[1]]
    assert own == f"{hashlib.sha256(outside.pop('mine-1.2.0.zip')).hexdigest()}  mine-1.2.0.zip".encode()
    assert inside == outside


def test_two_files_of_one_name_are_refused(package: Callable[..., Path], tmp_path: Path) -> None:
    licensed = package({**FILES, "readme.md": "Mine."}, KINDS, licenses=[{"path": "readme.md"}])
    with pytest.raises(InvalidDataError, match=r"Two files of the release would be called README\.md"):
        build(licensed, tmp_path / "out")


def test_the_same_package_gives_the_same_bytes(mine: Path, tmp_path: Path) -> None:
    assert contents(build(mine, tmp_path / "one").folder) == contents(build(mine, tmp_path / "two").folder)


def test_a_build_of_a_build_changes_no_table(built: Path, tmp_path: Path) -> None:
    again = contents(build(built, tmp_path / "again").folder)
    assert {path: data for path, data in again.items() if path.startswith("data/")} == {
        path: data for path, data in contents(built).items() if path.startswith("data/")
    }


def test_what_an_earlier_build_wrote_is_replaced_whole(built: Path, package: Callable[..., Path]) -> None:
    smaller = package(FILES, KINDS, name="smaller")
    assert sorted(contents(build(smaller, built).folder)) == [
        "CITATION.cff",
        "README.md",
        "SHA256SUMS",
        "croissant.json",
        "data/csv-metadata.json",
        "data/kinds.csv",
        "data/kinds.parquet",
        "datapackage.json",
        "dictionary.md",
        "smaller.sqlite",
        "smaller.xlsx",
        "smaller.zip",
    ]


def test_nothing_is_written_when_the_package_is_invalid(built: Path, mine: Path) -> None:
    before = contents(built)
    (mine / "deeds.csv").write_text("id,kind,on,sum,note\nx,a,,,\n", encoding="utf-8")
    with pytest.raises(InvalidDataError) as caught:
        build(mine, built)
    assert caught.value.report.totals == {"cell/type": 1}
    assert contents(built) == before


@pytest.mark.parametrize("step", ["sound_package", "assemble", "replaced_folder", "fill", "check_ourselves"])
def test_a_failure_at_any_step_leaves_the_old_folder(
    built: Path, mine: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = contents(built.parent)
    (mine / "kinds.csv").write_bytes(b"kind;label\na;x\nb;y\n")
    changed = contents(built.parent) | {"package/kinds.csv": b"kind;label\na;x\nb;y\n"}
    monkeypatch.setattr(building, step, lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(mine, built)
    assert contents(built.parent) == changed != before


def test_a_full_disk_leaves_the_old_folder(built: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(built.parent)
    write = Path.write_bytes

    def fail_late(self: Path, data: bytes) -> int:
        if self.name == "datapackage.json":
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail_late)
    with pytest.raises(CannotCheckError, match=r"out cannot be written: No space left on device\."):
        build(mine, built)
    assert contents(built.parent) == before


def test_what_frictionless_refuses_leaves_the_old_folder(
    built: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(built.parent)
    monkeypatch.setattr(building, "second_opinion", lambda _: "it has a complaint")
    with pytest.raises(InvalidDataError, match="so nothing is: it has a complaint"):
        build(mine, built, version="2.0.0")
    assert contents(built.parent) == before


def test_a_folder_with_files_of_others_is_not_replaced(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(CannotCheckError, match=r"holds files that `build` did not write, such as letter\.txt\."):
        build(mine, tmp_path / "home")
    assert contents(tmp_path / "home") == {"letter.txt": b"dear"}


def test_the_package_itself_is_not_replaced(mine: Path) -> None:
    before = contents(mine)
    with pytest.raises(CannotCheckError, match="did not write"):
        build(mine, mine)
    assert contents(mine) == before


def test_a_file_in_the_place_of_the_folder_is_named(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(CannotCheckError, match="out is a file, not a folder"):
        build(mine, tmp_path / "out")


def test_a_folder_that_may_not_be_written_is_named(mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = os.mkdir

    def refuse(path: Any, *mode: int) -> None:
        if Path(path).is_relative_to(tmp_path):
            raise PermissionError(13, "Permission denied")
        make(path, *mode)

    # Modes do not bind the superuser, whom tests may run as.
    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(CannotCheckError, match=r"out cannot be written: Permission denied\."):
        build(mine, tmp_path / "out")


def test_a_folder_without_a_package_cannot_be_built(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotCheckError, match=r"holds no datapackage\.json"):
        build(tmp_path / "empty", tmp_path / "out")


def test_names_that_no_file_can_have_are_changed(package: Callable[..., Path], tmp_path: Path) -> None:
    names = ["a/b", "a b", "A-B", "..", "总数"]
    resources = [{**KINDS, "name": name} for name in names]
    built = build(package(FILES, *resources), tmp_path / "out").folder
    paths = [one["path"] for one in json.loads((built / "datapackage.json").read_bytes())["resources"]]
    assert paths == ["data/a-b.csv", "data/a-b-2.csv", "data/A-B-3.csv", "data/table.csv", "data/总数.csv"]


def test_columns_that_a_schema_leaves_open_are_kept_and_absent_fields_are_empty(
    package: Callable[..., Path], tmp_path: Path
) -> None:
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "gone"}], "fieldsMatch": "partial"}
    resource = {"name": "open", "type": "table", "path": "open.csv", "schema": schema}
    built = build(package({"open.csv": "more,n\nx,1\n"}, resource), tmp_path / "out").folder
    assert (built / "data/open.csv").read_bytes() == b"n,gone,more\n1,,x\n"
    assert pl.read_parquet(built / "data/open.parquet").rows() == [(1, None, "x")]


def test_the_null_sequence_of_a_dialect_becomes_a_missing_value(package: Callable[..., Path], tmp_path: Path) -> None:
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "t"}]}
    resource = {"name": "a", "type": "table", "path": "a.csv", "dialect": {"nullSequence": "NA"}, "schema": schema}
    built = build(package({"a.csv": "n,t\n1,NA\nNA,x\n"}, resource), tmp_path / "out").folder
    assert pl.read_parquet(built / "data/a.parquet").rows() == [(1, None), (None, "x")]


def test_inline_data_become_files(package: Callable[..., Path], tmp_path: Path) -> None:
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "t"}]}
    resource = {"name": "inline", "type": "table", "data": [{"n": 1, "t": "x"}, {"t": "y"}], "schema": schema}
    built = build(package({"x": ""}, resource), tmp_path / "out").folder
    assert (built / "data/inline.csv").read_bytes() == b"n,t\n1,x\n,y\n"


def test_a_table_without_rows_is_built(package: Callable[..., Path], tmp_path: Path) -> None:
    built = build(package({"kinds.csv": "kind;label\n"}, KINDS), tmp_path / "out").folder
    assert (built / "data/kinds.csv").read_bytes() == b"kind,label\n"
    assert pl.read_parquet(io.BytesIO((built / "data/kinds.parquet").read_bytes())).shape == (0, 2)


def test_an_archive_can_be_built(mine: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "mine"), "zip", mine)
    assert contents(build(archive, tmp_path / "one").folder) == contents(build(mine, tmp_path / "two").folder)


def test_what_was_checked_is_what_is_packed_whatever_becomes_of_the_files_meanwhile(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_then_somebody_writes(*given: Any) -> Any:
        sound = gate.sound_package(*given)
        for file in mine.rglob("*.csv"):
            file.write_text("this,is,no,table\n")
        return sound

    expected = build(mine, tmp_path / "before").folder
    monkeypatch.setattr(building, "sound_package", and_then_somebody_writes)
    assert contents(build(mine, tmp_path / "after").folder) == contents(expected)


def test_what_a_descriptor_says_of_the_files_is_as_the_published_schema_has_it(
    package: Callable[..., Path], tmp_path: Path
) -> None:
    fields = [{"name": "a", "type": "integer"}]
    source = package({"t.csv": "a\n1\n"}, {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": fields}})
    build(source, tmp_path / "out", version="1.0.0", created="2026-11-22")
    built = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {file["path"] for file in built["proof:data"]["files"]} >= {"README.md", "mine.sqlite"}
    schema = files("talent_dataset.engine.descriptor").joinpath("proof-data.schema.json")
    jsonschema.validate(built, json.loads(schema.read_text("utf-8")), cls=jsonschema.Draft202012Validator)
