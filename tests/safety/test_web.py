"""Servers that would keep a client, fill its disk, or lead it into its own network."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from talent_dataset.engine.errors import CannotCheckError, HashMismatchError, UnreachableError
from talent_dataset.releases.published import connection
from talent_dataset.releases.published.cache import keep
from talent_dataset.releases.published.connection import Route, is_public
from talent_dataset.releases.published.stores import WebSource, small

Talk = Callable[[socket.socket, bytes], None]
OK = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def hostile(talk: Talk) -> Iterator[str]:
    """A server that says what it likes to each who comes, having heard them; its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(client,), daemon=True).start()

    def answer(client: socket.socket) -> None:
        with client:
            heard = client.recv(1 << 16)
            try:
                talk(client, heard)
            except OSError:
                return  # the client has left

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def says(*parts: bytes, pause: float = 0) -> Talk:
    def talk(client: socket.socket, _: bytes) -> None:
        for part in parts:
            client.sendall(part)
            time.sleep(pause)

    return talk


def forever(head: bytes, part: bytes, pause: float = 0) -> Talk:
    def talk(client: socket.socket, _: bytes) -> None:
        client.sendall(head)
        while True:
            client.sendall(part)
            time.sleep(pause)

    return talk


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test need not wait a minute."""
    monkeypatch.setattr(connection, "GRACE", 0.5)
    monkeypatch.setattr(connection, "PATIENCE", 0.4)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


BLOCK = b"x" * 65536
ENDLESS = {
    "a body": forever(OK + b"\r\n", BLOCK),
    "chunks": forever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + BLOCK + b"\r\n"),
    "headers": forever(OK, b"X-Long: " + b"y" * 60_000 + b"\r\n"),
    "one header": forever(OK + b"X-Long: ", BLOCK),
    "answers that go on": forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "a trailer": forever(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Long: " + b"y" * 60_000 + b"\r\n"),
    "negative chunks": forever(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n", BLOCK),
}


@pytest.mark.parametrize("talk", ENDLESS.values(), ids=ENDLESS)
def test_a_list_that_never_ends_is_left(talk: Talk) -> None:
    with hostile(talk) as address, pytest.raises(CannotCheckError):
        small(WebSource(address), "versions.json")


SLOW = {
    "a body": forever(OK + b"\r\n", b"x", 0.02),
    "a body of a known length": forever(OK + b"Content-Length: 99999\r\n\r\n", b"x", 0.02),
    "a header": forever(OK + b"X-Slow: ", b"x", 0.02),
    "headers": forever(OK, b"X: y\r\n", 0.02),
    "silence": forever(b"", b"", 0.02),
    "chunks": forever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.02),
}


@pytest.mark.parametrize("talk", SLOW.values(), ids=SLOW)
def test_a_server_that_sends_a_byte_now_and_then_is_left(talk: Talk) -> None:
    began = time.monotonic()
    with hostile(talk) as address, pytest.raises(UnreachableError, match=r"too slowly|timed out"):
        small(WebSource(address), "versions.json")
    assert time.monotonic() - began < 5


def test_of_a_file_that_is_larger_than_was_published_nothing_is_kept(tmp_path: Path) -> None:
    with (
        hostile(ENDLESS["a body"]) as address,
        pytest.raises(HashMismatchError, match=r"it is larger than the 1,000 bytes .* It is not kept\."),
    ):
        keep(WebSource(address).blocks("data.csv", 1000), tmp_path / "data.csv", "0" * 64, "it", 1000)
    assert list(tmp_path.iterdir()) == []


BROKEN = {
    "a length that is too long": says(OK + b"Content-Length: 10\r\n\r\n12345"),
    "chunks that stop": says(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n123"),
    "chunks that are none": says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n123"),
    "no answer": says(b""),
    "no HTTP": says(b"SSH-2.0-OpenSSH\r\n\r\n"),
    "a status that is none": says(b"HTTP/1.1 ok\r\n\r\n"),
}


@pytest.mark.parametrize("talk", BROKEN.values(), ids=BROKEN)
def test_an_answer_that_breaks_off_or_is_none_is_no_answer(talk: Talk, tmp_path: Path) -> None:
    with hostile(talk) as address:
        with pytest.raises(UnreachableError):
            small(WebSource(address), "versions.json")
        with pytest.raises(UnreachableError):
            keep(WebSource(address).blocks("a"), tmp_path / "a", "0" * 64, "it")
    assert list(tmp_path.iterdir()) == []


def test_what_comes_packed_is_refused_with_the_remedy() -> None:
    with (
        hostile(says(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")) as address,
        pytest.raises(CannotCheckError, match="comes packed as 'gzip', though it was asked for as it is"),
    ):
        small(WebSource(address), "a")


# where it leads


def leads(to: str) -> Talk:
    return says(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:,a", "http://me:word@127.0.0.1/", "http://[::1"]
)
def test_a_redirect_to_anything_but_the_web_is_not_followed(to: str) -> None:
    with hostile(leads(to)) as address, pytest.raises(CannotCheckError, match="which is not followed"):
        small(WebSource(address), "a")


def test_five_redirects_are_followed_and_not_six() -> None:
    asked: list[bytes] = []

    def round_and_round(client: socket.socket, heard: bytes) -> None:
        asked.append(heard)
        leads(f"/{len(asked)}")(client, heard)

    with hostile(round_and_round) as address, pytest.raises(CannotCheckError, match="more than 5 redirects"):
        small(WebSource(address), "a")
    assert len(asked) == 6


def test_a_redirect_without_a_place_is_told() -> None:
    with hostile(says(b"HTTP/1.1 302 Found\r\n\r\n")) as address, pytest.raises(CannotCheckError, match="302"):
        small(WebSource(address), "a")


def test_another_host_gets_no_header_but_those_for_everybody() -> None:
    heard: list[bytes] = []

    def listen(client: socket.socket, said: bytes) -> None:
        heard.append(said)
        says(OK + b"Content-Length: 2\r\n\r\n{}")(client, said)

    with hostile(listen) as there, hostile(leads(f"{there}/x")) as here:
        assert small(WebSource(here), "a") == b"{}"
    names = {line.partition(b":")[0].lower() for line in heard[0].split(b"\r\n")[1:] if line}
    assert names == {b"host", b"user-agent", b"cache-control", b"accept-encoding", b"connection"}


def test_from_https_nothing_leads_to_http() -> None:
    with pytest.raises(CannotCheckError, match="leads from https to http://host/b"):
        connection._next("https://host/a", "http://host/b")
    assert connection._next("http://host/a/b", "../c") == "http://host/c"


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "fe80::1", "::ffff:127.0.0.1"])
def test_from_a_public_place_nothing_leads_inside(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    route = Route()
    route.was_public = True
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # The name meant a public address before, and now means this one.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (address, 80))])
    with pytest.raises(CannotCheckError, match="to which nothing public may lead"):
        route.connect(("rebound.example", 80), 1)


def test_a_public_place_that_leads_to_this_machine_is_refused_before_anything_is_asked() -> None:
    asked: list[bytes] = []
    with hostile(lambda _, heard: asked.append(heard)) as inner:
        source = WebSource(inner)
        source._route.was_public = True
        with pytest.raises(CannotCheckError, match=r"127\.0\.0\.1 is an address of this machine"):
            small(source, "a")
    assert asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound to it
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_an_address_is_what_it_stands_for(address: str, *, expected: bool) -> None:
    assert is_public(address) is expected
