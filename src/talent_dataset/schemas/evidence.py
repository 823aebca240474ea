"""What proves each cell: the words of a document, or a code list."""

from __future__ import annotations

from talent_dataset.declare import Table, Vocabulary, both, rule
from talent_dataset.schemas import words
from talent_dataset.schemas.sources import SHA256
from talent_dataset.schemas.words import term

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

    evidence_id: str = words.key("Evidence", "证据")
    table: str = words.booked(both("Table", "表"), both("Table of the cell that is backed.", "所证单元格所在的表。"))
    row_id: str = words.booked(
        both("Row", "行"), both("Primary key of the row of that cell.", "所证单元格所在行的主键。"), pattern=words.SLUG
    )
    field: str = words.booked(
        both("Field", "字段"),
        both(
            "Field of the cell; of cells said together, the first that is filled; empty for the row as such.",
            "所证的字段；一并说明的一组字段只填其中首个非空者；留空表示证明该行本身。",
        ),
        nullable=True,
    )
    source_id: str = words.reference(
        "sources.source_id",
        both("Source", "来源"),
        both("The document.", "所据文件。"),
        role="editorial",
        reason=words.OWN_BOOKS,
    )
    start: int = words.booked(
        both("Start", "起点"),
        both("First code point of the words in the document, counted from 0.", "引文首字在文件中的码位，从 0 起计。"),
        nullable=True,
        ge=0,
    )
    end: int = words.booked(
        both("End", "终点"),
        both("Code point after the last one of the words.", "引文末字之后的码位。"),
        nullable=True,
        ge=1,
    )
    quote: str = words.booked(
        both("Quote", "引文"), both("The words exactly as they stand there.", "文件中的原文，一字不改。"), nullable=True
    )
    span_sha256: str = words.booked(
        both("Hash of the quote", "引文散列值"),
        both("SHA-256 of the words in UTF-8, in hexadecimal.", "引文（UTF-8）的 SHA-256 散列值。"),
        nullable=True,
        pattern=SHA256,
    )
    quote_restored: str = words.booked(
        both("Quote as read", "引文复原"),
        both(
            "How a damaged quote, or one in traditional characters, is read, where that differs.",
            "引文有损坏或为繁体时的复原写法；与原文相同则留空。",
        ),
        nullable=True,
    )
    basis: str = words.booked(
        both("Basis", "依据"),
        both("How the cell follows from the source.", "单元格的值如何由来源得出。"),
        vocabulary=BASES,
    )
    reason: str = words.booked(
        both("Reason", "理由"),
        both(
            "Why an inference holds, in a sentence; for a reference, the code list.",
            "推断成立的理由；依据为参照时填代码表名称。",
        ),
        nullable=True,
    )
    derivation: str = words.booked(
        both("Derivation", "算式"), both("How a computed value is computed.", "计算值的计算方法。"), nullable=True
    )

    concludes: str = words.booked(
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
            words.END_AFTER_START,
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
        table_rules = words.inside_source("evidence")
