"""A package put together as the files of a release, from nothing but the package and what is given.

Tables come first: computed columns are filled in, and each captured figure names the cell that holds it, which nobody
writes by hand. Documents speak of the files of data, and the descriptor lists both, so it comes last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.engine.descriptor.dump import dump_package
from talent_dataset.engine.descriptor.model import PROPERTY, DataPackage, Dialect, Resource, ours
from talent_dataset.engine.reading.spreadsheets import read_other
from talent_dataset.engine.reading.whole import Whole, whole_table
from talent_dataset.provenance.captures import Cell, captures
from talent_dataset.provenance.documents import Documents
from talent_dataset.provenance.ledger import BookTable, Ledger, Row, make_ledger, row_id_of
from talent_dataset.releases.contents.folder import CHECKSUMS, CSV, Folder, LeftOutError, archive, checksums
from talent_dataset.releases.contents.parquet_file import text_columns
from talent_dataset.releases.dictionary import dictionary
from talent_dataset.releases.languages import document_languages, package_stem, stem, stems
from talent_dataset.releases.metadata.attribution import licence_files
from talent_dataset.releases.metadata.facts import Facts, boolean_texts
from talent_dataset.releases.metadata.yaml_metadata import dataset_card
from talent_dataset.releases.readme import readme
from talent_dataset.releases.release_formats import metadata_formats, package_formats, table_formats

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Schema
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.releases.release_formats import PackageFormat, TableFormat

_FILLED: Final = ("booked_as", "table", "row_id", "field")


def with_bookings(package: DataPackage, tables: Mapping[str, Whole]) -> dict[str, Whole]:
    """The tables, the captured figures of which name the cell that holds them.

    Args:
        package: What its descriptor says.
        tables: Its tables by name.

    Returns:
        The same tables; in that of the figures ``booked_as`` is ``captured``, and ``table``, ``row_id`` and ``field``
        are filled, as far as it has these fields, where the evidence captures the figure.
    """
    name = package.books.figures if package.books else None
    if name is None or name not in tables:
        return dict(tables)
    held = captures(_ledger(package, tables))
    return {**tables, name: _filled(tables[name], held)}


def _ledger(package: DataPackage, tables: Mapping[str, Whole]) -> Ledger:
    assert package.books is not None  # noqa: S101  # who calls has looked
    read = {name: BookTable(name, None, whole.schema, {}, list(_rows(name, whole))) for name, whole in tables.items()}
    return make_ledger(package.books, read, Documents())


def _rows(name: str, whole: Whole) -> Iterator[Row]:
    missing = _missing(whole.schema)
    # The first record holds the labels.
    for number, cells in enumerate(whole.text.iter_rows(named=True), start=2):
        filled = {field: cell for field, cell in cells.items() if cell not in missing[field]}
        yield Row(name, row_id_of(filled.get(key, "") for key in whole.schema.primary_key), number, filled)


def _missing(schema: Schema) -> dict[str, frozenset[str]]:
    return {field.name: frozenset(each.value for each in field.missing_values) for field in schema.fields}


def _filled(whole: Whole, held: Mapping[str, Cell]) -> Whole:
    cells = [held.get(figure) for figure in whole.text["figure_id"]]
    text, typed = whole.text, whole.typed
    for place, name in enumerate(_FILLED):
        if name in text.columns:
            new = pl.Series(name, [("captured", *cell)[place] if cell else None for cell in cells], dtype=pl.String)
            # Where no evidence captures the figure, what a person has booked stays.
            text = text.with_columns(new.fill_null(text[name]))
            typed = typed.with_columns(new.cast(typed.schema[name]).fill_null(typed[name]))
    return replace(whole, text=text, typed=typed)


def built_tables(package: DataPackage, files: Files) -> dict[str, Whole]:
    """Every resource with a schema by its name, computed columns and the bookings of figures filled in."""
    tables = {
        resource.name: whole_table(resource, files, others=read_other)
        for resource in package.resources
        if resource.schema is not None
    }
    if package.books is None:
        return tables
    # Few packages keep books: the others need no ledger.
    return with_bookings(package, tables)


def documents(
    package: DataPackage, facts: Facts, remarks: Sequence[str] = (), beside: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Path and text of every document that is made from the descriptor.

    Args:
        package: The built package: every table is one CSV file with size and hash, computed columns are fields.
        facts: Rows of the tables, and the files that hold data.
        remarks: Sentences that people must know of.
        beside: Paths of the licence and of the list of changes.
    """
    for language in document_languages(package):
        text = readme(package, facts, language, remarks=remarks, beside=beside)
        yield localized("README.md", language), dataset_card(package, facts, text) if language == "en" else text
        yield localized("dictionary.md", language), dictionary(package, language)
    for format in metadata_formats():
        if text := format.make(package, facts):
            yield format.place(), text


def localized(path: str, language: str) -> str:
    """The path of a document in a language; English is the one without a mark."""
    stem, _, suffix = path.rpartition(".")
    return path if language == "en" else f"{stem}.{language}.{suffix}"


DESCRIPTOR = "datapackage.json"
_SHOWN = 8
CHANGELOG = "CHANGELOG.md"


@dataclass(frozen=True, slots=True)
class Assembled:
    """The files of a release by their path, why others could not be made, and which columns are text in some."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, str] = field(default_factory=dict)
    as_text: tuple[str, ...] = ()


def assemble(
    package: DataPackage, files: Files, changelog: str | None = None, remarks: tuple[str, ...] = ()
) -> Assembled:
    """Every file of the release of a valid package, in memory.

    Args:
        package: What its descriptor says; version and date are those of the release.
        files: Its files; only those that the descriptor names are read, the licence, and the list of changes.
        changelog: The list of changes; by default the one beside the descriptor.
        remarks: Sentences that people must know of, for the README.
    """
    folder = Folder()
    tables = built_tables(package, files)
    built = _with_data(package, files, tables, folder)
    left_out, as_text = _with_all_in_one(built, tables, folder)
    facts = _facts(tables, folder)
    remarks = (*remarks, *(f"There is no `{path}`: {reason}." for path, reason in left_out.items()), *as_text)
    beside = [folder.add(path, data).path for path, data in _beside(package, files, changelog)]
    for path, text in documents(built, facts, remarks, beside):
        folder.add(path, text.encode("utf-8"))
    folder.add(DESCRIPTOR, _descriptor(built, folder))
    return Assembled(_sealed(built, folder), left_out, as_text)


def assemble_tables(package: DataPackage, files: Files) -> Mapping[str, bytes]:
    """The descriptor and the data of a release alone."""
    built, folder = tables_of_release(package, files)
    return {DESCRIPTOR: _descriptor(built, folder), **folder.data}


def tables_of_release(package: DataPackage, files: Files) -> tuple[DataPackage, Folder]:
    """The package as it will be released, and its data: what is compared with the release before."""
    folder = Folder()
    return _with_data(package, files, built_tables(package, files), folder), folder


def _with_data(package: DataPackage, files: Files, tables: Mapping[str, Whole], folder: Folder) -> DataPackage:
    """The package whose tables are CSV files in their own right; the files are in the folder."""
    names = stems(resource.name for resource in package.resources)
    resources = tuple(
        _table(package, resource, name, tables[resource.name], folder)
        if resource.name in tables
        else _copied(resource, name, files, folder)
        for resource, name in zip(package.resources, names, strict=True)
    )
    return replace(package, resources=resources, profile="2.0")


def _table(package: DataPackage, resource: Resource, name: str, table: Whole, folder: Folder) -> Resource:
    # The first is CSV, whose size and hash the descriptor has: any reader of Data Packages opens it.
    csv, *_ = [
        folder.add(
            format.place(name),
            format.make(package, resource, table),
            format.mediatype,
            resource.name,
            format.known_as,
        )
        for format in table_formats()
    ]
    return replace(
        resource,
        paths=(csv.path,),
        data=None,
        type="table",
        format="csv",
        mediatype=CSV,
        encoding=None,
        compression=None,
        dialect=Dialect(),
        schema=table.schema,
        bytes=csv.bytes,
        hash=f"sha256:{csv.sha256}",
    )


def _copied(resource: Resource, name: str, files: Files, folder: Folder) -> Resource:
    """A file that is no table goes along as it is; what stands in the descriptor or elsewhere stays there."""
    # A file on the web is not fetched: a build has the same bytes with and without a network.
    if any("://" in path for path in resource.paths):
        return resource
    paths = []
    for number, path in enumerate(resource.paths):
        part = f"-{number + 1}" if len(resource.paths) > 1 else ""
        with files.open(path) as file:
            new = folder.add(f"files/{name}{part}{Path(path).suffix}", file.read(), resource=resource.name)
        paths.append(new.path)
    return replace(resource, paths=tuple(paths))


def _with_all_in_one(
    package: DataPackage, tables: Mapping[str, Whole], folder: Folder
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Puts the files into the folder that hold all tables.

    Returns:
        Those that cannot be, and why; and which columns are text, lest a value be changed.
    """
    left_out: dict[str, str] = {}
    as_text = {one.name: text_columns(package, _columns(one, tables)) for one in table_formats()}
    for format in package_formats() if tables else ():
        path, frames = format.place(package_stem(package)), _columns(format, tables)
        try:
            folder.add(path, format.make(package, frames), format.mediatype)
            as_text[f"`{path}`"] = text_columns(package, frames)
        except LeftOutError as error:
            left_out[path] = str(error)
    return left_out, tuple(_as_text(where, names) for where, names in as_text.items() if names)


def _columns(format: TableFormat | PackageFormat, tables: Mapping[str, Whole]) -> dict[str, pl.DataFrame]:
    """What a format has in the place of each table; nothing where it promises no types."""
    make = format.columns
    return {} if make is None else {name: make(table) for name, table in tables.items()}


def _as_text(where: str, names: Sequence[str]) -> str:
    """What people must know of columns that are not of the type that their field has."""
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    return f"In {where}, which would change some of their values, these columns are text: {shown}."


def _beside(package: DataPackage, files: Files, changelog: str | None) -> Iterator[tuple[str, bytes]]:
    """The licence and the list of changes."""
    yield from licence_files(package, files)
    if changelog is not None:
        yield CHANGELOG, changelog.encode("utf-8")
    elif files.exists(CHANGELOG):
        with files.open(CHANGELOG) as file:
            yield CHANGELOG, file.read()


def _facts(tables: Mapping[str, Whole], folder: Folder) -> Facts:
    return Facts(
        rows={name: table.text.height for name, table in tables.items()},
        files=tuple(folder.listed),
        booleans={name: boolean_texts(table.schema, table.text) for name, table in tables.items()},
    )


def _descriptor(package: DataPackage, folder: Folder) -> bytes:
    # By path: the order in which files were made is of no interest to a reader, and may change.
    listed: list[dict[str, Any]] = [
        {
            "path": file.path,
            **({"resource": file.resource} if file.resource else {}),
            **({"mediatype": file.mediatype} if file.mediatype else {}),
            "bytes": file.bytes,
            "hash": f"sha256:{file.sha256}",
        }
        for file in sorted(folder.listed, key=lambda file: file.path)
    ]
    own = {**ours(package), "files": listed}
    descriptor = dump_package(replace(package, custom={**package.custom, PROPERTY: own}))
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _sealed(package: DataPackage, folder: Folder) -> dict[str, bytes]:
    """All files, the archive of them, and the list of hashes.

    The archive holds a list of what it holds; the list beside it has one line more, for the archive.
    """
    inside = checksums({file.path: file.sha256 for file in folder.listed})
    packed = archive({**folder.data, CHECKSUMS: inside.encode("utf-8")})
    name = "-".join([package_stem(package), *([stem(package.version, "0")] if package.version else [])])
    folder.add(f"{name}.zip", packed, "application/zip")
    outside = checksums({file.path: file.sha256 for file in folder.listed})
    return {**folder.data, CHECKSUMS: outside.encode("utf-8")}
