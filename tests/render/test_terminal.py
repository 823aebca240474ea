"""Colour where there is a terminal."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from talent_dataset.render.lines import line, print_lines

if TYPE_CHECKING:
    import pytest


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
