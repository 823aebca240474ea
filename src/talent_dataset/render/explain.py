"""Explanations as lines for a screen, and as pages of the documentation: the same text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from talent_dataset.render.columns import pad
from talent_dataset.render.explanation import explanations
from talent_dataset.render.lines import INDENT, Line, line, paragraph

if TYPE_CHECKING:
    from talent_dataset.render.explanation import Explanation

_OURS = "The standard is silent; the rule is ours."


def explanation_lines(one: Explanation, width: int = 80) -> Iterator[Line]:
    """The explanation of a code in lines of ``width`` columns; examples and addresses are never broken."""
    yield line((one.code, "code"), "  ", (one.severity, "label" if one.severity == "skipped" else one.severity))
    yield from paragraph(one.title + ".", width, style="head")
    for title, text in (("rule", one.rule), ("why", one.why), ("mend", one.mend)):
        yield from _section(title, paragraph(text, width, indent=INDENT))
    yield from _section("bad", _example(one.bad.parts()))
    yield from _section("good", _example(_good(one)))
    yield from _section("standard", _clauses(one))


def _clauses(one: Explanation) -> Iterator[Line]:
    """Name and address of each clause."""
    for name, address in one.clauses:
        yield line(" " * INDENT + name)
        yield line(" " * INDENT, (address, "label"))
    if not one.clauses:
        yield line(" " * INDENT + _OURS)


def _section(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """A titled section after an empty line."""
    yield line()
    yield line((title, "label"))
    yield from lines


def _good(one: Explanation) -> list[tuple[str, str]]:
    """What differs in the good example; all of it, where nothing that is shown differs."""
    return one.good.parts(one.bad) or one.good.parts()


def _example(parts: Iterable[tuple[str, str]]) -> Iterator[Line]:
    """Titles and texts of an example, line by line as they stand."""
    for title, text in parts:
        yield line(" " * INDENT, (title, "label"))
        for row in text.split("\n"):
            yield line(" " * 2 * INDENT, (row, "sample"))


def list_lines(width: int = 80) -> Iterator[Line]:
    """All codes, each with its title."""
    known = explanations()
    widest = max(map(len, known)) + 2
    for one in known.values():
        first, *rest = paragraph(one.title, width, indent=widest, label=pad(one.code, widest))
        yield line((first.spans[0].text, "code"), first.spans[1].text)
        yield from rest


def page(one: Explanation) -> str:
    """The explanation as a page of the documentation, in Markdown."""
    clauses = [f"- [{name}]({address})" for name, address in one.clauses] or [
        "The standard is silent; the rule is ours."
    ]
    parts = [
        f"# {one.code}",
        f"{one.title}. Severity: {one.severity}.",
        *("## Rule", one.rule),
        *("## Why", one.why),
        *("## How to mend it", one.mend),
        *("## Bad", *_blocks(one.bad.parts())),
        *("## Good", *_blocks(_good(one))),
        *("## Standard", "\n".join(clauses)),
    ]
    return "\n\n".join(parts) + "\n"


def _blocks(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The parts of an example as code blocks with their titles."""
    for title, text in parts:
        language = "json" if text.startswith("{") else "csv" if ".csv" in title else "text"
        yield f"{title}:"
        yield f"```{language}\n{text}\n```"


def index_page() -> str:
    """The list of all codes, as a page of the documentation."""
    rows = [f"| [{one.code}]({one.code}.md) | {one.severity} | {one.title} |" for one in explanations().values()]
    head = """\
# Codes

Each issue has a code, `scope/kind`; the scope says where to look. `talent-dataset explain CODE` prints the same text
as these pages.

| code | severity | what is wrong |
|---|---|---|
"""
    return head + "\n".join(rows) + "\n"
