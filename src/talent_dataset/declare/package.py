"""``Package``: declared tables as one Data Package, with its books, and rules that are tried before there are data."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.declare import arguments
from talent_dataset.declare.refusals import refuse_foreign
from talent_dataset.declare.vocabulary import Texts, by_language, plain
from talent_dataset.engine.descriptor import model, parse_package
from talent_dataset.engine.descriptor.books import dump_books, take_books
from talent_dataset.engine.descriptor.dump import dump_package
from talent_dataset.engine.descriptor.model import PROPERTY, Books, Resource
from talent_dataset.engine.descriptor.properties import Context, Place
from talent_dataset.engine.descriptor.semver import SemVer
from talent_dataset.engine.errors import DeclarationError, RuleRefusedError
from talent_dataset.engine.meant import did_you_mean
from talent_dataset.engine.rules.sql import table_query
from talent_dataset.engine.writing import replace_file

if TYPE_CHECKING:
    from talent_dataset.declare.definition import Definition
    from talent_dataset.declare.table import Table
    from talent_dataset.engine.descriptor.model import Rule
    from talent_dataset.releases.published.opened import OpenedPackage


def refuse_table_rules(tables: Mapping[str, Definition]) -> None:
    """Refuse table rules that cannot run, or that do not return rows of their table.

    Raises:
        DeclarationError: The first rule that is wrong.
    """
    empty = {name: _empty(definition) for name, definition in tables.items()}
    for definition in tables.values():
        for rule in definition.table_rules:
            _try(definition, rule, empty)


def _empty(definition: Definition) -> pl.DataFrame:
    return pl.DataFrame(schema={name: dtype or pl.Decimal(38, 6) for name, dtype in definition.dtypes.items()})


def _try(definition: Definition, rule: Rule, empty: Mapping[str, pl.DataFrame]) -> None:
    what = f"Table {definition.name!r}: the table rule {rule.name!r}"
    try:
        columns = table_query(rule.sql, empty).run(empty).columns
    except RuleRefusedError as error:
        hint = error.hint or "A table rule is one SELECT over the tables of the package."
        raise DeclarationError(f"{what} cannot run: {error}.", hint=hint) from error
    # By its key a row is shown in a report, and found in the file.
    lacking = [field for field in definition.schema.primary_key if field not in columns]
    if lacking:
        raise DeclarationError(
            f"{what} does not return {lacking[0]!r}, so that the row could not be shown.",
            hint=f"Select {definition.name}.* or the primary key.",
        )


def books_of(declared: Books | Mapping[str, Any] | None, resources: Sequence[Resource]) -> Books | None:
    """The books, which must name what is there.

    Args:
        declared: The books as a value, or as they stand in a descriptor.
        resources: The resources of the package.

    Raises:
        DeclarationError: A name is that of no resource or field, or the books do not know a word.
    """
    if declared is None:
        return None
    context = Context()
    # By way of JSON: whoever writes Python may write tuples.
    data = dump_books(declared) if isinstance(declared, Books) else json.loads(json.dumps(declared))
    books = take_books(data, resources, Place(context, key="books"))
    for fault in context.issues:
        raise DeclarationError(f"The books are declared wrongly ({fault.path}): {fault.message}", hint=fault.hint)
    return books


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(model.DataPackage):
    """A Data Package, as the descriptor says it; ``of`` makes one of declared tables."""

    @classmethod
    def of(
        cls,
        *tables: type[Table],
        title: Texts | None = None,
        description: Texts | None = None,
        path: str = "data/{name}.csv",
        books: Books | Mapping[str, Any] | None = None,
        custom: Mapping[str, Any] | None = None,
        **properties: Any,
    ) -> Package:
        """The package of some tables, one resource each.

        Args:
            tables: The tables, in the order in which people should meet them.
            title: A name for people, as text or by language.
            description: What the package holds, as text or by language.
            path: Where the file of a table is, beside the descriptor.
            books: Which tables are the books, and how values are read from quotes: a ``Books``, or what stands under
                ``proof:data.books`` of a descriptor.
            custom: Properties that the standard does not name.
            properties: Any other property of a package: ``name`` (it must have one), ``version`` (of Semantic
                Versioning), ``licenses``, ``sources``, ``contributors`` (lists of objects of the standard),
                ``keywords``, ``id``, ``homepage``, ``image``, ``created``.

        Raises:
            DeclarationError: Two tables have one name, a foreign key refers to nothing, a table rule cannot run, the
                books name what is not there, the package has no name, or a property is not what the standard wants.
        """
        definitions = [_definition(table) for table in tables]
        _refuse(definitions)
        own = {"title": title, "description": description, "path": path, "custom": custom, **properties}
        _refuse_words(own, len(definitions))
        said = {"title": by_language(title), "description": by_language(description)}
        ours = {key: value for key, value in said.items() if value}
        resources = tuple(_resource(definition, path) for definition in definitions)
        made = cls(
            resources=resources,
            books=books_of(books, resources),
            title=plain(title),
            description=plain(description),
            rules=tuple(replace(rule, resource=d.name) for d in definitions for rule in d.table_rules),
            custom={**(custom or {}), **({PROPERTY: ours} if ours else {})},
            **{name: _frozen(value) for name, value in properties.items()},
        )
        _refuse_descriptor(made)
        return made

    @staticmethod
    def open(source: str | os.PathLike[str], version: str | None = None) -> OpenedPackage:
        """Open a package, or a version of a published one, to load its tables.

        What is published is fetched once, compared to the hashes it was published with, and kept in the user's folder
        for caches (or the one that ``TALENT_DATASET_CACHE`` names), where it can be read without a network.

        Args:
            source: A folder, zip file or descriptor; or a place of releases: a folder with ``versions.json``,
                ``http(s)://host/path``, ``s3://bucket/prefix``.
            version: The number of a version; ``None`` or ``"latest"`` for the latest.

        Raises:
            UnknownNameError: There is no such version; the hint has those that there are.
            CannotCheckError: There is nothing to open, or it does not answer.
            InvalidDataError: The descriptor cannot be used.
            HashMismatchError: A file is not the one that was published; nothing of it is kept.

        Warns:
            YankedWarning: The version was withdrawn; says why.
            OfflineWarning: The place does not answer, and the latest version is the one that was known before.
        """
        from talent_dataset.releases.published.opened import opened_package

        return opened_package(source, version)

    def to_json(self) -> str:
        """The descriptor as JSON text, with a line end at its end."""
        return json.dumps(dump_package(self), ensure_ascii=False, indent=2) + "\n"

    def write(self, path: Path | str) -> Path:
        """Write the descriptor, and say where it is.

        Args:
            path: The file, or the folder in which ``datapackage.json`` is to stand.

        Raises:
            CannotCheckError: It cannot be written.
        """
        target = Path(path)
        target = target if target.suffix == ".json" else target / "datapackage.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, self.to_json().encode())
        return target


def _definition(table: Any) -> Definition:
    found = getattr(table, "__definition__", None) if isinstance(table, type) else None
    if found is None:
        name = table.__name__ if isinstance(table, type) else arguments.shown(table)
        hint = "Write Package.of(Mine, Yours, name=...); Table.from_schema makes a Table of other schemas."
        raise DeclarationError(f"A package is made of tables, and {name} is no declared Table.", hint=hint)
    return found  # type: ignore[no-any-return]  # every Table has one


def _refuse_words(said: Mapping[str, Any], tables: int) -> None:
    """Refuse properties that a package does not have, or that hold something of a wrong kind."""
    for word in said:
        if word not in arguments.PACKAGE:
            raise DeclarationError(f"A package has no property {word!r}.", hint=did_you_mean(word, arguments.PACKAGE))
    arguments.refuse("Package:", said, arguments.PACKAGE)
    if not said.get("name"):
        raise DeclarationError("The package has no name.", hint='Write Package.of(..., name="big-rivers").')
    version = said.get("version")
    if version is not None and SemVer.parse(version) is None:
        # Tags of repositories have the v, versions have not.
        near = SemVer.parse(version.removeprefix("v")) or "1.0.0"
        hint = f'Write version="{near}" (https://semver.org).'
        raise DeclarationError(f"Package: {version!r} is no version.", hint=hint)
    if _paths(said["path"]) < tables:
        hint = 'Write path="data/{name}.csv".'
        raise DeclarationError(f"Package: the path {said['path']!r} is not one for each table.", hint=hint)


def _paths(path: str) -> int | float:
    """To how many tables a path can belong."""
    try:
        # Two names show whether the name is a part of the path.
        return float("inf") if path.format(name="a") != path.format(name="b") else 1
    except (LookupError, ValueError, AttributeError):
        return 0


def _refuse_descriptor(made: Package) -> None:
    """Refuse what a reader of the descriptor would find wrong with it, warnings included."""
    try:
        # As a reader gets it: tuples are arrays there, and what JSON cannot hold shows at once.
        data = json.loads(json.dumps(dump_package(made)))
    except TypeError as error:
        raise DeclarationError(f"Package: {error}.", hint="Use texts, numbers, lists and objects.") from None
    for fault in parse_package(data).faults:
        raise DeclarationError(f"Package, {fault.path or 'descriptor'}: {fault.message}", hint=fault.hint)


def _refuse(definitions: Sequence[Definition]) -> None:
    if not definitions:
        raise DeclarationError("A package has at least one table.", hint="Write Package.of(Mine, ..., name=...).")
    schemas = {definition.name: definition.schema for definition in definitions}
    if len(schemas) != len(definitions):
        raise DeclarationError("Two tables of a package have the same name.", hint="Name them in Config.")
    for definition in definitions:
        refuse_foreign(definition.name, definition.schema, schemas)
    # Last, as a rule over tables that do not fit together would fail with a message of the SQL engine.
    refuse_table_rules({definition.name: definition for definition in definitions})


def _resource(definition: Definition, path: str) -> model.Resource:
    schema = definition.schema
    return model.Resource(
        name=definition.name,
        paths=(path.format(name=definition.name),),
        type="table",
        title=schema.title,
        description=schema.description,
        format="csv",
        mediatype="text/csv",
        schema=schema,
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
