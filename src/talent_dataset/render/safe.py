"""Text of strangers, made harmless to look at: nothing in a name or a cell may move the cursor or hide itself."""

from __future__ import annotations

# The ideographic space is ordinary Chinese text; joiners hold emoji and several scripts together.
_KEPT = frozenset("\u3000\u200c\u200d")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""``text`` with every character that a terminal obeys or hides written as an escape (``\x1b``, ``\u202e``).

    Control characters, line and paragraph separators, bidirectional marks, zero-width and other invisible
    characters, unassigned ones and lone surrogates are escaped; letters, marks and signs of every script stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else _escape(c) for c in text)


def _escape(char: str) -> str:
    """One character as Python would write it."""
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if code <= 0xFF:  # noqa: PLR2004 - the width of a two-digit escape
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
