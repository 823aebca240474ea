"""Fields and rules that recur in the tables, each worded once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from talent_dataset.declare import Field, Term, Vocabulary, both, rule
from talent_dataset.engine.descriptor.model import Rule

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"

OWN_ID = both("An id, made for this dataset.", "本数据集自拟的标识。")
OWN_CLASS = both("A classification of ours.", "本数据集所作的分类。")
OWN_WORDS = both("Written in our own words.", "由本数据集撰写。")
OWN_BOOKS = both(
    "Part of the books, which are checked against the documents by machine.", "属于账目，由程序对照文件核查。"
)

# Deeper than any chain of parts is: a chain that has not ended by then is a circle.
DEPTH = 8


def term(code: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Term:
    """A term with its labels and definitions."""
    return Term(code, both(en, zh), both(meaning_en, meaning_zh))


def key(en: str, zh: str) -> Any:
    """The primary key of a table."""
    return Field(
        primary_key=True,
        pattern=SLUG,
        role="editorial",
        reason=OWN_ID,
        title=both(f"{en} id", f"{zh}标识"),
        description=both(
            "Identifies the row for ever: small letters, digits and hyphens. It carries no fact.",
            "永久标识该行，由小写字母、数字和连字符组成，不承载事实。",
        ),
    )


def reference(target: str, title: dict[str, str], description: dict[str, str], **words: Any) -> Any:
    """A reference to a row of a table (``table.field``); it may be empty where nothing else is said."""
    return Field(references=target, title=title, description=description, **{"nullable": True, **words})


def factual(title: dict[str, str], description: dict[str, str], **words: Any) -> Any:
    """A field whose values the documents state; it may be empty where nothing else is said."""
    return Field(title=title, description=description, **{"nullable": True, **words})


def classified(vocabulary: Vocabulary, title: dict[str, str], description: dict[str, str], **words: Any) -> Any:
    """A code of ours that every row has."""
    return Field(
        vocabulary=vocabulary, role="editorial", reason=OWN_CLASS, title=title, description=description, **words
    )


def worded(title: dict[str, str], description: dict[str, str], **words: Any) -> Any:
    """A text in our own words; it may be empty where nothing else is said."""
    return Field(
        role="editorial", reason=OWN_WORDS, title=title, description=description, **{"nullable": True, **words}
    )


def booked(title: dict[str, str], description: dict[str, str], **words: Any) -> Any:
    """A field of the books."""
    return Field(role="editorial", reason=OWN_BOOKS, title=title, description=description, **words)


def of_document() -> Any:
    """The document in which something of the books stands."""
    return reference(
        "sources.source_id",
        both("Source", "来源"),
        both("The document.", "所在文件。"),
        role="editorial",
        reason=OWN_BOOKS,
        nullable=False,
    )


def name_en() -> Any:
    """The English name of a thing."""
    return factual(
        both("Name (English)", "名称（英文）"),
        both(
            "Name in English, as a document gives it, else a translation or label that the evidence marks as inferred.",
            "英文名称，取自文件；文件未给出时为译名或说明性名称，并在证据中标明为推断。",
        ),
        min_length=1,
    )


def name_zh() -> Any:
    """The Chinese name of a thing."""
    return factual(
        both("Name (Chinese)", "名称（中文）"),
        both(
            "Name or label in simplified Chinese, as a document or a code list gives it; else empty.",
            "简体中文名称或说明性名称，取自文件或代码表；两者均无时留空。",
        ),
        min_length=1,
    )


def summary_en() -> Any:
    """What a thing is, in English."""
    return worded(
        both("Summary (English)", "简介（英文）"),
        both("What it is, in a sentence or two of our own.", "用英文以一两句话说明其内容，由本数据集撰写。"),
    )


def summary_zh() -> Any:
    """What a thing is, in Chinese."""
    return worded(
        both("Summary (Chinese)", "简介（中文）"),
        both("The same in simplified Chinese.", "用简体中文以一两句话说明其内容，由本数据集撰写。"),
    )


def note_en() -> Any:
    """A remark, in English."""
    return worded(
        both("Note (English)", "备注（英文）"),
        both("What one should know when using the row.", "使用该行数据时须注意的事项（英文）。"),
    )


def note_zh() -> Any:
    """A remark, in Chinese."""
    return worded(
        both("Note (Chinese)", "备注（中文）"),
        both("The same in simplified Chinese.", "使用该行数据时须注意的事项（中文）。"),
    )


def is_named() -> Rule:
    """A thing has a name in one language at least."""
    return rule(
        "name-in-some-language",
        "name_en IS NOT NULL OR name_zh IS NOT NULL",
        both("A name is given in English or in Chinese.", "至少有英文或中文名称之一。"),
        hint=both("Fill name_en or name_zh.", "请填写 name_en 或 name_zh。"),
    )


def exactly_one(name: str, fields: Sequence[str], summary: dict[str, str]) -> Rule:
    """Of some fields exactly one is filled."""
    count = " + ".join(f"CAST({field} IS NOT NULL AS INTEGER)" for field in fields)
    listed = ", ".join(fields)
    hint = both(f"Fill one of {listed}, and leave the others empty.", f"{listed} 中只填一项，其余留空。")
    return rule(name, f"{count} = 1", summary, hint=hint)


def together(name: str, one: str, other: str, summary: dict[str, str]) -> Rule:
    """Two fields are filled together or not at all."""
    hint = both(f"Fill both {one} and {other}, or neither.", f"{one} 与 {other} 须同时填写或同时留空。")
    return rule(name, f"({one} IS NULL) = ({other} IS NULL)", summary, hint=hint)


def without_cycles(table: str, id_field: str, parent: str) -> Rule:
    """Chains of ``parent`` end. Exact without recursion: a chain that goes on after ``DEPTH`` steps is refused."""
    joins = " ".join(_steps(table, id_field, parent))
    return rule(
        f"{table}-{parent}-ends".replace("_", "-"),
        f"SELECT {table}.* FROM {table} {joins} WHERE a{DEPTH}.{parent} IS NOT NULL",  # noqa: S608  # the names are our own
        both(
            f"Nothing is a part of itself, directly or through others: chains of {parent} end within {DEPTH} steps.",
            f"任何一项都不得直接或间接隶属于自身：{parent} 的链条须在 {DEPTH} 步之内终止。",
        ),
        hint=both(f"Empty {parent} in one row of the circle.", f"请清空环中某一行的 {parent}。"),
    )


def _steps(table: str, id_field: str, parent: str) -> Iterator[str]:
    below = table
    for step in range(1, DEPTH + 1):
        yield f"LEFT JOIN {table} AS a{step} ON {below}.{parent} = a{step}.{id_field}"
        below = f"a{step}"


def said_once(table: str, id_field: str, fields: Sequence[str]) -> Rule:
    """No two rows say the same. Unlike a unique key, empty cells are equal here."""
    same = " AND ".join(f"COALESCE(a.{field}, '') = COALESCE(b.{field}, '')" for field in fields[1:])
    return rule(
        f"{table.replace('_', '-')}-said-once",
        f"SELECT a.* FROM {table} AS a "  # noqa: S608  # the names are our own
        f"INNER JOIN {table} AS b ON a.{fields[0]} = b.{fields[0]} "
        f"WHERE a.{id_field} > b.{id_field} AND {same}",
        both("No two rows say the same.", "不得有两行内容相同。"),
        hint=both("Remove one of the two, and move its evidence.", "请删去其中一行，并移交其证据。"),
    )


END_AFTER_START = rule(
    "end-after-start",
    '"end" > "start"',
    both("A span ends after it starts.", "引文终点须在起点之后。"),
    hint=both("Count start and end again, in code points.", "请按码位重新计算 start 与 end。"),
)


def inside_source(table: str) -> tuple[Rule, ...]:
    """The spans of a table lie inside their documents."""
    return (
        rule(
            f"{table}-inside-source",
            f"SELECT {table}.* FROM {table} INNER JOIN sources ON {table}.source_id = sources.source_id "  # noqa: S608  # the names are our own
            f'WHERE {table}."end" > sources.characters',
            both("A span ends inside its document.", "引文位置须在文件范围之内。"),
            hint=both("Count start and end again, in code points.", "请按码位重新计算 start 与 end。"),
        ),
    )
