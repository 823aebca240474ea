"""Commitments, and who answers for them."""

from __future__ import annotations

from talent_dataset.declare import Table, Vocabulary, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term

KINDS = Vocabulary(
    term("objective", "objective", "目标", "What is to be reached.", "要达到的目标。"),
    term("aspect", "aspect", "方面", "A heading under which measures or tasks stand.", "措施或任务所归的方面。"),
    term("measure", "measure", "措施", "What is to be done, as an agreement says.", "协议规定要做的事。"),
    term(
        "task",
        "task",
        "任务",
        "A piece of work taken from an agreement, on a task list.",
        "依协议梳理、列入清单的具体任务。",
    ),
    term("mechanism", "mechanism", "机制", "A standing way of working together.", "长期运行的合作机制。"),
    term("guarantee", "guarantee", "保障", "What is to make sure that the rest is done.", "为落实其他各项而设的保障。"),
    term(
        "undertaking",
        "undertaking",
        "承诺",
        "What is done or promised beside the measures and the tasks.",
        "措施和任务之外已做或表示要做的事。",
    ),
)

STATUSES = Vocabulary(
    term(
        "intended", "intended", "拟议", "Said to be planned or hoped for: 将, 要, 争取.", "表示将要、计划或争取去做。"
    ),
    term(
        "drawn-up",
        "drawn up",
        "已制定",
        "Set down in writing; the work itself is not said to have begun.",
        "已形成书面方案，未说明是否开始实施。",
    ),
    term("started", "started", "已启动", "Said to have begun.", "已开始实施。"),
    term("done", "done", "已完成", "Said to be achieved.", "已经完成。"),
)

ROLES = Vocabulary(
    term("takes-on", "takes it on", "承诺方", "Says that it will do it.", "表示承担该事项。"),
    term("responsible", "responsible", "责任单位", "Is named as the body that answers for it.", "被指定为责任单位。"),
    term("participant", "participant", "参与单位", "Is to take part in it.", "参与实施。"),
)


class Commitments(Table):
    """One row is something that an agreement or a body takes on."""

    commitment_id: str = shared_fields.key("Commitment", "承诺事项")
    agreement_id: str = shared_fields.reference(
        "agreements.agreement_id",
        both("Agreement", "协议"),
        both(
            "The agreement that it belongs to; empty where a body takes it on by itself.",
            "所属协议；由有关方面自行承担的留空。",
        ),
    )
    kind: str = shared_fields.classified(
        KINDS, both("Kind", "类型"), both("What kind of commitment it is.", "承诺事项的类型。")
    )
    aspect_en: str = shared_fields.factual(
        both("Aspect (English)", "方面名称（英文）"),
        both("The heading under which it stands, in English.", "所归方面的名称（英文）。"),
    )
    aspect_zh: str = shared_fields.factual(
        both("Aspect (Chinese)", "方面名称（中文）"),
        both("The same in simplified Chinese.", "所归方面的名称（简体中文）。"),
    )
    parent: str = shared_fields.reference(
        "commitments.commitment_id",
        both("Parent", "上级事项"),
        both("The commitment that it spells out.", "所细化的上一级事项。"),
        role="editorial",
        reason=shared_fields.OWN_CLASS,
    )
    text_en: str = shared_fields.worded(
        both("Text (English)", "内容（英文）"),
        both("What is taken on, in our own words.", "所承诺的内容，由本数据集用英文概述。"),
        nullable=False,
    )
    text_zh: str = shared_fields.worded(
        both("Text (Chinese)", "内容（中文）"),
        both("The same in simplified Chinese.", "所承诺的内容，由本数据集用简体中文概述。"),
        nullable=False,
    )
    status: str = shared_fields.factual(
        both("Status", "状态"),
        both("How far it has come, as reported: an intention is no achievement.", "据报道的进展；打算做不等于已做到。"),
        vocabulary=STATUSES,
        nullable=False,
    )
    sequence: int = shared_fields.factual(
        both("Number", "序号"),
        both("Its number, where the source numbers it; empty in this release.", "来源文件所给的序号；本版均为空。"),
        ge=1,
    )

    class Config(Table.Config):
        title = both("Commitments", "承诺事项")
        description = both(
            "One row is an objective, measure, task, mechanism or guarantee that an agreement or a body takes on.",
            "每行为协议或有关方面承担的一项目标、措施、任务、机制或保障。",
        )
        table_rules = (
            shared_fields.without_cycles("commitments", "commitment_id", "parent"),
            rule(
                "parent-of-same-agreement",
                "SELECT commitments.* FROM commitments INNER JOIN commitments AS whole "
                "ON commitments.parent = whole.commitment_id WHERE commitments.agreement_id <> whole.agreement_id",
                both(
                    "A commitment and its parent belong to the same agreement.", "承诺事项与其上级事项须属于同一协议。"
                ),
                hint=both("Compare agreement_id of the two.", "请核对两者的 agreement_id。"),
            ),
            rule(
                "somebody-takes-it-on",
                "SELECT commitments.* FROM commitments LEFT JOIN commitment_bodies AS body "
                "ON commitments.commitment_id = body.commitment_id "
                "WHERE commitments.agreement_id IS NULL AND body.role IS NULL",
                both("A commitment outside an agreement is taken on by a body.", "不属于协议的承诺事项须有承担方。"),
                hint=both(
                    "Fill agreement_id, or add a row to commitment_bodies.",
                    "请填写 agreement_id，或在 commitment_bodies 中补充一行。",
                ),
            ),
        )


class CommitmentBodies(Table):
    """One row is a body that answers for a commitment."""

    commitment_body_id: str = shared_fields.key("Body of a commitment", "承诺事项责任方")
    commitment_id: str = shared_fields.reference(
        "commitments.commitment_id",
        both("Commitment", "承诺事项"),
        both("The commitment.", "所负责的承诺事项。"),
        nullable=False,
    )
    institution_id: str = shared_fields.reference(
        "institutions.institution_id",
        both("Institution", "机构"),
        both("Who answers for it, where it is an institution.", "责任方为机构时填写。"),
    )
    place_id: str = shared_fields.reference(
        "places.place_id",
        both("Place", "地区"),
        both(
            "Who answers for it, where a document names a place and no organ of it.",
            "责任方为地区且文件未指明其机关时填写。",
        ),
    )
    role: str = shared_fields.factual(
        both("Role", "角色"),
        both("How the body is concerned with it.", "责任方所承担的角色。"),
        vocabulary=ROLES,
        nullable=False,
    )

    class Config(Table.Config):
        title = both("Bodies of commitments", "承诺事项责任方")
        description = both("One row is a body that answers for a commitment.", "每行为一项承诺事项的一个责任方。")
        groups = (("commitment_id", "institution_id", "place_id", "role"),)
        rules = (
            shared_fields.exactly_one(
                "exactly-one-body",
                ("institution_id", "place_id"),
                both("A body is one institution or one place.", "责任方须为一个机构或一个地区。"),
            ),
        )
        table_rules = (
            shared_fields.said_once(
                "commitment_bodies", "commitment_body_id", ("commitment_id", "role", "institution_id", "place_id")
            ),
        )
