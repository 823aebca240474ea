"""What each word of a declaration may hold: wrong kinds are refused by name, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.model import Rule, Schema
from talent_dataset.engine.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

# Names of tables may have letters of all scripts; those of packages are what the standard recommends.
_NAME: Final = re.compile(r"[\w.-]+")
_PACKAGE: Final = re.compile(r"[a-z0-9._-]+")
_MOST_DECIMALS: Final = 38
_SHORT: Final = 40


@dataclass(frozen=True, slots=True)
class ArgumentKind:
    """What a word may hold.

    Attributes:
        holds: Whether a value is of this kind.
        what: The kind, as it completes "must be".
        remedy: An example of it; ``{}`` stands for the word.
    """

    holds: Callable[[Any], bool]
    what: str
    remedy: str


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(map(_is_text, (*value, *value.values())))
    return _is_text(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _are(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: _is_list(value) and all(map(holds, value))


def _is_names(value: Any) -> bool:
    return _is_text(value) or _are(_is_text)(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, type) and hasattr(value, "__definition__")


def _is_target(value: Any) -> bool:
    if _is_list(value):
        return len(value) == 2 and _is_text(value[0]) and _is_names(value[1])  # noqa: PLR2004  # table and fields
    return _is_text(value) or _is_table(value)


def _is_foreign_key(value: Any) -> bool:
    return _is_list(value) and len(value) == 2 and _is_names(value[0]) and _is_target(value[1])  # noqa: PLR2004  # a pair


def _is_values(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _is_count(value: Any) -> bool:
    # A bool is an int of Python, and True no count.
    return type(value) is int and value >= 0


TEXT: Final = ArgumentKind(_is_text, "a text", '{}="..."')
TEXTS: Final = ArgumentKind(_is_texts, "a text, or a text by language", '{}="..." or {}=both("...", "...")')
TRUTH: Final = ArgumentKind(lambda value: isinstance(value, bool), "True or False", "{}=True")
COUNT: Final = ArgumentKind(_is_count, "an integer from 0 on", "{}=3")
_GROUPS: Final = ArgumentKind(_are(_are(_is_text)), "a list of lists of fields", '{}=[["one", "two"]]')
_RULES: Final = ArgumentKind(
    _are(lambda value: isinstance(value, Rule)), "a list of rules", '{}=[rule("name", "SQL", "What is demanded.")]'
)
_CREDITS: Final = ArgumentKind(
    _are(lambda value: isinstance(value, Mapping)), "a list of objects", '{}=[{"title": "..."}]'
)

FIELD: Final[Mapping[str, ArgumentKind]] = {
    "title": TEXTS,
    "description": TEXTS,
    "unit": TEXT,
    "role": ArgumentKind(
        lambda value: value in ("factual", "editorial"),
        "factual or editorial",
        '{}="editorial"; a computed column is declared by Derived',
    ),
    "reason": TEXTS,
    "vocabulary": ArgumentKind(
        lambda value: hasattr(value, "terms") and hasattr(value, "codes"),
        "a Vocabulary",
        '{}=Vocabulary(Term("code", "Label", "Definition.")), or isin=["code"]',
    ),
    "edtf": TRUTH,
    "primary_key": TRUTH,
    "references": ArgumentKind(
        lambda value: _is_text(value) or _is_table(value), "a Table, or the name of a field", '{}="table.field"'
    ),
    "nullable": TRUTH,
    "unique": TRUTH,
    "isin": ArgumentKind(_is_values, "a list of values", '{}=["one", "two"]'),
    "pattern": TEXT,
    "min_length": COUNT,
    "max_length": COUNT,
    "scale": ArgumentKind(
        lambda value: _is_count(value) and value <= _MOST_DECIMALS, "an integer from 0 to 38", "{}=2"
    ),
    "type": TEXT,
    "format": TEXT,
    "coerce": TRUTH,
    "example": ArgumentKind(
        lambda value: isinstance(value, str | int | float | list | dict) or hasattr(value, "isoformat"),
        "a value as it stands in a file",
        '{}="42"',
    ),
}
DERIVED: Final[Mapping[str, ArgumentKind]] = {
    "source": ArgumentKind(_is_text, "the name of a field", 'Derived("opened", by="edtf-earliest")'),
    "by": ArgumentKind(_is_text, "a method", 'Derived("opened", by="edtf-earliest")'),
}
CONFIG: Final[Mapping[str, ArgumentKind]] = {
    "name": ArgumentKind(
        lambda value: isinstance(value, str) and bool(_NAME.fullmatch(value)),
        "a name of letters, digits, '.', '_' and '-'",
        '{}="big_rivers"',
    ),
    "title": TEXTS,
    "description": TEXTS,
    "primary_key": ArgumentKind(
        lambda value: value == () or _is_names(value), "a field, or a list of fields", '{}="id"'
    ),
    "unique_keys": _GROUPS,
    "foreign_keys": ArgumentKind(_are(_is_foreign_key), "a list of pairs (fields, target)", '{}=[(("a", "b"), Other)]'),
    "rules": _RULES,
    "table_rules": _RULES,
    "groups": _GROUPS,
    "fields_match": TEXT,
    "missing_values": ArgumentKind(_are(lambda value: isinstance(value, str)), "a list of texts", '{}=["", "NA"]'),
    "descriptor": ArgumentKind(lambda value: isinstance(value, Schema), "a Schema", "Table.from_schema(...)"),
    "strict": ArgumentKind(lambda value: value in (True, False, "filter"), 'True, False or "filter"', "{}=True"),
    "coerce": TRUTH,
}
RULE: Final[Mapping[str, ArgumentKind]] = {
    "name": ArgumentKind(_is_text, "a slug", 'rule("end-not-before-start", ...)'),
    "sql": ArgumentKind(
        _is_text, "a text in SQL", 'rule("small", "n < 5"); a function can be a check of pandera (@pa.check)'
    ),
    "summary": TEXTS,
    "hint": TEXTS,
    "severity": ArgumentKind(
        lambda value: value in ("error", "warning", "info"), "error, warning or info", '{}="warning"'
    ),
}
TERM: Final[Mapping[str, ArgumentKind]] = {
    "code": ArgumentKind(_is_text, "a text", 'Term("river", "River", "Flowing water.")'),
    "label": TEXTS,
    "definition": TEXTS,
}
PACKAGE: Final[Mapping[str, ArgumentKind]] = {
    "name": ArgumentKind(
        lambda value: isinstance(value, str) and bool(_PACKAGE.fullmatch(value)),
        "a name of lower-case letters, digits, '.', '_' and '-'",
        '{}="big-rivers"',
    ),
    "title": TEXTS,
    "description": TEXTS,
    "path": TEXT,
    "custom": ArgumentKind(lambda value: isinstance(value, Mapping), "an object", '{}={"key": "value"}'),
    "version": TEXT,
    "licenses": ArgumentKind(_CREDITS.holds, "a list of objects", '{}=[{"name": "CC-BY-4.0"}]'),
    "contributors": _CREDITS,
    "sources": _CREDITS,
    "keywords": ArgumentKind(_are(_is_text), "a list of texts", '{}=["water", "rivers"]'),
    "id": TEXT,
    "homepage": TEXT,
    "image": TEXT,
    "created": ArgumentKind(_is_text, "a text", '{}="2026-11-22T00:00:00Z"'),
}


def fault(
    what: str, said: Mapping[str, Any], kinds: Mapping[str, ArgumentKind], *, empty: AbstractSet[str] = frozenset()
) -> DeclarationError | None:
    """The first word that holds something of a wrong kind; a word that holds ``None`` is not said.

    Args:
        what: What is declared, as the message begins; empty where a caller says it.
        said: The words, and what they hold.
        kinds: What they may hold.
        empty: Words that may hold the empty text.
    """
    for word, value in said.items():
        # Words that are not in the list are refused elsewhere, with the nearest one that is.
        if value is None or (word in empty and value in ("", {})) or word not in kinds or kinds[word].holds(value):
            continue
        kind = kinds[word]
        subject = f"{what}{word}" if what.endswith(".") or not what else f"{what} {word}"
        remedy = kind.remedy.replace("{}", word)
        return DeclarationError(f"{subject} must be {kind.what}, not {shown(value)}.", hint=f"Write {remedy}.")
    return None


def refuse(
    what: str, said: Mapping[str, Any], kinds: Mapping[str, ArgumentKind], *, empty: AbstractSet[str] = frozenset()
) -> None:
    """Refuse words that hold something of a wrong kind.

    Raises:
        DeclarationError: The first of them.
    """
    if found := fault(what, said, kinds, empty=empty):
        raise found


def shown(value: Any) -> str:
    """A value as it was written, where that is short; else its type."""
    written = repr(value)
    kind = type(value).__qualname__
    is_short = len(written) <= _SHORT and not {"<", "\n"} & set(written)
    return f"{written} ({kind})" if is_short else kind
