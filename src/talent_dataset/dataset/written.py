"""The tables as files, for programs that read files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Literal

from talent_dataset.dataset.installed import chosen, curated, location
from talent_dataset.engine.errors import CannotCheckError, UnknownNameError
from talent_dataset.engine.writing import fill, replaced_folder
from talent_dataset.releases.assembly import assemble_tables
from talent_dataset.releases.published.cache import cache_folder
from talent_dataset.version import __version__

_WHOLE = "`talent-dataset build --installed --out DIR` writes all tables in one file: SQLite, a spreadsheet, a zip."

FileFormat = Literal["csv", "parquet"]


def path(
    table: str,
    format: FileFormat = "csv",
    *,
    version: str | None = None,
    target: str | os.PathLike[str] | None = None,
) -> Path:
    """A file that holds what ``load(table)`` returns.

    The files are those that ``talent-dataset build`` writes. They are written once for each version of the data, into
    the user's folder for caches (or the one that ``TALENT_DATASET_CACHE`` names).

    Args:
        table: One of ``tables()``.
        format: ``"csv"`` or ``"parquet"``.
        version: As in `load`: the file is that of the release.
        target: As in `load`.

    Raises:
        UnknownNameError: There is no such table or format.
        CannotCheckError: No folder can be written.
    """
    if format not in {"csv", "parquet"}:
        raise UnknownNameError(f"There is no format {format!r}: a table is a file in csv or in parquet.", hint=_WHOLE)
    package = chosen(version, target)
    name = package.resource(table).name
    if package.release is not None:
        return package.path(table, format)
    return built() / "data" / f"{name}.{format}"


def built() -> Path:
    """The folder with the descriptor and the tables of a build; made when it is asked for the first time.

    The installed data were checked before they were packed, and nothing here needs the other files of a release.
    """
    target = cache_folder() / _fingerprint(location())
    if not (target / "datapackage.json").is_file():
        try:
            with replaced_folder(target) as new:
                fill(new, assemble_tables(curated().descriptor, curated().files))
        except CannotCheckError as error:
            hint = "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."
            raise CannotCheckError(error.message, hint=hint) from error
    return target


def _fingerprint(folder: Path) -> str:
    """A name for this state of the data and of the library, so that files of another state are never taken."""
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
