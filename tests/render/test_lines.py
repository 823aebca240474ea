"""Nothing that a stranger writes may act on the terminal; colour is where there is one."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.render.lines import line, print_lines, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("\x9b2J", "\\x9b2J"),
        ("a\nb\r\n\tc", "a\\nb\\r\\n\\tc"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\u2028b", "a\\u2028b"),
        ("1\xa0000", "1\\xa0000"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\x00\x07\x7f", "\\x00\\x07\\x7f"),
    ],
)
def test_what_a_terminal_obeys_or_hides_is_written_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["plain", "川渝人才合作，签约", "\u3000全角", "👨\u200d👩\u200d👧", "e\u0301", "C:\\data"]
)
def test_letters_of_every_script_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_what_is_shown_has_no_control_character_and_can_be_encoded(text: str) -> None:
    shown = visible(text)
    assert all(c.isprintable() or c in "\u3000\u200c\u200d" for c in shown)
    shown.encode("utf-8")


@given(st.text())
def test_showing_twice_changes_nothing(text: str) -> None:
    assert visible(visible(text)) == visible(text)


class _Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _printed(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = _Terminal()
    print_lines([line(("error", "error"), "  ", ("[bold]not markup[/]", "sample")), line("x" * 200)], stream)
    return stream.getvalue()


def test_styles_become_colours_and_nothing_is_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _printed(monkeypatch)
    assert printed.splitlines()[0] == "\x1b[1;31merror\x1b[0m  \x1b[33m[bold]not markup[/]\x1b[0m"


def test_long_lines_are_left_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _printed(monkeypatch).splitlines()[1] == "x" * 200


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _printed(monkeypatch, NO_COLOR="1").splitlines()[0] == "\x1b[1merror\x1b[0m  [bold]not markup[/]"
