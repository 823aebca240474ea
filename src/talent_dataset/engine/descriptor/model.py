"""What a Data Package says, as frozen values with the defaults of the standard applied.

Names follow the standard (Data Package v2), in Python spelling. ``custom`` holds every property that the standard
does not name, so that ``dump`` loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from talent_dataset.engine.descriptor.constraints import UNCONSTRAINED, Constraints

PROPERTY: Final = "proof:data"
"""What a descriptor says beyond the standard, in the form that it recommends for custom properties."""
FORMER: Final = "talentDataset"
"""What the property was called at first: refused, so that no rule is lost in silence."""

FieldsMatch = Literal["exact", "equal", "subset", "superset", "partial"]


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A text that stands for no value, and what it means."""

    value: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """One of the values of a categorical field, and its label."""

    value: str | int
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a Table Schema.

    ``missing_values`` are those in force: the field's own, else the schema's. A field whose name cannot be used has the
    name ``""``: it keeps the place of its column. ``orders`` is nothing that a descriptor says: of a date of format
    ``any``, it is what the cells of the column leave open, once they have been seen.
    """

    name: str
    # Of a field that is made in Python. One in a descriptor that says no type is of the type ``any``.
    type: str = "string"
    format: str = "default"
    title: str | None = None
    description: str | None = None
    example: Any = None
    rdf_type: str | None = None
    constraints: Constraints = UNCONSTRAINED
    missing_values: tuple[MissingValue, ...] = (MissingValue(""),)
    has_own_missing_values: bool = False
    categories: tuple[Category, ...] | None = None
    categories_ordered: bool = False
    decimal_char: str = "."
    group_char: str | None = None
    bare_number: bool = True
    # The defaults of the standard: ``yes`` and ``no`` are not among them.
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    delimiter: str = ","
    item_type: str = "string"
    orders: tuple[Literal["DMY", "MDY", "YMD"], ...] = ("DMY", "MDY", "YMD")
    custom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``fields`` of this table must be found together as ``reference_fields`` of ``resource`` (``""``: itself)."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]
    custom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that travels: a SQL expression over a row (of a schema), or a SQL query over tables (of a package).

    Attributes:
        name: Slug; the code of its issues is ``row/<name>``.
        sql: Row rule: boolean expression, true or null where the row is fine. Table rule: SELECT of offending rows.
        severity: ``error``, ``warning`` or ``info``.
        summary: Language code to sentence.
        hint: Language code to sentence: how to mend it.
        resource: Table rules: the table whose rows the query returns.
        path: Where it stands in its descriptor; ``None`` where it stands in none.
    """

    name: str
    sql: str
    severity: Literal["error", "warning", "info"] = "error"
    summary: Mapping[str, str] = field(default_factory=dict)
    hint: Mapping[str, str] = field(default_factory=dict)
    resource: str | None = None
    # Rules that say the same are equal, wherever they stand.
    path: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A column that is computed: ``name`` from the column ``source`` by a named method (``edtf-earliest``, ...).

    A derived column may be absent from a file; rules may use it all the same. Where it is a field of the file, it must
    equal what is computed.
    """

    name: str
    source: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A Table Schema."""

    fields: tuple[Field, ...]
    fields_match: FieldsMatch = "exact"
    missing_values: tuple[MissingValue, ...] = (MissingValue(""),)
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rules: tuple[Rule, ...] = ()
    derived: tuple[Derivation, ...] = ()
    name: str | None = None
    title: str | None = None
    description: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the table stands in its file."""

    header: bool = True
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    comment_rows: tuple[int, ...] = ()
    comment_char: str | None = None
    delimiter: str = ","
    line_terminator: str = "\r\n"
    quote_char: str | None = '"'
    double_quote: bool = True
    escape_char: str | None = None
    null_sequence: str | None = None
    skip_initial_space: bool = False
    property: str | None = None
    item_type: Literal["array", "object"] | None = None
    item_keys: tuple[str, ...] = ()
    sheet_number: int = 1
    sheet_name: str | None = None
    table: str | None = None
    # What is written down, though it be a default: a file that is called TSV has tabs unless a delimiter is declared.
    declared: frozenset[str] = frozenset()
    custom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A table (or other file) of the package: ``paths`` or inline ``data``.

    ``encoding`` is ``None`` where it is not said: UTF-8, unless a byte order mark says otherwise.
    """

    name: str
    paths: tuple[str, ...] = ()
    data: Any = None
    type: str | None = None
    title: str | None = None
    description: str | None = None
    format: str | None = None
    mediatype: str | None = None
    encoding: str | None = None
    bytes: int | None = None
    hash: str | None = None
    compression: str | None = None
    dialect: Dialect = Dialect()
    schema: Schema | None = None
    sources: tuple[Mapping[str, Any], ...] = ()
    licenses: tuple[Mapping[str, Any], ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLimits:
    """How much of a document may be quoted, names and titles aside.

    Attributes:
        characters: Code points of one quote.
        han: Han characters of one quote.
        share: Share of a document that all quotes together may cover, from 0 to 1.
    """

    characters: int = 60
    han: int = 20
    share: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """A table whose rows are things with names, and the fields that hold the names."""

    resource: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """A table of further names: ``text`` is the name, the foreign keys of the row say of what."""

    resource: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a table: the field of its value, and those of its comparator and its unit where it has them.

    The numbers of one group have one entry of evidence. A quantity that is not declared is any field of a numeric type.
    """

    resource: str
    value: str
    comparator: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """What it takes for two rows to speak of the same (``same``), and the fields in which they may then disagree."""

    resource: str
    same: tuple[str, ...]
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The books of a package.

    Attributes:
        sources: Resource with the documents.
        evidence: Resource with what backs each cell.
        figures: Resource with the figures of the documents, if they are booked.
        repairs: Resource with the readings of damaged stretches.
        conflicts: Resource with the disagreements of sources.
        quotes: How much may be quoted.
        things: Tables of named things.
        aliases: Tables of further names.
        languages: Language (BCP 47) to the suffix of the fields that say the same in it (``{"en": "_en"}``).
        quantities: Numbers with their comparator and unit.
        units: Code of a unit to the words by which it is read in a quote.
        observations: Rows that may conflict.
    """

    sources: str
    evidence: str
    figures: str | None = None
    repairs: str | None = None
    conflicts: str | None = None
    quotes: QuoteLimits = QuoteLimits()
    things: tuple[Things, ...] = ()
    aliases: tuple[Aliases, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    quantities: tuple[Quantity, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    observations: tuple[Observations, ...] = ()

    def tables(self) -> tuple[str, ...]:
        """The resources that are books themselves, ``sources`` aside: their cells need no evidence."""
        return tuple(name for name in (self.evidence, self.figures, self.repairs, self.conflicts) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPackage:
    """A Data Package; ``books`` is ``None`` where it keeps none."""

    resources: tuple[Resource, ...]
    profile: Literal["1.0", "2.0"] = "2.0"
    name: str | None = None
    id: str | None = None
    title: str | None = None
    description: str | None = None
    version: str | None = None
    homepage: str | None = None
    image: str | None = None
    created: str | None = None
    keywords: tuple[str, ...] = ()
    contributors: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()
    licenses: tuple[Mapping[str, Any], ...] = ()
    rules: tuple[Rule, ...] = ()
    books: Books | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)


def ours(thing: DataPackage | Schema | Field) -> Mapping[str, Any]:
    """What something says of itself beyond the standard; empty where it says nothing."""
    found = thing.custom.get(PROPERTY)
    return found if isinstance(found, Mapping) else {}
