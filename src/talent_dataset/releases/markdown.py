"""Texts of a descriptor in a document in Markdown: each can do no more there than its place allows.

The standard allows Markdown in descriptions, and nowhere else. There it is kept, but for what acts on who reads it, or
on the rest of the document: HTML, images (which tell a server that somebody reads), links to anything but the web and
mail, headings above those of the document, and blocks that never end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Joiners hold emoji and several scripts together.
_KEPT: Final = frozenset("\n\u3000\u200c\u200d")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SAFE: Final = frozenset({"http", "https", "mailto"})
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
# What Markdown obeys within a line, and at the beginning of one. Brackets that lead nowhere and signs within a word
# stay as people wrote them.
_SIGNS: Final = re.compile(r"[`*]|(?<!\w)_|_(?!\w)|~(?=~)|\](?=[\[(:])|&(?=#|\w+;)|\\(?=[!-/:-@\[-`{-~])")
_START: Final = re.compile(r"[#>+=|-]|\d{1,9}(?=[.)](?:\s|$))")
# Markdown has six levels of headings.
_LOWEST: Final = 6
# Put behind a text to see whether it stays a paragraph of its own.
_END: Final = "the end"


def inline(text: str) -> str:
    """A text that is no Markdown, on one line, as it stands."""
    escaped = _TAG.sub(r"\\<", _SIGNS.sub(lambda sign: "\\" + sign[0], one_line(shown(text))))
    start = _START.match(escaped)
    if start is None:
        return escaped
    at = 0 if len(start[0]) == 1 and not start[0].isdigit() else start.end()
    return f"{escaped[:at]}\\{escaped[at:]}"


def code(text: str) -> str:
    """A name as code, on one line, whatever it holds."""
    plain = one_line(shown(text)) or " "
    # CommonMark: a run of backticks is closed by one of the same length only.
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    pad = " " if "`" in plain else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def phrase(text: str) -> str:
    """Markdown on one line, in a cell of a table or behind something else."""
    line = one_line(shown(text))
    # As it stands, if that does no harm; else without HTML and images; else as text without any marks.
    return next((one for one in (line, _tamed(line)) if _is_paragraph(one) and _is_harmless(one)), inline(text))


def prose(text: str) -> str:
    """Markdown as paragraphs of their own; its headings stand below those of the document."""
    plain = shown(text)
    kept = next((one for one in (plain, _tamed(plain)) if _is_harmless(one)), None)
    if kept is None:
        return "\n\n".join(inline(part) for part in re.split(r"\n\s*\n", plain) if part.strip())
    return _lowered(kept)


def one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


def shown(text: str) -> str:
    """A text in which nothing is hidden, turns its direction or moves a cursor."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", "    ")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else c.encode("unicode_escape").decode() for c in text)


def _tamed(text: str) -> str:
    return _TAG.sub(r"\\<", text).replace("![", "[")


def _is_harmless(text: str) -> bool:
    environment: dict[str, Any] = {}
    tokens = _parser().parse(f"{text}\n\n{_END}\n", environment)
    # Whatever stands behind it is its own: no block swallows it.
    last = tokens[-2] if len(tokens) > 1 else None
    if last is None or (last.type, last.content, last.level) != ("inline", _END, 1):
        return False
    inner = list(_all(tokens))
    links = [str(token.attrs.get("href", "")) for token in inner]
    addresses = [one["href"] for one in environment.get("references", {}).values()]
    return not any(map(_acts, inner)) and all(map(_is_safe, addresses + links))


def _acts(token: Token) -> bool:
    """Whether it is HTML or an image; an image may have its address elsewhere in the document."""
    return token.type in {"html_block", "html_inline", "image"} or (token.type == "text" and "![" in token.content)


def _is_safe(address: str) -> bool:
    scheme = _SCHEME.match(address)
    # javascript: and data: run code, or hide a page; what has no scheme stays in the place of the document.
    return scheme is None or scheme[1].lower() in _SAFE


def _is_paragraph(line: str) -> bool:
    """Whether a line begins no block but a paragraph, so that it is the same wherever in a line it stands."""
    return [token.type for token in _parser().parse(line)] == ["paragraph_open", "inline", "paragraph_close"]


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _lowered(text: str) -> str:
    """The same with its headings two levels down."""
    lines = text.split("\n")
    # From the end, so that the lines of those before stay where they are.
    for token in reversed(_parser().parse(text)):
        if token.type == "heading_open" and token.level == 0 and token.map:
            first, end = token.map
            level = min(int(token.tag[1:]) + 2, _LOWEST)
            is_underlined = token.markup in {"=", "-"}
            words = lines[first : end - 1] if is_underlined else [lines[first].strip().lstrip("#")]
            lines[first:end] = [f"{'#' * level} {one_line(' '.join(words))}".rstrip()]
    return "\n".join(lines)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # All links are to be seen here, also those that this parser itself would not follow.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - its name is part of the hook
    return parser
