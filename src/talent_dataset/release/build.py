"""A package on the disk to a folder for others: validated tables as CSV and Parquet, described and documented."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.descriptor import dump_package
from talent_dataset.descriptor.model import Dialect, Package, Resource
from talent_dataset.errors import CannotCheckError, InvalidDataError
from talent_dataset.reading.package import open_package
from talent_dataset.reading.whole import whole_table
from talent_dataset.release.dictionary import dictionary
from talent_dataset.release.languages import PROPERTY, has_language, ours
from talent_dataset.release.readme import readme
from talent_dataset.release.replace import replaced_folder
from talent_dataset.release.tables import table_files
from talent_dataset.validation import validate
from talent_dataset.validation.spreadsheets import read_other

if TYPE_CHECKING:
    from talent_dataset.reading.files import Files
    from talent_dataset.report import Report

_DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What was built.

    Attributes:
        folder: Where it stands.
        files: Every file, by its path in the folder.
        report: The report on the package that it was built from.
    """

    folder: Path
    files: tuple[str, ...]
    report: Report


def build(source: Path | str, out: Path | str, *, texts: Path | str | None = None) -> Built:
    """Validate a package and write it to a folder: every table as CSV and as Parquet.

    The folder holds ``datapackage.json`` with the size and the hash of each file, ``data/<table>.csv`` and
    ``data/<table>.parquet``, computed columns included, ``README.md`` and the data dictionary; files of the package
    that are no tables are copied. The same package gives the same bytes. A folder that an earlier build wrote is
    replaced whole; when anything fails, it is as it was.

    Args:
        source: A descriptor, or a folder or archive that holds one.
        out: The folder to write.
        texts: As in `validate`.

    Raises:
        CannotCheckError: There is no package at ``source``, or ``out`` cannot be written, or holds other files.
        InvalidDataError: The package is not valid; nothing is written. The report is in ``report``.
    """
    target = Path(out)
    _refuse_strange_files(target)
    report = _valid(source, texts)
    files = _files(source)
    with replaced_folder(target) as new:
        for path, data in files.items():
            file = new / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        _check_result(new)
    return Built(target.resolve(), tuple(files), report)


def _valid(source: Path | str, texts: Path | str | None) -> Report:
    report = validate(source, texts=texts)
    if not report.is_valid:
        noun = "error" if report.errors == 1 else "errors"
        raise InvalidDataError(
            f"{source} is not valid ({report.errors} {noun}), so nothing is written.",
            hint="`validate` says what is wrong, where, and how to mend it.",
            report=report,
        )
    return report


def _check_result(folder: Path) -> None:
    """What is written must be valid itself; if it is not, the fault is ours and the folder is not put in place."""
    report = validate(folder)
    if not report.is_valid:
        first = next(issue for issue in report.issues if issue.severity == "error")
        raise AssertionError(f"the build of a valid package is not valid: {first}")


def _refuse_strange_files(target: Path) -> None:
    """Only a folder that a build wrote is replaced: whatever else lies in it would be lost."""
    if not target.exists():
        return
    if not target.is_dir():
        raise CannotCheckError(f"{target} is a file, not a folder.")
    try:
        there = sorted(str(file.relative_to(target).as_posix()) for file in target.rglob("*") if not file.is_dir())
    except OSError as error:
        raise CannotCheckError(f"{target} cannot be read: {error.strerror or error}.") from error
    strange = [path for path in there if path not in _written_before(target)]
    if strange:
        raise CannotCheckError(
            f"{target} holds files that `build` did not write, such as {strange[0]}.",
            hint="Name another folder, or empty this one.",
        )


def _written_before(target: Path) -> set[str]:
    try:
        descriptor = json.loads((target / _DESCRIPTOR).read_text(encoding="utf-8"))
        return {_DESCRIPTOR, *(file["path"] for file in descriptor[PROPERTY]["files"])}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


@dataclass(slots=True)
class _Folder:
    """The files to write, and what the descriptor says of them."""

    data: dict[str, bytes] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, path: str, data: bytes, **said: str) -> dict[str, Any]:
        """Add a file; returns its size and hash, as a resource has them."""
        facts = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self.data[path] = data
        self.listed.append({"path": path, **said, **facts})
        return facts


def _files(source: Path | str) -> Mapping[str, bytes]:
    """Every file of the built package by its path, in memory."""
    opened = open_package(source)
    package = opened.parsed.package
    if package is None:
        raise AssertionError("a package without a usable descriptor is not valid")
    folder = _Folder()
    names = dict(
        zip((one.name for one in package.resources), stems(one.name for one in package.resources), strict=True)
    )
    resources = tuple(_resource(package, one, names[one.name], opened.files, folder) for one in package.resources)
    built = replace(package, resources=resources, profile="2.0")
    for path, text in _documents(built, folder.rows):
        folder.add(path, text.encode("utf-8"))
    own = {**ours(package), "files": sorted(folder.listed, key=lambda file: str(file["path"]))}
    descriptor = dump_package(replace(built, custom={**package.custom, PROPERTY: own}))
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return {_DESCRIPTOR: text.encode("utf-8"), **folder.data}


def _documents(package: Package, rows: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "README.md", readme(package, rows)
    yield "dictionary.md", dictionary(package)
    if has_language(package, "zh"):
        yield "dictionary.zh.md", dictionary(package, "zh")


def stems(names: Iterable[str]) -> Iterator[str]:
    """A file name for each resource: its name where that can be one, on every system, else as near as can be."""
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^\w.-]+", "-", name).strip(".-") or "table"
        tries = [plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))]
        stem = next(one for one in tries if one.casefold() not in taken)
        taken.add(stem.casefold())
        yield stem


def _resource(package: Package, resource: Resource, stem: str, files: Files, folder: _Folder) -> Resource:
    if resource.schema is None:
        return _copied(resource, stem, files, folder)
    table = whole_table(resource, files, others=read_other)
    folder.rows[resource.name] = table.text.height
    data = table_files(package, resource, table)
    path = f"data/{stem}.csv"
    facts = folder.add(path, data.csv, resource=resource.name, mediatype="text/csv")
    parquet = "application/vnd.apache.parquet"
    folder.add(f"data/{stem}.parquet", data.parquet, resource=resource.name, mediatype=parquet)
    return replace(
        resource,
        paths=(path,),
        data=None,
        type="table",
        format="csv",
        mediatype="text/csv",
        encoding=None,
        compression=None,
        dialect=Dialect(),
        schema=table.schema,
        **facts,
    )


def _copied(resource: Resource, stem: str, files: Files, folder: _Folder) -> Resource:
    """A file that is no table goes along as it is; what stands in the descriptor or elsewhere stays there."""
    if any("://" in path for path in resource.paths):
        return resource
    paths = []
    for number, path in enumerate(resource.paths):
        with files.open(path) as file:
            data = file.read()
        part = f"-{number + 1}" if len(resource.paths) > 1 else ""
        paths.append(f"files/{stem}{part}{Path(path).suffix}")
        folder.add(paths[-1], data, resource=resource.name)
    return replace(resource, paths=tuple(paths))
