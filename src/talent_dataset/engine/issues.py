"""What is wrong with data, and where: small frozen values, text made last."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from talent_dataset.engine.sentences import CHINESE_HINTS, FindingFacts, is_made, sentence

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding about a package.

    Attributes:
        code: Stable ``scope/kind`` name; the scope says where to look.
        severity: Only an ``error`` makes a report invalid.
        message: What is wrong, in one sentence, without the place.
        hint: How to mend it, or empty.
        resource: Name of the resource, where there is one.
        path: File of the resource as the descriptor names it; for ``descriptor/...`` the place in the descriptor
            (``resources[2].schema.fields[0].type``).
        file: Of ``descriptor/...``: the file in which the fault stands, where that is another than the descriptor.
        row: Number of the record in the table, from 1, header, comment and blank records counted. Where the table
            stands in several files, it goes on from one to the next, as if they were one.
        line: Physical line, from 1; differs from ``row`` where quoted cells hold line breaks. For ``descriptor/...``
            the line of the descriptor, or of ``file``.
        column: Code point in that line, from 1, at which the cell starts.
        end_column: Code point in that line behind the last one of the cell; of a cell of several lines, behind the
            last one of the first.
        field: Name of the field; ``None`` for faults of a row or a file.
        key: Primary key of the row, where the schema declares one.
        cell: The cell as it stands in the file; no more than its first 10,000 characters.
        cells: Of a fault of several cells (a row rule, a key of several fields): those cells by field, ``None`` where
            one is missing.
        sql: Of a rule that a row breaks: its expression.
        file_row: Number of the record in ``path``, where that is one of several files of the table.
        address: Of a spreadsheet: sheet and cell, such as ``Sheet1!C12``.
        excerpt: The line of the file that ``line`` and ``column`` name, as it stands there.
        facts: What the message says beside the cell, as data: ``bound``, ``allowed``, ``pattern``, ``limit`` and
            ``size``, ``fields`` and ``values`` of a key with the ``resource`` that lacks it or the ``first`` record
            that has it, ``rule`` and ``sql``.
    """

    code: str
    message: str
    severity: Severity = "error"
    hint: str = ""
    resource: str | None = None
    path: str | None = None
    file: str | None = None
    row: int | None = None
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    field: str | None = None
    key: dict[str, Any] | None = None
    cell: str | None = None
    cells: dict[str, str | None] | None = None
    sql: str | None = None
    file_row: int | None = None
    address: str | None = None
    excerpt: str | None = None
    facts: FindingFacts = dataclasses.field(default_factory=dict, hash=False)

    def in_chinese(self) -> Issue:
        """The same with a Chinese message, made of its facts; a sentence that no facts make stays as it is."""
        if not is_made(self.code, self.facts):
            return self
        message, hint = sentence(self.code, self.cell, self.facts, "zh"), CHINESE_HINTS.get(self.hint, self.hint)
        return dataclasses.replace(self, message=message, hint=hint)
