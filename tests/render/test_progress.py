"""A bar on a terminal, nothing in a pipe."""

from __future__ import annotations

from io import StringIO

import pytest

from talent_dataset.render.progress import progress


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")


class _Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_sees_nothing() -> None:
    with progress(StringIO()) as advance:
        assert advance is None


def test_short_work_shows_nothing() -> None:
    stream = _Terminal()
    with progress(stream, patience=60) as advance:
        assert advance is not None
        advance("events", 10, 100)
    assert stream.getvalue() == ""


def test_long_work_shows_the_resource_and_how_far_it_is() -> None:
    stream = _Terminal()
    with progress(stream, patience=0) as advance:
        assert advance is not None
        advance("events\x1b[2J", 500_000, 1_000_000)
    drawn = stream.getvalue()
    assert "events\\x1b[2J" in drawn
    assert "0.5/1.0 MB" in drawn


def test_the_size_may_be_unknown() -> None:
    stream = _Terminal()
    with progress(stream, patience=0) as advance:
        assert advance is not None
        advance("events", 500_000, None)
    assert "500.0/? kB" in stream.getvalue()


def test_things_done_are_counted_in_things() -> None:
    stream = _Terminal()
    with progress(stream, patience=0, is_counted=True) as advance:
        assert advance is not None
        advance("digit", 10, 100)
    assert "10/100" in stream.getvalue()
