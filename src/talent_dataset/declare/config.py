"""Options of a table as a whole: those of pandera, and those that a published table needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pandera.api.polars.model_config import BaseConfig

from talent_dataset.declare import arguments
from talent_dataset.declare.vocabulary import Texts
from talent_dataset.engine.descriptor.model import FieldsMatch, Rule, Schema
from talent_dataset.engine.issues import Severity

if TYPE_CHECKING:

    class _Options:
        """To the type checker the options of pandera are not there: its `title: str` admits no titles by language."""

else:
    _Options = BaseConfig


class TableConfig(_Options):
    """What ``class Config(Table.Config)`` may say of a table, beside the options of pandera.

    Attributes:
        name: Name of the resource; the class name in snake case where it is not given.
        title: A name for people, as text or by language.
        description: What one row is, as text or by language.
        primary_key: Fields of the primary key, where the fields themselves do not say it.
        unique_keys: Groups of fields whose values together stand in the table once.
        foreign_keys: ``(fields, "table" or "table.field" or [fields of the table])`` for keys of several fields.
        rules: Row rules: SQL expressions that are true, or null, where a row is fine.
        table_rules: SQL queries over the tables of the package that return the rows of this table that offend.
        groups: Fields that are said together, so that one entry of evidence may back them all.
        fields_match: How the columns of a file or frame must match the fields.
        missing_values: Texts that stand for no value.
        descriptor: Stands for all of these where a table comes from a Table Schema.
    """

    name: str | None = None
    title: Texts | None = None
    description: Texts | None = None
    primary_key: str | Sequence[str] = ()
    unique_keys: Sequence[Sequence[str]] = ()
    foreign_keys: Sequence[tuple[str | Sequence[str], Any]] = ()
    rules: Sequence[Rule] = ()
    table_rules: Sequence[Rule] = ()
    groups: Sequence[Sequence[str]] = ()
    fields_match: FieldsMatch = "exact"
    missing_values: Sequence[str] = ("",)
    descriptor: Schema | None = None


OWN = frozenset(TableConfig.__annotations__) - {"name", "title", "description"}


def rule(name: str, sql: str, summary: Texts = "", *, hint: Texts = "", severity: Severity = "error") -> Rule:
    """A rule that travels in the descriptor: an expression over a row, or a query over the tables of a package.

    Args:
        name: A slug; the code of its issues is ``row/<name>``.
        sql: Row rule: an expression that is true, or null, where the row is fine. Table rule: a SELECT of the rows that
            offend.
        summary: What is demanded, in a sentence, as text or by language.
        hint: How to mend a row that offends, as text or by language.
        severity: ``error``, ``warning`` or ``info``.

    Raises:
        DeclarationError: A word holds something else, such as a function where SQL is wanted.
    """
    said = {"name": name, "sql": sql, "summary": summary, "hint": hint, "severity": severity}
    arguments.refuse(f"The rule {name!r}:", said, arguments.RULE, empty={"summary", "hint"})
    return Rule(name=name, sql=" ".join(sql.split()), severity=severity, summary=_tagged(summary), hint=_tagged(hint))


def _tagged(text: Texts) -> Mapping[str, str]:
    if isinstance(text, str):
        return {"en": text} if text else {}
    return dict(text)
