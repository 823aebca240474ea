"""Places, and which contains which."""

from __future__ import annotations

from talent_dataset.declare import Table, Vocabulary, both, rule
from talent_dataset.engine.descriptor.model import Rule
from talent_dataset.schemas import shared_fields
from talent_dataset.schemas.shared_fields import term

KINDS = Vocabulary(
    term("country", "country", "国家", "A country.", "国家。"),
    term("province", "province", "省", "A province of China.", "中国的省。"),
    term(
        "municipality",
        "municipality directly under the central government",
        "直辖市",
        "A city with the rank of a province.",
        "与省同级的城市。",
    ),
    term(
        "city",
        "prefecture-level city",
        "地级市",
        "A city of a province, with the counties that it governs.",
        "省辖市，含所辖区县。",
    ),
    term("district", "district", "区", "A district of a city.", "市辖区。"),
    term("region", "region", "区域", "An area that is no unit of administration.", "不构成行政区划的区域。"),
    term("corridor", "corridor", "通道", "A route of trade and the areas along it.", "贸易通道及其沿线地区。"),
)


def contains(  # the parts of one query
    name: str, table: str, joined: str, outer: str, inner: str, summary: dict[str, str], hint: dict[str, str]
) -> Rule:
    """Rule: the place ``outer`` is the place ``inner`` or contains it, over at most eight steps.

    Rows of which either place is not known are fine.

    Args:
        name: Slug of the rule.
        table: The table whose rows offend.
        joined: What it is joined with.
        outer: Column that names the place that contains.
        inner: Column that names the place that is contained.
        summary: What is demanded.
        hint: How to mend it.
    """
    steps = [f"LEFT JOIN places AS p0 ON {inner} = p0.place_id"]
    steps += [f"LEFT JOIN places AS p{n} ON p{n - 1}.within = p{n}.place_id" for n in range(1, shared_fields.DEPTH)]
    above = [inner, *(f"p{n}.within" for n in range(shared_fields.DEPTH))]
    holds = " OR ".join(f"COALESCE({outer} = {place}, FALSE)" for place in above)
    sql = (
        f"SELECT {table}.* FROM {table} {joined} {' '.join(steps)} "  # noqa: S608  # the names are our own
        f"WHERE {outer} IS NOT NULL AND {inner} IS NOT NULL AND NOT ({holds})"
    )
    return rule(name, sql, summary, hint=hint)


class Places(Table):
    """One row is a country, region, municipality, province, city or district."""

    place_id: str = shared_fields.key("Place", "地点")
    name_en: str = shared_fields.name_en()
    name_zh: str = shared_fields.name_zh()
    kind: str = shared_fields.classified(KINDS, both("Kind", "类型"), both("What kind of place it is.", "地点的类型。"))
    division_code: str = shared_fields.factual(
        both("Division code", "行政区划代码"),
        both("Code of GB/T 2260, six digits; empty for what has none.", "GB/T 2260 六位代码；无代码的留空。"),
        pattern="[1-9][0-9]{5}",
        unique=True,
        example="510000",
    )
    country_code: str = shared_fields.factual(
        both("Country code", "国家代码"),
        both(
            "Code of the country in ISO 3166-1, two letters; empty for what has none.",
            "所属国家的 ISO 3166-1 两位字母代码；无代码的留空。",
        ),
        pattern="[A-Z]{2}",
        example="CN",
    )
    within: str = shared_fields.reference(
        "places.place_id",
        both("Within", "所属地区"),
        both("The next larger place that contains it.", "包含该地的上一级地区。"),
    )

    class Config(Table.Config):
        title = both("Places", "地点")
        description = both(
            "One row is a country, region, municipality, province, city or district.",
            "每行为一个国家、区域、直辖市、省、市或区。",
        )
        rules = (
            shared_fields.is_named(),
            rule(
                "division-code-is-chinese",
                "division_code IS NULL OR country_code = 'CN'",
                both("Division codes are for places in China.", "行政区划代码只用于中国境内的地点。"),
                hint=both(
                    "Set country_code to CN, or empty division_code.",
                    "请将 country_code 改为 CN，或清空 division_code。",
                ),
            ),
        )
        table_rules = (
            shared_fields.without_cycles("places", "place_id", "within"),
            rule(
                "code-nests",
                "SELECT places.* FROM places INNER JOIN places AS whole ON places.within = whole.place_id "
                "WHERE SUBSTR(places.division_code, 1, 2) <> SUBSTR(whole.division_code, 1, 2) "
                "OR places.country_code <> whole.country_code",
                both(
                    "A place has the country and the province of the place that contains it.",
                    "地点的国家代码和省级代码须与其所属地区一致。",
                ),
                hint=both("Compare the codes of the two places.", "请核对两地的代码。"),
            ),
        )
