"""The tables as files, for programs that read files."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Literal

from talent_dataset import __version__
from talent_dataset.dataset.installed import known, location, resource
from talent_dataset.errors import CannotCheckError
from talent_dataset.release.build import build

FileFormat = Literal["csv", "parquet"]


def path(table: str, format: FileFormat = "csv") -> Path:
    """A file that holds what ``load(table)`` returns.

    The files are those of ``talent-dataset build``. They are written once for each version of the data, into the
    user's folder for caches (or the one that ``TALENT_DATASET_CACHE`` names).

    Args:
        table: One of ``tables()``.
        format: ``"csv"`` or ``"parquet"``.

    Raises:
        UnknownNameError: There is no such table or format.
        CannotCheckError: No folder can be written.
    """
    name = resource(table).name
    known(format, ("csv", "parquet"), "format")
    return built() / "data" / f"{name}.{format}"


def built() -> Path:
    """The folder with the built package; made when it is asked for the first time."""
    target = _cache() / _fingerprint(location())
    if not (target / "datapackage.json").is_file():
        try:
            build(location(), target)
        except CannotCheckError as error:
            hint = "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."
            raise CannotCheckError(error.message, hint=hint) from error
    return target


def _cache() -> Path:
    if named := os.environ.get("TALENT_DATASET_CACHE"):
        return Path(named)
    home = Path.home()
    folders = {
        "win32": Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"),
        "darwin": home / "Library" / "Caches",
    }
    return folders.get(sys.platform, Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")) / "talent_dataset"


def _fingerprint(folder: Path) -> str:
    """A name for this state of the data and of the library, so that files of another state are never taken."""
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
