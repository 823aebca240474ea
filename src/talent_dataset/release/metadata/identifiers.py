"""The ids by which the parts of a Croissant description refer to each other.

An id is a relative IRI: no white space, no ``:`` that would make a prefix of what stands before it, no ``/`` but ours.
The point is encoded as well, so that ``.`` and ``..`` are no steps and no table has the id of a file.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_UNSAFE = re.compile(r"[^\w-]+")


def identifier(*names: str) -> str:
    """The id of a table, of a field (``table/field``), of what belongs to a field (``table/field/part``)."""
    return "/".join(_encoded(name) for name in names)


def file_identifier(path: str) -> str:
    """The id of a file: where it stands, as an IRI."""
    return quote(path, safe="/.-_~")


def _encoded(name: str) -> str:
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), name)
