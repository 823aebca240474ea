"""The words around Chinese numbers, in simplified characters: what compares, what is counted in, what is no number."""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.provenance.figures import page
from talent_dataset.provenance.figures.english.words import WIDE
from talent_dataset.provenance.figures.figure import Comparator

# Characters are made alike one by one, so that offsets stay. Patterns are in simplified characters and plain digits;
# full-width forms and, in amounts of money, the numerals of contracts (``伍佰万元``) are read as these.
_TRADITIONAL: Final = (
    "丟亂亞來倉個側傑傳僅價億兇兒內兩冊別剛創劃劑勁動務勞勳匯區員問單噸國圍園圓圖團堅報場塊壘奮婦學宮實寧"
    "寫寶將專對導屆層島峽嶺帥師帶幀幣幾廠廣張強彈後徑從復慶戰戶擇擊攝攬數於時晉晝曆書會條棟棲業極槍樁樓標"
    "樣樹橋機橫檔欄權歐歲歷歸氣決減準溝滙滿漢漲澤灘為無煉熱燈營爭爲爾牀獎獨現環產畝畫當發盞盤盧眾碼禮種稱"
    "積穩筆節簡籤糧紀約紅納紐級紛終組統絲經維網緊緒線編縣縱縷總績織續羅羣聖聞聯聲職聽脈腳臨臺與舉舊茲莊華"
    "萬葉蘇處號衆術衝裏裡見規親觀計記診評詞話語說説課調談論謀講證護譽變豎負財貨貫費貼賬賽趕車軍較載輕輛輪"
    "轉辦農這連週進遊運過達違遠選邊郵鄉鄰釐針銖鋪錘錢鍊鍾鎊鎮鏈鐘鐵長門開間閩關陣陸陽隊階際險隻雙雜離難電"
    "韓頁頂頃項預頭顆題額顛類飛飯餅餘館馬驅體鳴麼黃點黨齊齡龍"
)
_SIMPLIFIED: Final = (
    "丢乱亚来仓个侧杰传仅价亿凶儿内两册别刚创划剂劲动务劳勋汇区员问单吨国围园圆图团坚报场块垒奋妇学宫实宁"
    "写宝将专对导届层岛峡岭帅师带帧币几厂广张强弹后径从复庆战户择击摄揽数于时晋昼历书会条栋栖业极枪桩楼标"
    "样树桥机横档栏权欧岁历归气决减准沟汇满汉涨泽滩为无炼热灯营争为尔床奖独现环产亩画当发盏盘卢众码礼种称"
    "积稳笔节简签粮纪约红纳纽级纷终组统丝经维网紧绪线编县纵缕总绩织续罗群圣闻联声职听脉脚临台与举旧兹庄华"
    "万叶苏处号众术冲里里见规亲观计记诊评词话语说说课调谈论谋讲证护誉变竖负财货贯费贴账赛赶车军较载轻辆轮"
    "转办农这连周进游运过达违远选边邮乡邻厘针铢铺锤钱炼钟镑镇链钟铁长门开间闽关阵陆阳队阶际险只双杂离难电"
    "韩页顶顷项预头颗题额颠类飞饭饼余馆马驱体鸣么黄点党齐龄龙"
)
_TABLE: Final = WIDE | {
    **{ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)},
    **{ord(circle): "〇" for circle in "○◯Ｏ"},
    ord("￥"): "¥", ord("￡"): "£", ord("\u3000"): " ", ord("－"): "-", ord("–"): "—", ord("～"): "~", ord("〜"): "~",
    ord("∼"): "~", ord("，"): "，", ord("．"): ".", ord("廿"): "廿",
}  # fmt: skip

_CONTRACT = re.compile(r"[壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟零万亿整]{2,}")
_CONTRACT_DIGITS: Final = str.maketrans("壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")


def fold(text: str) -> str:
    """Simplified, half-width, lower case; as long as the text."""
    folded = text.translate(_TABLE)
    if "拾" in folded or "佰" in folded or "仟" in folded:
        folded = _CONTRACT.sub(lambda run: run[0].translate(_CONTRACT_DIGITS), folded)
    return folded


BEFORE: Final[dict[str, Comparator]] = {
    **dict.fromkeys(("超过", "超", "逾", "多于", "高于", "大于", "早已超过"), ">"),
    **dict.fromkeys(("不少于", "不低于", "不下于", "不下", "不小于", "至少", "最少", "起码"), ">="),
    **dict.fromkeys(("不足", "不到", "少于", "低于", "未满", "不满", "小于", "未到"), "<"),
    **dict.fromkeys(("不超过", "不多于", "不高于", "不大于", "至多", "最多", "最高不超过"), "<="),
    **dict.fromkeys(("大约", "约", "将近", "接近", "近", "大概", "约莫", "约为", "大致"), "~"),
}
LONGEST_BEFORE: Final = max(map(len, BEFORE))
NOT_BEFORE: Final[dict[str, str]] = {
    "约": "签预条合公契节制大违履续失邀纽相赴简",
    "近": "附最邻靠远亲临新贴走拉",
    "超": "赶英中西德意反高",
    "不足": "",
    "高于": "",
    "逾": "",
}
"""Characters before a word that make another word of it: 签约, 附近, 赶超."""

BEHIND: Final[dict[str, Comparator]] = {
    **dict.fromkeys(("+", "以上", "及以上", "或以上", "(含)以上", "(含)及以上", "有余", "起步"), ">="),
    **dict.fromkeys(("以下", "及以下", "或以下", "以内", "之内"), "<="),
    **dict.fromkeys(("左右", "上下"), "~"),
    **dict.fromkeys(("多", "余"), ">"),
}
LONGEST_BEHIND: Final = max(map(len, BEHIND))

CURRENCY: Final = re.compile(
    r"(?:人民币|(?:美|欧|日|韩|港|澳|新台|台|新|加|澳|卢|越)?元(?![旦素宵首帅月老勋年谋宝日代朝曲凶])|美金|欧元|英镑|日圆|韩圆|港币|港元|台币|新台币"
    r"|卢布|卢比|法郎|泰铢|新元|块钱|块(?=[，。；、,\s一二三四五六七八九]|$)|分钱|角钱|毛钱)"
)
CURRENCY_SIGN: Final = re.compile(r"(?:US|HK|NT|AU|CA|S|A|C)?\$|¥|€|£|(?:RMB|CNY|USD|EUR|HKD|GBP|JPY)\s?")
PERCENT: Final = re.compile(r"\s?[%‰]|个?百分点|成(?=[^立为长员本果功就都效绩熟分渝品人型群链片材批])|成$|个?千分点")
AGE: Final = re.compile(r"周?岁半?|个月大")
DURATION: Final = re.compile(
    r"个(?:多|余|半)?(?:小时|月|星期|礼拜|工作日|世纪|年头|季度|学期|学年|钟头|昼夜|自然日|交易日|年度)|小时|分钟|秒钟|秒|毫秒|周年|周(?![边末围到转密全日一二三四五六刊报长岁])"
    r"|星期(?![一二三四五六日天])|日(?=[内之以])|年(?![级代度轻货底初末画糕味])|天(?![津地然府空下河气安水桥山门文宫舟问])|世纪|昼夜|工作日|个工作日|学年|学期|载(?![体重人])|夜|刻钟|课时|学时|多?小时"
)
DEGREE: Final = re.compile(r"\s?(?:℃|°\s?C?|℉)")

MEASURES: Final = frozenset(page.words("chinese", "measures"))
SINGLE: Final = frozenset(page.words("chinese", "single"))
EXACT: Final = frozenset(page.words("chinese", "exact"))
LONGEST_MEASURE: Final = max(map(len, MEASURES))
_PAIRS = page.words("chinese", "no_measure")
NO_MEASURE: Final = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
NO_NUMBER: Final = frozenset(page.words("chinese", "words"))
NOT_BEHIND: Final = {"十分": ("钟", "之"), "百分百": ("之",), "万分": ("之",), "一点": tuple("一二三四五六七八九零半")}
"""Characters behind a word of ``NO_NUMBER`` that make it a number again: ``十分钟``."""


def _shapes() -> dict[str, tuple[tuple[int, int], ...]]:
    """Of each character, at which place it stands in words of what length, the longest first."""
    found: dict[str, set[tuple[int, int]]] = {}
    for word in NO_NUMBER:
        for place, char in enumerate(word):
            found.setdefault(char, set()).add((place, len(word)))
    return {char: tuple(sorted(shapes, key=lambda shape: -shape[1])) for char, shapes in found.items()}


_SHAPES: Final = _shapes()


def end_of_word(text: str, at: int) -> int:
    """The end of the longest word that holds the numeral at a place and counts nothing; 0 where there is none."""
    for place, length in _SHAPES.get(text[at], ()):
        end = at - place + length
        if at >= place and (word := text[end - length : end]) in NO_NUMBER:
            return 0 if text[end : end + 1] in NOT_BEHIND.get(word, ()) else end
    return 0


def measure(text: str, at: int, among: frozenset[str]) -> str | None:
    """The longest measure word that starts at a place, and is no part of another word."""
    word = longest(among, text, at, LONGEST_MEASURE)
    return None if word and text[at + len(word) : at + len(word) + 1] in tuple(NO_MEASURE.get(word, "")) else word


def longest(words: frozenset[str] | dict[str, Comparator], text: str, at: int, most: int) -> str | None:
    """The longest word of a collection that starts at a place."""
    for length in range(min(most, len(text) - at), 0, -1):
        if (word := text[at : at + length]) in words:
            return word
    return None
