"""Other ties between things, and other names of things."""

from __future__ import annotations

import datetime as dt
from typing import Any

from talent_dataset.declare import Derived, Field, Table, Vocabulary, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term

THINGS = ("agreement", "event", "institution", "programme", "place", "person")

RELATIONS = Vocabulary(
    term(
        "awarded-at",
        "awarded at",
        "颁奖于",
        "Awards of the subject were given at the object.",
        "主体的奖项在客体活动中颁发。",
    ),
    term(
        "contributes-to",
        "contributes to",
        "助力",
        "The subject helps to bring the object about.",
        "主体推动客体的建设或开展。",
    ),
    term("cooperates-with", "cooperates with", "合作", "The two work together.", "双方开展合作。"),
    term("covers", "covers", "涵盖", "The object lies in the subject, which is more than it.", "主体的范围包括客体。"),
    term("drawn-from", "drawn from", "源自", "The subject was worked out from the object.", "主体依据客体梳理而成。"),
    term("draws-on", "draws on", "依托", "The subject uses means of the object.", "主体依托客体的资源。"),
    term("follows", "follows", "继……之后", "The subject came soon after the object.", "主体紧接客体之后发生。"),
    term(
        "foresees",
        "foresees",
        "拟设",
        "The subject says that the object is to be made or set up.",
        "主体提出拟编制、推行或设立客体。",
    ),
    term("founded-at", "founded at", "成立于", "The subject was founded at the object.", "主体在客体活动中成立。"),
    term("guided-by", "guided by", "遵循", "The subject names the object as its guide.", "主体以客体为指导。"),
    term("implements", "implements", "实施", "The subject carries out the object.", "主体实施客体。"),
    term("initiated", "initiated", "发起", "The subject set the object going.", "主体发起客体。"),
    term("launched-at", "launched at", "启动于", "The subject was started at the object.", "主体在客体活动中启动。"),
    term("leads", "leads", "牵头", "The subject leads the building of the object.", "主体牵头建设客体。"),
    term(
        "meeting-of", "meeting of", "属于……的会议", "The subject is a meeting of the object.", "主体是客体召开的会议。"
    ),
    term("member-of", "member of", "成员", "The subject is a member of the object.", "主体是客体的成员。"),
    term("part-of", "part of", "属于", "The subject belongs to the object.", "主体是客体的一部分。"),
    term("partner-of", "partner of", "伙伴", "The two keep up a partnership.", "双方保持伙伴关系。"),
    term(
        "released-at", "released at", "发布于", "The subject was made public at the object.", "主体在客体活动中发布。"
    ),
    term("same-series-as", "same series as", "同系列", "The two belong to one series.", "双方属于同一系列。"),
    term(
        "seeks-place-in",
        "seeks a place in",
        "争取纳入",
        "The subject seeks to have its concern taken up in the object.",
        "主体争取将有关内容纳入客体。",
    ),
    term(
        "seeks-support-of",
        "seeks the support of",
        "争取支持",
        "The subject looks for the support of the object.",
        "主体争取客体的支持。",
    ),
    term(
        "sends-interns-to",
        "sends interns to",
        "派遣实习生",
        "Students of the subject work at the object.",
        "主体的学生到客体实习。",
    ),
    term("serves", "serves", "服务于", "The subject is there to support the object.", "主体旨在服务客体。"),
    term("sets-up", "sets up", "设立", "The subject establishes the object.", "主体设立客体。"),
    term("signed-at", "signed at", "签署于", "The subject was signed at the object.", "主体在客体活动中签署。"),
    term("takes-part-in", "takes part in", "参与", "The subject takes part in the object.", "主体参与客体。"),
    term(
        "to-be-recognised-with",
        "to be recognised with",
        "拟互认",
        "The two are to be recognised equally; this is an intention.",
        "双方拟对等互认，尚属意向。",
    ),
    term(
        "trains-people-for",
        "trains people for",
        "为……培养人才",
        "The subject trains people who go to the object.",
        "主体为客体培养人才。",
    ),
    term(
        "within-framework-of",
        "within the framework of",
        "在……框架下",
        "The subject works under the object.",
        "主体在客体的框架之下运行。",
    ),
)

NAME_KINDS = Vocabulary(
    term("variant", "variant", "异写", "Another spelling or wording of the name.", "名称的另一种写法。"),
    term(
        "short",
        "short form",
        "简称",
        "A shorter form, or a word that stands for the thing in its context.",
        "名称的简称，或在上下文中的代称。",
    ),
    term(
        "translation",
        "translation",
        "译名",
        "The name in another language, as a document gives it.",
        "文件所给的另一种语言的名称。",
    ),
    term("misspelling", "misspelling", "误写", "A form that is wrong.", "错误的写法。"),
)

_PRIMARY = {
    "agreement": "agreements.agreement_id",
    "event": "events.event_id",
    "institution": "institutions.institution_id",
    "programme": "programmes.programme_id",
    "place": "places.place_id",
    "person": "people.person_id",
}
_CALLED = {
    "agreement": ("agreement", "协议"),
    "event": ("event", "活动"),
    "institution": ("institution", "机构"),
    "programme": ("programme", "项目"),
    "place": ("place", "地点"),
    "person": ("person", "人物"),
}


_JOINS = " ".join(
    f"LEFT JOIN {table} ON names.{key} = {table}.{key}" for table, key in (one.split(".") for one in _PRIMARY.values())
)
_TWICE = " OR ".join(
    f"COALESCE(names.text = {one.split('.')[0]}.name_{language}, FALSE)"
    for one in _PRIMARY.values()
    for language in ("en", "zh")
)
_SAME_NAME = f"SELECT names.* FROM names {_JOINS} WHERE {_TWICE}"  # noqa: S608  # the names are our own


def _end(side: str, side_zh: str, thing: str) -> Any:
    en, zh = _CALLED[thing]
    return shared_fields.reference(
        _PRIMARY[thing],
        both(f"{side} ({en})", f"{side_zh}（{zh}）"),
        both(f"The {side.lower()}, where it is of this kind: {en}.", f"{side_zh}为{zh}时填写。"),
    )


def _thing(thing: str) -> Any:
    en, zh = _CALLED[thing]
    return shared_fields.reference(
        _PRIMARY[thing],
        both(en.capitalize(), zh),
        both(f"What is named, where it is of this kind: {en}.", f"所指为{zh}时填写。"),
    )


_SUBJECTS = tuple(f"subject_{thing}_id" for thing in THINGS)
_OBJECTS = tuple(f"object_{thing}_id" for thing in THINGS)


class Relations(Table):
    """One row is a tie between two things that no other table states."""

    relation_id: str = shared_fields.key("Relation", "关系")
    subject_agreement_id: str = _end("Subject", "主体", "agreement")
    subject_event_id: str = _end("Subject", "主体", "event")
    subject_institution_id: str = _end("Subject", "主体", "institution")
    subject_programme_id: str = _end("Subject", "主体", "programme")
    subject_place_id: str = _end("Subject", "主体", "place")
    subject_person_id: str = _end("Subject", "主体", "person")
    relation: str = shared_fields.factual(
        both("Relation", "关系"),
        both(
            "How the subject is tied to the object; read subject, relation, object.",
            "主体与客体的关系，按“主体—关系—客体”的顺序理解。",
        ),
        vocabulary=RELATIONS,
        nullable=False,
    )
    object_agreement_id: str = _end("Object", "客体", "agreement")
    object_event_id: str = _end("Object", "客体", "event")
    object_institution_id: str = _end("Object", "客体", "institution")
    object_programme_id: str = _end("Object", "客体", "programme")
    object_place_id: str = _end("Object", "客体", "place")
    object_person_id: str = _end("Object", "客体", "person")
    period: str = shared_fields.factual(
        both("Period", "时段"), both("When it held or holds, in EDTF.", "关系存续的时段（EDTF）。"), edtf=True
    )
    period_earliest: dt.date = Derived("period", by="edtf-earliest")
    period_latest: dt.date = Derived("period", by="edtf-latest")
    note_en: str = shared_fields.note_en()
    note_zh: str = shared_fields.note_zh()

    class Config(Table.Config):
        title = both("Relations", "关系")
        description = both(
            "One row is a tie between two things that no other table states.",
            "每行为两个事物之间、其他各表未载的一项关系。",
        )
        groups = (("relation", *_SUBJECTS, *_OBJECTS),)
        rules = (
            shared_fields.exactly_one(
                "exactly-one-subject-of-relation",
                _SUBJECTS,
                both("A relation has exactly one subject.", "每项关系须有且仅有一个主体。"),
            ),
            shared_fields.exactly_one(
                "exactly-one-object-of-relation",
                _OBJECTS,
                both("A relation has exactly one object.", "每项关系须有且仅有一个客体。"),
            ),
            rule(
                "not-with-itself",
                "NOT (" + " OR ".join(f"COALESCE(subject_{t}_id = object_{t}_id, FALSE)" for t in THINGS) + ")",
                both("Nothing is tied to itself.", "事物不得与自身建立关系。"),
                hint=both("Choose another subject or object.", "请改选主体或客体。"),
            ),
        )
        table_rules = (
            shared_fields.said_once("relations", "relation_id", ("relation", *_SUBJECTS, *_OBJECTS, "period")),
        )


class Names(Table):
    """One row is another name of a thing."""

    name_id: str = shared_fields.key("Name", "名称")
    agreement_id: str = _thing("agreement")
    event_id: str = _thing("event")
    institution_id: str = _thing("institution")
    programme_id: str = _thing("programme")
    place_id: str = _thing("place")
    person_id: str = _thing("person")
    text: str = shared_fields.factual(
        both("Name", "名称"),
        both(
            "The other name, as a document has it; Chinese in simplified characters.",
            "文件所用的其他名称；中文一律用简体字。",
        ),
        nullable=False,
        min_length=1,
    )
    language: str = Field(
        role="editorial",
        reason=both("Seen from the text itself.", "由文字本身可知。"),
        title=both("Language", "语言"),
        description=both("Language of the name, a tag of BCP 47.", "名称所用的语言（BCP 47 标签）。"),
        pattern=shared_fields.LANGUAGE,
        example="zh-Hans",
    )
    kind: str = shared_fields.classified(
        NAME_KINDS, both("Kind", "类型"), both("What kind of name it is.", "名称的类型。")
    )

    class Config(Table.Config):
        title = both("Names", "其他名称")
        description = both(
            "One row is another name of a thing: a spelling variant, a short form, a translation.",
            "每行为某一事物的一个其他名称，如异写、简称或译名。",
        )
        groups = (("text", *(f"{thing}_id" for thing in THINGS)),)
        rules = (
            shared_fields.exactly_one(
                "exactly-one-thing",
                tuple(f"{thing}_id" for thing in THINGS),
                both("A name stands for exactly one thing.", "每个名称须对应且仅对应一个事物。"),
            ),
        )
        table_rules = (
            shared_fields.said_once("names", "name_id", ("text", "language", *(f"{thing}_id" for thing in THINGS))),
            rule(
                "another-name",
                _SAME_NAME,
                both("Another name is not the name that the thing has anyway.", "其他名称不得与该事物的正式名称相同。"),
                hint=both("Remove the row.", "请删去该行。"),
            ),
        )
