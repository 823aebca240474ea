"""Columns that are computed from others: the fields that describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from talent_dataset.engine.descriptor.model import PROPERTY, Derivation, Field, Schema, ours

# Method to the type of the column it makes, and what its title and description add to those of the source.
METHODS: dict[str, dict[str, Any]] = {
    "edtf-earliest": {
        "type": "date",
        "title": {"en": "{} (earliest)", "zh": "{}（最早）"},
        "description": {
            "en": "First day that “{}” may mean; empty where it has no beginning or no year.",
            "zh": "“{}”可能所指的第一天；没有起点或年份不详时为空。",
        },
    },
    "edtf-latest": {
        "type": "date",
        "title": {"en": "{} (latest)", "zh": "{}（最晚）"},
        "description": {
            "en": "Last day that “{}” may mean; empty where it has no end or no year.",
            "zh": "“{}”可能所指的最后一天；没有终点或年份不详时为空。",
        },
    },
}


def derived_field(derivation: Derivation, source: Field) -> Field:
    """The field of a computed column. A method that is not known here gives a field of type ``any``."""
    method = METHODS.get(derivation.by, {"type": "any", "title": {}, "description": {}})
    titles = _titles(source)
    texts = {
        part: {tag: form.format(titles.get(tag, source.name)) for tag, form in method[part].items()}
        for part in ("title", "description")
    }
    return Field(
        name=derivation.name,
        type=method["type"],
        title=texts["title"].get("en"),
        description=texts["description"].get("en"),
        missing_values=source.missing_values,
        custom={PROPERTY: {"role": "derived", **texts}},
    )


def _titles(source: Field) -> Mapping[str, str]:
    """The titles of a field by language; a custom property of another make is as good as none."""
    own = ours(source).get("title")
    if isinstance(own, Mapping) and own:
        return {str(tag): str(text) for tag, text in own.items()}
    return {"en": source.title} if source.title else {}


def with_derived_fields(schema: Schema) -> Schema:
    """The schema of the built table: each computed column, where it is not a field yet, follows its source."""
    names = {field.name for field in schema.fields}
    fields: list[Field] = []
    for field in schema.fields:
        fields.append(field)
        fields += [derived_field(d, field) for d in schema.derived if d.source == field.name and d.name not in names]
    return replace(schema, fields=tuple(fields))
