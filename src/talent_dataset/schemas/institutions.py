"""Institutions."""

from __future__ import annotations

from talent_dataset.declare import Field, Table, Vocabulary, both
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.places import contains
from talent_dataset.schemas.shared_fields import term

KINDS = Vocabulary(
    term("party", "political party", "政党", "A political party as a whole.", "政党整体。"),
    term(
        "party-body",
        "party body",
        "党委及其部门",
        "A committee of a party, or a department or group of one.",
        "党的委员会及其部门、小组或办事机构。",
    ),
    term(
        "government",
        "government body",
        "政府及其部门",
        "A government, or a department or bureau of one.",
        "政府及其部门。",
    ),
    term(
        "joint-conference",
        "joint conference",
        "联席会议",
        "A standing conference of several sides.",
        "由多方组成的常设联席会议。",
    ),
    term("association", "association", "社会团体", "A federation or society of members.", "联合会、学会等社会团体。"),
    term("alliance", "alliance", "联盟", "Institutions joined for a common purpose.", "若干机构为共同目标结成的联盟。"),
    term("university", "university", "高等学校", "A university.", "大学。"),
    term("school", "school or college", "院校", "A vocational college, institute or school.", "职业院校、学院或学校。"),
    term("company", "company", "企业", "A company.", "企业。"),
    term(
        "department",
        "department of an institution",
        "内设部门",
        "A department inside a company or another institution.",
        "企业或其他机构的内设部门。",
    ),
    term("venue", "venue", "场馆", "A hall or centre where events are held.", "举办活动的场馆。"),
    term("delegation", "delegation", "代表团", "People sent together to another place.", "共同前往另一地的人员团体。"),
    term("other", "other", "其他", "None of these, or several of them together.", "不属于以上各类，或兼有多类。"),
)


class Institutions(Table):
    """One row is an organisation, or a named class of organisations."""

    institution_id: str = shared_fields.key("Institution", "机构")
    name_en: str = shared_fields.name_en()
    name_zh: str = shared_fields.name_zh()
    kind: str = shared_fields.classified(
        KINDS, both("Kind", "类型"), both("What kind of institution it is.", "机构的类型。")
    )
    place_id: str = shared_fields.reference(
        "places.place_id",
        both("Place", "所在地"),
        both("Where it is, or the place whose organ it is.", "机构所在地，或其所属的地区。"),
    )
    part_of: str = shared_fields.reference(
        "institutions.institution_id",
        both("Part of", "上级机构"),
        both("The institution that it belongs to.", "所隶属的机构。"),
    )
    is_collective: bool = Field(
        role="editorial",
        reason=both("Read off the name.", "由名称判断。"),
        title=both("Is collective", "是否为统称"),
        description=both(
            "Whether the name stands for a class of institutions rather than for one.",
            "名称是否统称一类机构，而非专指某一机构。",
        ),
    )
    summary_en: str = shared_fields.summary_en()
    summary_zh: str = shared_fields.summary_zh()

    class Config(Table.Config):
        title = both("Institutions", "机构")
        description = both(
            "One row is an organisation, or a named class of organisations.", "每行为一个机构，或一类机构的统称。"
        )
        rules = (shared_fields.is_named(),)
        table_rules = (
            shared_fields.without_cycles("institutions", "institution_id", "part_of"),
            contains(
                "institution-in-place-of-whole",
                "institutions",
                "INNER JOIN institutions AS whole ON institutions.part_of = whole.institution_id",
                "whole.place_id",
                "institutions.place_id",
                both(
                    "An institution is in the place of the one that it belongs to.",
                    "机构所在地须在其所隶属机构的所在地之内。",
                ),
                both("Compare place_id of the two institutions.", "请核对两个机构的 place_id。"),
            ),
        )
