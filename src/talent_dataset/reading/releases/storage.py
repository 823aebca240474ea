"""Releases in storage that speaks S3, through obstore."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from talent_dataset.errors import CannotCheckError, UnreachableError
from talent_dataset.reading.releases.sources import BLOCK, MOST

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Store

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
        """See `Source`."""
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
