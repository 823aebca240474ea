"""Releases where they are read: storage that speaks S3, through obstore, and web servers, by plain requests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname

from talent_dataset.engine.errors import CannotCheckError, TalentDatasetError, UnreachableError
from talent_dataset.releases.published.connection import Route

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Store

BLOCK: Final = 1 << 20
# An index, or a list of hashes: some hundred bytes for each version or file.
LIST: Final = 1 << 24
# Any file: the most that is published in one.
MOST: Final = 5 << 30


class ReleaseSource(Protocol):
    """A place that holds releases."""

    @property
    def address(self) -> str:
        """How it is shown, and known in the cache."""

    def blocks(self, path: str, most: int = MOST) -> Iterator[bytes]:
        """The bytes of a file.

        Args:
            path: Where it is.
            most: Bytes after which nobody goes on reading; a place that may be hostile is left not far behind that.

        Raises:
            FileNotFoundError: There is no such file.
            UnreachableError: The place does not answer.
            CannotCheckError: The file may not be read.
        """


def small(source: ReleaseSource, path: str) -> bytes:
    """The bytes of a file that is known to be small.

    Raises:
        CannotCheckError: It is not; otherwise as `Source.blocks`.
    """
    data = bytearray()
    for block in source.blocks(path, LIST):
        data += block
        if len(data) > LIST:
            raise CannotCheckError(f"{path} of {source.address} is larger than {LIST >> 20} MiB.")
    return bytes(data)


class FolderSource:
    """Releases in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    @property
    def address(self) -> str:
        """The path of the folder."""
        return str(self.root)

    def blocks(self, path: str, most: int = MOST) -> Iterator[bytes]:  # noqa: ARG002 - a folder is not hostile
        """See `ReleaseSource`."""
        if not self.root.is_dir():
            raise UnreachableError(f"There is no folder {self.root}.")
        try:
            with (self.root / path).open("rb") as file:
                while block := file.read(BLOCK):
                    yield block
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FileNotFoundError(path) from error
        except OSError as error:
            raise CannotCheckError(f"{self.root / path} cannot be read: {error.strerror or error}.") from error


def source_of(place: str | Path) -> ReleaseSource:
    """The source that a path or an address means: a folder, ``file:``, ``http(s):`` or ``s3:``.

    Raises:
        CannotCheckError: It means something else, or a package that it needs is not installed.
    """
    text = str(place)
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if scheme in {"", "file"}:
        return FolderSource(folder_of(text))
    if scheme in {"http", "https"}:
        return WebSource(text)
    if scheme == "s3":
        return StorageSource(text)
    raise CannotCheckError(f"{text} is no place of releases.", hint="A folder, http(s)://... or s3://bucket/... is.")


def folder_of(text: str) -> Path:
    """The folder that a path or a ``file:`` URL means."""
    if not text.lower().startswith("file://"):
        return Path(text).expanduser()
    parts = urlsplit(text)
    if parts.netloc not in {"", "localhost"}:
        raise CannotCheckError(f"{text} is on another machine.", hint="Write file:///path, with three slashes.")
    return Path(url2pathname(parts.path))


# Not found, and gone: there is no such file. From 500 on the fault is the server's, and may pass.
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
        """See `ReleaseSource`."""
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
    # read1 gives what has come, where read would wait for the whole block.
    while block := answer.read1(BLOCK):
        came += len(block)
        yield block
    # Read piece by piece, an answer that ends too early is no error to `http.client`.
    if said is not None and came < said:
        raise UnreachableError(f"{url}: the connection broke after {came:,} of {said:,} bytes.")


def _refusal(error: HTTPError, path: str, url: str) -> Exception:
    if error.code in _ABSENT:
        return FileNotFoundError(path)
    if error.code >= _BUSY:
        return UnreachableError(f"{url}: the server says {error.code} {error.reason}.")
    return CannotCheckError(f"{url} may not be read: the server says {error.code} {error.reason}.")


_WITHOUT_KEY: Final = "AWS_ACCESS_KEY_ID is not set, so the machine was asked who it is. Is AWS_ENDPOINT_URL set?"
# A whole request may take long, as files are large; silence may not.
CLIENT: Final[ClientConfig] = {"timeout": "1h", "connect_timeout": "10s", "read_timeout": "60s"}


def store_of(url: str) -> S3Store:
    """The bucket and prefix of ``s3://bucket/prefix``.

    Endpoint, region and credentials are those of the environment (``AWS_ENDPOINT_URL``, ``AWS_REGION``,
    ``AWS_ACCESS_KEY_ID``, ...), or of the machine.

    Raises:
        CannotCheckError: obstore is not installed, or the address has no bucket.
    """
    try:
        from obstore.store import S3Store
    except ImportError as error:
        hint = "pip install 'talent_dataset[s3]'"
        raise CannotCheckError(f"{url} needs the package obstore, which is not installed.", hint=hint) from error
    parts = urlsplit(url)
    if not parts.netloc or parts.query or parts.fragment:
        hint = "Write s3://bucket, or s3://bucket/folder, with no ? and no #."
        raise CannotCheckError(f"{url} names no bucket.", hint=hint)
    # Storage in a network of one's own seldom has a certificate.
    options: ClientConfig = {**CLIENT, "allow_http": True}
    with told(url):
        return S3Store(parts.netloc, prefix=parts.path.strip("/") or None, client_options=options)


class StorageSource:
    """Releases below a prefix of a bucket."""

    def __init__(self, url: str) -> None:
        self._address = url.rstrip("/")
        self.store = store_of(url)

    @property
    def address(self) -> str:
        """``s3://bucket/prefix``."""
        return self._address

    def blocks(self, path: str, most: int = MOST) -> Iterator[bytes]:  # noqa: ARG002 - who reads counts
        """See `ReleaseSource`."""
        import obstore

        with told(self.address):
            for block in obstore.get(self.store, path).stream(min_chunk_size=BLOCK):
                yield bytes(block)


@contextmanager
def told(address: str) -> Iterator[None]:
    """Say the errors of obstore in our words.

    Raises:
        FileNotFoundError: There is no such object.
        obstore.exceptions.BaseError: A condition does not hold.
        UnreachableError: The storage does not answer.
        CannotCheckError: It refuses.
    """
    from obstore import exceptions

    refusals = (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError)
    try:
        yield
    except refusals as error:
        hint = "Are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY those of somebody who may?"
        raise CannotCheckError(f"{address} refuses: {_first_line(error)}", hint=hint) from error
    except FileNotFoundError as error:
        # obstore raises the same for a bucket and for an object that are not there.
        if "NoSuchBucket" in str(error):
            raise CannotCheckError(f"There is no bucket for {address}.", hint="Make it first.") from error
        raise
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
        raise
    except (exceptions.BaseError, OSError) as error:
        hint = "" if "AWS_ACCESS_KEY_ID" in os.environ else _WITHOUT_KEY
        raise UnreachableError(f"{address} does not answer: {_first_line(error)}", hint=hint) from error


def _first_line(error: Any) -> str:
    """What obstore says, without the dump of its structures."""
    text = str(error).strip().partition("\n")[0].removeprefix("Generic S3 error: ").rstrip(".:")
    return text + "."
