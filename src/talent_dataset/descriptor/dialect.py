"""A Table Dialect, and the CSV Dialect of version 1.0 that it supersedes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from talent_dataset.descriptor.kinds import arrays_of, character, filled, flag, named, one_of, ordinal, text, texts
from talent_dataset.descriptor.model import Dialect
from talent_dataset.descriptor.place import Place
from talent_dataset.descriptor.properties import Properties, check_profiles, read, warn_unknown

CODE = "descriptor/dialect"

DIALECT: Properties = {
    "header": ("header", flag),
    "headerRows": ("header_rows", arrays_of(ordinal)),
    "headerJoin": ("header_join", text),
    "commentRows": ("comment_rows", arrays_of(ordinal)),
    "commentChar": ("comment_char", filled),
    "delimiter": ("delimiter", filled),
    "lineTerminator": ("line_terminator", filled),
    "quoteChar": ("quote_char", character),
    "doubleQuote": ("double_quote", flag),
    "escapeChar": ("escape_char", character),
    "nullSequence": ("null_sequence", text),
    "skipInitialSpace": ("skip_initial_space", flag),
    "property": ("property", text),
    "itemType": ("item_type", one_of(("array", "object"))),
    "itemKeys": ("item_keys", texts),
    "sheetNumber": ("sheet_number", ordinal),
    "sheetName": ("sheet_name", text),
    "table": ("table", text),
}
# Words of version 1.0 without a meaning in 2, and what describes a dialect that stands alone.
_TOLERATED = frozenset(
    {"caseSensitiveHeader", "csvddfVersion", "$schema", "profile", "name", "title", "description", "type"}
)
# Programs nest words by format (`{"csv": {"delimiter": ";"}}`): what each of them is called here.
NESTED: Mapping[str, Mapping[str, str]] = {
    "csv": {
        word: word
        for word in (
            "delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace",
        )
    },
    "excel": {"sheetName": "sheetName", "sheetNumber": "sheetNumber"},
    "ods": {"sheetName": "sheetName", "sheetNumber": "sheetNumber"},
    "json": {"property": "property", "keys": "itemKeys", "itemKeys": "itemKeys"},
}  # fmt: skip


def parse_dialect(data: object, place: Place) -> Dialect:
    """The dialect, with the defaults for what is absent or wrong."""
    if not isinstance(data, dict):
        message = f'"dialect" must be an object or a path, not {named(data)}.'
        place.fault(CODE, message, hint='Write {"delimiter": ";"}.')
        return Dialect()
    values, custom = _read(data, DIALECT, place)
    nested = {name: custom.pop(name) for name in NESTED if isinstance(custom.get(name), dict)}
    for name, words in nested.items():
        # What the dialect says itself goes before what is nested in it.
        values = _nested(words, name, place.at(name)) | values
    check_profiles(custom, place, CODE)
    warn_unknown((key for key in custom if key not in _TOLERATED), DIALECT, place, is_closed=True)
    declared = frozenset(key for key, (attribute, _) in DIALECT.items() if attribute in values)
    return _consistent(Dialect(**values, declared=declared, custom=custom), place)


def _read(data: dict[str, Any], known: Properties, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    no_quotes = {key for key, value in data.items() if _is_no_quote(key, value)}
    values, custom = read({key: value for key, value in data.items() if key not in no_quotes}, known, place, CODE)
    return values | ({"quote_char": None} if no_quotes else {}), custom


def _nested(words: dict[str, Any], name: str, place: Place) -> dict[str, Any]:
    """What stands in the object of one format."""
    known = {word: DIALECT[meant] for word, meant in NESTED[name].items()}
    if "sheetName" in known and "sheet" in words:
        sheet = words["sheet"]
        known["sheet"] = DIALECT["sheetName" if isinstance(sheet, str) else "sheetNumber"]
    values, custom = _read(words, known, place)
    warn_unknown((key for key in custom if key not in _TOLERATED), known, place, is_closed=True)
    return values


def _is_no_quote(key: str, value: object) -> bool:
    """Whether quoting is switched off: the standard has no word for it, and these are the two that people write."""
    return key == "quoteChar" and value in (None, "")


def _consistent(dialect: Dialect, place: Place) -> Dialect:
    changes: dict[str, Any] = {}
    if dialect.header and not dialect.header_rows:
        hint = 'Write "header": false for a table without a header.'
        place.at("headerRows").warn(CODE, '"headerRows" is empty, though there is a header.', hint=hint)
        changes["header"] = False
    if {"escapeChar", "quoteChar"} <= dialect.declared and dialect.quote_char is not None:
        hint = "Keep the one that the file uses."
        place.at("escapeChar").warn(CODE, '"escapeChar" and "quoteChar" exclude each other.', hint=hint)
    if dialect.delimiter == dialect.quote_char:
        place.at("delimiter").fault(CODE, '"delimiter" and "quoteChar" are the same.', hint="Change one of them.")
        changes["quote_char"] = None
    for attribute, key in (("quote_char", "quoteChar"), ("delimiter", "delimiter")):
        if dialect.line_terminator == getattr(dialect, attribute):
            place.at(key).fault(CODE, f'"{key}" and "lineTerminator" are the same.', hint="Change one of them.")
            changes["line_terminator"] = "\r\n"
    return replace(dialect, **changes) if changes else dialect
