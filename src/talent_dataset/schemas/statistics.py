"""Statistics, and the indicators that say what they count."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from talent_dataset.declare import Derived, Field, Table, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.units import COMPARATORS, UNITS

SUBJECTS = ("place_id", "institution_id", "event_id", "agreement_id", "programme_id")
_SAME = (*SUBJECTS, "denominator_en", "denominator_zh", "period", "as_of")

ONE_PREFERRED = rule(
    "one-preferred",
    "SELECT a.* FROM statistics AS a "  # noqa: S608  # the names are our own
    "INNER JOIN statistics AS b ON a.indicator_id = b.indicator_id "
    "WHERE a.statistic_id > b.statistic_id AND a.is_preferred AND b.is_preferred AND "
    + " AND ".join(f"COALESCE(a.{field}, '') = COALESCE(b.{field}, '')" for field in _SAME),
    both(
        "Of statistics of the same thing at the same time, one is preferred.",
        "同一对象、同一时间的同一指标只能有一个首选值。",
    ),
    hint=both("Set is_preferred to false in one of them.", "请将其中一行的 is_preferred 改为 false。"),
)


class Indicators(Table):
    """One row is something that is counted or measured."""

    indicator_id: str = shared_fields.key("Indicator", "指标")
    name_en: str = shared_fields.worded(
        both("Name (English)", "名称（英文）"),
        both("What is counted, in a few words.", "指标的英文名称。"),
        nullable=False,
        unique=True,
    )
    name_zh: str = shared_fields.worded(
        both("Name (Chinese)", "名称（中文）"),
        both("The same in simplified Chinese.", "指标的简体中文名称。"),
        nullable=False,
        unique=True,
    )
    unit: str = shared_fields.classified(
        UNITS, both("Unit", "单位"), both("Unit in which it is counted or measured.", "计数或计量的单位。")
    )
    definition_en: str = shared_fields.worded(
        both("Definition (English)", "定义（英文）"),
        both("What exactly the number counts, and what it does not.", "说明所计的对象和不计的对象（英文）。"),
        nullable=False,
    )
    definition_zh: str = shared_fields.worded(
        both("Definition (Chinese)", "定义（中文）"),
        both("The same in simplified Chinese.", "说明所计的对象和不计的对象（中文）。"),
        nullable=False,
    )

    class Config(Table.Config):
        title = both("Indicators", "指标")
        description = both("One row is something that is counted or measured.", "每行为一项计数或计量的指标。")


class Statistics(Table):
    """One row is one observation of an indicator."""

    statistic_id: str = shared_fields.key("Statistic", "统计值")
    indicator_id: str = shared_fields.reference(
        "indicators.indicator_id",
        both("Indicator", "指标"),
        both("What the number counts.", "数字所计的指标。"),
        nullable=False,
        role="editorial",
        reason=shared_fields.OWN_CLASS,
    )
    place_id: str = shared_fields.reference(
        "places.place_id", both("Place", "地点"), both("The subject, where it is a place.", "统计对象为地点时填写。")
    )
    institution_id: str = shared_fields.reference(
        "institutions.institution_id",
        both("Institution", "机构"),
        both("The subject, where it is an institution.", "统计对象为机构时填写。"),
    )
    event_id: str = shared_fields.reference(
        "events.event_id", both("Event", "活动"), both("The subject, where it is an event.", "统计对象为活动时填写。")
    )
    agreement_id: str = shared_fields.reference(
        "agreements.agreement_id",
        both("Agreement", "协议"),
        both("The subject, where it is an agreement.", "统计对象为协议时填写。"),
    )
    programme_id: str = shared_fields.reference(
        "programmes.programme_id",
        both("Programme", "项目"),
        both("The subject, where it is a programme.", "统计对象为项目时填写。"),
    )
    value: Decimal = shared_fields.factual(
        both("Value", "数值"),
        both(
            "The number as stated, never rounded or converted; to be read with its comparator.",
            "文件所述的数字，未经取整或换算，须与比较符一并理解。",
        ),
        nullable=False,
        scale=4,
        ge=0,
    )
    comparator: str = shared_fields.factual(
        both("Comparator", "比较符"),
        both("How the true value compares with the one given.", "实际数值与所给数字的关系。"),
        vocabulary=COMPARATORS,
        nullable=False,
    )
    unit: str = shared_fields.factual(
        both("Unit", "单位"), both("Unit of the value.", "数值的单位。"), vocabulary=UNITS, nullable=False
    )
    denominator_en: str = shared_fields.factual(
        both("Denominator (English)", "分母（英文）"),
        both("What a share or a rank is of, in English.", "比例或排名的基数（英文）。"),
    )
    denominator_zh: str = shared_fields.factual(
        both("Denominator (Chinese)", "分母（中文）"),
        both("The same in simplified Chinese.", "比例或排名的基数（简体中文）。"),
    )
    period: str = shared_fields.factual(
        both("Period", "时段"), both("Time over which was counted, in EDTF.", "统计所覆盖的时段（EDTF）。"), edtf=True
    )
    period_earliest: dt.date = Derived("period", by="edtf-earliest")
    period_latest: dt.date = Derived("period", by="edtf-latest")
    as_of: str = shared_fields.factual(
        both("As of", "截至日期"),
        both("Day for which the value holds, in EDTF.", "数值所对应的时点（EDTF）。"),
        edtf=True,
    )
    as_of_earliest: dt.date = Derived("as_of", by="edtf-earliest")
    as_of_latest: dt.date = Derived("as_of", by="edtf-latest")
    is_preferred: bool = Field(
        role="editorial",
        reason=both("A choice of ours between sources.", "本数据集在不同来源之间所作的取舍。"),
        title=both("Is preferred", "是否首选"),
        description=both(
            "Whether to use this row where several state the same thing differently.",
            "多行对同一事项说法不一时，是否采用该行。",
        ),
    )
    note_en: str = shared_fields.note_en()
    note_zh: str = shared_fields.note_zh()

    class Config(Table.Config):
        title = both("Statistics", "统计值")
        description = both(
            "One row is one observation: what is counted, of what or whom, how many, and when.",
            "每行为一个观测值：统计的指标、对象、数值和时间。",
        )
        groups = (("value", "comparator", "unit"), SUBJECTS, ("denominator_en", "denominator_zh"))
        rules = (
            shared_fields.exactly_one(
                "exactly-one-subject",
                SUBJECTS,
                both("A statistic has exactly one subject.", "每个统计值须有且仅有一个对象。"),
            ),
            rule(
                "share-within-hundred",
                "unit <> 'percent' OR value <= 100",
                both("A share is at most 100 per cent.", "占比不得超过 100%。"),
                hint=both("Look at value and unit in the source.", "请对照文件核对 value 与 unit。"),
            ),
            rule(
                "count-is-whole",
                "unit IN ('percent', 'year') OR value = FLOOR(value)",
                both("What is counted is a whole number.", "计数须为整数。"),
                hint=both("Look at value and unit in the source.", "请对照文件核对 value 与 unit。"),
            ),
            rule(
                "period-before-as-of",
                "period_earliest <= as_of_latest",
                both(
                    "A period does not start after the day for which the value holds.",
                    "统计时段的起点不得晚于截至日期。",
                ),
                hint=both("Compare period with as_of.", "请核对 period 与 as_of。"),
            ),
        )
        table_rules = (
            rule(
                "unit-of-indicator",
                "SELECT statistics.* FROM statistics INNER JOIN indicators "
                "ON statistics.indicator_id = indicators.indicator_id WHERE statistics.unit <> indicators.unit",
                both("The unit of a statistic is that of its indicator.", "统计值的单位须与其指标的单位一致。"),
                hint=both("Correct the unit, or choose another indicator.", "请更正单位，或改选其他指标。"),
            ),
            ONE_PREFERRED,
        )
