"""One test for each trap of the five documents; what it is called says which."""

from __future__ import annotations

import re
from typing import Any

Curated = Any
Cells = dict[str, str]


def cells(curated: Curated, table: str, key: str, *names: str) -> tuple[str, ...]:
    row = curated.tables[table][key]
    return tuple(row[name] for name in names)


def dates(curated: Curated) -> dict[str, set[str]]:
    """The dates by the document that says them."""
    found: dict[str, set[str]] = {}
    for entry in curated.tables["evidence"].values():
        if entry["field"] in {"signed_on", "held_on", "as_of", "period", "published"}:
            value = curated.tables[entry["table"]][entry["row_id"]][entry["field"]]
            found.setdefault(entry["source_id"], set()).add(value)
    return found


def test_trap_1_years_are_given_where_a_document_gives_them_and_uncertain_or_open_elsewhere(curated: Curated) -> None:
    assert dates(curated) == {
        "000": {"2020-04-21", "2019?", "2020-04?"},
        "001": {"/2023-12-17", "2023-12-17", "2023-12-18"},
        "002": {"XXXX-11-22", "XXXX-11?"},
        "003": {"2020?-05-18/2020?-05-20", "2020?-05/..", "2020?-07-14", "2020-07?", "2009/.."},
        "004": {"2020-04-21", "2020-03-17", "2020-03-18", "2020-04-22", "2020-04?"},
    }
    year = [
        (entry["source_id"], entry["quote"])
        for entry in curated.tables["evidence"].values()
        if (entry["row_id"], entry["field"], entry["basis"]) == ("talent-framework-agreement", "signed_on", "inferred")
    ]
    assert year == [("004", "2020年04月22日")]


def test_trap_2_the_joint_conference_met_one_day_before_the_talks(curated: Curated) -> None:
    assert cells(curated, "events", "party-government-joint-conference-first-meeting", "held_on", "place_id") == (
        "2020-03-17",
        "",
    )
    assert cells(curated, "events", "talent-offices-talks", "held_on", "place_id") == ("2020-03-18", "chengdu")
    there = curated.where("event_participants", event_id="talent-offices-talks")
    assert {cells(curated, "event_participants", key, "institution_id", "role") for key in there} == {
        ("sichuan-talent-office", "attendee"),
        ("chongqing-talent-office", "attendee"),
    }


def test_trap_3_there_are_two_joint_conferences_each_with_a_first_meeting(curated: Curated) -> None:
    conferences = curated.where("institutions", kind="joint-conference")
    assert conferences == ["sichuan-chongqing-party-government-joint-conference", "talent-development-joint-conference"]
    first = curated.where("events", ordinal="1")
    assert {(key, *cells(curated, "events", key, "held_on", "series_zh")) for key in first} == {
        (
            "party-government-joint-conference-first-meeting",
            "2020-03-17",
            "推动成渝地区双城经济圈建设四川重庆党政联席会议",
        ),
        ("talent-joint-conference-first-meeting", "2020-04-21", "双城经济圈人才协同发展联席会议"),
    }
    assert cells(curated, "agreements", "talent-framework-agreement", "event_id") == (
        "talent-joint-conference-first-meeting",
    )
    assert curated.row("relations", "framework-agreement-sets-up-joint-conference") == {
        "subject_agreement_id": "talent-framework-agreement",
        "relation": "sets-up",
        "object_institution_id": "talent-development-joint-conference",
    }


def test_trap_4_thirteen_measures_of_the_agreement_and_seventeen_tasks_of_the_list_stand_side_by_side(
    curated: Curated,
) -> None:
    names = ("agreement_id", "programme_id", "value", "comparator", "unit", "is_preferred")
    counts = ("specific-measures", "measure-aspects", "key-tasks", "task-aspects")
    found = {key: curated.where("statistics", indicator_id=key) for key in counts}
    assert {key: [cells(curated, "statistics", row, *names) for row in rows] for key, rows in found.items()} == {
        "specific-measures": [("talent-framework-agreement", "", "13", "=", "measure", "true")],
        "measure-aspects": [("talent-framework-agreement", "", "4", "=", "aspect", "true")],
        "key-tasks": [("", "key-task-list", "17", "=", "task", "true")],
        "task-aspects": [("", "key-task-list", "5", "=", "aspect", "true")],
    }
    assert "framework-agreement-measures" not in {row["row_id"] for row in curated.tables["conflicts"].values()}


def test_trap_4_two_aspects_and_two_responsible_bodies_of_the_task_list_are_named_and_nothing_is_numbered(
    curated: Curated,
) -> None:
    tasks = [key for key in curated.where("commitments", kind="task") if key != "task-list-drawn-up"]
    assert {key: cells(curated, "commitments", key, "aspect_zh") for key in tasks} == {
        "task-professional-title-recognition": ("积极推进政策制度协同",),
        "task-young-cadre-secondment": ("协同开展引才育才",),
    }
    responsible = curated.where("commitment_bodies", role="responsible")
    assert {cells(curated, "commitment_bodies", key, "commitment_id", "institution_id") for key in responsible} == {
        ("task-professional-title-recognition", "human-resources-departments-of-both"),
        ("task-young-cadre-secondment", "organization-departments-of-both"),
    }
    assert {row["sequence"] for row in curated.tables["commitments"].values()} == {""}


def test_trap_5_persons_and_person_times_are_two_rows_and_a_settled_conflict(curated: Curated) -> None:
    names = ("value", "comparator", "unit", "is_preferred")
    assert cells(curated, "statistics", "cadres-trained-persons", *names) == ("1000", ">", "person", "false")
    assert cells(curated, "statistics", "cadres-trained-person-times", *names) == ("1000", ">", "person-time", "true")
    told = ("row_id", "other_row_id", "kind", "status", "preferred")
    assert cells(curated, "conflicts", "cadres-persons-or-person-times", *told) == (
        "cadres-trained-persons",
        "cadres-trained-person-times",
        "unit",
        "resolved",
        "other",
    )


def test_trap_6_the_fourth_aspect_is_carriers_and_no_specialty_foundation_is_taken_over(curated: Curated) -> None:
    aspects = curated.where("commitments", kind="aspect")
    assert {cells(curated, "commitments", key, "aspect_en", "aspect_zh") for key in aspects} == {
        ("Jointly seeking the support of national central ministries and commissions", "共同争取中央国家部委支持"),
        ("Actively expediting policy and institutional coordination", "积极推进政策制度协同"),
        ("Coordinating the development of talent attraction and talent training", "协同开展引育才"),
        ("Accelerating the building of carriers for coordinated development", "加快搭建协同发展载体"),
    }
    everything = str(curated.tables).lower()
    assert "specialty foundation" not in everything
    assert cells(curated, "conflicts", "fourth-aspect-carriers-or-driving-force", "kind", "status") == (
        "name",
        "resolved",
    )


def test_trap_7_each_number_counts_what_its_document_says(curated: Curated) -> None:
    names = ("value", "comparator", "unit")
    assert {key: cells(curated, "statistics", key, *names) for key in curated.tables["statistics"]} == {
        "cadre-training-duration": ("2", "=", "year"),
        "cadres-trained-person-times": ("1000", ">", "person-time"),
        "cadres-trained-persons": ("1000", ">", "person"),
        "changan-age": ("100", ">", "year"),
        "changan-car-making-experience": ("36", "=", "year"),
        "chongqing-high-skilled-share": ("31.6", "=", "percent"),
        "chongqing-high-skilled-share-rank": ("1", "=", "rank"),
        "chongqing-skilled-workers": ("5255000", "=", "person"),
        "conference-contestants": ("1369", "=", "person"),
        "conference-guest-origins": ("42", "=", "country-region-or-organisation"),
        "conference-high-end-events": ("8", "=", "event"),
        "conference-innovation-results": ("136", "=", "result"),
        "conference-positions-offered": ("19000", "=", "position"),
        "conference-recruiting-employers": ("1069", "=", "employer"),
        "deyang-colleges-people-trained-for-changan": ("3000", ">", "person"),
        "deyang-master-studios": ("49", "=", "studio"),
        "deyang-skilled-workers": ("207400", "=", "person"),
        "deyang-training-bases": ("16", "=", "base"),
        "economic-circle-national-central-cities": ("2", "=", "city"),
        "exchange-countries-and-regions": ("60", ">", "country-or-region"),
        "exchange-vocational-schools": ("30", "=", "school"),
        "framework-agreement-measure-aspects": ("4", "=", "aspect"),
        "framework-agreement-measures": ("13", "=", "measure"),
        "inauguration-countries": ("7", "=", "country"),
        "inauguration-institutions": ("20", "=", "institution"),
        "internship-at-changan-duration": ("0.5", "=", "year"),
        "interns-at-changan": ("123", "=", "person"),
        "task-list-key-tasks": ("17", "=", "task"),
        "task-list-task-aspects": ("5", "=", "aspect"),
    }


def test_trap_7_of_the_seven_countries_four_are_named_and_no_member_of_the_alliance_is(curated: Curated) -> None:
    countries = curated.where("event_participants", role="represented")
    assert {cells(curated, "event_participants", key, "event_id", "place_id") for key in countries} == {
        ("alliance-inauguration", place) for place in ("china", "russia", "japan", "singapore")
    }
    whole = [
        row["object_institution_id"] for row in curated.tables["relations"].values() if row["relation"] == "member-of"
    ]
    assert whole == ["organization-departments-of-both"] * 2


def test_trap_7_a_hundred_is_part_of_a_name_and_a_share_has_its_denominator_once(curated: Curated) -> None:
    numbered = {
        key: row["number_in_name"] for key, row in curated.tables["programmes"].items() if row["number_in_name"]
    }
    assert numbered == {"hundred-chief-technicians-program": "100", "young-cadres-exchange-plan": "100"}
    share = "chongqing-high-skilled-share"
    assert curated.where("statistics", indicator_id="high-skilled-share") == [share]
    assert curated.quotes("statistics", share, "value") == ["accounting for 31.6%", "accounts for 31.6%"]
    assert cells(curated, "statistics", share, "denominator_en", "denominator_zh") == ("skilled workers", "技能人才")
    assert "1660580" not in str(curated.tables["statistics"])


def test_trap_8_municipal_is_chongqing_in_one_report_and_deyang_in_another(curated: Curated) -> None:
    bodies = (
        "cpc-chongqing-municipal-committee",
        "chongqing-municipal-government",
        "deyang-municipal-party-committee",
        "deyang-municipal-government",
        "sichuan-talent-work-leading-group",
        "sichuan-talent-office",
    )
    assert [cells(curated, "institutions", key, "place_id") for key in bodies] == [
        ("chongqing",),
        ("chongqing",),
        ("deyang",),
        ("deyang",),
        ("sichuan",),
        ("sichuan",),
    ]


def test_trap_9_titles_stand_with_the_body_that_they_belong_to(curated: Curated) -> None:
    names = ("person_id", "title_en", "institution_id", "as_of")
    assert [cells(curated, "positions", key, *names) for key in curated.tables["positions"]] == [
        ("cai-jinfeng", "Deputy General Manager", "changan-human-resources-department", "XXXX-11-22"),
        ("cai-yunge", "Minister", "cpc-chongqing-organization-department", "2023-12-17"),
        ("cai-yunge", "Member of the Standing Committee", "cpc-chongqing-standing-committee", "2023-12-17"),
        ("jiang-duntao", "Deputy mayor", "chongqing-municipal-government", "2023-12-17"),
        ("marina-dobryakova", "Dean", "radio-engineering-college", "XXXX-11-22"),
        ("xi-jinping", "General Party Secretary", "communist-party-of-china", "2020-07?"),
        ("xi-jinping", "General Secretary", "communist-party-of-china", "2023-12-18"),
    ]
    assert cells(curated, "institutions", "cpc-chongqing-organization-department", "kind", "part_of") == (
        "party-body",
        "cpc-chongqing-municipal-committee",
    )
    assert cells(curated, "institutions", "changan-human-resources-department", "part_of") == ("changan-automobile",)
    people = {row["name_en"] for row in curated.tables["people"].values()}
    assert people == {"Cai Jinfeng", "Cai Yunge", "Jiang Duntao", "Marina Dobryakova", "Xi Jinping"}
    assert {row["author"] for row in curated.tables["sources"].values()} == {"", "Zeng Zheng", "林凌"}


def test_trap_10_a_photo_credit_is_not_a_host(curated: Curated) -> None:
    hosts = curated.where("event_participants", role="host")
    assert {cells(curated, "event_participants", key, "event_id", "institution_id", "place_id") for key in hosts} == {
        ("chongqing-international-talent-exchange-conference", "cpc-chongqing-municipal-committee", ""),
        ("chongqing-international-talent-exchange-conference", "chongqing-municipal-government", ""),
        ("chongqing-international-talent-exchange-conference", "china-overseas-chinese-federation", ""),
        ("chongqing-international-talent-exchange-conference", "european-and-american-alumni-association", ""),
        ("belt-and-road-skills-competition", "", "chongqing"),
    }
    bureau = "chongqing-human-resources-bureau"
    assert not [row for row in curated.tables["event_participants"].values() if bureau in row.values()]


def test_trap_11_the_parties_are_those_named_and_sets_stay_sets(curated: Curated) -> None:
    parties: dict[str, set[str]] = {}
    for row in curated.tables["agreement_parties"].values():
        parties.setdefault(row["agreement_id"], set()).add(row["institution_id"] or row["place_id"])
    assert parties == {
        "talent-framework-agreement": {"sichuan", "chongqing"},
        "sichuan-cities-universities-agreements": {
            "zigong",
            "luzhou",
            "guangan",
            "chongqing-university",
            "southwest-university",
        },
        "deyang-chongqing-districts-package": {"deyang", "jiangbei", "yubei"},
        "deyang-yubei-human-resources-agreement": {"deyang-human-resources-bureau", "yubei-human-resources-bureau"},
        "changan-schools-agreements": {
            "changan-automobile",
            "sichuan-institute-of-industrial-technology",
            "deyang-installation-technician-college",
        },
    }
    # Who signs in the name of a place is not said.
    roles = {(bool(row["place_id"]), row["role"]) for row in curated.tables["agreement_parties"].values()}
    assert roles == {(True, "party"), (False, "signatory")}
    names = ("is_set", "agreement_count_comparator", "agreement_count")
    assert {key: cells(curated, "agreements", key, *names) for key in curated.tables["agreements"]} == {
        "alliance-framework-agreements": ("true", "=", "6"),
        "changan-schools-agreements": ("true", "", ""),
        "closing-ceremony-contracts": ("true", "", ""),
        "deyang-chongqing-districts-package": ("true", "", ""),
        "deyang-yubei-human-resources-agreement": ("false", "", ""),
        "exhibition-contracts": ("true", "", ""),
        "sichuan-cities-universities-agreements": ("true", ">", "30"),
        "talent-framework-agreement": ("false", "", ""),
    }


def test_trap_12_one_institution_has_many_spellings_and_namesakes_stay_apart(curated: Curated) -> None:
    names = curated.tables["names"]
    aliases = {(row["institution_id"] or row["place_id"], row["text"]) for row in names.values()}
    assert aliases >= {
        ("changan-automobile", "Chongqing Changan Automobile Co., Ltd."),
        ("sichuan-talent-work-leading-group", "省人才工作领导小组"),
        ("chengdu-chongqing-economic-circle", "Chengdu-Chongqing economic circle"),
        ("chengdu-chongqing-economic-circle", "双城经济圈"),
        ("chengdu-chongqing-economic-circle", "Chengdu-Chongqing Economic Zone"),
    }
    zone = [e for e in curated.tables["evidence"].values() if e["row_id"] == "economic-circle-zone"]
    assert [(entry["source_id"], entry["basis"]) for entry in zone] == [("003", "inferred")]
    bureaus = [key for key in curated.tables["institutions"] if re.search("human-resources-bureau$", key)]
    assert bureaus == [
        "chongqing-human-resources-bureau",
        "deyang-human-resources-bureau",
        "yubei-human-resources-bureau",
    ]
    offices = ("sichuan-talent-office", "sichuan-talent-work-leading-group")
    assert [cells(curated, "institutions", key, "name_zh") for key in offices] == [
        ("四川省人才办",),
        ("四川省人才工作领导小组",),
    ]


def test_trap_13_brisc_is_the_belt_and_road_international_skills_competition(curated: Curated) -> None:
    assert curated.row("events", "water-technology-skill-competition") == {
        "name_en": "Skill competition of Water Technology at BRISC",
        "kind": "competition",
        "series_en": "Belt and Road International Skills Competition",
        "held_on": "2019?",
        "place_id": "chongqing",
    }
    short = [row for row in curated.tables["names"].values() if row["text"] == "BRISC"]
    assert [row["event_id"] for row in short] == ["belt-and-road-skills-competition"]


def test_trap_14_intent_is_no_achievement(curated: Curated) -> None:
    beyond = {key: row["status"] for key, row in curated.tables["commitments"].items() if row["status"] != "intended"}
    assert beyond == {
        "task-list-drawn-up": "drawn-up",
        "mechanism-joint-conference": "started",
        "deyang-long-term-skills-mechanism": "started",
    }
    planned = curated.where("programmes", status="intended")
    assert planned == [
        "academician-expert-parks",
        "academician-expert-workstations",
        "changan-internship",
        "economic-circle-talent-plan",
        "talent-abroad-database",
        "talent-management-reform-zone",
        "urgent-talent-catalogue",
        "weekend-engineers",
        "young-cadres-exchange-plan",
    ]


def test_trap_15_broken_stretches_and_pinyin_are_read_and_real_brackets_are_kept(curated: Curated) -> None:
    repairs = curated.tables["repairs"]
    broken = {
        key: (row["start"], row["reading"])
        for key, row in repairs.items()
        if not re.search(r"^\W?.\([a-zà-ǜ]+\)$", row["raw"])
    }
    assert broken == {"004-1148": ("1148", "。”"), "004-1493": ("1493", "專項"), "004-2121": ("2121", "省(市)校")}
    assert len(repairs) == 288
    assert not [row for row in repairs.values() if "市委" in row["raw"]]
    departments = curated.quotes("institutions", "organization-departments-of-both", "name_zh")
    assert departments == ["两地省委(市委)组织部"]
    assert cells(curated, "commitments", "aspect-attraction-and-training", "aspect_zh") == ("协同开展引育才",)
    assert cells(curated, "commitments", "task-young-cadre-secondment", "aspect_zh") == ("协同开展引才育才",)


def test_trap_15_readings_are_in_simplified_script(curated: Curated) -> None:
    traditional = set("協發經濟圈區會議聯動產業務實據機構劃專項訓導責學網慶達廣瀘內干")
    traditional -= set("圈干")
    readings = [entry["quote_restored"] for entry in curated.tables["evidence"].values()]
    assert [reading for reading in readings if traditional & set(reading)] == []


def test_trap_16_boilerplate_holds_no_facts(curated: Curated, documents: Cells) -> None:
    bodies = {
        "000": ("Sichuan", "practical results"),
        "001": ("Chongqing International", "a new future together."),
        "002": ("Chongqing - The", "By continuing to browse"),
        "003": ("Deyang", "edit:zhangning"),
        "004": ("川渝攜手", "上一篇"),
    }
    for source, (first, last) in bodies.items():
        text, entries = documents[source], curated.tables["evidence"].values()
        places = [(int(e["start"]), int(e["end"])) for e in entries if e["source_id"] == source]
        assert text.index(first) <= min(start for start, _ in places)
        assert max(end for _, end in places) <= text.index(last)
