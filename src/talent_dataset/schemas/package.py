"""The package of this dataset: its tables in reading order, and what it says of itself."""

from __future__ import annotations

from talent_dataset.declare import Package, both
from talent_dataset.schemas.agreements import AgreementParties, Agreements
from talent_dataset.schemas.commitments import CommitmentBodies, Commitments
from talent_dataset.schemas.events import EventParticipants, Events
from talent_dataset.schemas.evidence import Conflicts, Evidence, Repairs
from talent_dataset.schemas.figures import Figures
from talent_dataset.schemas.institutions import Institutions
from talent_dataset.schemas.people import People, Positions
from talent_dataset.schemas.places import Places
from talent_dataset.schemas.programmes import Programmes
from talent_dataset.schemas.relations import Names, Relations
from talent_dataset.schemas.sources import Sources
from talent_dataset.schemas.statistics import SUBJECTS, Indicators, Statistics
from talent_dataset.schemas.units import UNIT_WORDS

VERSION = "0.1.0"
# The day of this version of the data; citations take the year from it.
CREATED = "2026-11-22T00:00:00Z"

TABLES = (
    Agreements,
    Events,
    Institutions,
    Statistics,
    Indicators,
    Commitments,
    Programmes,
    Places,
    People,
    Positions,
    AgreementParties,
    EventParticipants,
    CommitmentBodies,
    Relations,
    Names,
    Sources,
    Evidence,
    Figures,
    Repairs,
    Conflicts,
)

SOURCES = (
    {"title": "Sichuan and Chongqing Sign First Talent Cooperation Agreement"},
    {
        "title": "Chongqing International Talent Exchange Conference Concludes Successfully, "
        "Focusing on Innovation and Mutual Learning",
        "date": "2023-12-18",
    },
    {"title": "Report on the founding of a skilled-talent alliance for the land-sea corridor in Chongqing (untitled)"},
    {
        "title": "Deyang Sends 123 Students for Internship in Chongqing in a Move to Jointly Launch the Cooperation "
        "Project on Cultivating Skilled Talents"
    },
    {"title": "川渝携手 人才协同发展大有可为", "publisher": "四川日报", "date": "2020-04-22"},
)

KEYWORDS = (
    "talent",
    "cooperation agreements",
    "Sichuan",
    "Chongqing",
    "Chengdu-Chongqing Economic Circle",
    "skilled workers",
    "evidence",
    "人才",
    "合作协议",
    "四川",
    "重庆",
    "成渝地区双城经济圈",
)

BOOKS = {
    "sources": "sources",
    "evidence": "evidence",
    "figures": "figures",
    "repairs": "repairs",
    "conflicts": "conflicts",
    "quotes": {"characters": 60, "han": 20, "share": 0.3},
    "things": [
        {"resource": "agreements", "names": ["name_en", "name_zh"]},
        {"resource": "events", "names": ["name_en", "name_zh"]},
        {"resource": "institutions", "names": ["name_en", "name_zh"]},
        {"resource": "programmes", "names": ["name_en", "name_zh"]},
        {"resource": "places", "names": ["name_en", "name_zh"]},
        {"resource": "people", "names": ["name_en", "name_zh"]},
        {"resource": "sources", "names": ["title"]},
    ],
    "aliases": [{"resource": "names", "text": "text"}],
    "languages": {"en": "_en", "zh": "_zh"},
    "quantities": [
        {"resource": "statistics", "value": "value", "comparator": "comparator", "unit": "unit"},
        {"resource": "agreements", "value": "agreement_count", "comparator": "agreement_count_comparator"},
    ],
    "units": UNIT_WORDS,
    "observations": [
        {
            "resource": "statistics",
            "same": ["indicator_id", *SUBJECTS, "denominator_en", "denominator_zh", "period", "as_of"],
            "value": ["value", "comparator", "unit"],
        },
        # The same number of the same thing, in another unit: persons here, person-times there.
        {"resource": "statistics", "same": [*SUBJECTS, "value", "comparator"], "value": ["unit"]},
        {"resource": "positions", "same": ["person_id", "institution_id"], "value": ["title_en"]},
    ],
}


def package() -> Package:
    """The Data Package of the curated tables."""
    return Package.of(
        *TABLES,
        name="sichuan-chongqing-talent-cooperation",
        title=both("Talent cooperation between Sichuan and Chongqing", "川渝人才合作"),
        description=both(
            "What five news documents say about talent cooperation between Sichuan and Chongqing: agreements, events, "
            "institutions, statistics, commitments and what ties them together, in English and Chinese. Every factual "
            "cell is backed by a place in a document, or by a code list that is named. A document proves what it says, "
            "not that it is true. The documents are the property of their publishers and not part of the dataset.",
            "五篇新闻报道（以下称“文件”）所载的川渝人才合作情况，包括协议、活动、机构、统计值、承诺事项及其相互关系，中英文对照。"
            "每个事实单元格都有文件出处，或注明所依据的代码表。文件只能证明其所述，不能证明所述为真。文件归其发布者所有，"
            "不随本数据集提供。",
        ),
        version=VERSION,
        created=CREATED,
        licenses=(
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            },
        ),
        sources=SOURCES,
        contributors=({"title": "the talent_dataset contributors", "roles": ["curator"]},),
        keywords=KEYWORDS,
        books=BOOKS,
        custom={"languages": ["en", "zh-Hans"]},
    )
