"""Releases on a web server: plain requests, nothing but files."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from talent_dataset.errors import CannotCheckError, UnreachableError
from talent_dataset.reading.releases.sources import BLOCK

_PATIENCE: Final = 30.0
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
        self._folder = parts._replace(path=quote(parts.path.rstrip("/"), safe=_SAFE)).geturl()

    @property
    def address(self) -> str:
        """The URL of the folder."""
        return self._address

    def blocks(self, path: str) -> Iterator[bytes]:
        """See `Source`."""
        url = f"{self._folder}/{quote(path)}"
        # The index must be that of now, whatever stands between; the bytes must be those that were hashed.
        headers = {
            "User-Agent": "talent_dataset",
            "Cache-Control": "no-cache",
            "Accept-Encoding": "identity",
        }
        try:
            with urlopen(Request(url, headers=headers), timeout=_PATIENCE) as answer:  # noqa: S310 - http(s) only
                while block := answer.read(BLOCK):
                    yield block
        except HTTPError as error:
            error.close()  # it holds the connection
            raise _refusal(error, path, url) from error
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise UnreachableError(f"{self.address} does not answer: {reason}.") from error


def _refusal(error: HTTPError, path: str, url: str) -> Exception:
    if error.code in _ABSENT:
        return FileNotFoundError(path)
    if error.code >= _BUSY:
        return UnreachableError(f"{url}: the server says {error.code} {error.reason}.")
    return CannotCheckError(f"{url} may not be read: the server says {error.code} {error.reason}.")
