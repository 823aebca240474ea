"""The documents behind the dataset."""

from __future__ import annotations

import datetime as dt

from talent_dataset.declare import Derived, Field, Table, both, rule
from talent_dataset.schemas import shared_fields

SHA256 = "[0-9a-f]{64}"
MEASURED = both("Measured from the file.", "由文件量得。")


class Sources(Table):
    """One row is a document."""

    source_id: str = shared_fields.key("Source", "来源")
    title: str = shared_fields.factual(
        both("Title", "标题"),
        both("Title as printed; empty where the document has none.", "文件原标题；无标题的留空。"),
        min_length=1,
    )
    label_en: str = shared_fields.worded(
        both("Label (English)", "说明性标题（英文）"),
        both("What the document is, in our own words.", "说明这是什么文件，由本数据集撰写（英文）。"),
        nullable=False,
    )
    label_zh: str = shared_fields.worded(
        both("Label (Chinese)", "说明性标题（中文）"),
        both("The same in simplified Chinese.", "说明这是什么文件，由本数据集撰写（简体中文）。"),
        nullable=False,
    )
    publisher: str = shared_fields.factual(
        both("Publisher", "发布者"), both("Who published it, as printed.", "文件所载的发布者。")
    )
    author: str = shared_fields.factual(both("Author", "作者"), both("Who wrote it, as printed.", "文件所载的作者。"))
    published: str = shared_fields.factual(
        both("Published", "发布日期"),
        both("Day of publication as printed, in EDTF.", "文件所载的发布日期（EDTF）。"),
        edtf=True,
    )
    published_earliest: dt.date = Derived("published", by="edtf-earliest")
    published_latest: dt.date = Derived("published", by="edtf-latest")
    language: str = Field(
        role="editorial",
        reason=both("Seen from the text itself.", "由文字本身可知。"),
        title=both("Language", "语言"),
        description=both(
            "Language and script of the document, a tag of BCP 47.", "文件所用的语言文字（BCP 47 标签）。"
        ),
        pattern=shared_fields.LANGUAGE,
        example="zh-Hant",
    )
    file: str = Field(
        role="editorial",
        reason=MEASURED,
        title=both("File", "文件名"),
        description=both("Name of the file that the books were written for.", "账目所依据的文件名。"),
        unique=True,
    )
    bytes: int = Field(
        role="editorial",
        reason=MEASURED,
        title=both("Bytes", "字节数"),
        description=both("Size of the file.", "文件大小。"),
        unit="byte",
        ge=1,
    )
    sha256: str = Field(
        role="editorial",
        reason=MEASURED,
        title=both("SHA-256", "SHA-256 值"),
        description=both("Hash of the file, in hexadecimal.", "文件的 SHA-256 散列值（十六进制）。"),
        pattern=SHA256,
        unique=True,
    )
    characters: int = Field(
        role="editorial",
        reason=MEASURED,
        title=both("Characters", "字符数"),
        description=both("Length of the text in code points.", "文本的码位数。"),
        unit="code point",
        ge=1,
    )
    figure_count: int = shared_fields.booked(
        both("Figures", "数字个数"),
        both(
            "How many figures the finder lists; empty while they are not listed.",
            "程序所列数字的个数；尚未列出的留空。",
        ),
        nullable=True,
        ge=0,
    )
    figures_sha256: str = shared_fields.booked(
        both("Hash of the figures", "数字清单散列值"),
        both("SHA-256 of the list of figures, in hexadecimal.", "数字清单的 SHA-256 散列值（十六进制）。"),
        nullable=True,
        pattern=SHA256,
    )
    finder: str = shared_fields.booked(
        both("Finder", "查找程序版本"),
        both("Version of the rules by which the figures were found.", "查找数字所用规则的版本。"),
        nullable=True,
    )
    condition_en: str = shared_fields.worded(
        both("Condition (English)", "文本状况（英文）"),
        both("What is missing, damaged or added.", "缺失、损坏或混入的内容（英文）。"),
    )
    condition_zh: str = shared_fields.worded(
        both("Condition (Chinese)", "文本状况（中文）"),
        both("The same in simplified Chinese.", "缺失、损坏或混入的内容（简体中文）。"),
    )

    class Config(Table.Config):
        title = both("Sources", "来源文件")
        description = both(
            "One row is a document. The documents are the property of their publishers and not part of the dataset.",
            "每行为一份来源文件。文件本身归其发布者所有，不随本数据集提供。",
        )
        rules = (
            rule(
                "figures-listed-whole",
                "(figure_count IS NULL) = (figures_sha256 IS NULL) AND (figure_count IS NULL) = (finder IS NULL)",
                both(
                    "The number of figures, their hash and the version of the finder are given together.",
                    "数字个数、清单散列值和查找程序版本须同时填写或同时留空。",
                ),
                hint=both(
                    "`talent-dataset seeds scan` writes all three.", "`talent-dataset seeds scan` 会写入这三项。"
                ),
            ),
        )
