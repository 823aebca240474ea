"""The tables that a scan writes: sources, figures and the manifest, which says to the byte which the documents are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.descriptor.model import Field, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from talent_dataset.engine.reading.files import Files
    from talent_dataset.provenance.scanning import RowCells, Scanned

NAME: Final = "manifest.csv"
FIELDS: Final = ("source_id", "file", "sha256", "bytes", "characters", "language")
SCHEMA: Final = Schema(fields=tuple(Field(name=name) for name in FIELDS), primary_key=("source_id",))


def manifest_file(files: Files | None) -> Path | None:
    """Where the manifest is, or is to be: in the folder ``seeds`` of the package or beside its folder.

    ``None`` where the package is no folder on this disk.
    """
    from talent_dataset.engine.reading.files import FolderFiles

    if not isinstance(files, FolderFiles):
        return None
    root = files.root.absolute()
    there = [folder / "seeds" for folder in (root, root.parent) if (folder / "seeds").is_dir()]
    return (there or [root / "seeds"])[0] / NAME


@dataclass(slots=True)
class Tables:
    """The rows of the tables while documents are scanned.

    Attributes:
        files: The files of the package.
        of_sources: The resource with the sources.
        of_figures: The resource with the figures, where the books name one.
        of_others: The resources of the other books.
        sources: Rows of the sources.
        figures: Rows of the figures.
    """

    files: Files
    of_sources: Resource
    of_figures: Resource | None
    of_others: list[Resource]
    sources: list[RowCells]
    figures: list[RowCells]

    @property
    def lists_figures(self) -> bool:
        """Whether the books name a table of figures."""
        return self.of_figures is not None

    def take(self, scanned: Scanned) -> None:
        """Put a document and its figures in the place of what was there of its source."""
        name = scanned.source_id
        self.sources = [*(row for row in self.sources if row["source_id"] != name), scanned.source]
        if self.of_figures is not None:
            self.figures = [*(row for row in self.figures if row["source_id"] != name), *scanned.figures]

    def write(self) -> list[Path]:
        """Write the files that change; which they were. Books that have no file yet get one without rows."""
        from talent_dataset.engine.writing.curated_rows import table_file, write_rows

        none = Schema(fields=())
        # All are looked for before one is written.
        places = [(table_file(one, self.files), rows, one) for one, rows in self._changed()]
        written = [file for file, rows, one in places if write_rows(file, rows, one.schema or none, one.dialect)]
        manifest = manifest_file(self.files)
        if manifest is not None and write_rows(manifest, self._listed(), SCHEMA):
            written.append(manifest)
        return written

    def _changed(self) -> Iterator[tuple[Resource, list[RowCells]]]:
        """The tables that may change, and those without a file."""
        from talent_dataset.engine.writing.curated_rows import table_file

        yield self.of_sources, self.sources
        if self.of_figures is not None:
            yield self.of_figures, self.figures
        yield from ((each, []) for each in self.of_others if not table_file(each, self.files).exists())

    def _listed(self) -> list[dict[str, str]]:
        """The manifest: what the sources say, as far as it is there."""
        return [{name: row.get(name, "") for name in FIELDS} for row in self.sources]


def open_tables(path: str) -> Tables:
    """Read the tables of a package; a file that is not there yet is an empty table.

    Raises:
        CannotCheckError: There is no package, or it keeps no books.
        InvalidDataError: Its descriptor cannot be used, or a file is no table.
    """
    from talent_dataset.engine.reading.opening import open_package

    opened = open_package(path)
    package = opened.parsed.package
    if package is None:
        raise InvalidDataError(f"The descriptor of {path} cannot be used.", hint="`validate` says what is wrong.")
    if package.books is None:
        hint = "Its descriptor names them under proof:data.books; docs/evidence.md tells how."
        raise CannotCheckError(f"{path} keeps no books that could be used.", hint=hint)
    known = {resource.name: resource for resource in package.resources}
    of_sources, of_figures = known[package.books.sources], known.get(package.books.figures or "")
    others = [known[name] for name in package.books.tables() if name != package.books.figures]
    figures = _rows(of_figures, opened.files) if of_figures else []
    return Tables(opened.files, of_sources, of_figures, others, _rows(of_sources, opened.files), figures)


def _rows(resource: Resource, files: Files) -> list[RowCells]:
    from talent_dataset.engine.writing.curated_rows import read_rows, table_file

    return list(read_rows(table_file(resource, files), resource.dialect))
