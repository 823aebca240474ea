"""The checks of one table: one pass over its rows, and a second over suspects only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.rules.keys import Neighbours, Reference, Repeated
from talent_dataset.rules.rows import named
from talent_dataset.rules.sql import RefusedError
from talent_dataset.validation.cells import Finding, Place, Typed, report, run_checks
from talent_dataset.validation.frames import typed_batches
from talent_dataset.validation.plan import Plan, columns_of, make_plan, refuse_rule

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Resource, Rule
    from talent_dataset.reading.table import TextTable
    from talent_dataset.validation.tally import Tally

_SHORT: Final = "Write the delimiter of an empty cell too; a delimiter or a line break inside a cell needs quotes."
Progress = Callable[[str, int, "int | None"], None]


@dataclass(slots=True)
class TableRun:
    """A table under examination.

    Attributes:
        resource: What is examined.
        read: Opens the table anew.
        tally: Where findings go.
        progress: Called with the name of the resource, bytes read, bytes in all.
        size: Bytes in all, where known.
        rows: Records of data seen.
        is_whole: Whether all its rows were read.
        kept: Typed columns kept for table rules, by batch.
        keeps_text: Whether the text of all rows is kept, for the books.
        texts: Text columns by position and record numbers, by batch.
    """

    resource: Resource
    read: Callable[[], TextTable]
    tally: Tally
    progress: Progress | None = None
    size: int | None = None
    rows: int = 0
    is_whole: bool = False
    kept: list[pl.DataFrame] = field(default_factory=list)
    kept_rows: list[pl.Series] = field(default_factory=list)
    keeps_text: bool = False
    texts: list[tuple[pl.DataFrame, pl.Series]] = field(default_factory=list)
    table: TextTable = field(init=False)
    plan: Plan = field(init=False)
    place: Place = field(init=False)

    def open(self) -> None:
        """Reads the header and makes the plan."""
        self.table = self.read()
        schema, path = self.resource.schema, self.resource.paths[0] if self.resource.paths else None
        columns = columns_of(self.table)
        key = tuple(columns[name] for name in (schema.primary_key if schema else ()) if name in columns)
        self.place = Place(self.resource.name, path, key)
        self.plan = make_plan(self.table, schema, self.place, self.tally)

    def first_pass(self, known: dict[str, dict[tuple[str, ...], pl.DataFrame]]) -> None:
        """Reads all rows: cells, rules, references to tables that are known; notes what keys need."""
        keyed = self.plan.keyed()
        valued = self.plan.valued(keyed)
        for typed in typed_batches(self.table, valued, keyed):
            self.rows += typed.frame.height
            self._read_faults(typed)
            run_checks(typed, self.plan.checks, self.place, self.tally)
            self._row_rules(typed)
            for repeats in self.plan.repeats:
                repeats.see(typed.frame)
            for holdings in self.plan.holdings.values():
                holdings.see(typed.frame)
            for reference in self.plan.references:
                held = known.get(reference.parent, {}).get(reference.parent_fields)
                if held is not None:
                    self._lost(typed, reference, held)
            self._keep(typed)
            if self.progress is not None:
                self.progress(self.resource.name, typed.batch.done, self.size)
        self.is_whole = self.table.is_whole
        self._file_faults()
        self.tally.run += self.plan.run
        self.tally.cells += self.rows * len(self.table.names or self.table.fields)

    def second_pass(self, late: list[tuple[Reference, pl.DataFrame]]) -> None:
        """Reads again where keys repeat, and where a table that came later lacks what this one refers to."""
        hunts = [
            Repeated(repeats.key, suspects, tuple(column.position for column in self.place.key))
            for repeats in self.plan.repeats
            if len(suspects := repeats.suspects())
        ]
        if not hunts and not late:
            return
        keyed = [column for hunt in hunts for column in hunt.key.columns] + [c for ref, _ in late for c in ref.columns]
        keyed = list({column.position: column for column in keyed}.values())
        for typed in typed_batches(self.read(), [column for column in keyed if column.uses_value], keyed):
            for hunt in hunts:
                hunt.see(typed.frame, typed.rows())
            for reference, held in late:
                self._lost(typed, reference, held)
        for hunt in hunts:
            self._repeated(hunt)

    def locate(self) -> None:
        """Gives the findings their lines and columns."""
        if self.table.locate is not None:
            self.tally.locate(self.resource.name, self.table.locate, self.table.parts)

    def _file_faults(self) -> None:
        for issue in self.table.issues:
            if issue.code != "file/missing" or not self.resource.paths:  # told when the files were looked for
                self.tally.add(issue)

    def _read_faults(self, typed: Typed) -> None:
        batch = typed.batch
        for issue in batch.issues:
            self.tally.add(issue)
        width = len(self.table.names)
        for code, rows, message, hint in (
            (
                "row/extra-cell",
                batch.extra,
                f"The record has more cells than the {width} of the table.",
                "A cell that holds the delimiter must stand in quotes.",
            ),
            ("row/blank", batch.blank, "The line is blank.", "Take the line out."),
        ):
            if rows is not None and len(rows):
                self._of_rows(code, rows, message, hint)
        if batch.nulls_are_short:
            self._short(typed)

    def _of_rows(self, code: str, rows: pl.Series, message: str, hint: str) -> None:
        severity = self.tally.count(code, self.place.resource, "error", len(rows))
        if severity is None:
            return
        room = self.tally.room(code, self.place.resource)
        for row in rows if room is None else rows.head(room):
            self.tally.show(self.place.issue(code, message, severity=severity, hint=hint, row=row))

    def _short(self, typed: Typed) -> None:
        frame = typed.batch.frame
        counts = frame.null_count().row(0) if frame.width else ()
        for position, count in enumerate(counts):
            if count:
                name = self.table.names[position]
                finding = Finding(
                    "row/missing-cell",
                    lambda _, name=name: f"The record ends before the column {name!r}.",  # type: ignore[misc]
                    hint=_SHORT,
                    field=name,
                )
                report(typed, finding, frame.get_column(str(position)).is_null(), self.place, self.tally)

    def _row_rules(self, typed: Typed) -> None:
        if not typed.frame.height or not self.plan.rules:
            return
        names = {name for rule in self.plan.rules for name in rule.fields}
        frame = named(typed.frame, sorted(names), self.plan.columns, self.plan.derived)
        for rule in list(self.plan.rules):
            try:
                broken = rule.broken(frame)
            except RefusedError as error:
                self.plan.rules.remove(rule)
                refuse_rule(rule.rule.name, str(error), "descriptor/schema", self.place.resource, self.tally)
                continue
            report(typed, finding_of(rule.rule), broken, self.place, self.tally)

    def _keep(self, typed: Typed) -> None:
        if self.plan.wanted:
            self.kept.append(named(typed.frame, self.plan.wanted, self.plan.columns, self.plan.derived))
            self.kept_rows.append(typed.rows())
        if self.keeps_text:
            self.texts.append((typed.batch.frame, typed.rows()))

    def values(self) -> pl.DataFrame:
        """The typed columns kept for table rules."""
        if not self.kept:
            frame = pl.DataFrame(schema={str(position): pl.String for position in range(len(self.table.names))})
            columns = self.plan.valued(())
            frame = frame.with_columns(each.value.alias(f"v{each.position}") for each in columns)
            return named(frame, self.plan.wanted, self.plan.columns, self.plan.derived)
        if len(self.kept) > 1:
            self.kept = [pl.concat(self.kept, how="vertical_relaxed")]
        return self.kept[0]

    def offenders(self, rule: Rule, found: pl.DataFrame) -> None:
        """Reports the rows that a table rule returned; they are known by their primary key."""
        key = [column.field.name for column in self.place.key]
        rows: list[dict[str, Any]] = [{}] * found.height
        if key and set(key) <= set(found.columns):
            found = found.unique(key, maintain_order=True)
            known = self.values().select(key).with_columns(_row=pl.concat(self.kept_rows))
            known = known.unique(key, keep="first", maintain_order=True)
            rows = list(found.select(key).join(known, on=key, how="left", maintain_order="left").iter_rows(named=True))
        code, finding = f"row/{rule.name}", finding_of(rule)
        severity = self.tally.count(code, self.place.resource, rule.severity, len(rows))
        room = self.tally.room(code, self.place.resource)
        for row in rows[:room] if severity else ():
            shown = {name: None if row[name] is None else str(row[name]) for name in key} if row else None
            issue = self.place.issue(
                code, finding.message(0), severity=severity, hint=finding.hint, row=row.get("_row"), key=shown
            )
            self.tally.show(issue)

    def _lost(self, typed: Typed, reference: Reference, held: pl.DataFrame) -> None:
        lost = reference.lost(typed.frame, held)
        if not lost.any():
            return
        parent = f"{reference.parent}.{', '.join(reference.parent_fields)}"
        only = reference.columns[0] if len(reference.columns) == 1 else None

        def message(index: int) -> str:
            values = ", ".join(repr(typed.cell(column.position, index)) for column in reference.columns)
            return f"{values} is not in {parent}."

        correct, neighbours = f"Correct the value, or add the row to {reference.parent!r}.", Neighbours(held)

        def advice(index: int) -> str:
            text = typed.cell(only.position, index) if only else None
            return (neighbours.hint(text, parent) if text else "") or correct

        finding = Finding(
            "table/foreign-key",
            message,
            position=only.position if only else None,
            field=only.field.name if only else None,
            advice=advice,
        )
        report(typed, finding, lost, self.place, self.tally)

    def _repeated(self, hunt: Repeated) -> None:
        later = hunt.later()
        code = hunt.key.code
        if not later.height:
            return
        severity = self.tally.count(code, self.place.resource, "error", later.height)
        room = self.tally.room(code, self.place.resource)
        if severity is None:
            return
        only = hunt.key.columns[0] if code == "cell/unique" else None
        shown = later if room is None else later.sort("row").head(room)
        for found in shown.iter_rows(named=True):
            values = ", ".join(repr(found[str(column.position)]) for column in hunt.key.columns)
            what = "value" if only else f"key ({', '.join(hunt.key.names)})"
            told = "same row" if hunt.key.is_whole_row else f"{what} {values}"
            issue = self.place.issue(
                code,
                f"The {told} stands already in row {found['first']}.",
                severity=severity,
                hint="Correct one of the rows, or take one out.",
                row=found["row"],
                field=only.field.name if only else None,
                key={column.field.name: found[str(column.position)] for column in self.place.key} or None,
                cell=found[str(only.position)] if only else None,
            )
            self.tally.show(issue, only.position if only else hunt.key.columns[0].position)


def finding_of(rule: Rule) -> Finding:
    """What is said of a row that breaks a rule."""
    said, hint = rule.summary, rule.hint
    message = said.get("en") or next(iter(said.values()), f"The rule {rule.name!r} is broken: {rule.sql}.")
    return Finding(
        f"row/{rule.name}",
        lambda _: message,
        severity=rule.severity,
        hint=hint.get("en") or next(iter(hint.values()), ""),
    )
