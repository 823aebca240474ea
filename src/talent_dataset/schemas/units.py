"""Units and comparators of numbers."""

from __future__ import annotations

from talent_dataset.declare import Vocabulary
from talent_dataset.schemas.shared_fields import term

COMPARATORS = Vocabulary(
    term("=", "equal to", "等于", "The value is given as it is.", "数值如文件所述。"),
    term(
        ">",
        "more than",
        "大于",
        "“More than”, “over”, 余, 多: the true value is greater.",
        "“超过”“余”“多”：实际数值更大。",
    ),
    term(
        ">=",
        "at least",
        "不少于",
        "“At least”: the true value is equal or greater.",
        "“至少”“不少于”：实际数值相等或更大。",
    ),
    term("<", "less than", "小于", "“Less than”, “under”: the true value is smaller.", "“不足”“不到”：实际数值更小。"),
    term(
        "<=",
        "at most",
        "不超过",
        "“At most”, “up to”: the true value is equal or smaller.",
        "“至多”“不超过”：实际数值相等或更小。",
    ),
    term("~", "about", "约", "“About”, “nearly”, 约: the true value is near.", "“约”“近”“左右”：实际数值与之相近。"),
)

UNITS = Vocabulary(
    term("aspect", "aspects", "方面", "Groups into which measures or tasks are divided.", "措施或任务所分的方面。"),
    term("base", "bases", "个（基地）", "Bases for training.", "培训基地数。"),
    term("city", "cities", "个（城市）", "Cities.", "城市数。"),
    term(
        "country", "countries", "个（国家）", "Countries, and nothing else beside them.", "国家数，不含地区和国际组织。"
    ),
    term(
        "country-or-region",
        "countries and regions",
        "个（国家和地区）",
        "Countries and regions, counted together.",
        "国家和地区合并计数。",
    ),
    term(
        "country-region-or-organisation",
        "countries, regions and international organisations",
        "个（国家、地区和国际组织）",
        "Countries, regions and international organisations, counted together.",
        "国家、地区和国际组织合并计数。",
    ),
    term("employer", "employers", "家（用人单位）", "Organisations that recruit.", "招聘人才的用人单位数。"),
    term("event", "events", "场（活动）", "Events.", "活动场数。"),
    term("institution", "institutions", "家（机构）", "Organisations of any kind.", "各类机构数。"),
    term("measure", "measures", "项（措施）", "Measures of an agreement.", "协议的措施项数。"),
    term("percent", "per cent", "%", "Hundredths of the denominator.", "占分母的百分比。"),
    term("person", "persons", "人", "People, each counted once.", "人数，每人只计一次。"),
    term(
        "person-time",
        "person-times",
        "人次",
        "Attendances: a person counts as often as he or she takes part.",
        "人次，同一人参加几次即计几次。",
    ),
    term(
        "position",
        "positions",
        "个（岗位）",
        "Jobs offered, whether or not they are filled.",
        "提供的岗位数，不论是否招满。",
    ),
    term("rank", "rank", "位次", "Place in an order, 1 being the first.", "排名，1 为第一位。"),
    term("result", "results", "项（成果）", "Results of innovation on show.", "展示的创新成果项数。"),
    term("school", "schools", "所（学校）", "Schools.", "学校数。"),
    term("studio", "studios", "个（工作室）", "Studios led by a master of a trade.", "技能大师工作室数。"),
    term("task", "tasks", "项（任务）", "Tasks of a task list.", "任务清单中的任务项数。"),
    term("year", "years", "年", "Years of time.", "时长，以年计。"),
)

# The words by which a unit is read in a quote; of words that begin together, the longest counts. 项 and 个 may count
# several things, so they stand for each of them.
UNIT_WORDS: dict[str, tuple[str, ...]] = {
    "agreement": ("agreements", "agreement", "份协议", "项协议"),
    "aspect": ("aspects", "aspect", "个方面", "方面"),
    "base": ("bases", "base", "基地"),
    "city": ("cities", "city", "城市", "国家中心城市"),
    "country": ("countries", "country", "个国家", "国家"),
    "country-or-region": ("countries and regions", "countries or regions", "国家和地区"),
    "country-region-or-organisation": (
        "countries, regions, and international organizations",
        "countries, regions and international organisations",
        "国家、地区和国际组织",
    ),
    "employer": ("employers", "employer", "用人单位"),
    "event": ("events", "event", "场活动", "活动"),
    "institution": ("institutions", "institution", "机构"),
    "measure": ("measures", "measure", "specific measures", "项措施", "项", "措施"),
    "percent": ("%", "per cent", "percent"),
    "person": ("people", "persons", "person", "talents", "students", "cadres", "workers", "人", "名"),
    "person-time": ("person-times", "人次"),
    "position": ("positions", "position", "岗位"),
    "rank": ("first", "second", "third", "ranking", "第一", "首位"),
    "result": ("results", "result", "innovation results", "成果"),
    "school": ("schools", "school", "学校"),
    "studio": ("studios", "studio", "工作室"),
    "task": ("tasks", "task", "key tasks", "项任务", "项", "任务"),
    "year": ("years", "year", "century", "centuries", "decades", "decade", "年"),
}
