"""Chinese text with variants made alike, character by character, so that offsets stay.

The patterns are written in simplified characters and plain digits; traditional characters that they know, full-width
forms and, in amounts of money, the numerals of contracts (``伍佰万元``) are read as these.
"""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.books.figures.english.folding import WIDE

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
