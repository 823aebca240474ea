"""Figures of Chinese news: each line is a sentence of our own, and what is to be read in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from talent_dataset.provenance import find_figures


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3万5千", "35000"),
        ("一点五亿", "150000000"),
        ("3.5万亿", "3500000000000"),
        ("1亿2000万", "120000000"),
        ("一百二十三万四千五百六十七", "1234567"),
        ("二百零五", "205"),
        ("三百五", "350"),
        ("两万五", "25000"),
        ("二〇〇", "200"),
        ("１，３６９".replace("，", ","), "1369"),
        ("１．５万", "15000"),
        ("伍佰万", "5000000"),
        ("廿五", "25"),
        ("百", "100"),
        ("1万3千亿", "1300000000000"),
        ("一百一十", "110"),
        ("三千零五十万", "30500000"),
    ],
)
def test_a_number_is_exact_and_its_scale_multiplied_out(text: str, value: str) -> None:
    figures = find_figures(f"共有{text}名", "zh")
    assert [(figure.text, figure.value, figure.unit) for figure in figures] == [(text, Decimal(value), "名")]


@pytest.mark.parametrize(
    ("text", "comparator", "value", "upper"),
    [
        ("三百五十多万", ">", 3500000, None),
        ("30余", ">", 30, None),
        ("千余", ">", 1000, None),
        ("十几", ">", 10, None),
        ("几十万", ">", 100000, None),
        ("数百", ">", 100, None),
        ("超过30", ">", 30, None),
        ("逾30", ">", 30, None),
        ("至少30", ">=", 30, None),
        ("不少于30", ">=", 30, None),
        ("上千", ">=", 1000, None),
        ("过万", ">", 10000, None),
        ("不足30", "<", 30, None),
        ("不超过30", "<=", 30, None),
        ("约30", "~", 30, None),
        ("近30", "~", 30, None),
        ("二十来", "~", 20, None),
        ("两三百", "=", 200, 300),
        ("10至15", "=", 10, 15),
        ("3万—5万", "=", 30000, 50000),
        ("3至5万", "=", 30000, 50000),
        ("三十五六", "=", 35, 36),
        ("一百几十", ">", 110, None),
    ],
)
def test_words_that_compare_are_a_part_of_the_figure(text: str, comparator: str, value: int, upper: int | None) -> None:
    [figure] = find_figures(f"有{text}人", "zh")
    bounds = [None if bound is None else Decimal(bound) for bound in (value, upper)]
    assert (figure.text, str(figure.comparator), [figure.value, figure.upper]) == (text, comparator, bounds)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [("30人以上", ">="), ("30人以下", "<="), ("30人左右", "~"), ("30岁以上", ">="), ("两年多", ">")],
)
def test_what_compares_behind_the_unit_takes_the_unit_into_the_figure(text: str, comparator: str) -> None:
    assert [(figure.text, figure.comparator) for figure in find_figures(text, "zh")] == [(text, comparator)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("百分之三十", "percent", "30", "百分之"),
        ("百分之五点二", "percent", "5.2", "百分之"),
        ("31.6%", "percent", "31.6", "%"),
        ("三成", "percent", "30", "成"),
        ("三成五", "percent", "35", "成"),
        ("2个百分点", "percent", "2", "百分点"),
        ("3.5亿元", "money", "350000000", "元"),
        ("500美元", "money", "500", "美元"),
        ("￥100", "money", "100", "￥"),
        ("三块五", "money", "3.5", "块"),
        ("半年", "duration", "0.5", "年"),
        ("两年半", "duration", "2.5", "年"),
        ("一个半小时", "duration", "1.5", "小时"),
        ("3个月", "duration", "3", "个月"),
        ("30周年", "duration", "30", "周年"),
        ("36岁", "age", "36", "岁"),
        ("-5℃", "number", "-5", "℃"),
        ("零下5℃", "number", "-5", "℃"),
    ],
)
def test_kind_value_and_unit(text: str, kind: str, value: str, unit: str) -> None:
    [figure] = find_figures(f"为{text}。", "zh")
    assert (figure.text, figure.kind, figure.value, figure.unit) == (text, kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("第一次", "第一", 1),
        ("第20届", "第20", 20),
        ("第十三批", "第十三", 13),
        ("首个项目", "首", 1),
        ("首次", "首", 1),
    ],
)
def test_an_ordinal_ends_before_what_it_ranks(text: str, span: str, value: int) -> None:
    assert [(figure.text, figure.value) for figure in find_figures(text, "zh") if figure.kind == "ordinal"] == [
        (span, Decimal(value))
    ]


def test_a_fraction_is_its_quotient_if_that_ends() -> None:
    assert [figure.value for figure in find_figures("四分之三和三分之二", "zh")] == [Decimal("0.75"), None]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2020年04月22日", "2020-04-22"),
        ("二〇二四年五月", "2024-05"),
        ("4月21日", "XXXX-04-21"),
        ("21日", "XXXX-XX-21"),
        ("5月18日至20日", "XXXX-05-18/XXXX-05-20"),
        ("5月18—20日", "XXXX-05-18/XXXX-05-20"),
        ("2019-2023年", "2019/2023"),
        ("2019年至2023年", "2019/2023"),
        ("2020年5月至2021年6月", "2020-05/2021-06"),
        ("5至7月", "XXXX-05/XXXX-07"),
        ("2023年第三季度", "2023-07/2023-09"),
        ("一季度", "XXXX-01/XXXX-03"),
        ("2023年前三季度", "2023-01/2023-09"),
        ("2023年上半年", "2023-01/2023-06"),
        ("20世纪80年代", "198X"),
        ("上世纪90年代", "199X"),
        ("21世纪", "20XX"),
        ("2024年春", "2024-21"),
        ("2020-04-22", "2020-04-22"),
        ("2020.4.22", "2020-04-22"),
        ("2008年", "2008"),
    ],
)
def test_a_date_says_what_its_words_say_and_nothing_more(text: str, edtf: str) -> None:
    assert [(figure.text, figure.edtf) for figure in find_figures(f"于{text}，召开", "zh")] == [(text, edtf)]


def test_a_month_and_a_day_of_it_are_an_interval_if_the_month_comes_first() -> None:
    found = [[figure.edtf for figure in find_figures(text, "zh")] for text in ("5月至5日，", "5月5日至5月，")]
    assert found == [["XXXX-05/XXXX-05-05"], ["XXXX-05-05", "XXXX-05"]]


def test_years_that_count_are_a_duration() -> None:
    figures = find_figures("近三年，历时近三年，2000多年，2000年的历史", "zh")
    assert [(figure.text, figure.kind, figure.comparator) for figure in figures] == [
        ("三年", "duration", "="),
        ("近三年", "duration", "~"),
        ("2000多年", "duration", ">"),
        ("2000年", "duration", "="),
    ]


@pytest.mark.parametrize("text", ["上午9时30分", "下午3点半", "10:30", "9时至17时", "晚上八点"])
def test_a_time_is_its_words(text: str) -> None:
    assert [(figure.text, figure.kind) for figure in find_figures(f"定于{text}", "zh")] == [(text, "time")]


@pytest.mark.parametrize(
    "text",
    [
        "统一部署",
        "一体化发展",
        "四川和三峡",
        "九寨沟与三亚",
        "十分重要",
        "万一下雨",
        "一些地方",
        "十三五规划",
        "一带一路",
        "两地合作",
        "第一时间",
        "第三方",
        "一系列活动",
        "成千上万",
        "周三上午",
        "五花八门",
        "党的二十大报告",
        "三中全会",
        "2号线",
        "5号楼",
        "〔2020〕12号",
        "第三条",
        "第五章",
        "（一）总则",
        "二、工作",
        "一是要抓",
        "5G和G20",
        "COVID-19",
        "热线：023-67118890",
        "零部件",
        "80后和90后",
        "GB/T 2260—2007",
        "2.0版",
        "产值翻两番",
        "年过半百",
        "五大洲",
        "双十一",
        "三轮车",
        "百姓",
        "长三角",
        "签约现场",
        "半导体",
        "一窗办理",
    ],
)
def test_what_names_or_counts_nothing_is_no_figure(text: str) -> None:
    assert find_figures(text, "zh") == []


def test_one_before_a_measure_word_is_an_article_and_flagged() -> None:
    figures = find_figures("一个项目、一家企业、一年、一公里、一份协议", "zh")
    assert [(figure.text, figure.idiom) for figure in figures] == [
        ("一", True),
        ("一", True),
        ("一年", False),
        ("一", False),
        ("一", True),
    ]


def test_words_that_only_end_in_a_comparator_compare_nothing() -> None:
    assert [figure.comparator for figure in find_figures("签约30个，附近5家，约30个，近5家", "zh")] == [
        "=",
        "=",
        "~",
        "~",
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("1万人才", None), ("百万市民", None), ("30个国家", "个"), ("千余人次", "人次"), ("5个部门", "个")],
)
def test_the_unit_is_the_measure_word_directly_behind(text: str, unit: str | None) -> None:
    assert find_figures(text, "zh")[0].unit == unit


def test_traditional_and_full_width_characters_are_read_as_their_twins() -> None:
    [figure] = find_figures("簽署了３０多份", "zh-Hant")
    assert (figure.text, figure.value, figure.comparator, figure.unit) == ("３０多", Decimal(30), ">", "份")
