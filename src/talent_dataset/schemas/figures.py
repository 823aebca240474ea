"""What became of each figure of each document: the credit side of the books."""

from __future__ import annotations

from decimal import Decimal

from talent_dataset.declare import Table, Vocabulary, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term
from talent_dataset.schemas.units import COMPARATORS

KINDS = Vocabulary(
    term("number", "number", "数", "A number or number word.", "数字或数词。"),
    term("ordinal", "ordinal", "序数", "A place in an order.", "表示次序的数。"),
    term("percent", "percentage", "百分比", "A share in hundredths.", "以百分之几表示的比例。"),
    term("range", "range", "范围", "Two numbers, from the one to the other.", "由一数至另一数。"),
    term("date", "date", "日期", "A day, month or year, or a span of them.", "年、月、日或其起止。"),
    term("time", "time", "时刻", "A time of day.", "一日之中的时刻。"),
    term("duration", "duration", "时长", "A length of time.", "时间的长度。"),
    term("age", "age", "年龄", "How old somebody is.", "人的年龄。"),
    term("money", "money", "金额", "An amount of money.", "货币金额。"),
)

BOOKINGS = Vocabulary(
    term(
        "captured",
        "captured",
        "已收录",
        "A cell holds it, as its evidence shows. The build writes it; people never do.",
        "已有单元格收录，可由证据得知；由构建程序填写，不得手工填写。",
    ),
    term(
        "duplicate", "duplicate", "重复", "It says again what another figure has said.", "重述了另一处数字所述的内容。"
    ),
    term(
        "set-aside",
        "set aside",
        "不予收录",
        "It is no fact for a table; the reason says why.",
        "不宜入表，理由见说明。",
    ),
)

REASONS = Vocabulary(
    term(
        "idiom",
        "idiom",
        "习语",
        "Part of a fixed expression that counts nothing.",
        "固定用语的一部分，并不表示数量。",
    ),
    term(
        "part-of-name",
        "part of a name",
        "名称的一部分",
        "Part of a name, of which it cannot be taken out.",
        "名称的组成部分，不可拆分。",
    ),
    term(
        "refers-back",
        "refers back",
        "复指",
        "Counts again what has just been named one by one (the two regions).",
        "对前文已逐一列出的对象作概括（如“两地”）。",
    ),
    term("vague", "vague", "含糊", "Says no definite amount, time or order.", "未说明确切的数量、时间或次序。"),
    term(
        "background",
        "background",
        "背景",
        "A fact that is beside the subject of the dataset.",
        "与本数据集主题无关的事实。",
    ),
    term("caption", "caption", "图片说明", "Stands in a stray caption.", "出现在混入正文的图片说明中。"),
    term("byline", "byline", "署名", "Belongs to a byline, not to the article.", "属于署名，不属于正文。"),
    term(
        "metadata",
        "metadata",
        "元数据",
        "Said by the page about itself, not by the article.",
        "网页自身的信息，不属于正文。",
    ),
    term("navigation", "navigation", "导航", "Belongs to a menu, a notice or a link.", "属于菜单、通知或链接。"),
)


class Figures(Table):
    """One row is a figure of a document, as the finder lists it, and what became of it."""

    figure_id: str = shared_fields.key("Figure", "数字")
    source_id: str = shared_fields.of_document()
    start: int = shared_fields.booked(
        both("Start", "起点"),
        both("First code point of the figure in the document, counted from 0.", "数字首字在文件中的码位，从 0 起计。"),
        ge=0,
    )
    end: int = shared_fields.booked(
        both("End", "终点"), both("Code point after its last one.", "数字末字之后的码位。"), ge=1
    )
    text: str = shared_fields.booked(both("Text", "文字"), both("The figure as it stands there.", "文件中的原样。"))
    kind: str = shared_fields.booked(
        both("Kind", "类型"), both("What sort of figure it is.", "数字的类型。"), vocabulary=KINDS
    )
    value: Decimal = shared_fields.booked(
        both("Value", "数值"),
        both(
            "The number, exactly; of a range, the lower bound; empty for dates and times.",
            "确切的数值；范围取其下限；日期和时刻留空。",
        ),
        nullable=True,
        scale=6,
    )
    upper: Decimal = shared_fields.booked(
        both("Upper bound", "上限"), both("Upper bound of a range.", "范围的上限。"), nullable=True, scale=6
    )
    comparator: str = shared_fields.booked(
        both("Comparator", "比较符"),
        both("How the true value compares with the one given.", "实际数值与所给数字的关系。"),
        vocabulary=COMPARATORS,
    )
    scale: Decimal = shared_fields.booked(
        both("Scale", "数量级"),
        both(
            "What the scale word stands for (million: 1000000); 1 without one.",
            "数量级用词所代表的数（如“万”为 10000）；没有时为 1。",
        ),
        scale=6,
    )
    unit: str = shared_fields.booked(
        both("Unit word", "单位词"),
        both("What is counted, in the word that stands beside the number.", "数字旁表示所计对象的词，照录原文。"),
        nullable=True,
    )
    date: str = shared_fields.booked(
        both("Date", "日期"), both("The date or time, in EDTF.", "日期或时刻（EDTF）。"), nullable=True
    )
    idiom: bool = shared_fields.booked(
        both("May be an idiom", "可为习语"),
        both("Whether it may count nothing, as in “one another”.", "是否可能不表示数量，如“一体化”中的“一”。"),
    )
    booked_as: str = shared_fields.booked(
        both("Booked as", "入账方式"),
        both(
            "What became of it; empty in the curated file where the evidence captures it.",
            "数字的去向；在整理文件中，由证据收录的留空。",
        ),
        vocabulary=BOOKINGS,
        nullable=True,
    )
    table: str = shared_fields.booked(
        both("Table", "表"),
        both("Table of the cell that holds it; written by the build.", "收录它的单元格所在的表，由构建程序填写。"),
        nullable=True,
    )
    row_id: str = shared_fields.booked(
        both("Row", "行"),
        both("Primary key of the row of that cell; written by the build.", "该单元格所在行的主键，由构建程序填写。"),
        nullable=True,
        pattern=shared_fields.SLUG,
    )
    field: str = shared_fields.booked(
        both("Field", "字段"),
        both("Field of that cell; written by the build.", "该单元格的字段，由构建程序填写。"),
        nullable=True,
    )
    duplicate_of: str = shared_fields.reference(
        "figures.figure_id",
        both("Duplicate of", "重复于"),
        both("The figure that says the same.", "内容相同的另一处数字。"),
        role="editorial",
        reason=shared_fields.OWN_BOOKS,
    )
    reason: str = shared_fields.booked(
        both("Reason", "理由"), both("Why it is set aside.", "不予收录的理由。"), vocabulary=REASONS, nullable=True
    )
    note: str = shared_fields.booked(
        both("Note", "备注"),
        both(
            "Why, in a sentence: for every figure with a unit in the body of an article that is set aside.",
            "以一句话说明理由；正文中带单位的数字不予收录时必填。",
        ),
        nullable=True,
    )

    class Config(Table.Config):
        title = both("Figures", "数字账")
        description = both(
            "One row is a figure of a document, as a machine lists them, and what became of it.",
            "每行为文件中的一个数字（由程序逐一列出）及其去向。",
        )
        unique_keys = (("source_id", "start"),)
        rules = (
            shared_fields.END_AFTER_START,
            rule(
                "duplicate-names-another",
                "(COALESCE(booked_as, '') = 'duplicate') = (duplicate_of IS NOT NULL) "
                "AND COALESCE(duplicate_of, '') <> figure_id",
                both(
                    "A duplicate, and nothing else, names another figure.",
                    "入账方式为重复时须指明另一处数字，其他不得填写。",
                ),
                hint=both(
                    "Fill or empty duplicate_of, or correct booked_as.", "请填写或清空 duplicate_of，或更正 booked_as。"
                ),
            ),
            rule(
                "reason-where-set-aside",
                "(COALESCE(booked_as, '') = 'set-aside') = (reason IS NOT NULL)",
                both("What is set aside, and nothing else, has a reason.", "不予收录的须有理由，其他不得填写。"),
                hint=both("Fill or empty reason, or correct booked_as.", "请填写或清空 reason，或更正 booked_as。"),
            ),
            rule(
                "cell-where-captured",
                "(COALESCE(booked_as, '') = 'captured') = (\"table\" IS NOT NULL) "
                'AND ("table" IS NULL) = (row_id IS NULL) AND ("table" IS NULL) = (field IS NULL)',
                both(
                    "What is captured, and nothing else, has a cell; only the build writes it.",
                    "已收录的须有所在单元格，其他不得填写；该项仅由构建程序填写。",
                ),
                hint=both(
                    "Empty booked_as, table, row_id and field: that a figure is captured follows from the evidence.",
                    "请清空 booked_as、table、row_id、field：是否收录由证据得出。",
                ),
            ),
        )
        table_rules = shared_fields.inside_source("figures")
