"""What is said of keys: one that stands already in another row, one that another table lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.rules.keys import Neighbours
from talent_dataset.engine.sentences import FindingFacts, sentence
from talent_dataset.engine.validation.causes import LONGEST, CauseKind
from talent_dataset.engine.validation.findings import Finding, Findings, Origin, TableUnderCheck, Typed, report

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue, Severity
    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.rules.keys import Key, Reference, Repeated
    from talent_dataset.engine.validation.causes import Cause
    from talent_dataset.engine.validation.tally import Tally


def report_lost(
    typed: Typed,
    reference: Reference,
    held: pl.DataFrame,
    place: TableUnderCheck,
    tally: Tally,
    origins: Sequence[Origin] = (),
) -> None:
    """Tells the rows of a batch that refer to what is not there.

    Args:
        typed: The batch.
        reference: What refers, and to which table.
        held: What that table holds: the different values of its key, columns ``"0"``, ``"1"``, ... without nulls.
        place: The table that refers.
        tally: Where findings go.
        origins: Faults of the rows as such.
    """
    lost = reference.lost(typed.frame, held)
    if lost.any():
        report(typed, _Lost(typed, reference, held, place, tally).finding(), lost, place, tally, origins)


@dataclass(frozen=True, slots=True)
class _Lost:
    """What is said of a value that another table lacks."""

    typed: Typed
    reference: Reference
    held: pl.DataFrame
    place: TableUnderCheck
    tally: Tally

    def finding(self) -> Finding:
        columns = self.reference.columns
        only = columns[0] if len(columns) == 1 else None
        return Finding(
            "table/foreign-key",
            self.facts,
            position=only.position if only else None,
            field=only.field.name if only else None,
            advice=self.advice(only),
            columns=() if only else columns,
            apart=tuple(column.position for column in columns),
            root=self.root,
        )

    @property
    def parent(self) -> str:
        return f"{self.reference.parent}.{', '.join(self.reference.parent_fields)}"

    def facts(self, index: int) -> FindingFacts:
        reference = self.reference
        values = [self.typed.cell(column.position, index) for column in reference.columns]
        return {"resource": reference.parent, "fields": list(reference.parent_fields), "values": values}

    def advice(self, only: Column | None) -> Callable[[int], str]:
        correct = f"Correct the value, or add the row to {self.reference.parent!r}."
        neighbours = Neighbours(self.held)

        def advise(index: int) -> str:
            text = self.typed.cell(only.position, index) if only else None
            return (neighbours.hint(text, self.parent) if text else "") or correct

        return advise

    def root(self, index: int) -> Cause | None:
        """The cell itself is wrong, or that of the parent which it means."""
        causes, reference = self.tally.causes, self.reference
        pairs = zip(reference.columns, reference.parent_fields, strict=True)
        cells = [(column.field.name, name, self.typed.cell(column.position, index)) for column, name in pairs]
        own = (causes.of_cell(self.place.resource, name, cell) for name, _, cell in cells)
        parents = (causes.near(reference.parent, name, cell) for _, name, cell in cells)
        return next((cause for cause in (*own, *parents) if cause is not None), None)


def report_repeated(
    hunt: Repeated, place: TableUnderCheck, tally: Tally, record: Callable[[int], FindingFacts]
) -> None:
    """Tells the rows whose key stood before.

    Args:
        hunt: The suspect rows, all read.
        place: The table.
        tally: Where findings go.
        record: Where a record stands, given its number: its ``row``, and the ``path`` of its file if there are several.
    """
    later, key = hunt.later().sort("row"), hunt.key
    severity = tally.count(key.code, place.resource, "error", later.height) if later.height else None
    if severity is None:
        return
    told = _Repetition(key, later, place, severity, record)
    kind = CauseKind(key.code, place.resource, told.only.field.name if told.only else None)
    names = [text_name(column.position) for column in key.columns]
    joined = pl.concat_str(names, separator=", ", ignore_nulls=True).str.head(LONGEST).alias("value")
    findings = Findings(kind, severity, told.issue, position=key.columns[0].position)
    findings.tell(pl.int_range(later.height, eager=True), later.select(joined).to_series(), tally)


@dataclass(frozen=True, slots=True)
class _Repetition:
    """What is said of a key that stood before: rows as `Repeated.later` gives them."""

    key: Key
    later: pl.DataFrame
    place: TableUnderCheck
    severity: Severity
    record: Callable[[int], FindingFacts]

    @property
    def only(self) -> Column | None:
        return self.key.columns[0] if self.key.code == "cell/unique" else None

    def issue(self, index: int) -> Issue:
        found, only = self.later.row(index, named=True), self.only
        is_of_some, facts = only is None and not self.key.is_whole_row, self._facts(found)
        return self.place.issue(
            self.key.code,
            sentence(self.key.code, None, facts),
            severity=self.severity,
            hint="Correct one of the rows, or take one out.",
            row=found["row"],
            field=only.field.name if only else None,
            key=_texts(found, self.place.key) or None,
            cell=found[text_name(only.position)] if only else None,
            cells=_texts(found, self.key.columns) if is_of_some else None,
            facts=facts,
        )

    def _facts(self, found: dict[str, Any]) -> FindingFacts:
        columns = () if self.key.is_whole_row else self.key.columns
        return {
            "fields": [column.field.name for column in columns],
            "values": [found[text_name(column.position)] for column in columns],
            "first": self.record(found["first"]),
            "is_cell": self.only is not None,
        }


def _texts(found: dict[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    return {column.field.name: found[text_name(column.position)] for column in columns}
