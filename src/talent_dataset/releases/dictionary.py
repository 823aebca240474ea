"""The data dictionary of a package: every table, field, code and rule, in one language, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from talent_dataset.engine.descriptor.extension import with_derived_fields
from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, Rule, Schema, ours
from talent_dataset.releases.languages import description_of, said, terms, title_of
from talent_dataset.releases.markdown import code, inline, one_line, phrase, prose

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "dictionary": "Data dictionary",
        "field": "Field",
        "title": "Title",
        "type": "Type",
        "unit": "unit",
        "role": "Role",
        "description": "Description",
        "required": "required",
        "unique": "unique",
        "codes": "Codes of",
        "code": "Code",
        "meaning": "Meaning",
        "rules": "Rules",
        "primary key": "Primary key",
        "unique key": "Unique together",
        "foreign key": "Refers to",
        "factual": "factual",
        "editorial": "editorial",
        "derived": "derived",
        "list": ", ",
        "colon": ": ",
    },
    "zh": {
        "dictionary": "数据字典",
        "field": "字段",
        "title": "名称",
        "type": "类型",
        "unit": "单位",
        "role": "性质",
        "description": "说明",
        "required": "必填",
        "unique": "唯一",
        "codes": "代码表",
        "code": "代码",
        "meaning": "含义",
        "rules": "规则",
        "primary key": "主键",
        "unique key": "组合唯一",
        "foreign key": "引用",
        "factual": "事实",
        "editorial": "编辑",
        "derived": "派生",
        "list": "、",
        "colon": "：",
    },
}


def dictionary(package: DataPackage, language: str = "en") -> str:
    """The data dictionary of any package.

    Args:
        package: The package; computed columns are listed with the others.
        language: ``en`` or ``zh``: of the words here, and of titles and descriptions where the package has them.
    """
    words = WORDS[language]
    title = said(package, "title", language) or package.name or ""
    lines = [f"# {words['dictionary']}{words['colon']}{inline(title)}" if title else f"# {words['dictionary']}", ""]
    if text := said(package, "description", language):
        lines += [prose(text), ""]
    for resource in package.resources:
        if resource.schema is not None:
            lines += _table(resource, with_derived_fields(resource.schema), package, language)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(resource: Resource, schema: Schema, package: DataPackage, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield from (f"## {inline(title_of(resource, language))} ({code(resource.name)})", "")
    if text := description_of(resource, language):
        yield from (prose(text), "")
    keys = list(_keys(schema, words))
    yield from [*keys, ""] if keys else []
    heads = [words[head] for head in ("field", "title", "type", "role", "description")]
    yield from (*grid(heads, (_field(field, language) for field in schema.fields)), "")
    for field in schema.fields:
        yield from _codes(field, language)
    rules = [*schema.rules, *(rule for rule in package.rules if rule.resource == resource.name)]
    if rules:
        yield from (f"**{words['rules']}**", "", *(_rule(rule, language) for rule in rules), "")


def _keys(schema: Schema, words: Mapping[str, str]) -> Iterator[str]:
    def names(fields: Iterable[str]) -> str:
        return words["list"].join(code(name) for name in fields)

    if schema.primary_key:
        yield f"- {words['primary key']}{words['colon']}{names(schema.primary_key)}"
    for unique in schema.unique_keys:
        yield f"- {words['unique key']}{words['colon']}{names(unique)}"
    for key in schema.foreign_keys:
        target = names(f"{key.resource}.{name}" if key.resource else name for name in key.reference_fields)
        yield f"- {words['foreign key']}{words['colon']}{names(key.fields)} → {target}"


def _field(field: Field, language: str) -> list[str]:
    words = WORDS[language]
    own = ours(field)
    claims = [words[claim] for claim in ("required", "unique") if getattr(field.constraints, claim)]
    unit = [f"{words['unit']} {inline(str(own['unit']))}"] if own.get("unit") else []
    # Without our properties nobody has said that the cells need evidence: it is somebody else's package.
    role = str(own.get("role", "factual" if own else ""))
    return [
        code(field.name),
        inline(said(field, "title", language)),
        words["list"].join([field.type, *unit, *claims]),
        words.get(role) or inline(role),
        phrase(said(field, "description", language)),
    ]


def _codes(field: Field, language: str) -> Iterator[str]:
    known = terms(field, language)
    # Bare codes are in the schema already.
    if not any(label or definition for _, label, definition in known):
        return
    words = WORDS[language]
    yield from (f"**{words['codes']} {code(field.name)}**", "")
    heads = [words[head] for head in ("code", "title", "meaning")]
    yield from (*grid(heads, ([code(term), inline(title), phrase(meaning)] for term, title, meaning in known)), "")


def _rule(rule: Rule, language: str) -> str:
    summary = rule.summary.get(language) or rule.summary.get("en") or ""
    return f"- {code(rule.name)}{WORDS[language]['colon']}{phrase(summary) if summary else inline(rule.sql)}"


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, line by line."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(one_line(cell).replace('|', chr(92) + '|') for cell in row)} |"
