"""Programmes: platforms, schemes, competitions, reports, financial products, pilot zones."""

from __future__ import annotations

from talent_dataset.declare import Table, Vocabulary, both
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term

KINDS = Vocabulary(
    term(
        "platform",
        "platform",
        "平台",
        "A service, digital or shared, that people or institutions use.",
        "供个人或机构使用的服务平台，如数字平台、共享平台。",
    ),
    term(
        "scheme",
        "scheme",
        "计划或模式",
        "A way of bringing in, training or supporting people.",
        "引进、培养或支持人才的计划或模式。",
    ),
    term("initiative", "initiative", "倡议", "A broad initiative that others join.", "由多方参与的倡议。"),
    term(
        "cooperation-project",
        "cooperation project",
        "合作项目",
        "A project that several sides run together.",
        "多方共同实施的项目。",
    ),
    term("training", "training", "培训", "A course of training.", "培训。"),
    term("internship", "internship", "实习", "Practical work of students in a company.", "学生在企业的实习。"),
    term(
        "competition",
        "competition",
        "赛事",
        "A competition as a standing institution, not one holding of it.",
        "作为固定赛事的比赛，而非某一次举办。",
    ),
    term("card", "talent card", "人才卡", "A card that gives its holder services.", "持卡人可享受相应服务的人才卡。"),
    term(
        "financial-product",
        "financial product",
        "金融产品",
        "A loan or an insurance for people or employers.",
        "面向人才或用人单位的贷款、保险等。",
    ),
    term("pilot-zone", "pilot zone", "试验区", "An area in which something is tried first.", "先行先试的区域。"),
    term("strategy", "strategy", "战略", "A strategy of a state, a region or a city.", "国家或地区的战略。"),
    term("plan", "plan", "规划", "A plan or outline, drawn up or to be drawn up.", "已编制或拟编制的规划、纲要。"),
    term("task-list", "task list", "任务清单", "A list of tasks.", "任务清单。"),
    term("report", "report", "报告", "A report on a subject.", "专题报告。"),
    term("publication", "publication", "目录或数据库", "A catalogue, list or database.", "目录、名录或数据库。"),
)

STATUSES = Vocabulary(
    term("intended", "intended", "拟议", "Said to be planned or hoped for.", "计划或争取设立。"),
    term(
        "started",
        "started or released",
        "已启动或发布",
        "Said to have been started or released.",
        "报道称已启动或发布。",
    ),
    term("existing", "existing", "已有", "Spoken of as something that is there.", "作为既有事物提及。"),
)


class Programmes(Table):
    """One row is a platform, scheme, competition, report, financial product, pilot zone or the like."""

    programme_id: str = shared_fields.key("Programme", "项目")
    name_en: str = shared_fields.name_en()
    name_zh: str = shared_fields.name_zh()
    kind: str = shared_fields.classified(
        KINDS, both("Kind", "类型"), both("What kind of programme it is.", "项目的类型。")
    )
    status: str = shared_fields.factual(
        both("Status", "状态"), both("How far it has come, as reported.", "据报道的进展。"), vocabulary=STATUSES
    )
    operator_id: str = shared_fields.reference(
        "institutions.institution_id", both("Operator", "实施机构"), both("Who runs it.", "负责实施的机构。")
    )
    place_id: str = shared_fields.reference(
        "places.place_id", both("Place", "地点"), both("Where it runs, or whose it is.", "实施地或所属地区。")
    )
    number_in_name: int = shared_fields.factual(
        both("Number in the name", "名称中的数字"),
        both(
            "A number that is part of the name (“Hundred Chief Technicians”); it is no count of what was achieved.",
            "名称中包含的数字（如“百名”），并非实际完成的数量。",
        ),
        ge=1,
    )
    summary_en: str = shared_fields.summary_en()
    summary_zh: str = shared_fields.summary_zh()

    class Config(Table.Config):
        title = both("Programmes", "项目")
        description = both(
            "One row is a platform, scheme, competition, report, financial product, pilot zone or the like.",
            "每行为一个平台、计划、赛事、报告、金融产品、试验区或类似项目。",
        )
        rules = (shared_fields.is_named(),)
