"""How damaged text is read, and where documents disagree."""

from __future__ import annotations

from talent_dataset.declare import Table, Vocabulary, both, rule
from talent_dataset.schemas import words
from talent_dataset.schemas.words import term

CONFLICT_KINDS = Vocabulary(
    term("value", "value", "数值", "Two numbers for the same thing.", "同一事物的数值不一。"),
    term("unit", "unit", "单位", "The same number of different units.", "数字相同而单位不同。"),
    term("date", "date", "日期", "Two dates for the same thing.", "同一事物的日期不一。"),
    term("name", "name", "名称", "Two names or wordings of the same thing.", "同一事物的名称或表述不一。"),
    term("scope", "scope", "范围", "Statements that differ in what they cover.", "所涵盖的范围不同。"),
)

CONFLICT_STATUSES = Vocabulary(
    term("open", "open", "待定", "Not decided; it blocks a release.", "尚未定夺，不得发布。"),
    term("resolved", "resolved", "已定", "Decided, with the reason.", "已有取舍并附理由。"),
)

PREFERENCES = Vocabulary(
    term("this", "this", "本项", "The first of the two.", "采用前者。"),
    term("other", "other", "另一项", "The second of the two.", "采用后者。"),
    term("both", "both", "两者", "Both hold, each in its place.", "两者各自成立，均予保留。"),
)


class Repairs(Table):
    """One row is a damaged stretch of a document, and how it is read."""

    repair_id: str = words.key("Repair", "校补")
    source_id: str = words.of_document()
    start: int = words.booked(
        both("Start", "起点"),
        both("First code point of the stretch, counted from 0.", "损坏处首字的码位，从 0 起计。"),
        ge=0,
    )
    end: int = words.booked(both("End", "终点"), both("Code point after the last one.", "损坏处末字之后的码位。"), ge=1)
    raw: str = words.booked(
        both("As it stands", "原貌"), both("The characters as they stand there.", "文件中的现有字符。")
    )
    reading: str = words.booked(both("Reading", "读法"), both("How they are read.", "应作的读法。"))
    reason: str = words.booked(both("Reason", "理由"), both("Why they are read so.", "如此校读的理由。"))

    class Config(Table.Config):
        title = both("Repairs", "文本校补")
        description = both(
            "One row is a damaged stretch of a document, and how it is read.", "每行为文件中的一处损坏及其读法。"
        )
        unique_keys = (("source_id", "start"),)
        rules = (words.END_AFTER_START,)
        table_rules = words.inside_source("repairs")


class Conflicts(Table):
    """One row is a disagreement between two cells that sources bear out."""

    conflict_id: str = words.key("Conflict", "分歧")
    table: str = words.booked(both("Table", "表"), both("Table of the first cell.", "前一单元格所在的表。"))
    row_id: str = words.booked(
        both("Row", "行"), both("Primary key of its row.", "前一单元格所在行的主键。"), pattern=words.SLUG
    )
    field: str = words.booked(both("Field", "字段"), both("Its field.", "前一单元格的字段。"))
    other_table: str = words.booked(
        both("Other table", "另一表"), both("Table of the second cell.", "后一单元格所在的表。")
    )
    other_row_id: str = words.booked(
        both("Other row", "另一行"), both("Primary key of its row.", "后一单元格所在行的主键。"), pattern=words.SLUG
    )
    other_field: str = words.booked(both("Other field", "另一字段"), both("Its field.", "后一单元格的字段。"))
    kind: str = words.booked(
        both("Kind", "类型"), both("In what the two disagree.", "分歧所在。"), vocabulary=CONFLICT_KINDS
    )
    status: str = words.booked(
        both("Status", "状态"), both("Whether it is decided.", "是否已定夺。"), vocabulary=CONFLICT_STATUSES
    )
    preferred: str = words.booked(
        both("Preferred", "取舍"),
        both("Which of the two is to be used.", "采用哪一项。"),
        vocabulary=PREFERENCES,
        nullable=True,
    )
    reason_en: str = words.booked(both("Reason (English)", "理由（英文）"), both("Why.", "取舍的理由（英文）。"))
    reason_zh: str = words.booked(
        both("Reason (Chinese)", "理由（中文）"), both("The same in simplified Chinese.", "取舍的理由（简体中文）。")
    )

    class Config(Table.Config):
        title = both("Conflicts", "分歧")
        description = both(
            "One row is a disagreement between two cells, each of which has its source.",
            "每行为两个各有来源的单元格之间的一处分歧。",
        )
        rules = (
            rule(
                "preferred-where-resolved",
                "(status = 'resolved') = (preferred IS NOT NULL)",
                both(
                    "A resolved conflict, and no other, says which cell is preferred.",
                    "已定的分歧须写明取舍，待定的则不得填写。",
                ),
                hint=both("Fill preferred, or set status to open.", "请填写 preferred，或将 status 改为 open。"),
            ),
        )
