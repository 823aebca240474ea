"""A table read for its values: whole, once, and with all that would change or vanish on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.policy import Policy, Setting
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.whole import whole_of
from talent_dataset.engine.report import Report
from talent_dataset.engine.validation.plan import Ties, open_table
from talent_dataset.engine.validation.table import first_pass, locate, second_pass, summary
from talent_dataset.engine.validation.tally import Tally

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, Resource
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.whole import Whole

EXAMPLES: Final = 20
# What holds no value can lose none.
_HARMLESS: Final = Policy((Setting(code="row/blank", level="silent", reason="a blank line holds no value"),))


def load_table(resource: Resource, files: Files) -> tuple[Whole, Report]:
    """Read a table whole.

    Args:
        resource: A table.
        files: Where its files are.

    Returns:
        The table, and what does not come out as it stands in the file: cells without a value of their type, missing
        cells where a value is required, records that are too short or too long, bytes that are no text, keys that
        repeat. Other constraints, rules and references are left to ``validate``: they change no value.

    Raises:
        InvalidDataError: The table cannot be read as one frame.
    """
    from talent_dataset.engine.reading.spreadsheets import read_other

    tally, bare = Tally(EXAMPLES, _HARMLESS), _bare(resource)
    read = partial(read_table, bare, files, others=read_other)
    checked = first_pass(open_table(bare, read, tally), Ties(), {}, tally, keeps_text=True)
    second_pass(checked, [], tally)
    locate(checked.table, tally)
    whole = whole_of(checked.table.text, resource, [frame for frame, _ in checked.texts])
    return whole, Report(
        package={},
        resources=(summary(resource, checked, tally),),
        totals=tally.totals(),
        errors=tally.errors,
        issues=tally.issues([resource.name]),
        checks=tally.checks(),
    )


def _bare(resource: Resource) -> Resource:
    """The table without what is asked of its values beyond their type, a required one, and keys."""
    schema = resource.schema
    if schema is None:
        return resource
    fields = tuple(map(_bare_field, schema.fields))
    return replace(resource, schema=replace(schema, fields=fields, foreign_keys=(), rules=(), derived=()))


def _bare_field(field: Field) -> Field:
    asked = field.constraints
    return replace(field, constraints=Constraints(required=asked.required, unique=asked.unique), categories=None)
