"""The words of the README of a release, in each language."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "untitled": "Data package",
        "other": "中文说明：[README.zh.md](README.zh.md)",
        "remarks": "Know this",
        "files": "Which file to take",
        "for": "For",
        "take": "Take",
        "colon": ": ",
        "workbook": "Excel, LibreOffice, WPS, Numbers",
        "workbook how": "one sheet a table, codes as text, a data dictionary",
        "csv": "R, Stata, SPSS, any program; spreadsheets through their import, with every column as text",
        "csv how": "UTF-8, commas; types and descriptions in [datapackage.json](datapackage.json)",
        "parquet": "Python, DuckDB, Arrow",
        "parquet how": "with types (exact decimals, dates), codes as text",
        "database": "SQL; DB Browser for SQLite, DBeaver",
        "database how": "with primary and foreign keys",
        "tables": "Tables",
        "table": "Table",
        "title": "Title",
        "rows": "Rows",
        "formats": "Files",
        "dictionary": "Every field, code and rule: [dictionary.md](dictionary.md). Sizes and hashes of all files: "
        "[datapackage.json](datapackage.json), [SHA256SUMS](SHA256SUMS).",
        "opening": "Opening a table",
        "opening how": "An empty cell is a missing value. Codes such as `0510` are text: let no program make numbers "
        "of them.",
        "checking": "Checking",
        "checking how": "`sha256sum -c SHA256SUMS` finds a file that was damaged on its way; "
        "`frictionless validate datapackage.json` checks the tables against their descriptions.",
        "citation": "Citation",
    },
    "zh": {
        "untitled": "数据包",
        "other": "English: [README.md](README.md)",
        "remarks": "须知",
        "files": "选用哪个文件",
        "for": "用途",
        "take": "文件",
        "colon": "：",
        "workbook": "Excel、WPS 表格、LibreOffice、Numbers",
        "workbook how": "每个表一个工作表，代码为文本，附数据字典",
        "csv": "R、Stata、SPSS 及其他程序；电子表格请用“导入”功能，并将所有列设为文本",
        "csv how": "UTF-8 编码，逗号分隔；类型与说明见 [datapackage.json](datapackage.json)",
        "parquet": "Python、DuckDB、Arrow",
        "parquet how": "带类型（精确小数、日期），代码为文本",
        "database": "SQL；DB Browser for SQLite、DBeaver",
        "database how": "含主键与外键",
        "tables": "数据表",
        "table": "表",
        "title": "名称",
        "rows": "行数",
        "formats": "文件",
        "dictionary": "全部字段、代码和规则见 [dictionary.zh.md](dictionary.zh.md)。各文件的大小和校验值见 "
        "[datapackage.json](datapackage.json) 和 [SHA256SUMS](SHA256SUMS)。",
        "opening": "打开数据表",
        "opening how": "空单元格表示缺失值。`0510` 之类的代码是文本，请勿让程序转为数字。",
        "checking": "校验",
        "checking how": "`sha256sum -c SHA256SUMS` 可发现传输中损坏的文件；"
        "`frictionless validate datapackage.json` 按说明检查各表。",
        "citation": "引用",
    },
}
