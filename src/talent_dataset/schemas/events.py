"""Events, and who took part in them."""

from __future__ import annotations

import datetime as dt

from talent_dataset.declare import Derived, Table, Vocabulary, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.places import contains
from talent_dataset.schemas.shared_fields import term

KINDS = Vocabulary(
    term(
        "agenda-item",
        "agenda item",
        "议程",
        "A part of a larger event that is of none of the other kinds.",
        "大型活动的一个环节，不属于下列其他类型。",
    ),
    term("award", "award ceremony", "颁奖", "Winners are given their awards.", "向获奖者颁奖。"),
    term("ceremony", "ceremony", "仪式", "A formal opening, closing or founding.", "开幕、闭幕或成立等正式仪式。"),
    term("competition", "competition", "比赛", "People or projects compete.", "人员或项目参加的比赛。"),
    term(
        "conference",
        "conference",
        "大会",
        "A large gathering, usually with several parts.",
        "规模较大、通常包含多项活动的会议。",
    ),
    term("congress", "congress", "代表大会", "A congress of delegates.", "代表参加的大会。"),
    term(
        "departure", "departure", "出发", "People set out for a place of work or study.", "人员启程前往工作或学习地点。"
    ),
    term("exhibition", "exhibition", "展览", "Something is shown to visitors.", "向参观者展示。"),
    term(
        "launch",
        "launch",
        "启动或发布",
        "A programme is started, or a product made public.",
        "项目启动，或产品、成果对外发布。",
    ),
    term("meeting", "meeting", "会议", "A working meeting or talks.", "工作会议或会商。"),
    term("seminar", "seminar", "研讨会", "A professional subject is discussed.", "就专业议题开展研讨。"),
    term("signing", "signing", "签约", "Agreements or contracts are signed.", "签署协议或合同。"),
    term("visit", "visit", "访问", "A delegation calls on another place.", "代表团到访另一地。"),
)

ROLES = Vocabulary(
    term("host", "host", "主办方", "Holds the event, as a document says.", "文件所述的主办者。"),
    term("co-organiser", "co-organiser", "协办方", "Helps to organise the event.", "协助举办活动。"),
    term("chair", "chair", "主持人", "Presides over the event.", "主持活动。"),
    term("speaker", "speaker", "发言人", "Speaks at the event.", "在活动中发言。"),
    term("attendee", "attendee", "出席者", "Is present; no more is said.", "出席活动，未说明其他角色。"),
    term("visitor", "visitor", "来访方", "Comes as a guest to a place that receives it.", "作为客人到访。"),
    term("visited", "visited", "接待方", "Receives visitors.", "接待来访。"),
    term("signatory", "signatory", "签约方", "Signs something at the event.", "在活动中签约。"),
    term("exhibitor", "exhibitor", "参展方", "Shows something at the event.", "在活动中展示。"),
    term("contestant", "contestant", "参赛者", "Competes.", "参加比赛。"),
    term("recruiter", "recruiter", "招聘方", "Offers jobs at the event.", "在活动中提供岗位。"),
    term("winner", "winner", "获奖者", "Is given an award.", "获得奖项。"),
    term("announcer", "announcer", "宣布方", "Makes something known at the event.", "在活动中宣布有关事项。"),
    term("represented", "represented", "与会国", "A country whose institutions attend.", "其机构出席活动的国家。"),
    term("sender", "sender", "派出方", "Sends people off to work or study.", "派出人员前往工作或学习。"),
)


class Events(Table):
    """One row is something that happened, or one part of it."""

    event_id: str = shared_fields.key("Event", "活动")
    name_en: str = shared_fields.name_en()
    name_zh: str = shared_fields.name_zh()
    kind: str = shared_fields.classified(KINDS, both("Kind", "类型"), both("What kind of event it is.", "活动的类型。"))
    series_en: str = shared_fields.factual(
        both("Series (English)", "系列名称（英文）"),
        both("The series that it belongs to, in English.", "所属系列活动的英文名称。"),
    )
    series_zh: str = shared_fields.factual(
        both("Series (Chinese)", "系列名称（中文）"),
        both("The series that it belongs to, in simplified Chinese.", "所属系列活动的简体中文名称。"),
    )
    ordinal: int = shared_fields.factual(
        both("Number in the series", "届次"),
        both("Which one of the series it is: 1 is the first.", "在系列中为第几次（届），1 为第一次。"),
        ge=1,
    )
    held_on: str = shared_fields.factual(
        both("Held on", "举办日期"),
        both("Day or days on which it was held, in EDTF.", "举办的日期或起止日期（EDTF）。"),
        edtf=True,
    )
    held_on_earliest: dt.date = Derived("held_on", by="edtf-earliest")
    held_on_latest: dt.date = Derived("held_on", by="edtf-latest")
    part_of: str = shared_fields.reference(
        "events.event_id", both("Part of", "所属活动"), both("The event that it is a part of.", "所属的上一级活动。")
    )
    place_id: str = shared_fields.reference(
        "places.place_id", both("Place", "地点"), both("The place where it was held.", "举办地。")
    )
    venue_id: str = shared_fields.reference(
        "institutions.institution_id",
        both("Venue", "场馆"),
        both("The institution or hall on whose premises it was held.", "举办活动的机构或场馆。"),
    )
    theme_en: str = shared_fields.factual(
        both("Theme (English)", "主题（英文）"), both("Its motto or theme, in English.", "活动主题（英文）。")
    )
    theme_zh: str = shared_fields.factual(
        both("Theme (Chinese)", "主题（中文）"),
        both("Its motto or theme, in simplified Chinese.", "活动主题（简体中文）。"),
    )
    summary_en: str = shared_fields.summary_en()
    summary_zh: str = shared_fields.summary_zh()

    class Config(Table.Config):
        title = both("Events", "活动")
        description = both(
            "One row is something that happened: a signing, conference, ceremony, launch, visit, meeting, seminar, "
            "competition, or one part of such an event.",
            "每行为一项活动或其中一个环节，如签约、大会、仪式、启动、访问、会议、研讨会、比赛等。",
        )
        rules = (
            shared_fields.is_named(),
            rule(
                "ordinal-needs-series",
                "ordinal IS NULL OR series_en IS NOT NULL OR series_zh IS NOT NULL",
                both("A number in a series needs the series.", "有届次须有所属系列。"),
                hint=both(
                    "Fill series_en or series_zh, or empty ordinal.", "请填写 series_en 或 series_zh，或清空 ordinal。"
                ),
            ),
        )
        table_rules = (
            shared_fields.without_cycles("events", "event_id", "part_of"),
            rule(
                "part-within-whole",
                "SELECT events.* FROM events INNER JOIN events AS whole ON events.part_of = whole.event_id "
                "WHERE events.held_on_earliest < whole.held_on_earliest "
                "OR events.held_on_latest > whole.held_on_latest",
                both("A part is held on days of the whole.", "子活动的日期须在上级活动的日期之内。"),
                hint=both("Compare held_on of the two events.", "请核对两项活动的 held_on。"),
            ),
            contains(
                "venue-in-place",
                "events",
                "INNER JOIN institutions AS venue ON events.venue_id = venue.institution_id",
                "events.place_id",
                "venue.place_id",
                both("The place of an event contains its venue.", "活动地点须包含其场馆所在地。"),
                both("Compare place_id with the place of the venue.", "请核对 place_id 与场馆所在地。"),
            ),
            contains(
                "part-in-place-of-whole",
                "events",
                "INNER JOIN events AS whole ON events.part_of = whole.event_id",
                "whole.place_id",
                "events.place_id",
                both("A part is held in the place of the whole.", "子活动的地点须在上级活动的地点之内。"),
                both("Compare place_id of the two events.", "请核对两项活动的 place_id。"),
            ),
        )


class EventParticipants(Table):
    """One row is somebody who took part in an event, and how."""

    participant_id: str = shared_fields.key("Participant", "活动参与者")
    event_id: str = shared_fields.reference(
        "events.event_id", both("Event", "活动"), both("The event.", "所参与的活动。"), nullable=False
    )
    institution_id: str = shared_fields.reference(
        "institutions.institution_id",
        both("Institution", "机构"),
        both("Who took part, where it is an institution.", "参与者为机构时填写。"),
    )
    person_id: str = shared_fields.reference(
        "people.person_id", both("Person", "人物"), both("Who took part, where it is a person.", "参与者为个人时填写。")
    )
    place_id: str = shared_fields.reference(
        "places.place_id",
        both("Place", "地区"),
        both(
            "Who took part, where a document names a place and no organ of it.",
            "参与者为地区且文件未指明其机关时填写。",
        ),
    )
    role: str = shared_fields.factual(
        both("Role", "角色"), both("How it, he or she took part.", "参与活动的方式。"), vocabulary=ROLES, nullable=False
    )
    note_en: str = shared_fields.note_en()
    note_zh: str = shared_fields.note_zh()

    class Config(Table.Config):
        title = both("Participants of events", "活动参与者")
        description = both(
            "One row is an institution, person or place that hosted, chaired, spoke at or attended an event, "
            "or took part in another role.",
            "每行为一项活动的一个主办、协办、主持、发言、出席或获奖等参与者，可为机构、个人或地区。",
        )
        groups = (("event_id", "institution_id", "person_id", "place_id", "role"),)
        rules = (
            shared_fields.exactly_one(
                "exactly-one-participant",
                ("institution_id", "person_id", "place_id"),
                both("A participant is one institution, person or place.", "参与者须为一个机构、一个人或一个地区。"),
            ),
        )
        table_rules = (
            shared_fields.said_once(
                "event_participants", "participant_id", ("event_id", "role", "institution_id", "person_id", "place_id")
            ),
        )
