"""Publish releases: versions that never change, in a folder or in storage that speaks S3."""

from __future__ import annotations

from talent_dataset.releases.publishing.publication import Published, publish, unyank, yank
from talent_dataset.releases.publishing.verification import Verified, verify

__all__ = ["Published", "Verified", "publish", "unyank", "verify", "yank"]
