"""The faults of records and files that readers see, in the same words whichever reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from talent_dataset.issues import Issue


@dataclass(slots=True)
class Faults:
    """Makes the issues of one table.

    Attributes:
        resource: Name of the resource.
        path: Its file as the descriptor names it, or ``None`` for inline data.
        names: Name of the column at each position: of the field mapped to it, else its label. Readers cut and pad
            records to as many cells.
        is_cut: Whether the reader had to stop before the end of the table.
    """

    resource: str
    path: str | None
    names: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def width(self) -> int:
        """The cells that a record must have."""
        return len(self.names)

    def missing_cell(self, row: int, position: int) -> Issue:
        """The record ends before the column at ``position``."""
        return self.of_row(
            "row/missing-cell",
            row,
            f"The record ends before the column {self.names[position]!r}.",
            hint="Write the delimiter of an empty cell too; a delimiter or a line break inside a cell needs quotes.",
            field=self.names[position],
        )

    def extra_cell(self, row: int, cell: str | None = None) -> Issue:
        """The record goes on after the last column; ``cell`` is the first one that is too many, where it is known."""
        return self.of_row(
            "row/extra-cell",
            row,
            f"The record has more cells than the {self.width} of the table.",
            hint="A cell that holds the delimiter must stand in quotes.",
            cell=cell,
        )

    def blank(self, row: int) -> Issue:
        """The record has no character at all."""
        return self.of_row("row/blank", row, "The line is blank.", hint="Take the line out.")

    def of_row(self, code: str, row: int, message: str, **more: Any) -> Issue:
        """Any fault that has a record number; ``more`` are properties of the issue."""
        return self.of_file(code, message, row=row, **more)

    def of_file(self, code: str, message: str, **more: Any) -> Issue:
        """A fault of the file as a whole; ``more`` are properties of the issue."""
        return Issue(code=code, message=message, resource=self.resource, path=self.path, **more)
