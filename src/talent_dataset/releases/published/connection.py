"""Connections to web servers that may be hostile: to whom, how far, how long, and how much.

Whatever a server answers: HTTP and HTTPS only, never from HTTPS to HTTP; at most five redirects; from a public
address never to one of this machine, of its network or of the link. What is checked is the address that is connected
to, so that a name which means another address the second time changes nothing. The whole answer, its head included, has
a bound of bytes, and it has to come at a pace.
"""

from __future__ import annotations

import functools
import io
import ipaddress
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from talent_dataset.engine.errors import CannotCheckError, UnreachableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Seconds in which something must come, and in which an answer need not hurry.
PATIENCE: Final = 30.0
GRACE: Final = 60.0
# Bytes a second thereafter: less is what a server sends that wants to keep us.
PACE: Final = 1 << 14
# Bytes that the head of an answer may have.
_HEAD: Final = 1 << 20
# What chunks may add to the bytes of a file.
_FRAMING: Final = 8
_REDIRECTS: Final = 5
# Addresses in which a gateway wraps those of IPv4 (RFC 6052); `ipaddress` unwraps only the other kinds.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class Meter:
    """How much of an answer has come, and how fast.

    Args:
        most: Bytes that it may have.
        host: For the message.
    """

    def __init__(self, most: int, host: str) -> None:
        self._left = _FRAMING * most + _HEAD
        self._host = host
        self._began = time.monotonic()
        self._came = 0

    def patience(self) -> float:
        """Seconds to wait for more.

        Raises:
            UnreachableError: It comes too slowly.
        """
        # All of it, had it come at the pace, would have taken so long.
        left = self._began + GRACE + self._came / PACE - time.monotonic()
        if left <= 0:
            raise UnreachableError(f"{self._host} sends too slowly: {self._came:,} bytes in {self._seconds()} s.")
        return min(left, PATIENCE)

    def count(self, size: int) -> None:
        """Note that bytes have come.

        Raises:
            UnreachableError: They are more than any such answer has.
        """
        self._came += size
        self._left -= size
        if self._left < 0:
            raise UnreachableError(f"{self._host} sends without end: it was left after {self._came:,} bytes.")

    def _seconds(self) -> int:
        return round(time.monotonic() - self._began)


class _Metered(io.RawIOBase):
    """The bytes that come on a connection."""

    def __init__(self, stream: Any, connection: socket.socket, meter: Meter) -> None:
        self._stream, self._socket, self._meter = stream, connection, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        # Before each read, as the time that is left shrinks.
        self._socket.settimeout(self._meter.patience())
        size: int | None = self._stream.readinto(buffer)
        self._meter.count(size or 0)
        return size

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer that is read through a meter."""

    def __init__(self, sock: socket.socket, *args: Any, meter: Meter, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        # The file that `http.client` has opened would read past the meter.
        self.fp.close()
        self.fp = io.BufferedReader(_Metered(sock.makefile("rb", buffering=0), sock, meter))


class Route:
    """The hosts that one place of releases may lead to.

    Attributes:
        was_public: Whether an address was connected to that everybody reaches: from there nothing leads into the
            network of the user. Somebody who names an address of that network himself may have what is there.
    """

    def __init__(self) -> None:
        self.was_public = False

    def open(self, url: str, headers: dict[str, str], most: int) -> HTTPResponse:
        """The answer of a server, all redirects followed.

        Args:
            url: Where it is.
            headers: Sent to every host on the way; nothing in them is a secret.
            most: Bytes that the answer may have.

        Raises:
            HTTPError: The server refuses.
            CannotCheckError: It leads where nobody goes.
            UnreachableError: It sends too slowly or too much.
            OSError: It does not answer.
        """
        for _ in range(_REDIRECTS + 1):
            meter = Meter(most, urlsplit(url).hostname or url)
            try:
                answer: HTTPResponse = self._opener(meter).open(Request(url, headers=headers), timeout=PATIENCE)  # noqa: S310 - schemes are checked
            except _RedirectError as redirect:
                url = _next(url, redirect.to)
            else:
                return answer
        raise CannotCheckError(f"{url} leads on and on: more than {_REDIRECTS} redirects are not followed.")

    def connect(self, address: tuple[str, int], timeout: float | None, *_: Any) -> socket.socket:
        """A connection to a host, at an address that was looked at."""
        host, port = address
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # A public name has public addresses; what else it claims to have is of somebody's network.
        public = [one for one in found if is_public(str(one[4][0]))]
        if not public and self.was_public:
            raise self.refused(host)
        error: OSError | None = None
        for family, kind, protocol, _name, place in public or found:
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(timeout)
                connection.connect(place)
            except OSError as caught:
                connection.close()
                error = caught
                continue
            self.was_public = self.was_public or bool(public)
            return connection
        raise error or OSError(f"{host} has no address")

    def refused(self, host: str) -> CannotCheckError:
        """The error that a public place leads into a network of ours."""
        message = f"{host} is an address of this machine or its network, to which nothing public may lead."
        return CannotCheckError(message, hint="If that is meant, name that address itself.")

    def _opener(self, meter: Meter) -> OpenerDirector:
        return build_opener(_Handler(self, meter), _SafeHandler(self, meter), _Redirects())


def _next(url: str, to: str) -> str:
    """Where a redirect leads.

    Raises:
        CannotCheckError: That is not followed.
    """
    try:
        target = urljoin(url, to)
        parts = urlsplit(target)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        target, is_web = to, False
    if not is_web:
        raise CannotCheckError(f"{url} leads to {target!r}, which is not followed: only http and https are.")
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise CannotCheckError(f"{url} leads from https to {target}, where anybody on the way could change it.")
    return target


def is_public(address: str) -> bool:
    """Whether everybody reaches an address; what stands in another one's clothes is what it is."""
    # Behind the percent sign stands the zone of a link-local address.
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    # To `ipaddress` multicast addresses are global.
    return found.is_global and not found.is_multicast


class _RedirectError(Exception):
    """A server says that something is elsewhere."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


class _Redirects(HTTPRedirectHandler):
    """Redirects are followed by `Route`, which looks at each."""

    def _found(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> None:
        fp.close()
        to = headers.get("location")
        if to is None:
            raise HTTPError(req.full_url, code, f"{msg} without a place", headers, None)
        raise _RedirectError(to)

    http_error_301 = http_error_302 = http_error_303 = http_error_307 = http_error_308 = _found


def _connecting(
    route: Route, meter: Meter, kind: type[HTTPConnection], request: Request
) -> Callable[..., HTTPConnection]:
    """Makes the connections of a request."""
    # A proxy is one that the user has named. It looks names up itself, so that only addresses can be checked here.
    has_proxy = request.has_proxy() or bool(getattr(request, "_tunnel_host", None))
    if has_proxy and route.was_public and _is_inner(urlsplit(request.full_url).hostname or ""):
        raise route.refused(urlsplit(request.full_url).hostname or "")

    def make(host: str, **options: Any) -> HTTPConnection:
        connection = kind(host, **options)
        connection.response_class = functools.partial(_Answer, meter=meter)  # type: ignore[assignment]
        if not has_proxy:
            connection._create_connection = route.connect  # type: ignore[attr-defined]  # noqa: SLF001 - the hook of `http.client` for this
        return connection

    if has_proxy:
        route.was_public = route.was_public or not _is_inner(urlsplit(request.full_url).hostname or "")
    return make


def _is_inner(host: str) -> bool:
    """Whether a host says itself that it is of this machine or network."""
    try:
        return not is_public(host)
    except ValueError:
        return host.lower().rstrip(".").rpartition(".")[2] == "localhost"


class _Handler(HTTPHandler):
    def __init__(self, route: Route, meter: Meter) -> None:
        super().__init__()
        self._route, self._meter = route, meter

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_connecting(self._route, self._meter, HTTPConnection, req), req)


class _SafeHandler(HTTPSHandler):
    def __init__(self, route: Route, meter: Meter) -> None:
        super().__init__()
        self._route, self._meter = route, meter

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_connecting(self._route, self._meter, HTTPSConnection, req), req)


__all__ = ["Route", "is_public"]
