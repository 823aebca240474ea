"""The checks of one table: one pass over its rows, and a second over suspects only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.engine.reading.cast import in_order, is_ordered_by_column
from talent_dataset.engine.reading.header import is_mended_by_dialect
from talent_dataset.engine.report import ResourceSummary
from talent_dataset.engine.rules.keys import Neighbours, Reference, Repeated
from talent_dataset.engine.rules.rows import named
from talent_dataset.engine.rules.sql import RefusedError
from talent_dataset.engine.validation.causes import LONGEST, CauseKind
from talent_dataset.engine.validation.findings import (
    Finding,
    Findings,
    Origin,
    TableUnderCheck,
    Typed,
    alike,
    report,
    run_checks,
)
from talent_dataset.engine.validation.plan import Plan, columns_of, make_plan, refuse_rule, typed_batches
from talent_dataset.engine.validation.record_checks import check_records, check_wrapped, surplus

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource, Rule
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.reading.table import TextTable
    from talent_dataset.engine.validation.causes import Cause
    from talent_dataset.engine.validation.tally import Tally

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
    place: TableUnderCheck = field(init=False)

    def open(self) -> None:
        """Reads the header and makes the plan."""
        self.table = self.read()
        self._order()
        path = self.resource.paths[0] if self.resource.paths else None
        # Of a table that is not there at all that is told, and not what it lacks.
        schema = None if self.table.is_unread else self.resource.schema
        columns = columns_of(self.table)
        key = tuple(columns[name] for name in (schema.primary_key if schema else ()) if name in columns)
        self.place = TableUnderCheck(self.resource.name, path, key)
        self.plan = make_plan(self.table, schema, self.place, self.tally)

    def _order(self) -> None:
        """Reads the columns beforehand whose cells are read by what all of them say together."""
        asked = {position: each for position, each in self.table.fields.items() if is_ordered_by_column(each)}
        if asked:
            self.table.fields |= in_order(asked, (batch.frame for batch in self.read().batches))

    def first_pass(self, known: dict[str, dict[tuple[str, ...], pl.DataFrame]]) -> None:
        """Reads all rows: cells, rules, references to tables that are known; notes what keys need."""
        keyed = self.plan.keyed()
        valued = self.plan.valued(keyed)
        for typed in typed_batches(self.table, valued, keyed):
            self.rows += typed.frame.height
            damaged = check_records(typed, self.table.names, self.place, self.tally)
            if typed.batch.is_wrapped:
                check_wrapped(typed, self.table.fields, self.resource.dialect, self.place, self.tally)
            faulty = run_checks(typed, self.plan.checks, self.place, self.tally, damaged)
            self._row_rules(typed, damaged, faulty)
            for repeats in self.plan.repeats:
                repeats.see(typed.frame)
            for holdings in self.plan.holdings.values():
                holdings.see(typed.frame)
            for reference in self.plan.references:
                held = known.get(reference.parent, {}).get(reference.parent_fields)
                if held is not None:
                    self._lost(typed, reference, held, damaged)
            self._keep(typed)
            if self.progress is not None:
                self.progress(self.resource.name, typed.batch.done, self.size)
        self.is_whole = self.table.is_whole
        self._file_faults()
        # That the records have the shape of a table is a check of its own.
        self.tally.run += self.plan.run + self.is_whole
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
        self.tally.locate(self.resource.name, self.table, is_in_parts=len(self.resource.paths) > 1)

    def of_surplus(self, examples: Sequence[Issue]) -> str:
        """What makes the cells that are too many, as far as the lines of some records show it."""
        is_all = self.tally.counts.get((self.resource.name, "row/extra-cell")) == self.rows
        found = [(each.file_row or each.row or 0, each.excerpt or "") for each in examples]
        return surplus(found, self.resource.dialect, len(self.table.names), is_all=is_all)

    def _file_faults(self) -> None:
        # What is missing was told when the files were looked for.
        told = [each for each in self.table.issues if each.code != "file/missing" or not self.resource.paths]
        causes: dict[str, Cause | None] = {}
        for issue in told:
            cause = self.tally.add(issue, root=causes.get(issue.hint))
            if is_mended_by_dialect(issue):
                causes.setdefault(issue.hint, cause)
        if told and not self.is_whole and all(map(self.tally.is_lowered, told)):
            self.tally.skip(told[-1].code, "the table was not read to its end", self.resource.name)

    def _row_rules(self, typed: Typed, damaged: Sequence[Origin], faulty: Mapping[str, Origin]) -> None:
        if not typed.frame.height or not self.plan.rules:
            return
        names = {name for rule in self.plan.rules for name in rule.fields}
        frame = named(typed.frame, sorted(names), self.plan.columns, self.plan.derived)
        for rule in list(self.plan.rules):
            try:
                broken = rule.broken(frame)
            except RefusedError as error:
                self.plan.rules.remove(rule)
                refuse_rule(rule.rule, error, "descriptor/schema", self.place.resource, self.tally)
                continue
            read = self.plan.columns_read(rule)
            origins = [*damaged, *(faulty[each.field.name] for each in read if each.field.name in faulty)]
            report(typed, finding_of(rule.rule, read), broken, self.place, self.tally, origins)

    def _keep(self, typed: Typed) -> None:
        if self.plan.wanted:
            self.kept.append(named(typed.frame, self.plan.wanted, self.plan.columns, self.plan.derived))
            self.kept_rows.append(typed.rows())
        if self.keeps_text:
            self.texts.append((typed.batch.fitting(), typed.rows()))

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
        self._offend(finding_of(rule), found, rows)

    def _offend(self, finding: Finding, found: pl.DataFrame, rows: Sequence[Mapping[str, Any]]) -> None:
        """Tells rows that a table rule returned, given the record number and the key of each where they are known."""
        severity = self.tally.count(finding.code, self.place.resource, finding.severity, found.height)
        if severity is None:
            return
        texts = found.select(_as_text(column) for column in found)
        key = [column.field.name for column in self.place.key]

        def make(index: int) -> Issue:
            row, cells = rows[index], texts.row(index, named=True)
            return self.place.issue(
                finding.code,
                finding.message(index),
                severity=severity,
                hint=finding.hint,
                row=row.get("_row"),
                key={name: cells[name] for name in key} if row else None,
                cells=cells,
                sql=finding.sql,
            )

        def root(name: str, index: int) -> Cause | None:
            return self.tally.causes.of_cell(self.place.resource, name, texts.item(index, name))

        kind, left = CauseKind(finding.code, self.place.resource, None), pl.int_range(found.height, eager=True)
        for name in texts.columns:
            if faulty := self.tally.causes.faulty(self.place.resource, name):
                values = texts.get_column(name).gather(left)
                is_faulty = values.is_in(list(faulty)).fill_null(value=False)
                Findings(kind, severity, make, partial(root, name)).tell(
                    left.filter(is_faulty), values.filter(is_faulty), self.tally
                )
                left = left.filter(~is_faulty)
        Findings(kind, severity, make).tell(left, alike(len(left)), self.tally)

    def _lost(self, typed: Typed, reference: Reference, held: pl.DataFrame, damaged: Sequence[Origin] = ()) -> None:
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

        def root(index: int) -> Cause | None:
            """The cell itself is wrong, or that of the parent which it means."""
            causes, pairs = self.tally.causes, zip(reference.columns, reference.parent_fields, strict=True)
            cells = [(column.field.name, name, typed.cell(column.position, index)) for column, name in pairs]
            own = (causes.of_cell(self.place.resource, name, cell) for name, _, cell in cells)
            parents = (causes.near(reference.parent, name, cell) for _, name, cell in cells)
            return next((cause for cause in (*own, *parents) if cause is not None), None)

        finding = Finding(
            "table/foreign-key",
            message,
            position=only.position if only else None,
            field=only.field.name if only else None,
            advice=advice,
            columns=() if only else reference.columns,
            apart=tuple(column.position for column in reference.columns),
            root=root,
        )
        report(typed, finding, lost, self.place, self.tally, damaged)

    def _repeated(self, hunt: Repeated) -> None:
        later = hunt.later().sort("row")
        code = hunt.key.code
        if not later.height:
            return
        severity = self.tally.count(code, self.place.resource, "error", later.height)
        if severity is None:
            return
        only = hunt.key.columns[0] if code == "cell/unique" else None
        key = [str(column.position) for column in hunt.key.columns]

        def make(index: int) -> Issue:
            found = later.row(index, named=True)
            values = ", ".join(repr(found[each]) for each in key)
            what = "value" if only else f"key ({', '.join(hunt.key.names)})"
            told = "same row" if hunt.key.is_whole_row else f"{what} {values}"
            return self.place.issue(
                code,
                f"The {told} stands already in {self._record(found['first'])}.",
                severity=severity,
                hint="Correct one of the rows, or take one out.",
                row=found["row"],
                field=only.field.name if only else None,
                key={column.field.name: found[str(column.position)] for column in self.place.key} or None,
                cell=found[str(only.position)] if only else None,
                cells=None
                if only or hunt.key.is_whole_row
                else {column.field.name: found[str(column.position)] for column in hunt.key.columns},
            )

        kind = CauseKind(code, self.place.resource, only.field.name if only else None)
        values = later.select(
            pl.concat_str(key, separator=", ", ignore_nulls=True).str.head(LONGEST).alias("value")
        ).to_series()
        findings = Findings(kind, severity, make, position=hunt.key.columns[0].position)
        findings.tell(pl.int_range(later.height, eager=True), values, self.tally)

    def _record(self, row: int) -> str:
        """A record in words; where the table stands in several files, that of its file."""
        [spot] = self.table.spots([(row, None)]) if len(self.resource.paths) > 1 else [None]
        return f"row {row}" if spot is None else f"row {spot.row} of {spot.part.path}"


def _as_text(values: pl.Series) -> pl.Series:
    """Values that a rule returned, as text."""
    if values.dtype.is_nested():
        return pl.Series(values.name, [None if each is None else str(each) for each in values.to_list()], pl.String)
    return values.cast(pl.String, strict=False)


def finding_of(rule: Rule, columns: tuple[Column, ...] = ()) -> Finding:
    """What is said of a row that breaks a rule, and the columns that the rule reads."""
    said, hint = rule.summary, rule.hint
    message = said.get("en") or next(iter(said.values()), f"The rule {rule.name!r} is broken: {rule.sql}.")
    return Finding(
        f"row/{rule.name}",
        lambda _: message,
        severity=rule.severity,
        hint=hint.get("en") or next(iter(hint.values()), ""),
        columns=columns,
        sql=rule.sql,
    )


def summary(resource: Resource, run: TableRun | None, tally: Tally) -> ResourceSummary:
    """What was checked of a resource; ``run`` is ``None`` where it is no table."""
    return ResourceSummary(
        name=resource.name,
        path=resource.paths[0] if resource.paths else None,
        rows=run.rows if run else 0,
        fields=len(run.plan.columns) if run else 0,
        checks=run.plan.run if run else 0,
        issues=tally.of(resource.name),
    )
