"""The checks of one table: opened, passed once, and passed again where rows are suspect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

from talent_dataset.engine.errors import RuleRefusedError
from talent_dataset.engine.reading.header import is_mended_by_dialect
from talent_dataset.engine.reading.types.kind import text_name, value_name
from talent_dataset.engine.report import ResourceSummary
from talent_dataset.engine.rules.keys import Holdings, Repeated, Repeats
from talent_dataset.engine.rules.rows import named
from talent_dataset.engine.sentences import FindingFacts
from talent_dataset.engine.validation.findings import Finding, Origin, Typed, report, run_checks
from talent_dataset.engine.validation.key_checks import report_lost, report_repeated
from talent_dataset.engine.validation.plan import (
    Ties,
    keyed_columns,
    refuse_rule,
    typed_batches,
    valued_columns,
)
from talent_dataset.engine.validation.record_checks import check_records, check_wrapped, surplus

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource, Rule
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.reading.table import Batch
    from talent_dataset.engine.rules.keys import Key, Reference
    from talent_dataset.engine.rules.rows import RowRule
    from talent_dataset.engine.validation.causes import Cause
    from talent_dataset.engine.validation.plan import HeldKeys, OpenTable, Plan
    from talent_dataset.engine.validation.proving import Proving
    from talent_dataset.engine.validation.tally import Tally


class Suspects(NamedTuple):
    """A key of which some hashes repeat.

    Attributes:
        key: The key.
        hashes: Those hashes (``UInt64``).
        are_proved: Whether a prover made them, which then knows their rows.
    """

    key: Key
    hashes: pl.Series
    are_proved: bool


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table whose records were read and checked, keys and table rules aside.

    Attributes:
        table: The table.
        rows: Records of data.
        checks: Number of checks that ran.
        is_whole: Whether all records were read.
        suspects: The keys of which some hashes repeat.
        held: What other tables refer to.
        kept: Typed values of the columns that table rules read, under the names of their fields; a row a record.
        kept_rows: Their record numbers (``UInt64``).
        texts: Text columns by position and record numbers, batch by batch, where they were to be kept.
        prover: What looked at the records first.
    """

    table: OpenTable
    rows: int
    checks: int
    is_whole: bool
    suspects: tuple[Suspects, ...] = ()
    held: HeldKeys = field(default_factory=dict)
    kept: pl.DataFrame = field(default_factory=pl.DataFrame)
    kept_rows: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt64))
    texts: tuple[tuple[pl.DataFrame, pl.Series], ...] = ()
    prover: Literal["native", "polars"] = "polars"


def first_pass(
    table: OpenTable,
    ties: Ties,
    known: Mapping[str, HeldKeys],
    tally: Tally,
    *,
    keeps_text: bool = False,
    progress: Callable[[int], object] | None = None,
) -> CheckedTable:
    """Read all records: check cells, row rules and references to tables that are known; note what keys need.

    Args:
        table: The table.
        ties: What it and others ask of each other.
        known: What tables hold that were read before it, by name.
        tally: Where findings go.
        keeps_text: Whether the text of all records is kept.
        progress: Called with the bytes read so far.
    """
    proving = _proved(table, ties, known, keeps_text=keeps_text)
    seen = _Seen(table, ties, proving, keeps_text=keeps_text)
    # A prover hashes the keys of the records that it passes over, and so those of all.
    keyed = keyed_columns(table.plan if proving is None else replace(table.plan, keys=()), ties)
    for typed in typed_batches(table.text, valued_columns(table.plan, ties, keyed), keyed):
        # Where a prover suspects nothing, nothing is left to be checked.
        if typed.frame.height or typed.batch.has_faults or proving is None:
            seen.rules = _check(typed, table, ties, known, seen, tally)
        seen.take(typed)
        if progress is not None:
            progress(typed.batch.done)
    checked = seen.checked()
    _file_faults(checked, tally)
    # That the records have the shape of a table is a check of its own.
    tally.run += checked.checks + checked.is_whole
    tally.cells += checked.rows * len(table.text.names or table.text.fields)
    return checked


def _proved(table: OpenTable, ties: Ties, known: Mapping[str, HeldKeys], *, keeps_text: bool) -> Proving | None:
    """What proves a table, given to its reader; small tables need not load any of that."""
    if table.text.prove is None:
        return None
    from talent_dataset.engine.validation.proving import proving_of

    proving = proving_of(table, ties, known, keeps_text=keeps_text)
    if proving is not None:
        table.text.prove(proving.prover)
    return proving


def _check(
    typed: Typed, table: OpenTable, ties: Ties, known: Mapping[str, HeldKeys], seen: _Seen, tally: Tally
) -> list[RowRule]:
    """Checks a batch; the row rules that can be run on the next one."""
    place, text = table.place, table.text
    damaged = check_records(typed, text.names, place, tally) if typed.batch.has_faults else []
    if typed.batch.is_wrapped:
        check_wrapped(typed, text.fields, table.resource.dialect, place, tally)
    faulty = run_checks(typed, table.plan.checks, place, tally, damaged, seen.failed)
    left = _check_rules(typed, seen.rules, table, tally, damaged, faulty)
    for reference in ties.references:
        held = known.get(reference.parent, {}).get(reference.parent_fields)
        if held is not None:
            report_lost(typed, reference, held, place, tally, damaged)
    return left


def _check_rules(
    typed: Typed,
    rules: Sequence[RowRule],
    table: OpenTable,
    tally: Tally,
    damaged: Sequence[Origin],
    faulty: Mapping[str, Origin],
) -> list[RowRule]:
    """Runs row rules on a batch.

    Args:
        typed: The batch.
        rules: The rules that are still to be run.
        table: The table.
        tally: Where findings go.
        damaged: Faults of the rows as such.
        faulty: Cells at fault, by field.

    Returns:
        Those that can be run on the next batch, too; the others were told.
    """
    if not typed.frame.height or not rules:
        return list(rules)
    plan = table.plan
    left: list[RowRule] = []
    frame = plan.named(typed, sorted({name for rule in rules for name in rule.fields}))
    for rule in rules:
        try:
            broken = rule.broken(frame)
        except RuleRefusedError as error:
            refuse_rule(rule.rule, error, "descriptor/schema", table.place.resource, tally)
            continue
        left.append(rule)
        read = plan.columns_read(rule)
        origins = [*damaged, *(faulty[each.field.name] for each in read if each.field.name in faulty)]
        report(typed, finding_of(rule.rule, read), broken, table.place, tally, origins)
    return left


def finding_of(rule: Rule, columns: tuple[Column, ...] = ()) -> Finding:
    """What is said of a row that breaks a rule, and the columns that the rule reads."""
    hint, facts = rule.hint, {"rule": rule.name, "sql": rule.sql, "summary": dict(rule.summary)}
    return Finding(
        f"row/{rule.name}",
        lambda _: facts,
        severity=rule.severity,
        hint=hint.get("en") or next(iter(hint.values()), ""),
        columns=columns,
        sql=rule.sql,
    )


def _no_values(plan: Plan, wanted: Sequence[str], width: int) -> pl.DataFrame:
    """The columns that are kept of a table which has no rows: with their types, so that a query knows them."""
    frame = pl.DataFrame(schema={text_name(position): pl.String for position in range(width)})
    parents = plan.columns_of(wanted)
    frame = frame.with_columns(each.value.alias(value_name(each.position)) for each in parents)
    return named(frame, wanted, plan.columns, plan.derived)


class _Seen:
    """What is noted of the batches of a table as they pass by."""

    def __init__(self, table: OpenTable, ties: Ties, proving: Proving | None, *, keeps_text: bool) -> None:
        self.rules: Sequence[RowRule] = table.plan.rules
        self.failed: set[int] = set()
        self._table = table
        self._ties = ties
        self._repeats = [Repeats(key) for key in table.plan.keys]
        self._is_proving = proving is not None
        # The keys that the prover hashes, as long as it knows the hash of every record.
        self._proved = dict(enumerate(proving.keys)) if proving is not None else {}
        self._holdings = {names: Holdings(columns) for names, columns in ties.held.items()}
        self._kept: list[tuple[pl.DataFrame, pl.Series]] = []
        self._texts: list[tuple[pl.DataFrame, pl.Series]] | None = [] if keeps_text else None
        self._rows = 0

    def take(self, typed: Typed) -> None:
        """Takes in a batch."""
        self._rows += typed.batch.height
        if self._is_proving:
            self._take_hashes(typed.batch)
        else:
            for repeats in self._repeats:
                repeats.see(typed.frame)
        for holdings in self._holdings.values():
            holdings.see(typed.frame)
        if self._ties.wanted:
            self._kept.append((self._table.plan.named(typed, self._ties.wanted), typed.rows()))
        if self._texts is not None:
            self._texts.append((typed.batch.fitting(), typed.rows()))

    def _take_hashes(self, batch: Batch) -> None:
        """The hashes of a prover; a key of which it lacks some is read again, since hashes do not mix."""
        for number, place in list(self._proved.items()):
            hashes = batch.hashes[number] if batch.hashes else None
            if hashes is None:
                del self._proved[number]
            else:
                self._repeats[place].take(hashes)

    def _suspects(self) -> Iterator[Suspects]:
        """The keys of which some hashes repeat; those that no prover hashed are read by themselves."""
        proved = {*self._proved.values()}
        plain = [key for place, key in enumerate(self._table.plan.keys) if place not in proved]
        again = iter(_hashed_again(self._table, plain)) if self._is_proving else iter(())
        for place, repeats in enumerate(self._repeats):
            found = next(again) if self._is_proving and place not in proved else repeats
            if len(hashes := found.suspects()):
                yield Suspects(found.key, hashes, place in proved)

    def checked(self) -> CheckedTable:
        """What was noted, when all batches have passed."""
        plan, text = self._table.plan, self._table.text
        kept, kept_rows = self._values()
        return CheckedTable(
            self._table,
            self._rows,
            len(plan.checks) + len(self.rules) + len(plan.keys) + len(self._ties.references),
            text.is_whole,
            tuple(self._suspects()),
            {names: holdings.values() for names, holdings in self._holdings.items()},
            kept,
            kept_rows,
            tuple(self._texts or ()),
            "native" if self._is_proving else "polars",
        )

    def _values(self) -> tuple[pl.DataFrame, pl.Series]:
        """The values that table rules read, and the record number of each row."""
        if self._kept:
            kept = pl.concat((values for values, _ in self._kept), how="vertical_relaxed")
            return kept, pl.concat([rows for _, rows in self._kept])
        wanted, width = self._ties.wanted, len(self._table.text.names)
        kept = _no_values(self._table.plan, wanted, width) if wanted else pl.DataFrame()
        return kept, pl.Series(dtype=pl.UInt64)


def _file_faults(checked: CheckedTable, tally: Tally) -> None:
    """Tells what is wrong with the files and their headers, known when they were read."""
    table = checked.table
    # What is missing was told when the files were looked for.
    told = [each for each in table.text.issues if each.code != "file/missing" or not table.resource.paths]
    causes: dict[str, Cause | None] = {}
    for issue in told:
        cause = tally.add(issue, root=causes.get(issue.hint))
        if is_mended_by_dialect(issue):
            causes.setdefault(issue.hint, cause)
    if told and not checked.is_whole and all(map(tally.is_lowered, told)):
        tally.skip(told[-1].code, "the table was not read to its end", table.resource.name)


def second_pass(checked: CheckedTable, late: Sequence[tuple[Reference, pl.DataFrame]], tally: Tally) -> None:
    """Read again where keys repeat, and where a table that came later lacks what this one refers to.

    Args:
        checked: The table.
        late: References that were not checked, with what the other table holds.
        tally: Where findings go.
    """
    place = checked.table.place
    shown = tuple(column.position for column in place.key)
    hunts = [Repeated(key, None if are_proved else found, shown) for key, found, are_proved in checked.suspects]
    read = [hunt for hunt in hunts if hunt.suspects is not None]
    if read or late:
        for typed in _keys_again(checked.table, [hunt.key for hunt in read], [each for each, _ in late]):
            for hunt in read:
                hunt.see(typed.frame, typed.rows())
            for reference, held in late:
                report_lost(typed, reference, held, place, tally)
    for hunt, found in zip(hunts, checked.suspects, strict=True):
        if found.are_proved:
            _hunt(hunt, checked.table, found)
    for hunt in hunts:
        report_repeated(hunt, place, tally, partial(_record, checked.table))


def _hunt(hunt: Repeated, table: OpenTable, found: Suspects) -> None:
    """Reads the rows of a key again whose hashes repeat, as the prover finds them."""
    from talent_dataset.engine.validation.proving import hunted

    for batch in hunted(table, found.key, found.hashes):
        hunt.see(batch.frame, Typed(batch, batch.frame).rows())


def _hashed_again(table: OpenTable, keys: Sequence[Key]) -> list[Repeats]:
    """The hashes of some keys, in a reading of their own."""
    found = [Repeats(key) for key in keys]
    for typed in _keys_again(table, keys, []) if keys else ():
        for repeats in found:
            repeats.see(typed.frame)
    return found


def _keys_again(table: OpenTable, keys: Sequence[Key], references: Sequence[Reference]) -> Iterator[Typed]:
    """The batches of a table, with what some keys and references need, and nothing more."""
    plan, ties = replace(table.plan, checks=(), rules=(), keys=tuple(keys)), Ties(references=tuple(references))
    keyed = keyed_columns(plan, ties)
    return typed_batches(table.read(), valued_columns(plan, ties, keyed), keyed)


def _record(table: OpenTable, row: int) -> FindingFacts:
    """Where a record stands: its number; where the table stands in several files, that of its file, and which it is."""
    [spot] = table.text.spots([(row, None)]) if len(table.resource.paths) > 1 else [None]
    return {"row": row} if spot is None else {"row": spot.row, "path": spot.part.path}


def locate(table: OpenTable, tally: Tally) -> None:
    """Give the findings of a table their lines and columns."""
    tally.locate(table.resource.name, table.text, is_in_parts=len(table.resource.paths) > 1)


def of_surplus(checked: CheckedTable, tally: Tally, examples: Sequence[Issue]) -> str:
    """What makes the cells that are too many, as far as the lines of some records show it."""
    table = checked.table
    is_all = tally.counts.get((table.resource.name, "row/extra-cell")) == checked.rows
    found = [(each.file_row or each.row or 0, each.excerpt or "") for each in examples]
    return surplus(found, table.resource.dialect, len(table.text.names), is_all=is_all)


def summary(resource: Resource, checked: CheckedTable | None, tally: Tally) -> ResourceSummary:
    """What was checked of a resource; ``checked`` is ``None`` where it is no table."""
    return ResourceSummary(
        name=resource.name,
        path=resource.paths[0] if resource.paths else None,
        rows=checked.rows if checked else 0,
        fields=len(checked.table.plan.columns) if checked else 0,
        checks=checked.checks if checked else 0,
        issues=tally.of(resource.name),
        prover=checked.prover if checked else None,
    )
