"""What proves each cell: words of a document, or a code list; repairs of damaged text, and where documents disagree."""

from __future__ import annotations

from talent_dataset.declare import Table, Vocabulary, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term
from talent_dataset.schemas.sources import SHA256

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

    repair_id: str = shared_fields.key("Repair", "校补")
    source_id: str = shared_fields.of_document()
    start: int = shared_fields.booked(
        both("Start", "起点"),
        both("First code point of the stretch, counted from 0.", "损坏处首字的码位，从 0 起计。"),
        ge=0,
    )
    end: int = shared_fields.booked(
        both("End", "终点"), both("Code point after the last one.", "损坏处末字之后的码位。"), ge=1
    )
    raw: str = shared_fields.booked(
        both("As it stands", "原貌"), both("The characters as they stand there.", "文件中的现有字符。")
    )
    reading: str = shared_fields.booked(both("Reading", "读法"), both("How they are read.", "应作的读法。"))
    reason: str = shared_fields.booked(both("Reason", "理由"), both("Why they are read so.", "如此校读的理由。"))

    class Config(Table.Config):
        title = both("Repairs", "文本校补")
        description = both(
            "One row is a damaged stretch of a document, and how it is read.", "每行为文件中的一处损坏及其读法。"
        )
        unique_keys = (("source_id", "start"),)
        rules = (shared_fields.END_AFTER_START,)
        table_rules = shared_fields.inside_source("repairs")


class Conflicts(Table):
    """One row is a disagreement between two cells that sources bear out."""

    conflict_id: str = shared_fields.key("Conflict", "分歧")
    table: str = shared_fields.booked(both("Table", "表"), both("Table of the first cell.", "前一单元格所在的表。"))
    row_id: str = shared_fields.booked(
        both("Row", "行"), both("Primary key of its row.", "前一单元格所在行的主键。"), pattern=shared_fields.SLUG
    )
    field: str = shared_fields.booked(both("Field", "字段"), both("Its field.", "前一单元格的字段。"))
    other_table: str = shared_fields.booked(
        both("Other table", "另一表"), both("Table of the second cell.", "后一单元格所在的表。")
    )
    other_row_id: str = shared_fields.booked(
        both("Other row", "另一行"),
        both("Primary key of its row.", "后一单元格所在行的主键。"),
        pattern=shared_fields.SLUG,
    )
    other_field: str = shared_fields.booked(both("Other field", "另一字段"), both("Its field.", "后一单元格的字段。"))
    kind: str = shared_fields.booked(
        both("Kind", "类型"), both("In what the two disagree.", "分歧所在。"), vocabulary=CONFLICT_KINDS
    )
    status: str = shared_fields.booked(
        both("Status", "状态"), both("Whether it is decided.", "是否已定夺。"), vocabulary=CONFLICT_STATUSES
    )
    preferred: str = shared_fields.booked(
        both("Preferred", "取舍"),
        both("Which of the two is to be used.", "采用哪一项。"),
        vocabulary=PREFERENCES,
        nullable=True,
    )
    reason_en: str = shared_fields.booked(
        both("Reason (English)", "理由（英文）"), both("Why.", "取舍的理由（英文）。")
    )
    reason_zh: str = shared_fields.booked(
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


BASES = Vocabulary(
    term("stated", "stated", "明示", "The document says it in so many words.", "文件中明确写出。"),
    term(
        "inferred",
        "inferred",
        "推断",
        "It follows from the document; the reason says how.",
        "由文件推断得出，理由见说明。",
    ),
    term(
        "computed",
        "computed",
        "计算",
        "It is computed from other cells, and computed again by machine.",
        "由其他单元格计算得出，并由程序复算。",
    ),
    term(
        "reference",
        "reference",
        "参照",
        "It is taken from a code list, which the reason names.",
        "取自代码表，代码表名称见说明。",
    ),
)


class Evidence(Table):
    """One row is a reason for one cell: the words of a document, or a code list."""

    evidence_id: str = shared_fields.key("Evidence", "证据")
    table: str = shared_fields.booked(
        both("Table", "表"), both("Table of the cell that is backed.", "所证单元格所在的表。")
    )
    row_id: str = shared_fields.booked(
        both("Row", "行"),
        both("Primary key of the row of that cell.", "所证单元格所在行的主键。"),
        pattern=shared_fields.SLUG,
    )
    field: str = shared_fields.booked(
        both("Field", "字段"),
        both(
            "Field of the cell; of cells said together, the first that is filled; empty for the row as such.",
            "所证的字段；一并说明的一组字段只填其中首个非空者；留空表示证明该行本身。",
        ),
        nullable=True,
    )
    source_id: str = shared_fields.reference(
        "sources.source_id",
        both("Source", "来源"),
        both("The document.", "所据文件。"),
        role="editorial",
        reason=shared_fields.OWN_BOOKS,
    )
    start: int = shared_fields.booked(
        both("Start", "起点"),
        both("First code point of the words in the document, counted from 0.", "引文首字在文件中的码位，从 0 起计。"),
        nullable=True,
        ge=0,
    )
    end: int = shared_fields.booked(
        both("End", "终点"),
        both("Code point after the last one of the words.", "引文末字之后的码位。"),
        nullable=True,
        ge=1,
    )
    quote: str = shared_fields.booked(
        both("Quote", "引文"), both("The words exactly as they stand there.", "文件中的原文，一字不改。"), nullable=True
    )
    span_sha256: str = shared_fields.booked(
        both("Hash of the quote", "引文散列值"),
        both("SHA-256 of the words in UTF-8, in hexadecimal.", "引文（UTF-8）的 SHA-256 散列值。"),
        nullable=True,
        pattern=SHA256,
    )
    quote_restored: str = shared_fields.booked(
        both("Quote as read", "引文复原"),
        both(
            "How a damaged quote, or one in traditional characters, is read, where that differs.",
            "引文有损坏或为繁体时的复原写法；与原文相同则留空。",
        ),
        nullable=True,
    )
    basis: str = shared_fields.booked(
        both("Basis", "依据"),
        both("How the cell follows from the source.", "单元格的值如何由来源得出。"),
        vocabulary=BASES,
    )
    reason: str = shared_fields.booked(
        both("Reason", "理由"),
        both(
            "Why an inference holds, in a sentence; for a reference, the code list.",
            "推断成立的理由；依据为参照时填代码表名称。",
        ),
        nullable=True,
    )
    derivation: str = shared_fields.booked(
        both("Derivation", "算式"), both("How a computed value is computed.", "计算值的计算方法。"), nullable=True
    )

    concludes: str = shared_fields.booked(
        both("Concludes", "结论"),
        both(
            "What the entry yields where no machine reads it from the quote: the text of the cell, the filled cells of "
            "a group joined by “ | ”, of a row as such its key.",
            "引文不能由程序读出时所得的结论：单元格的内容；一组单元格以“ | ”相连；证明该行本身时填其主键。",
        ),
        nullable=True,
    )

    class Config(Table.Config):
        title = both("Evidence", "证据")
        description = both(
            "One row backs one cell, or a group of cells said together, with words of a document or with a code list.",
            "每行以文件原文或代码表证明一个单元格，或一并说明的一组单元格。",
        )
        rules = (
            shared_fields.END_AFTER_START,
            rule(
                "span-where-said",
                "(basis IN ('stated', 'inferred')) = (source_id IS NOT NULL AND \"start\" IS NOT NULL "
                'AND "end" IS NOT NULL AND quote IS NOT NULL AND span_sha256 IS NOT NULL)',
                both(
                    "What is stated or inferred has a source, a place, a quote and its hash; nothing else has all.",
                    "依据为明示或推断时，来源、起止点、引文及其散列值须齐备；其他依据则不得齐备。",
                ),
                hint=both(
                    "Fill source_id, start, end, quote and span_sha256, or correct basis.",
                    "请补全 source_id、start、end、quote、span_sha256，或更正 basis。",
                ),
            ),
            rule(
                "no-span-where-not-said",
                "basis IN ('stated', 'inferred') OR (source_id IS NULL AND \"start\" IS NULL AND \"end\" IS NULL)",
                both(
                    "What is computed or looked up has no place in a document.",
                    "依据为计算或参照时，不得填写来源和起止点。",
                ),
                hint=both(
                    "Empty source_id, start and end, or correct basis.", "请清空 source_id、start、end，或更正 basis。"
                ),
            ),
            rule(
                "reason-where-inferred",
                "basis NOT IN ('inferred', 'reference') OR reason IS NOT NULL",
                both("An inference has a reason, and a reference names its list.", "推断须有理由，参照须写明代码表。"),
                hint=both("Fill reason.", "请填写 reason。"),
            ),
            rule(
                "derivation-where-computed",
                "(basis = 'computed') = (derivation IS NOT NULL)",
                both("A computed value, and no other, has a derivation.", "依据为计算时须有算式，其他依据则不得有。"),
                hint=both("Fill or empty derivation, or correct basis.", "请填写或清空 derivation，或更正 basis。"),
            ),
        )
        table_rules = shared_fields.inside_source("evidence")
