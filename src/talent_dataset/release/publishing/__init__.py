"""Publish releases: versions that never change, in a folder or in storage that speaks S3."""

from __future__ import annotations

from talent_dataset.release.publishing.publication import Published, publish
from talent_dataset.release.publishing.verification import Verified, verify
from talent_dataset.release.publishing.withdrawal import unyank, yank

__all__ = ["Published", "Verified", "publish", "unyank", "verify", "yank"]
