"""Agreements, and who is party to them."""

from __future__ import annotations

import datetime as dt

from talent_dataset.declare import Derived, Table, Vocabulary, both, rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term
from talent_dataset.schemas.units import COMPARATORS

KINDS = Vocabulary(
    term(
        "framework-agreement",
        "framework agreement",
        "框架协议",
        "Sets out in general how the parties are to work together; other agreements and plans fill it in.",
        "对合作的总体约定，由后续协议和方案加以落实。",
    ),
    term(
        "cooperation-agreement",
        "cooperation agreement",
        "合作协议",
        "An agreement of the parties to work together on a stated matter.",
        "各方就特定事项开展合作的协议。",
    ),
    term(
        "agreement-package",
        "package of agreements",
        "一揽子协议",
        "Several agreements that a document mentions together without naming each.",
        "文件一并提及而未逐一列名的多份协议。",
    ),
    term(
        "contract",
        "contract",
        "合同",
        "Binds particular people, employers or projects rather than places or institutions as such.",
        "约束具体人员、用人单位或项目的合约，而非地区或机构之间的协议。",
    ),
)

LEVELS = Vocabulary(
    term(
        "provincial",
        "provincial",
        "省级",
        "Between provinces or municipalities directly under the central government.",
        "省、直辖市之间。",
    ),
    term("municipal", "municipal", "市级", "Between cities, or cities and districts.", "市与市之间，或市与区之间。"),
    term(
        "district",
        "district",
        "区县级",
        "Between bodies of districts and those of cities.",
        "区县部门与市级部门之间。",
    ),
    term(
        "institutional",
        "institutional",
        "机构级",
        "Between schools, companies or other institutions, or of these with cities or people.",
        "学校、企业或其他机构之间，或其与城市、个人之间。",
    ),
)

STATUSES = Vocabulary(
    term("signed", "signed", "已签署", "The document reports the signing.", "文件报道其已签署。"),
)

ROLES = Vocabulary(
    term("signatory", "signatory", "签署方", "Signed the agreement.", "签署协议。"),
    term(
        "party",
        "party",
        "当事方",
        "Is a party to the agreement; who signed in its name is not said.",
        "协议的一方，未说明由谁代表签署。",
    ),
    term("witness", "witness", "见证方", "Was present at the signing as a witness.", "见证签署。"),
)


class Agreements(Table):
    """One row is an agreement that was signed, or a set of agreements that a document mentions together."""

    agreement_id: str = shared_fields.key("Agreement", "协议")
    name_en: str = shared_fields.name_en()
    name_zh: str = shared_fields.name_zh()
    kind: str = shared_fields.classified(
        KINDS, both("Kind", "类型"), both("What kind of agreement it is.", "协议的类型。")
    )
    level: str = shared_fields.classified(
        LEVELS,
        both("Level", "层级"),
        both("At which level of administration the parties stand.", "签约各方所处的层级。"),
    )
    is_set: bool = shared_fields.factual(
        both("Is a set", "是否为多份协议"),
        both(
            "Whether the row stands for several agreements that are not named one by one.",
            "该行是否代表未逐一列名的多份协议。",
        ),
        nullable=False,
    )
    agreement_count: int = shared_fields.factual(
        both("Number of agreements", "协议份数"),
        both("How many agreements a set holds, where it is said.", "多份协议的份数；文件未说明时留空。"),
        ge=1,
    )
    agreement_count_comparator: str = shared_fields.factual(
        both("Comparator of the number", "份数的比较符"),
        both("How the true number compares with the one given.", "实际份数与所给数字的关系。"),
        vocabulary=COMPARATORS,
    )
    signed_on: str = shared_fields.factual(
        both("Signed on", "签署日期"),
        both("Day or days of the signing, in EDTF.", "签署的日期或起止日期（EDTF）。"),
        edtf=True,
    )
    signed_on_earliest: dt.date = Derived("signed_on", by="edtf-earliest")
    signed_on_latest: dt.date = Derived("signed_on", by="edtf-latest")
    place_id: str = shared_fields.reference(
        "places.place_id", both("Place of signing", "签署地点"), both("Where it was signed.", "签署协议的地点。")
    )
    event_id: str = shared_fields.reference(
        "events.event_id", both("Event", "活动"), both("The event at which it was signed.", "签署协议时所在的活动。")
    )
    part_of: str = shared_fields.reference(
        "agreements.agreement_id",
        both("Part of", "所属协议"),
        both("The set or agreement that it belongs to.", "所属的协议或协议组。"),
    )
    status: str = shared_fields.factual(
        both("Status", "状态"),
        both("How far it has come, as reported.", "据报道的进展。"),
        vocabulary=STATUSES,
        nullable=False,
    )
    summary_en: str = shared_fields.summary_en()
    summary_zh: str = shared_fields.summary_zh()

    class Config(Table.Config):
        title = both("Agreements", "协议")
        description = both(
            "One row is an agreement that was signed, or a set of agreements that a document mentions together.",
            "每行为一份已签署的协议，或文件一并提及的一组协议。",
        )
        groups = (("is_set", "agreement_count", "agreement_count_comparator"),)
        rules = (
            shared_fields.is_named(),
            shared_fields.together(
                "count-with-comparator",
                "agreement_count",
                "agreement_count_comparator",
                both("A number of agreements has its comparator.", "协议份数须附比较符。"),
            ),
            rule(
                "count-only-for-sets",
                "is_set OR agreement_count IS NULL",
                both("Only a set has a number of agreements.", "只有多份协议才有份数。"),
                hint=both(
                    "Set is_set to true, or empty agreement_count.", "请将 is_set 改为 true，或清空 agreement_count。"
                ),
            ),
            rule(
                "package-is-set",
                "is_set OR kind <> 'agreement-package'",
                both("A package of agreements is a set.", "一揽子协议属于多份协议。"),
                hint=both("Set is_set to true, or choose another kind.", "请将 is_set 改为 true，或改选其他类型。"),
            ),
        )
        table_rules = (
            shared_fields.without_cycles("agreements", "agreement_id", "part_of"),
            rule(
                "signed-during-event",
                "SELECT agreements.* FROM agreements INNER JOIN events ON agreements.event_id = events.event_id "
                "WHERE agreements.signed_on_latest < events.held_on_earliest "
                "OR agreements.signed_on_earliest > events.held_on_latest",
                both("An agreement is signed while its event is held.", "协议的签署日期须在所属活动期间之内。"),
                hint=both("Compare signed_on with held_on of the event.", "请核对 signed_on 与该活动的 held_on。"),
            ),
        )


class AgreementParties(Table):
    """One row is a party of an agreement, and how it takes part."""

    party_id: str = shared_fields.key("Party", "协议参与方")
    agreement_id: str = shared_fields.reference(
        "agreements.agreement_id", both("Agreement", "协议"), both("The agreement.", "所参与的协议。"), nullable=False
    )
    institution_id: str = shared_fields.reference(
        "institutions.institution_id",
        both("Institution", "机构"),
        both("The party, where it is an institution.", "参与方为机构时填写。"),
    )
    place_id: str = shared_fields.reference(
        "places.place_id",
        both("Place", "地区"),
        both("The party, where a document names a place and no organ of it.", "参与方为地区且文件未指明其机关时填写。"),
    )
    role: str = shared_fields.factual(
        both("Role", "角色"),
        both("How it takes part in the agreement.", "参与协议的方式。"),
        vocabulary=ROLES,
        nullable=False,
    )

    class Config(Table.Config):
        title = both("Parties of agreements", "协议参与方")
        description = both(
            "One row is a party of an agreement, and how it takes part.", "每行为协议的一个参与方及其角色。"
        )
        groups = (("agreement_id", "institution_id", "place_id", "role"),)
        rules = (
            shared_fields.exactly_one(
                "exactly-one-party",
                ("institution_id", "place_id"),
                both("A party is one institution or one place.", "参与方须为一个机构或一个地区。"),
            ),
        )
        table_rules = (
            shared_fields.said_once(
                "agreement_parties", "party_id", ("agreement_id", "role", "institution_id", "place_id")
            ),
        )
