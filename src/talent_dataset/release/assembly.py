"""A package put together as the files of a release, from nothing but the package and what is given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.descriptor import dump_package
from talent_dataset.descriptor.model import Dialect, Package, Resource
from talent_dataset.release.contents import archive, checksums, delimited, parquet, sqlite, workbook
from talent_dataset.release.contents.documents import documents
from talent_dataset.release.contents.folder import Folder
from talent_dataset.release.contents.left_out import LeftOutError
from talent_dataset.release.contents.licence import licence_files
from talent_dataset.release.contents.sheets import excel_columns
from talent_dataset.release.contents.values import plain_columns, text_columns
from talent_dataset.release.languages import PROPERTY, ours
from talent_dataset.release.metadata.facts import Facts, boolean_texts
from talent_dataset.release.stems import stem, stems
from talent_dataset.release.tables import built_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from talent_dataset.reading.files import Files
    from talent_dataset.reading.whole import Whole

DESCRIPTOR = "datapackage.json"
_SHOWN = 8
CHANGELOG = "CHANGELOG.md"


@dataclass(frozen=True, slots=True)
class Assembled:
    """The files of a release by their path, why others could not be made, and which columns are text in some."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, str] = field(default_factory=dict)
    as_text: tuple[str, ...] = ()


def assemble(package: Package, files: Files, changelog: str | None = None, remarks: tuple[str, ...] = ()) -> Assembled:
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


def assemble_tables(package: Package, files: Files) -> Mapping[str, bytes]:
    """The descriptor and the data of a release alone, for who compares it with another."""
    folder = Folder()
    built = _with_data(package, files, built_tables(package, files), folder)
    return {DESCRIPTOR: _descriptor(built, folder), **folder.data}


def _with_data(package: Package, files: Files, tables: Mapping[str, Whole], folder: Folder) -> Package:
    """The package whose tables are CSV files in their own right; the files are in the folder."""
    names = stems(resource.name for resource in package.resources)
    resources = tuple(
        _table(package, resource, name, tables[resource.name], folder)
        if resource.name in tables
        else _copied(resource, name, files, folder)
        for resource, name in zip(package.resources, names, strict=True)
    )
    return replace(package, resources=resources, profile="2.0")


def _table(package: Package, resource: Resource, name: str, table: Whole, folder: Folder) -> Resource:
    csv = folder.add(f"data/{name}.csv", delimited.delimited(table), delimited.MEDIATYPE, resource.name)
    folder.add(f"data/{name}.parquet", parquet.parquet(package, resource, table), parquet.MEDIATYPE, resource.name)
    return replace(
        resource,
        paths=(csv.path,),
        data=None,
        type="table",
        format="csv",
        mediatype=delimited.MEDIATYPE,
        encoding=None,
        compression=None,
        dialect=Dialect(),
        schema=table.schema,
        bytes=csv.bytes,
        hash=f"sha256:{csv.sha256}",
    )


def _copied(resource: Resource, name: str, files: Files, folder: Folder) -> Resource:
    """A file that is no table goes along as it is; what stands in the descriptor or elsewhere stays there."""
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
    package: Package, tables: Mapping[str, Whole], folder: Folder
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Puts the files into the folder that hold all tables.

    Returns:
        Those that cannot be, and why; and which columns are text, lest a value be changed.
    """
    plain = {name: plain_columns(table) for name, table in tables.items()}
    makers: dict[str, tuple[Callable[[Package, Mapping[str, pl.DataFrame]], bytes], str, Mapping[str, pl.DataFrame]]]
    makers = {
        "sqlite": (sqlite.database, sqlite.MEDIATYPE, plain),
        "xlsx": (workbook.workbook, workbook.MEDIATYPE, {name: excel_columns(frame) for name, frame in plain.items()}),
    }
    left_out: dict[str, str] = {}
    as_text = {"Parquet": text_columns(package, {name: table.typed for name, table in tables.items()})}
    for suffix, (make, mediatype, frames) in makers.items() if tables else ():
        path = f"{package_stem(package)}.{suffix}"
        try:
            folder.add(path, make(package, frames), mediatype)
            as_text[f"`{path}`"] = text_columns(package, frames)
        except LeftOutError as error:
            left_out[path] = str(error)
    return left_out, tuple(_as_text(where, names) for where, names in as_text.items() if names)


def _as_text(where: str, names: Sequence[str]) -> str:
    """What people must know of columns that are not of the type that their field has."""
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    return f"In {where}, which would change some of their values, these columns are text: {shown}."


def package_stem(package: Package) -> str:
    """The name of a package as that of a file."""
    return stem(package.name or "", "data-package")


def _beside(package: Package, files: Files, changelog: str | None) -> Iterator[tuple[str, bytes]]:
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


def _descriptor(package: Package, folder: Folder) -> bytes:
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


def _sealed(package: Package, folder: Folder) -> dict[str, bytes]:
    """All files, the archive of them, and the list of hashes.

    The archive holds a list of what it holds; the list beside it has one line more, for the archive.
    """
    inside = checksums.checksums({file.path: file.sha256 for file in folder.listed})
    packed = archive.archive({**folder.data, checksums.NAME: inside.encode("utf-8")})
    name = "-".join([package_stem(package), *([stem(package.version, "0")] if package.version else [])])
    folder.add(f"{name}.zip", packed, "application/zip")
    outside = checksums.checksums({file.path: file.sha256 for file in folder.listed})
    return {**folder.data, checksums.NAME: outside.encode("utf-8")}
