"""What is said of a fault, made last: a sentence from its code and its facts, in English or in Chinese.

A finding carries what it is about as data (a bound, the values allowed, the table that lacks a key), so that whatever
shows it need not read a sentence. Codes that are not here have sentences that are written where they are found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

FindingFacts = Mapping[str, Any]
"""What a finding is about beside its cell: values as JSON has them, by name."""
Language = Literal["en", "zh"]

NO_FACTS: Final[FindingFacts] = {}
_SHOWN: Final = 60
_LISTED: Final = 8

_Make = Callable[["str | None", FindingFacts], str]


def sentence(code: str, cell: str | None, facts: FindingFacts, language: Language = "en") -> str:
    """What is said of a fault.

    Args:
        code: Its code: one for which ``is_made`` holds.
        cell: The cell as it stands in the file, or ``None``.
        facts: What else it is about.
        language: Of the sentence. Where the facts have a ``summary`` by language, that is said; a rule of the user that
            has none in this language speaks in one that it has.
    """
    if "summary" in facts:
        return _given(facts, language)
    return _MAKERS[language][code](cell, facts)


def is_made(code: str, facts: FindingFacts) -> bool:
    """Whether the sentence of a fault is made here."""
    return code in _ENGLISH or "summary" in facts


def shown(text: str | None) -> str:
    """A cell as messages show it: quoted, and cut where it is long."""
    if text is None:
        return "An absent cell"
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[:_SHOWN]}...` ({len(text)} characters)"


def _shown_in_chinese(text: str | None) -> str:
    if text is None:
        return "缺失的单元格"
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN]}……”（共 {len(text)} 个字符）"


def _given(facts: FindingFacts, language: Language) -> str:
    """The sentences that come with a check, as those of a rule do; a rule without one is told by its expression."""
    said: Mapping[str, str] = facts["summary"]
    if said:
        return said.get(language) or next(iter(said.values()))
    if language == "zh":
        return f"不符合规则 {facts['rule']}：{facts['sql']}。"
    return f"The rule {facts['rule']!r} is broken: {facts['sql']}."


def _type(cell: str | None, facts: FindingFacts) -> str:
    if "wide" in facts:
        return f"`{cell}` {facts['wide']}."
    if "native" in facts:
        return f"{shown(cell)} is {facts['native']}, not {facts['expected']}."
    because = f": {facts['reason']}" if facts["reason"] else ""
    return f"{shown(cell)} is not {facts['expected']}{because}."


def _not_listed(noun: str) -> _Make:
    def make(cell: str | None, facts: FindingFacts) -> str:
        values: Sequence[Any] = facts["allowed"]
        more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
        return f"{shown(cell)} is not one of the {noun}: {', '.join(map(str, values[:_LISTED]))}{more}."

    return make


def _bound(words: str) -> _Make:
    return lambda cell, facts: f"{shown(cell)} is not {words} {facts['bound']}."


_UNITS: Final = {"character": "characters", "member": "members", "item": "items"}


def _length(words: str) -> _Make:
    def make(cell: str | None, facts: FindingFacts) -> str:
        one, size, limit = facts["unit"], facts["size"], facts["limit"]
        many = _UNITS[one]
        has = f"{shown(cell)} has {size} {one if size == 1 else many}"
        return f"{has}; the field takes {words} {limit} {one if limit == 1 else many}."

    return make


def _repeated(_: str | None, facts: FindingFacts) -> str:
    if "first" not in facts:
        return f"The primary key ({', '.join(facts['fields'])}) is not filled."
    first = facts["first"]
    record = f"row {first['row']} of {first['path']}" if "path" in first else f"row {first['row']}"
    return f"The {_what_repeats(facts)} stands already in {record}."


def _what_repeats(facts: FindingFacts) -> str:
    if not facts["fields"]:
        return "same row"
    what = "value" if facts.get("is_cell") else f"key ({', '.join(facts['fields'])})"
    return f"{what} {', '.join(map(repr, facts['values']))}"


def _lost(_: str | None, facts: FindingFacts) -> str:
    return f"{', '.join(map(repr, facts['values']))} is not in {facts['resource']}.{', '.join(facts['fields'])}."


_ENGLISH: Final[Mapping[str, _Make]] = {
    "cell/type": _type,
    "cell/required": lambda cell, _: (
        f"{shown(cell) if cell else 'An empty cell'} stands for no value, and the field requires one."
    ),
    "cell/enum": _not_listed("values allowed"),
    "cell/categories": _not_listed("categories"),
    "cell/pattern": lambda cell, facts: f"{shown(cell)} does not match the pattern {facts['pattern']} as a whole.",
    "cell/minimum": _bound("at least"),
    "cell/maximum": _bound("at most"),
    "cell/exclusive-minimum": _bound("more than"),
    "cell/exclusive-maximum": _bound("less than"),
    "cell/min-length": _length("at least"),
    "cell/max-length": _length("at most"),
    "cell/json-schema": lambda cell, facts: (
        f"{shown(cell)} does not conform to the JSON Schema of the field: {facts['reason']}."
    ),
    "cell/edtf": lambda cell, facts: f"{cell!r} is not a date in EDTF: {facts['reason']}.",
    "cell/derived": lambda cell, facts: f"{cell!r} is not the {facts['by']} of {facts['source']!r}.",
    "cell/formula": lambda cell, _: (
        f"A spreadsheet would take the text for a formula: it begins with {(cell or ' ')[0]!r}."
    ),
    "cell/unique": _repeated,
    "row/primary-key": _repeated,
    "row/unique-key": _repeated,
    "row/duplicate": _repeated,
    "row/blank": lambda *_: "The line is blank.",
    "row/missing-cell": lambda _, facts: f"The record ends before the column {facts['column']!r}.",
    "row/extra-cell": lambda _, facts: f"The record has more cells than the {facts['width']} of the table.",
    "table/foreign-key": _lost,
}

_CHINESE_TYPES: Final = {
    "any": "任意值",
    "array": "JSON 数组",
    "boolean": "布尔值",
    "date": "日期",
    "datetime": "日期时间",
    "duration": "时长",
    "geojson": "GeoJSON 对象",
    "geopoint": "坐标点",
    "integer": "整数",
    "list": "列表",
    "number": "数值",
    "object": "JSON 对象",
    "string": "文本",
    "time": "时间",
    "year": "年份",
    "yearmonth": "年月",
}
_CHINESE_UNITS: Final = {"character": "个字符", "member": "个成员", "item": "个元素"}


def _type_in_chinese(cell: str | None, facts: FindingFacts) -> str:
    if "wide" in facts:
        return f"{_shown_in_chinese(cell)}超出字段的数据类型 {facts['dtype']} 所能容纳的范围。"
    expected = _CHINESE_TYPES.get(facts["type"], facts["type"])
    if facts.get("format", "default") != "default":
        expected = f"格式为 {facts['format']} 的{expected}"
    return f"{_shown_in_chinese(cell)}不是{expected}。"


def _not_listed_in_chinese(noun: str) -> _Make:
    def make(cell: str | None, facts: FindingFacts) -> str:
        values: Sequence[Any] = facts["allowed"]
        more = f"等 {len(values)} 项" if len(values) > _LISTED else ""
        return f"{_shown_in_chinese(cell)}不在{noun}之内：{'、'.join(map(str, values[:_LISTED]))}{more}。"

    return make


def _bound_in_chinese(words: str) -> _Make:
    return lambda cell, facts: f"{_shown_in_chinese(cell)}{words} {facts['bound']}。"


def _length_in_chinese(words: str) -> _Make:
    def make(cell: str | None, facts: FindingFacts) -> str:
        unit = _CHINESE_UNITS[facts["unit"]]
        return f"{_shown_in_chinese(cell)}有 {facts['size']} {unit}，字段要求{words} {facts['limit']} {unit}。"

    return make


def _repeated_in_chinese(_: str | None, facts: FindingFacts) -> str:
    if "first" not in facts:
        return f"主键（{'、'.join(facts['fields'])}）没有填写完整。"
    first = facts["first"]
    record = f"{first['path']} 第 {first['row']} 行" if "path" in first else f"第 {first['row']} 行"
    if not facts["fields"]:
        return f"与{record}完全相同。"
    what = "值" if facts.get("is_cell") else f"键（{'、'.join(facts['fields'])}）"
    return f"{what}{'、'.join(map(_shown_in_chinese, facts['values']))}已在{record}出现过。"


def _lost_in_chinese(_: str | None, facts: FindingFacts) -> str:
    where = f"{facts['resource']}.{'、'.join(facts['fields'])}"
    return f"{where} 中没有{'、'.join(map(_shown_in_chinese, facts['values']))}。"


_CHINESE: Final[Mapping[str, _Make]] = {
    "cell/type": _type_in_chinese,
    "cell/required": lambda cell, _: f"{_shown_in_chinese(cell) if cell else '空单元格'}不表示任何值，而该字段必填。",
    "cell/enum": _not_listed_in_chinese("允许的取值"),
    "cell/categories": _not_listed_in_chinese("类别"),
    "cell/pattern": lambda cell, facts: f"{_shown_in_chinese(cell)}整体上不符合模式 {facts['pattern']}。",
    "cell/minimum": _bound_in_chinese("小于下限"),
    "cell/maximum": _bound_in_chinese("大于上限"),
    "cell/exclusive-minimum": _bound_in_chinese("不大于"),
    "cell/exclusive-maximum": _bound_in_chinese("不小于"),
    "cell/min-length": _length_in_chinese("至少"),
    "cell/max-length": _length_in_chinese("至多"),
    "cell/json-schema": lambda cell, facts: f"{_shown_in_chinese(cell)}不符合字段的 JSON Schema（{facts['reason']}）。",
    "cell/edtf": lambda cell, facts: f"{_shown_in_chinese(cell)}不是 EDTF 日期（{facts['reason']}）。",
    "cell/derived": lambda cell, facts: (
        f"{_shown_in_chinese(cell)}与由 {facts['source']} 推算的结果（{facts['by']}）不一致。"
    ),
    "cell/formula": lambda cell, _: f"电子表格会把这段文本当作公式：它以“{(cell or ' ')[0]}”开头。",
    "cell/unique": _repeated_in_chinese,
    "row/primary-key": _repeated_in_chinese,
    "row/unique-key": _repeated_in_chinese,
    "row/duplicate": _repeated_in_chinese,
    "row/blank": lambda *_: "此行为空行。",
    "row/missing-cell": lambda _, facts: f"记录在“{facts['column']}”列之前就结束了。",
    "row/extra-cell": lambda _, facts: f"记录的单元格多于表的 {facts['width']} 列。",
    "table/foreign-key": _lost_in_chinese,
}

_MAKERS: Final[Mapping[Language, Mapping[str, _Make]]] = {"en": _ENGLISH, "zh": _CHINESE}

CHINESE_HINTS: Final[Mapping[str, str]] = {
    "A cell that holds the delimiter must stand in quotes.": "含有分隔符的单元格须加引号。",
    "Correct one of the rows, or take one out.": "更正其中一行，或删去一行。",
    "Correct the value, or what the field asks of it.": "更正该值，或修改字段的要求。",
    "Each row needs a value in each field of the primary key.": "每一行的主键各字段都必须有值。",
    "Fill the cell, or do not require the field.": "填写该单元格，或取消字段的必填要求。",
    "Put the text so that it begins with another character.": "改写文本，使其以其他字符开头。",
    "Take the line out.": "删去此行。",
    "Write one of them, or add the value to the list of the field.": "改用其中之一，或将该值加入字段的取值列表。",
    "Write the delimiter of an empty cell too; a delimiter or a line break inside a cell needs quotes.": (
        "空单元格的分隔符也要写出；单元格内含分隔符或换行时须加引号。"
    ),
}
