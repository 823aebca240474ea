"""``Table``: a table declared on pandera, and published as a Table Schema."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, Self, cast, overload

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import DataFrame, LazyFrame

from talent_dataset.declare import arguments, describe, frame_checks, polars_types
from talent_dataset.declare.config import OWN, TableConfig
from talent_dataset.declare.definition import Definition, define, snake_case
from talent_dataset.declare.describe import as_json
from talent_dataset.declare.field import Declared, as_pandera
from talent_dataset.declare.refusals import refuse_class
from talent_dataset.declare.vocabulary import plain
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.extension import with_derived_fields
from talent_dataset.engine.descriptor.model import PROPERTY, Field, Schema
from talent_dataset.engine.errors import CannotCheckError, DeclarationError
from talent_dataset.engine.validation.framed import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableSchema(Schema):
    """The Table Schema of a ``Table``.

    It compares as a plain ``Schema`` does. ``validate`` and ``dtypes`` are what pandera asks of the result of
    ``to_schema`` (in ``DataFrame[Mine]``, in ``check_types``), so that a ``Table`` is at home there too.
    """

    table: type[Table]

    def validate(self, *args: Any, **kwargs: Any) -> Any:
        """Validate a frame with pandera."""
        return self.table.__schema__.validate(*args, **kwargs)

    @property
    def dtypes(self) -> Any:
        """Column to dtype, as pandera gives them."""
        return self.table.__schema__.dtypes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Schema):
            return NotImplemented
        return _values(self) == _values(other)

    __hash__ = None  # type: ignore[assignment]  # the texts of a schema are mappings


def _values(schema: Schema) -> tuple[Any, ...]:
    return tuple(getattr(schema, name) for name in Schema.__dataclass_fields__)


class _Undeclared:
    """The definition of ``Table`` itself, which has none."""

    def __get__(self, _table: object, _kind: type) -> NoReturn:
        hint = "Write `class Mine(Table):` with its fields, and take that."
        raise DeclarationError("Table itself declares no fields.", hint=hint)


def _refuse_made_up(table: str, function: str) -> NoReturn:
    hint = f"Write `from talent_dataset.testing import {function}`, and `{function}({table}, 3)`."
    raise DeclarationError("A table makes no frames up.", hint=hint)


class Table(pa.DataFrameModel):
    """Base of all declared tables.

    A subclass says what a table holds, in pandera's own way (annotations and ``Field``), and its ``Config`` what holds
    for the table as a whole. It is checked when it is defined, validates frames as any pandera model does, and turns
    into the Table Schema that travels with the data.

    Raises:
        DeclarationError: On the definition of a subclass that contradicts itself, or names what is not there.
    """

    class Config(TableConfig):
        """Options of the table as a whole."""

    __definition__: ClassVar[Definition] = cast("Definition", _Undeclared())
    __lost__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Before pandera looks at the class: it passes over an attribute that makes no field, and says nothing.
        refuse_class(cls)
        cls.Config = _config(cls)  # type: ignore[misc, assignment]  # a class of its own for each table
        super().__init_subclass__(**kwargs)  # type: ignore[no-untyped-call]  # pandera's
        cls.__definition__ = define(cls)

    @classmethod
    def _extract_config_options_and_extras(cls, config: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        # pandera takes an option that it does not know for the name of a check.
        options, extras = super()._extract_config_options_and_extras(config)
        return options, {name: value for name, value in extras.items() if name not in OWN}

    @classmethod
    def build_schema_(cls, **kwargs: Any) -> pa.DataFrameSchema:
        """The pandera schema of the table: its columns with the checks that the descriptor stands for."""
        # pandera knows one text, where a table may have one in each language.
        kwargs |= {"title": plain(kwargs.get("title")), "description": plain(kwargs.get("description"))}
        return frame_checks.frame_schema(cls, kwargs)

    @classmethod
    @overload
    def validate(cls, check_obj: pl.DataFrame, *args: Any, **kwargs: Any) -> DataFrame[Self]: ...

    @classmethod
    @overload
    def validate(cls, check_obj: pl.LazyFrame, *args: Any, **kwargs: Any) -> LazyFrame[Self]: ...

    @classmethod
    @overload
    def validate(cls, check_obj: Any, *args: Any, **kwargs: Any) -> DataFrame[Self]: ...

    @classmethod
    def validate(
        cls,
        check_obj: Any,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,  # noqa: ARG003  # it belongs to `sample`
        lazy: bool = True,  # noqa: FBT001, FBT002, ARG003  # all faults are told in any case
        inplace: bool = False,  # noqa: FBT001, FBT002
    ) -> LazyFrame[Self] | DataFrame[Self]:
        """A frame, checked whole, with the dtypes that the table declares.

        Columns of numbers, moments and texts of another dtype are cast where the declared one holds the same values
        (``Int32`` in ``Int64``, ``Decimal(10, 1)`` in ``Decimal(38, 1)``, categories in ``String``); text is never
        taken for a number. The columns that must be there are those that ``fields_match`` says.

        Args:
            check_obj: A frame of polars or pandas, or whatever has ``__arrow_c_stream__``. A lazy frame is collected,
                and given back as a lazy frame.
            head: pandera's; refused, for a part of the rows says nothing of keys.
            tail: As ``head``.
            sample: As ``head``.
            random_state: pandera's; goes with ``sample``.
            lazy: pandera's; all faults are told in any case.
            inplace: pandera's; refused, for frames of polars do not change.

        Raises:
            InvalidDataError: The frame is not valid. The message has the first faults; ``report`` has their totals,
                and examples of each.
            CannotCheckError: It is no frame, a check of the table in Python does not run, or part of the rows was to be
                left out.
        """
        from talent_dataset.declare.validating import validated

        for word, value in {"head": head, "tail": tail, "sample": sample, "inplace": inplace or None}.items():
            if value is not None:
                message = f"{cls.__name__}.validate does not take {word}=: it looks at all rows, and leaves them alone."
                hint = "Give it the rows to look at, such as frame.head(9)."
                raise CannotCheckError(message, hint=hint)
        checked: Any = validated(cls, check_obj)
        return checked.lazy() if isinstance(check_obj, pl.LazyFrame) else checked  # type: ignore[no-any-return]

    @classmethod
    def to_schema(cls, *, built: bool = False) -> TableSchema:  # type: ignore[override]  # see TableSchema
        """The Table Schema of the table.

        Args:
            built: Whether the computed columns are among the fields, as in the table that the build writes; else they
                are derivations only, as in the curated table.
        """
        schema = cls.__definition__.built if built else cls.__definition__.schema
        return TableSchema(**{name: getattr(schema, name) for name in Schema.__dataclass_fields__}, table=cls)

    @classmethod
    def from_schema(cls, schema: Any, name: str | None = None) -> type[Table]:
        """A ``Table`` that says what a schema says: ``to_schema`` gives a Table Schema back.

        Args:
            schema: A Table Schema: as ``dict``, as the path of a JSON file, as
                ``talent_dataset.engine.descriptor`` parses it, or a ``Schema`` of frictionless. Or a model or schema of
                pandera, for polars or pandas; what of it cannot be carried over is listed by ``not_carried()``.
            name: Name of the table; that of the model or of the file where it is not given, else ``table``.

        Raises:
            DeclarationError: The schema is at odds with itself, or a frame cannot hold its fields.
            CannotCheckError: It is no schema, or its file cannot be read.
        """
        model = pandera_schema(schema)
        said, lost = (as_schema(schema), ()) if model is None else of_pandera(model)
        arguments.refuse("Table.from_schema:", {"name": name}, {"name": arguments.CONFIG["name"]})
        called = name or (name_of(schema) if model is None else snake_case(str(model.name or "table")))
        attributes = dict(_attribute(position, field) for position, field in enumerate(_all_fields(said)))
        options = {"name": called, "descriptor": said, "fields_match": said.fields_match}
        config = type("Config", (cls.Config,), options)
        annotations = dict.fromkeys(attributes, Any)
        body = {"__annotations__": annotations, "Config": config, "__lost__": lost, **attributes}
        return type(called, (cls,), body)

    @classmethod
    def not_carried(cls) -> tuple[str, ...]:
        """What is declared and the Table Schema cannot say, a sentence each; empty where it says all.

        Checks that exist in Python only run in ``validate`` of this class and nowhere else.
        """
        return (*cls.__lost__, *frame_checks.not_carried(cls))

    @classmethod
    def strategy(cls, *_args: Any, **_options: Any) -> NoReturn:
        """Made-up frames come from ``talent_dataset.testing``: pandera has none for polars."""
        _refuse_made_up(cls.__name__, "frames")

    @classmethod
    def example(cls, *_args: Any, **_options: Any) -> NoReturn:
        """Made-up frames come from ``talent_dataset.testing``: pandera has none for polars."""
        _refuse_made_up(cls.__name__, "example")

    @classmethod
    def empty(cls, *_args: Any) -> DataFrame[Any]:
        """A frame of no rows: the declared columns in their order, with their dtypes."""
        return DataFrame[cls](pl.DataFrame(schema=frame_checks.plain_dtypes(cls.__definition__)))  # type: ignore[valid-type]


def _config(cls: type[Table]) -> type[TableConfig]:
    """The options of a class: its own over those of its base, under a name of its own."""
    own = cls.__dict__.get("Config")
    inherited = next(base.Config for base in cls.__mro__[1:] if hasattr(base, "Config"))
    said = {} if own is None else _said(own)
    if isinstance(own, type) and issubclass(own, inherited):
        # A Config that derives from that of the base has its options already; any other is laid over it.
        inherited = own
    return type("Config", (inherited,), {**said, "name": said.get("name") or snake_case(cls.__name__)})


def _said(config: type) -> dict[str, Any]:
    """The options that a class says; None is what it does not say."""
    own = {key: value for key, value in vars(config).items() if not key.startswith("__")}
    return {key: getattr(TableConfig, key, None) if value is None else value for key, value in own.items()}


def _all_fields(schema: Schema) -> tuple[Field, ...]:
    return with_derived_fields(schema).fields


def _attribute(position: int, field: Field) -> tuple[str, Any]:
    # pandera leaves out attributes with a leading underscore, and a field may be called `validate`.
    is_plain = field.name.isidentifier() and not field.name.startswith("_") and not hasattr(Table, field.name)
    attribute = field.name if is_plain else f"field_{position}_"
    declared = Declared(descriptor=field)
    return attribute, as_pandera(declared, nullable=not field.constraints.required, alias=field.name)


# Names of pandas' dtypes in lower case; the brackets of "string[pyarrow]" are left out.
_OF_PANDAS: Final[dict[str, pl.DataType]] = {
    **{str(dtype).lower(): dtype for dtype in (pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64())},
    **{str(dtype).lower(): dtype for dtype in (pl.UInt8(), pl.UInt16(), pl.UInt32(), pl.UInt64())},
    **{str(dtype).lower(): dtype for dtype in (pl.Float32(), pl.Float64())},
    **dict.fromkeys(("bool", "boolean"), pl.Boolean()),
    **dict.fromkeys(("str", "string", "object"), pl.String()),
    **dict.fromkeys(("datetime64", "timestamp"), pl.Datetime("us")),
    "date": pl.Date(),
}


def as_schema(given: Any) -> Schema:
    """Whatever describes a table, as a Table Schema.

    Raises:
        CannotCheckError: It describes none, or its file cannot be read.
        DeclarationError: It is at odds with itself.
    """
    schema, faults = schema_of(given)
    for fault in faults:
        if fault.severity == "error":
            raise DeclarationError(f"The schema, {fault.path or 'as a whole'}: {fault.message}", hint=fault.hint)
    return schema


def name_of(given: Any) -> str:
    """The name that a schema has, or ``table``."""
    if isinstance(given, str | os.PathLike):
        # Up to the first point: `cities.schema.json` describes cities.
        return re.sub(r"[^\w.-]+", "-", Path(given).name.partition(".")[0]).lower() or "table"
    return str(getattr(getattr(given, "Config", None), "name", None) or "table")


def pandera_schema(given: Any) -> Any:
    """The schema of a model of pandera, or such a schema; ``None`` where it is neither."""
    made = given.to_schema() if isinstance(given, type) and hasattr(given, "to_schema") else given
    # By the name of the module: to ask for the class would import pandas.
    is_pandera = type(made).__module__.startswith("pandera.") and hasattr(made, "columns")
    return made if is_pandera else None


def of_pandera(model: Any) -> tuple[Schema, tuple[str, ...]]:
    """The Table Schema of a schema of pandera, and a sentence for each thing that it cannot say.

    Raises:
        DeclarationError: No type of Table Schema holds the values of a column.
    """
    found = {name: _field(str(name), column) for name, column in model.columns.items()}
    unique = model.unique or ()
    schema = Schema(
        fields=tuple(field for field, _ in found.values()),
        # pandera finds columns by name, and admits others unless it is strict.
        fields_match="equal" if model.strict is True else "subset",
        unique_keys=(tuple([unique] if isinstance(unique, str) else unique),) if unique else (),
        title=model.title,
        description=model.description,
    )
    fields = [f"field {str(name)!r}: {text}" for name, (_, left) in found.items() for text in left]
    return schema, (*fields, *_lost(model))


def _lost(model: Any) -> Iterator[str]:
    yield from (f"the table check {check.name}" for check in model.checks)
    yield from (f"the option {word}" for word in ("coerce", "ordered") if getattr(model, word, None))
    if getattr(model, "index", None) is not None:
        yield "the index"


def _field(name: str, column: Any) -> tuple[Field, list[str]]:
    type_name, dtype = _type(name, column.dtype)
    told, left = describe.constraints(column)
    lost = [*left, *(["that the column may be absent"] if not column.required else [])]
    hint = polars_types.hint(type_name, dtype)
    constraints = {key: as_json(value) for key, value in told.items()}
    return Field(
        name=name,
        type=type_name,
        title=column.title,
        description=column.description,
        item_type=polars_types.item_type(dtype),
        constraints=Constraints(required=not column.nullable, unique=column.unique, **constraints),
        custom={PROPERTY: {"dtype": hint}} if hint else {},
    ), lost


def _type(name: str, dtype: Any) -> tuple[str, pl.DataType]:
    """Type of the standard, and dtype, of a column of pandera."""
    own = getattr(dtype, "type", None)
    try:
        return polars_types.from_annotation(own)
    except DeclarationError:
        # pandas need not be installed, so that its dtypes are known by how they print.
        found = _OF_PANDAS.get(str(dtype).partition("[")[0].lower())
    if found is None:
        message = f"Field {name!r}: no type of Table Schema holds values of {dtype}."
        raise DeclarationError(message, hint="Give the column another dtype, or leave it out.")
    return polars_types.from_annotation(found)
