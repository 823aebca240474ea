"""What a hostile descriptor can do to a document of its release: nothing, as a parser of Markdown sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from talent_dataset.engine.descriptor import parse_package
from talent_dataset.releases.dictionary import dictionary
from talent_dataset.releases.markdown import code, inline, phrase, prose
from talent_dataset.releases.metadata.facts import Facts
from talent_dataset.releases.readme import readme

if TYPE_CHECKING:
    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable("table")
PARSER.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - to see what others would follow

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "x <b>bold</b> &lt;i&gt; &#60;script&#62;",
    "<!-- hides all that follows",
    "<details><summary>",
    "<?php ?> <![CDATA[ x ]]> <!DOCTYPE x>",
    "[click](javascript:alert(1))",
    "[click](JaVa&#x53;cript&colon;alert(1))",
    "[click]( data:text/html,x )",
    "[click][ref]\n\n[ref]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![pixel](https://tracker.example/p.png)",
    "![pixel][p]\n\n[p]: https://tracker.example/p.png",
    "# Licence\n\nNone.",
    "Licence\n=======\n\nNone.",
    "Licence\n---",
    "\n\n## Citation\n\nAnother.",
    "```\nthe rest is code",
    "~~~",
    "a | b\n--|--\n1 | 2",
    "> quote",
    "- item",
    "1. item",
    "***",
    "`` ` ``` ",
    "ends with \\",
    "\\<script> \\\\<script>",
    "turned \u202e back \u2066 and hidden \u200b\ufeff",
    "\x1b[2J\x1b]0;title\x07 \x00 \x9b",
    "line\u2028separator\u2029and\x85next\rline\x0bline",
    "</td></tr></table>",
    "*open **strong _both",
]
# What is shown must have no characters that act unseen.
UNSEEN = set("\x00\x07\x0b\x1b\x85\x9b\u200b\u2028\u2029\u202e\u2066\ufeff\r")


def tokens(text: str) -> Iterator[Token]:
    """Every token of a document, also those within others."""
    waiting = PARSER.parse(text)
    while waiting:
        one = waiting.pop(0)
        yield one
        waiting = [*(one.children or []), *waiting]


def headings(text: str) -> list[tuple[str, str]]:
    """The headings of a document."""
    found = list(tokens(text))
    return [(one.tag, found[at + 1].content) for at, one in enumerate(found) if one.type == "heading_open"]


def check(text: str) -> None:
    """Nothing in a document acts on who reads it."""
    for one in tokens(text):
        assert one.type not in {"html_block", "html_inline", "image"}, one.content
        scheme = str(one.attrs.get("href", "")).partition(":")[0].lower()
        assert scheme not in {"javascript", "data", "vbscript", "file"}
    assert not UNSEEN & set(text)


def described(text: str, description: str = "") -> Any:
    """A package that says it everywhere."""
    field = {
        "name": f"f{text}",
        "title": text,
        "description": description or text,
        "categories": [{"value": text, "label": text}],
        "proof:data": {"unit": text, "role": text},
    }
    rule = {"name": "r", "sql": "f > 1", "summary": {"en": text}}
    resource = {
        "name": "t",
        "type": "table",
        "path": "data/t.csv",
        "title": text,
        "description": description or text,
        "schema": {"fields": [field], "primaryKey": [f"f{text}"], "proof:data": {"rules": [rule]}},
    }
    parsed = parse_package(
        {
            "name": "p",
            "title": text,
            "description": description or text,
            "version": text,
            "licenses": [{"name": text, "path": "https://example.org/"}],
            "contributors": [{"title": text}],
            "resources": [resource],
        }
    )
    assert parsed.package is not None
    return parsed.package


@pytest.mark.parametrize("text", HOSTILE)
def test_documents_of_a_hostile_package_have_the_headings_of_a_harmless_one_and_nothing_that_acts(
    text: str,
) -> None:
    facts = Facts(rows={"t": 1}, files=())
    for hostile, harmless in zip(_documents(text, facts), _documents("harmless", facts), strict=True):
        check(hostile)
        own = [tag for tag, _ in headings(hostile) if tag in {"h1", "h2"}]
        assert own == [tag for tag, _ in headings(harmless) if tag in {"h1", "h2"}]


def _documents(text: str, facts: Facts) -> list[str]:
    package = described(text)
    return [readme(package, facts, remarks=[text]), dictionary(package), dictionary(package, "zh")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_reads_as_it_was_written(text: str) -> None:
    found = PARSER.parseInline(inline(text))[0].children or []
    assert all(one.type in {"text", "text_special", "softbreak"} for one in found), found
    assert PARSER.parse(inline(text))[0].type == "paragraph_open"


@given(st.text(alphabet="ab `*_[]()<>!&#;|\\~-+=:/\n\t1.x", max_size=40))
def test_whatever_a_title_is_markdown_finds_nothing_in_it_to_obey(text: str) -> None:
    made = inline(text)
    found = list(tokens(made))
    assert {one.type for one in found} <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    shown = "".join(one.content for one in found if one.type in {"text", "text_special"})
    assert shown == " ".join(text.split())


@given(st.text(alphabet="ab `*_[]()<>!&#;|\\~-+=:/\n\t1.x", max_size=60))
def test_whatever_a_description_is_nothing_in_it_acts_and_nothing_behind_it_is_swallowed(text: str) -> None:
    made = f"# One\n\n{prose(text)}\n\n## Two\n"
    check(made)
    assert [one for one in headings(made) if one[0] in {"h1", "h2"}] == [("h1", "One"), ("h2", "Two")]
    check(f"x {phrase(text)}")


BENIGN = [
    "Plain words, 5 < 6 & 7 > 2.",
    "With *stress*, **more**, `code < x`, and [a link](https://example.org/a_b?c=d&e=f).",
    "- one\n- two\n\n1. first\n2. second\n\n> quoted\n\n```sql\nSELECT '<b>' FROM t;\n```",
    "See <https://example.org> or <mailto:me@example.org>.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "中文说明，含**重点**与 snake_case。",
    "[here][x]\n\n[x]: https://example.org/",
]


@pytest.mark.parametrize("text", BENIGN)
def test_the_markdown_of_a_description_is_kept(text: str) -> None:
    assert prose(text) == text
    assert phrase(f"So: {text}") == " ".join(f"So: {text}".split())


def test_headings_of_a_description_stand_below_those_of_the_document() -> None:
    assert (
        prose("# A\n\ntext\n\nB *b*\n===\n\n##### C #\n\n- # D") == "### A\n\ntext\n\n### B *b*\n\n###### C #\n\n- # D"
    )


def test_what_people_write_in_titles_stays_as_it_is() -> None:
    for text in ("Mine (2026) [Data set]. Version 1.0.0.", "snake_case & Co.", "1.0.0", "2026-11-22", "a > b", "名称"):
        assert inline(text) == text


@pytest.mark.parametrize(("text", "made"), [("a`b", "`` a`b ``"), ("`", "`` ` ``"), ("a\nb", "`a b`"), ("x", "`x`")])
def test_a_name_is_code_whatever_it_holds(text: str, made: str) -> None:
    assert code(text) == made
