"""Rules over whole tables, whose values are kept for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.engine.errors import RuleRefusedError, RuleTooLargeError
from talent_dataset.engine.rules.sql import table_query
from talent_dataset.engine.sentences import sentence
from talent_dataset.engine.validation.causes import CauseKind
from talent_dataset.engine.validation.findings import Finding, Findings, TableUnderCheck, alike
from talent_dataset.engine.validation.plan import OpenTable, TableRule, refuse_rule
from talent_dataset.engine.validation.table import finding_of

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Rule
    from talent_dataset.engine.issues import Issue, Severity
    from talent_dataset.engine.validation.causes import Cause
    from talent_dataset.engine.validation.table import CheckedTable
    from talent_dataset.engine.validation.tally import Tally


def table_rules(rules: Sequence[Rule], tables: Mapping[str, OpenTable], tally: Tally) -> list[TableRule]:
    """The rules that can be run; the others are told."""
    found = []
    for rule in rules:
        try:
            found.append(TableRule(rule, table_query(rule.sql, tables)))
        except RuleRefusedError as error:
            refuse_rule(rule, error, "descriptor/package", rule.resource, tally)
    return found


def check_table_rule(found: TableRule, tables: Mapping[str, CheckedTable], tally: Tally) -> None:
    """Runs a rule over tables, and tells the rows that it returns, or why it cannot be run."""
    rule, query = found
    if (unread := _unread(found, tables)) is not None:
        tally.skip(f"row/{rule.name}", f"{unread!r} was not read", rule.resource)
        return
    try:
        rows = query.run({each: tables[each].kept for each in query.tables})
    except RuleTooLargeError as error:
        tally.skip(f"row/{rule.name}", str(error), rule.resource)
    except RuleRefusedError as error:
        _refuse(rule, error, [tables[each].table for each in query.tables], tally)
    else:
        tally.run += 1
        if rows.height:
            _offenders(rule, rows, tables[rule.resource or ""], tally)


def _unread(found: TableRule, tables: Mapping[str, CheckedTable]) -> str | None:
    """The first of the tables that a rule needs, or judges, that was not read to its end."""
    whole = {name for name, table in tables.items() if table.is_whole}
    return next((name for name in (*found.query.tables, found.rule.resource or "") if name not in whole), None)


def _refuse(rule: Rule, error: RuleRefusedError, tables: Sequence[OpenTable], tally: Tally) -> None:
    if lacking := next(filter(None, map(_lacking, tables)), ""):
        tally.skip(f"row/{rule.name}", lacking, rule.resource)
    else:
        refuse_rule(rule, error, "descriptor/package", rule.resource, tally)


def _lacking(table: OpenTable) -> str:
    """What a file lacks of the fields of its schema, where it does: told of its header, not of a rule."""
    schema = table.resource.schema
    absent = [each.name for each in schema.fields if each.name not in table.plan.columns] if schema else []
    return f"{table.resource.name!r} has no column for the field {absent[0]!r}" if absent else ""


def _offenders(rule: Rule, found: pl.DataFrame, table: CheckedTable, tally: Tally) -> None:
    """Tells the rows that a table rule returned; they are known by their primary key."""
    place = table.table.place
    key = [column.field.name for column in place.key]
    rows: list[dict[str, Any]] = [{}] * found.height
    if key and set(key) <= set(found.columns):
        found = found.unique(key, maintain_order=True)
        known = table.kept.select(key).with_columns(_row=table.kept_rows)
        known = known.unique(key, keep="first", maintain_order=True)
        rows = list(found.select(key).join(known, on=key, how="left", maintain_order="left").iter_rows(named=True))
    finding = finding_of(rule)
    severity = tally.count(finding.code, place.resource, finding.severity, found.height)
    if severity is not None:
        texts = found.select(_as_text(column) for column in found)
        _Offenders(finding, severity, texts, rows, place, tally).tell()


@dataclass(frozen=True, slots=True)
class _Offenders:
    """Rows that a table rule returned, as text, with the record number and the key of each where they are known."""

    finding: Finding
    severity: Severity
    texts: pl.DataFrame
    rows: Sequence[Mapping[str, Any]]
    place: TableUnderCheck
    tally: Tally

    def tell(self) -> None:
        """Those with a cell that is at fault follow from it; the others are a fault of their own."""
        kind = CauseKind(self.finding.code, self.place.resource, None)
        left = pl.int_range(self.texts.height, eager=True)
        for name in self.texts.columns:
            if faulty := self.tally.causes.faulty(self.place.resource, name):
                values = self.texts.get_column(name).gather(left)
                is_faulty = values.is_in(list(faulty)).fill_null(value=False)
                findings = Findings(kind, self.severity, self.issue, partial(self.root, name))
                findings.tell(left.filter(is_faulty), values.filter(is_faulty), self.tally)
                left = left.filter(~is_faulty)
        Findings(kind, self.severity, self.issue).tell(left, alike(len(left)), self.tally)

    def root(self, name: str, index: int) -> Cause | None:
        return self.tally.causes.of_cell(self.place.resource, name, self.texts.item(index, name))

    def issue(self, index: int) -> Issue:
        row, cells = self.rows[index], self.texts.row(index, named=True)
        facts = self.finding.facts(index)
        return self.place.issue(
            self.finding.code,
            sentence(self.finding.code, None, facts),
            severity=self.severity,
            hint=self.finding.hint,
            row=row.get("_row"),
            key={column.field.name: cells[column.field.name] for column in self.place.key} if row else None,
            cells=cells,
            sql=self.finding.sql,
            facts=facts,
        )


def _as_text(values: pl.Series) -> pl.Series:
    """Values that a rule returned, as text."""
    if values.dtype.is_nested():
        return pl.Series(values.name, [None if each is None else str(each) for each in values.to_list()], pl.String)
    return values.cast(pl.String, strict=False)
