"""The faults of records and files that readers see, in the same words whichever reader sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from talent_dataset.issues import Issue
from talent_dataset.reading.likely import likely

_SAMPLES: Final = 100


@dataclass(slots=True)
class Faults:
    """Makes the issues of one file of a table, and knows how far it was read.

    Attributes:
        resource: Name of the resource.
        path: Its file as the descriptor names it, or ``None`` for inline data.
        names: Name of the column at each position: of the field mapped to it, else its label. Readers cut and pad
            records to as many cells.
        is_cut: Whether the reader had to stop before the end of the file.
        records: Number of records of the file, known once it is read.
        codec: Its encoding, as a Python codec.
    """

    resource: str
    path: str | None
    names: tuple[str, ...] = ()
    is_cut: bool = False
    records: int = 0
    codec: str = "utf-8"
    _sample: list[str] = field(default_factory=list)
    _has_other: bool = False
    _hint: str = ""

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

    def sample(self, text: str, *, is_bad: bool = True) -> None:
        """Takes note of some text of the file, decoded, from which its encoding can be guessed."""
        if not is_bad:
            self._has_other = self._has_other or not text.isascii()
        elif len(self._sample) < _SAMPLES:
            self._sample.append(text[:_SAMPLES])

    @property
    def encoding_hint(self) -> str:
        """What to do about bytes that are no text; the same for all of the file."""
        self._hint = self._hint or self._encoding_hint()
        return self._hint

    def _encoding_hint(self) -> str:
        if self.codec != "utf-8":
            return f'Is "encoding": "{self.codec}" right? Say another one, or save the file as UTF-8.'
        sample = "".join(self._sample).encode("utf-8", "surrogateescape")
        name = likely(sample)
        if name is None:
            return 'Save the file as UTF-8 (in Excel: CSV UTF-8), or say its "encoding" in the descriptor.'
        if self._has_other and name == "windows-1252":
            return f"Other cells are UTF-8: these come from elsewhere, perhaps in {name}. Write them anew."
        return f'Save the file as UTF-8 (in Excel: CSV UTF-8), or say "encoding": "{name}" if that is what it is in.'

    def of_row(self, code: str, row: int, message: str, **more: Any) -> Issue:
        """Any fault that has a record number; ``more`` are properties of the issue."""
        return self.of_file(code, message, row=row, **more)

    def of_file(self, code: str, message: str, **more: Any) -> Issue:
        """A fault of the file as a whole; ``more`` are properties of the issue."""
        return Issue(code=code, message=message, resource=self.resource, path=self.path, **more)
