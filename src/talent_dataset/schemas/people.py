"""People in public roles, and their positions."""

from __future__ import annotations

import datetime as dt

from talent_dataset.declare import Derived, Table, both, rule
from talent_dataset.schemas import shared_fields


class People(Table):
    """One row is a person named in a public role."""

    person_id: str = shared_fields.key("Person", "人物")
    name_en: str = shared_fields.name_en()
    name_zh: str = shared_fields.name_zh()

    class Config(Table.Config):
        title = both("People", "人物")
        description = both(
            "One row is a person whom a document names in a public role.", "每行为文件提及的一位具有公开身份的人物。"
        )
        rules = (shared_fields.is_named(),)


class Positions(Table):
    """One row is the title that a person has in an institution, as of a date."""

    position_id: str = shared_fields.key("Position", "职务")
    person_id: str = shared_fields.reference(
        "people.person_id", both("Person", "人物"), both("Who holds it.", "任职者。"), nullable=False
    )
    institution_id: str = shared_fields.reference(
        "institutions.institution_id",
        both("Institution", "机构"),
        both("The institution in which it is held.", "任职的机构。"),
        nullable=False,
    )
    title_en: str = shared_fields.factual(
        both("Title (English)", "职务（英文）"), both("Title of the position, in English.", "职务的英文名称。")
    )
    title_zh: str = shared_fields.factual(
        both("Title (Chinese)", "职务（中文）"),
        both("Title of the position, in simplified Chinese.", "职务的简体中文名称。"),
    )
    as_of: str = shared_fields.factual(
        both("As of", "截至日期"),
        both("Day on which it is known to be held, in EDTF.", "已知在任的时点（EDTF）。"),
        edtf=True,
    )
    as_of_earliest: dt.date = Derived("as_of", by="edtf-earliest")
    as_of_latest: dt.date = Derived("as_of", by="edtf-latest")
    note_en: str = shared_fields.note_en()
    note_zh: str = shared_fields.note_zh()

    class Config(Table.Config):
        title = both("Positions", "职务")
        description = both(
            "One row is the title that a person has in an institution, as of a date.",
            "每行为一位人物在某机构、某一时点的职务。",
        )
        groups = (("person_id", "institution_id", "title_en"),)
        rules = (
            rule(
                "title-in-some-language",
                "title_en IS NOT NULL OR title_zh IS NOT NULL",
                both("A title is given in English or in Chinese.", "至少有英文或中文职务名称之一。"),
                hint=both("Fill title_en or title_zh.", "请填写 title_en 或 title_zh。"),
            ),
        )
        table_rules = (
            shared_fields.said_once(
                "positions", "position_id", ("person_id", "institution_id", "title_en", "title_zh", "as_of")
            ),
        )
