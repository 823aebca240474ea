"""Releases on a web server: plain requests, nothing but files."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

from talent_dataset.errors import CannotCheckError, TalentDatasetError, UnreachableError
from talent_dataset.reading.releases.connection import Route
from talent_dataset.reading.releases.sources import BLOCK, MOST

_ABSENT = frozenset({404, 410})
_BUSY = 500
_SAFE: Final = "/%:@!$&'()*+,;="


class WebSource:
    """Releases below a URL."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.query or parts.fragment or not parts.hostname:
            raise CannotCheckError(f"{url} is no address of a folder.", hint="Write https://host/path, no ? and no #.")
        if "@" in parts.netloc:
            raise CannotCheckError("An address with a password in it is not read.", hint="Releases are public files.")
        self._address = url.rstrip("/")
        # What people type has letters of all scripts, and what they copy is quoted already.
        self._route = Route()
        self._folder = parts._replace(path=quote(parts.path.rstrip("/"), safe=_SAFE)).geturl()

    @property
    def address(self) -> str:
        """The URL of the folder."""
        return self._address

    def blocks(self, path: str, most: int = MOST) -> Iterator[bytes]:
        """See `Source`."""
        url = f"{self._folder}/{quote(path)}"
        # The index must be that of now, whatever stands between; the bytes must be those that were hashed.
        headers = {
            "User-Agent": "talent_dataset",
            "Cache-Control": "no-cache",
            "Accept-Encoding": "identity",
        }
        try:
            with self._route.open(url, headers, most) as answer:
                yield from _body(answer, url)
        except HTTPError as error:
            error.close()  # it holds the connection
            raise _refusal(error, path, url) from error
        except (URLError, HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TalentDatasetError):
                raise reason from error
            raise UnreachableError(f"{self.address} does not answer: {reason}.") from error


def _body(answer: HTTPResponse, url: str) -> Iterator[bytes]:
    """The bytes of an answer, as many as it says."""
    if (encoding := answer.headers.get("Content-Encoding", "identity").strip().lower()) not in {"identity", ""}:
        message = f"{url} comes packed as {encoding!r}, though it was asked for as it is."
        raise CannotCheckError(message, hint="Have the server send files as they are: their hashes are of those bytes.")
    said, came = answer.length, 0
    while block := answer.read1(BLOCK):
        came += len(block)
        yield block
    if said is not None and came < said:
        raise UnreachableError(f"{url}: the connection broke after {came:,} of {said:,} bytes.")


def _refusal(error: HTTPError, path: str, url: str) -> Exception:
    if error.code in _ABSENT:
        return FileNotFoundError(path)
    if error.code >= _BUSY:
        return UnreachableError(f"{url}: the server says {error.code} {error.reason}.")
    return CannotCheckError(f"{url} may not be read: the server says {error.code} {error.reason}.")
