"""Many files as one zip file, whose bytes depend on nothing but them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# What a zip file can say of time begins here.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file with the files in the order of their names.

    They are stored as they are: what deflate makes of them differs between the libraries that do it. All have the time
    at which zip begins, the system is always said to be Unix, and modes are those of a file that all may read.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, _EARLIEST)
            member.create_system = 3
            member.external_attr = 0o100644 << 16
            packed.writestr(member, files[path])
    return out.getvalue()
