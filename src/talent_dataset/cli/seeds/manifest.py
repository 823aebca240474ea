"""The manifest of the documents: which they are, to the byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.descriptor.model import Field, Schema

if TYPE_CHECKING:
    from talent_dataset.reading.files import Files

NAME: Final = "manifest.csv"
FIELDS: Final = ("source_id", "file", "sha256", "bytes", "characters", "language")
SCHEMA: Final = Schema(fields=tuple(Field(name=name) for name in FIELDS), primary_key=("source_id",))


def manifest_file(files: Files | None) -> Path | None:
    """Where the manifest is, or is to be: in the folder ``seeds`` of the package or beside its folder.

    ``None`` where the package is no folder on this disk.
    """
    from talent_dataset.reading.files import FolderFiles

    if not isinstance(files, FolderFiles):
        return None
    root = files.root.absolute()
    there = [folder / "seeds" for folder in (root, root.parent) if (folder / "seeds").is_dir()]
    return (there or [root / "seeds"])[0] / NAME
