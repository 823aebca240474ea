"""Frames as tables of a package: turned to text, they take the path of every other table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.descriptor.model import DataPackage, Resource, Schema
from talent_dataset.engine.descriptor.package import Parsed
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.foreign_frames import (
    ACCEPTED,
    is_frame,
    is_pandas,
    polars_frame,
    type_of,
    with_dates,
)
from talent_dataset.engine.reading.strictjson import BrokenJsonError, Description, read_json, text_of
from talent_dataset.engine.reading.table import Faults, TextTable
from talent_dataset.engine.rules.field_checks import probes
from talent_dataset.engine.validation.tally import Tally

_ACCEPTED: Final = f"Give a path, a descriptor as dict, a frame, or a dict of frames by name. {ACCEPTED}"


@dataclass(slots=True)
class Framed:
    """A package whose tables are frames."""

    parsed: Parsed
    frames: dict[str, pl.DataFrame]
    path: str = ""
    files: None = field(default=None)

    def read(self, resource: Resource) -> TextTable:
        """The frame of a resource, as text."""
        # What else reads frames reads them in another process, and files of text need none of that.
        from talent_dataset.engine.reading.parquet import frame_table

        table = frame_table(self.frames[resource.name], resource, Faults(resource.name, None))
        # Columns of a frame have no row of their own: what is wrong with their names is a fault of the table.
        table.issues = [replace(issue, row=None) for issue in table.issues]
        return table


def is_frames(source: object, schema: object) -> bool:
    """Whether this is a frame, or frames by name.

    Raises:
        CannotCheckError: It is neither, and no descriptor or file.
    """
    if is_frame(source):
        return True
    if isinstance(source, Mapping):
        # A descriptor needs no schema, and no value of it is a frame.
        return schema is not None or any(map(is_frame, source.values()))
    if isinstance(source, str | os.PathLike | DataPackage):
        return False
    raise CannotCheckError(f"{type_of(source)} is nothing that can be checked.", hint=_ACCEPTED)


def of_frames(source: Any, schema: Any, tally: Tally) -> Framed:
    """Frames, with what their schemas say.

    Raises:
        CannotCheckError: A frame has no schema, or cannot be taken.
    """
    package = schema if isinstance(schema, DataPackage) else DataPackage(resources=())
    given = source if isinstance(source, Mapping) else {_name(schema): source}
    held = {name: _taken(name, frame) for name, frame in given.items()}
    schemas = _by_name(schema, held)
    resources, faults = [], list[Issue]()
    for name, frame in held.items():
        found, wrong = schema_of(schemas[name], frame)
        faults += wrong
        held[name] = with_dates(frame, found) if is_pandas(given[name]) else frame
        resources.append(Resource(name=name, type="table", schema=_for_values(found, held[name])))
        _skip_not_carried(schemas[name], name, tally)
    for name in (each.name for each in package.resources if each.name not in held):
        tally.skip("file/missing", "no frame was given for this table", name)
    whole = replace(package, resources=tuple(resources))
    return Framed(Parsed(package=whole, faults=tuple(faults)), held)


def _skip_not_carried(schema: Any, name: str, tally: Tally) -> None:
    for reason in _not_carried(schema):
        # How values are to be brought into a frame is no check of them.
        is_check = "coerce" not in reason and "default=" not in reason
        tally.skip("row/rule", reason, name, "unread" if is_check else "not-there")


def _taken(name: Any, frame: Any) -> pl.DataFrame:
    if not isinstance(name, str):
        raise CannotCheckError(f"The name of a frame is a text, not {name!r}.", hint="Name it after its table.")
    try:
        return polars_frame(frame)
    except CannotCheckError as error:
        raise CannotCheckError(f"The frame {name!r}: {error.message}", hint=error.hint) from error


def _by_name(schema: Any, frames: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of each frame.

    Raises:
        CannotCheckError: One has none.
    """
    schemas = _schemas(schema, frames)
    if absent := [name for name in frames if schemas.get(name) is None]:
        known = [str(name) for name, each in schemas.items() if each is not None]
        hint = f"schema= has: {', '.join(known)}." if known else "Give one with schema=."
        raise CannotCheckError(f"The frame {absent[0]!r} has no schema.", hint=hint)
    return schemas


def _schemas(schema: Any, frames: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(schema, DataPackage):
        return {each.name: each.schema for each in schema.resources}
    is_by_name = isinstance(schema, Mapping) and set(schema) >= set(frames)
    if len(frames) == 1 and not is_by_name:
        return dict.fromkeys(frames, schema)
    return dict(schema or {})


def _name(schema: Any) -> str:
    """A pandera model, and so a ``Table``, has its name among its options; a package of one table has no doubt."""
    if isinstance(schema, DataPackage):
        return _only(schema)
    config = getattr(schema, "Config", None)
    name = getattr(config, "name", None) or getattr(schema, "name", None) or getattr(schema, "__name__", None)
    return str(name or "table").lower()


def _only(package: DataPackage) -> str:
    names = [resource.name for resource in package.resources]
    if len(names) != 1:
        raise CannotCheckError(
            f"A frame was given, and a package of several tables: {', '.join(names)}.",
            hint=f"Say which it is: {{{names[0]!r}: frame}}." if names else "",
        )
    return names[0]


def _not_carried(schema: Any) -> tuple[str, ...]:
    found = getattr(schema, "not_carried", None)
    return tuple(f"not part of the Table Schema: {each}" for each in found()) if callable(found) else ()


def schema_of(schema: Any, frame: pl.DataFrame | None = None) -> tuple[Schema, tuple[Issue, ...]]:
    """Whatever describes a table, as a schema, and what is wrong with it.

    Raises:
        CannotCheckError: It describes none, or its file cannot be read.
    """
    if isinstance(schema, Schema):
        return schema, ()
    if callable(make := getattr(schema, "to_schema", None)):
        return _declared(make, frame), ()
    data, notes = _data(schema)
    is_file = isinstance(schema, str | os.PathLike)
    if isinstance(data, Mapping) and "resources" in data and "fields" not in data:
        raise CannotCheckError(
            f"{schema if is_file else 'The schema'} is the descriptor of a package, not a Table Schema.",
            hint='Validate the descriptor itself, or take the "schema" of one resource.',
        )
    parsed = parse_schema(data, probes=probes())
    faults = (*notes, *parsed.faults)
    return parsed.schema or Schema(fields=()), _placed(faults, schema) if is_file else faults


def _declared(make: Callable[..., Any], frame: pl.DataFrame | None) -> Schema:
    """The schema of a class that declares one; with its computed columns, where a frame has some of them."""
    plain = make()
    if not isinstance(plain, Schema):
        hint = "Make a Table of it: talent_dataset.Table.from_schema(...)."
        raise CannotCheckError(f"{type_of(plain)} is no Table Schema.", hint=hint)
    is_built = frame is not None and any(each.name in frame.columns for each in plain.derived)
    built: Schema = make(built=True) if is_built else plain
    return built


def _placed(faults: tuple[Issue, ...], path: str | os.PathLike[str]) -> tuple[Issue, ...]:
    """The faults of a schema in a file, with the file and the lines where they stand."""
    description = Description(lambda: text_of(Path(path).read_bytes()))
    return tuple(replace(issue, file=os.fspath(path)) for issue in description.placed(faults)) if faults else ()


def _data(schema: Any) -> tuple[Any, list[Issue]]:
    """A schema as JSON, with what is wrong with its text; one of frictionless gives its descriptor."""
    if isinstance(schema, Mapping):
        return schema, []
    if callable(describe := getattr(schema, "to_descriptor", None)):
        return describe(), []
    if not isinstance(schema, str | os.PathLike):
        hint = "Give a Table, a Table Schema as dict, or the path of one."
        raise CannotCheckError(f"{type_of(schema)} describes no table.", hint=hint)
    return _json(schema)


def _json(path: str | os.PathLike[str]) -> tuple[Any, list[Issue]]:
    try:
        found, notes = read_json(Path(path).read_bytes())
    except OSError as error:
        raise CannotCheckError(f"{path} cannot be read: {error.strerror or error}.") from error
    except BrokenJsonError as error:
        issue = error.issue
        place = ":".join(str(each) for each in (path, issue.line, issue.column) if each is not None)
        message = f"{place}: {issue.message.replace('The descriptor', 'The schema', 1)}"
        raise CannotCheckError(message, hint=issue.hint or "It must be JSON.") from error
    named = (note.message.replace("The descriptor", "The schema", 1) for note in notes)
    return found, [replace(note, message=message) for note, message in zip(notes, named, strict=True)]


def _for_values(schema: Schema, frame: pl.DataFrame) -> Schema:
    """The schema for columns of values: null is missing and no text is; columns are known by name, not by place.

    Any of the computed columns may be left out.
    """
    match = "equal" if schema.fields_match == "exact" else schema.fields_match
    computed = {each.name for each in schema.derived}
    fields = tuple(
        each if each.type != "string" and frame.schema.get(each.name) == pl.String else replace(each, missing_values=())
        for each in schema.fields
        if each.name in frame.columns or each.name not in computed
    )
    return replace(schema, fields=fields, fields_match=match)
