"""Chinese text with variants made alike, character by character, so that offsets stay.

The patterns are written in simplified characters and plain digits; traditional characters that they know, full-width
forms and, in amounts of money, the numerals of contracts (``伍佰万元``) are read as these.
"""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.books.figures.english.folding import WIDE

_TRADITIONAL: Final = (
    "萬億兩餘約過歲時點個間週幾數號處項條達從終級類種樣層樓線組隊場處張筆單門幅雙對頭隻顆輛艘臺台棟戶畝頃裏里兆斤"
    "噸圓元幣歐鎊韓紀學術課節輪屆開號車隊員後來於滿將較極計體統萬與國縣區鄉鎮倉戰會傑準標題師貫帶種聞階進選擇廣門澤"
    "務業農運動節婦際報關連續當紛紛齊塊錢鍾鐘剛載專題別邊發現產頁觀達黨縱聯齡條漲減為僅總島嶺陽陸龍鎮壘費館寫"
    "無爾內舊緊歷經這麼貨週見間飛馬華羅團"
)
_SIMPLIFIED: Final = (
    "万亿两余约过岁时点个间周几数号处项条达从终级类种样层楼线组队场处张笔单门幅双对头只颗辆艘台台栋户亩顷里里兆斤"
    "吨元元币欧镑韩纪学术课节轮届开号车队员后来于满将较极计体统万与国县区乡镇仓战会杰准标题师贯带种闻阶进选择广门泽"
    "务业农运动节妇际报关连续当纷纷齐块钱钟钟刚载专题别边发现产页观达党纵联龄条涨减为仅总岛岭阳陆龙镇垒费馆写"
    "无尔内旧紧历经这么货周见间飞马华罗团"
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
