"""A report as JSON text that is safe to print."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from talent_dataset.engine.report import Report
    from talent_dataset.render.outputs import ReportContext

# JSON lets these stand in a string, but a terminal obeys or hides them, and UTF-8 has no surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]")


def to_json(report: Report, _: ReportContext | None = None) -> str:
    """The report in its published form (``report.schema.json``), one object, two spaces of indent, a final line end.

    Equal, once parsed, to ``report.to_dict()``; values of keys that JSON has no word for (dates, decimals) are text.
    """
    return json_text(report.to_dict())


def json_text(data: object) -> str:
    """A value as JSON that is safe to print: two spaces of indent, a final line end; dates and decimals as text."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def compact_json(data: object, *, width: int = 120) -> str:
    """A value as JSON for people to edit: whatever fits on a line of ``width`` columns stands on one."""
    return _compact(data, width, 0) + "\n"


def _compact(data: object, width: int, indent: int, lead: int = 0) -> str:
    """A value that begins behind ``indent`` spaces and a key of ``lead`` characters, and may end with a comma."""
    flat = json.dumps(data, ensure_ascii=False)
    if indent + lead + len(flat) < width or not isinstance(data, (dict, list)) or not data:
        return flat
    pad = " " * (indent + 2)
    if isinstance(data, list):
        inner = [_compact(each, width, indent + 2) for each in data]
        return f"[\n{pad}" + f",\n{pad}".join(inner) + f"\n{' ' * indent}]"
    keys = {key: f"{json.dumps(key, ensure_ascii=False)}: " for key in data}
    pairs = [f"{keys[key]}{_compact(each, width, indent + 2, len(keys[key]))}" for key, each in data.items()]
    return f"{{\n{pad}" + f",\n{pad}".join(pairs) + f"\n{' ' * indent}}}"


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report."""
    from importlib.resources import files

    source = files("talent_dataset.render").joinpath("report.schema.json")
    schema: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return schema
