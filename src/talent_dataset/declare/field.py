"""What a field of a ``Table`` declares: all that pandera knows, and what it has no word for."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandera.polars as pa
from pandera.errors import SchemaInitError

from talent_dataset.declare import arguments
from talent_dataset.declare.vocabulary import Texts, plain
from talent_dataset.engine.descriptor.model import PROPERTY
from talent_dataset.engine.errors import DeclarationError
from talent_dataset.engine.meant import did_you_mean

if TYPE_CHECKING:
    from talent_dataset.declare.vocabulary import Vocabulary
    from talent_dataset.engine.descriptor import model

Role = Literal["factual", "derived", "editorial"]
# Words of a field to the constraints that they are; the short ones are pandera's.
_CONSTRAINTS = {
    "ge": "minimum",
    "gt": "exclusive_minimum",
    "le": "maximum",
    "lt": "exclusive_maximum",
    "isin": "enum",
    "pattern": "pattern",
    "min_length": "min_length",
    "max_length": "max_length",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is declared of one field beside what its annotation and pandera say.

    ``descriptor`` stands for all the rest where the field comes from a Table Schema. ``nullable`` is ``None`` where it
    is left to the annotation. A ``fault`` is raised where the name of the field is known: when its class is defined.
    """

    title: Texts | None = None
    description: Texts | None = None
    unit: str | None = None
    role: Role = "factual"
    reason: Texts | None = None
    vocabulary: Vocabulary | None = None
    edtf: bool = False
    primary_key: bool = False
    references: str | type | None = None
    unique: bool = False
    constraints: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    scale: int | None = None
    type: str | None = None
    format: str = "default"
    example: Any = None
    source: str | None = None
    by: str | None = None
    nullable: bool | None = None
    descriptor: model.Field | None = None
    fault: DeclarationError | None = None


def Field(  # noqa: N802, PLR0913  # a declaration has many words; it is named like pandera's, whose place it takes
    *,
    title: Texts | None = None,
    description: Texts | None = None,
    unit: str | None = None,
    role: Literal["factual", "editorial"] = "factual",
    reason: Texts | None = None,
    vocabulary: Vocabulary | None = None,
    edtf: bool = False,
    primary_key: bool = False,
    references: str | type | None = None,
    nullable: bool | None = None,
    unique: bool = False,
    ge: Any = None,
    gt: Any = None,
    le: Any = None,
    lt: Any = None,
    isin: Iterable[Any] | None = None,
    pattern: str | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
    scale: int | None = None,
    type: str | None = None,
    format: str = "default",
    example: Any = None,
    **pandera: Any,
) -> Any:
    """A field of a ``Table``, declared as in pandera, with the words that a published table needs.

    Args:
        title: A name for people, as text or by language (``{"en": ..., "zh": ...}``).
        description: What the values mean, in a sentence or two.
        unit: Unit of all values of the column.
        role: ``factual`` values need evidence; ``editorial`` ones (ids, classifications, own words) give a ``reason``.
        reason: Why an editorial field needs no evidence.
        vocabulary: The closed list of codes that the field admits.
        edtf: The text is a date in EDTF.
        primary_key: The field is (a part of) the primary key.
        references: What the value names: a ``Table`` (its primary key) or ``"table.field"``.
        nullable: A cell may be empty. Where it is not said, the annotation says it: cells of ``int`` are required,
            those of ``int | None`` may be empty.
        unique: No value stands in the column twice; empty cells do not collide.
        ge: Least value.
        gt: Value that all values exceed.
        le: Greatest value.
        lt: Value that all values stay below.
        isin: The admitted values, where they need no definition.
        pattern: Regular expression that the whole value matches.
        min_length: Least number of code points.
        max_length: Greatest number of code points.
        scale: Digits after the point of a ``Decimal`` column.
        type: Type of Table Schema, where the annotation does not say it (``"yearmonth"`` for ``str``).
        format: Format of Table Schema (``"email"``, ``"%d.%m.%Y"``).
        example: A value as it stands in a file.
        pandera: Anything else that ``pandera.polars.Field`` takes.

    A mistake in it is told, with the name of the field, when the class is defined.
    """
    said = {name: value for name, value in locals().items() if name != "pandera"}
    if found := _fault(said | pandera):
        # Not raised here: only the class that is defined knows the name of the field.
        return as_pandera(Declared(fault=found), nullable=True)
    own = {name: value for name, value in said.items() if name not in _CONSTRAINTS}
    declared = Declared(**own, constraints=_constraints({**said, "isin": None if isin is None else tuple(isin)}))
    return as_pandera(declared, nullable=bool(nullable), **pandera)


def _constraints(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[word] for word, name in _CONSTRAINTS.items() if said[word] is not None}


def _fault(said: Mapping[str, Any]) -> DeclarationError | None:
    """What is wrong with the words of a field."""
    if found := arguments.fault("", said, arguments.FIELD):
        return found
    if said["role"] == "editorial" and not said["reason"]:
        return DeclarationError(
            "An editorial field gives no reason.", hint="Say in `reason` why its values need no evidence."
        )
    if said["vocabulary"] is not None and said["isin"] is not None:
        return DeclarationError("A field has a vocabulary and isin.", hint="The codes of the vocabulary are enough.")
    return None


def Derived(source: str, *, by: str) -> Any:  # noqa: N802  # a sibling of Field
    """A column that the build computes from the column ``source``, and that a curated file may leave out.

    Its title, description and type follow from those of the source.

    Args:
        source: Name of a field of the same table.
        by: Method, such as ``edtf-earliest`` or ``edtf-latest``.
    """
    found = arguments.fault("Derived:", {"source": source, "by": by}, arguments.DERIVED)
    return as_pandera(Declared(role="derived", source=source, by=by, fault=found), nullable=True)


def as_pandera(declared: Declared, *, nullable: bool, **pandera: Any) -> Any:
    """The pandera field that holds a declaration in its metadata."""
    metadata = {**(pandera.pop("metadata", None) or {}), PROPERTY: declared}
    try:
        _refuse_unknown(pandera)
        return pa.Field(
            nullable=nullable,
            title=plain(declared.title),
            description=plain(declared.description),
            metadata=metadata,
            **pandera,
        )
    except DeclarationError as error:
        found = error
    except re.error as error:
        found = DeclarationError(f"A regular expression is wrong: {error}.", hint="Mend it.")
    except (ValueError, TypeError, SchemaInitError) as error:
        found = DeclarationError(f"pandera refuses its words: {error}.", hint="See pandera's Field and Check.")
    # A field that stands in for the faulty one until its class is defined.
    return pa.Field(metadata={PROPERTY: Declared(fault=found)})


def _refuse_unknown(said: Iterable[str]) -> None:
    """Words that neither we nor pandera know; pandera would take them for checks of its user, and say so later."""
    known = [*inspect.signature(pa.Field).parameters, *inspect.signature(Field).parameters]
    for word in said:
        if word not in known and not hasattr(pa.Check, word):
            hint = did_you_mean(word, known) or "Neither pandera nor a registered check has it."
            raise DeclarationError(f"A field has no property {word!r}.", hint=hint)


def declared_of(info: Any) -> Declared:
    """The declaration that a pandera field holds; that of a plain ``pandera.Field`` says only what pandera knows."""
    found = (info.metadata or {}).get(PROPERTY)
    if isinstance(found, Declared):
        return found
    return Declared(title=info.title, description=info.description, unique=info.unique)
