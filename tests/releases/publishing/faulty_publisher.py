"""Publishers that die or fail at a chosen step."""

from __future__ import annotations

import os
from typing import Any

import obstore
import obstore.store
from obstore.exceptions import GenericError

from talent_dataset.releases.publishing import folder_target as _folder  # noqa: F401 - imported before the fork
from talent_dataset.releases.publishing import publication
from talent_dataset.releases.publishing import storage_target as _storage  # noqa: F401 - as above
from talent_dataset.releases.publishing.publication import publish, yank
from tests.steps import Steps, serve

ON_NETWORK = ("get", "put", "delete", "list")


def run(job: dict[str, Any]) -> tuple[str, int]:
    """Do one job in this process."""
    steps = Steps(job["at"], job["kind"], job.get("folder", ""), GenericError)
    os.environ.update(job.get("environment", {}))
    if job["target"].startswith("s3:"):
        for name in ON_NETWORK:
            steps.wrap(obstore, name)
        _without_patience()
    else:
        steps.wrap_disk()
    _count_from_target(steps)
    try:
        return _do(job), steps.count
    except Exception as error:  # noqa: BLE001 - told to the test
        steps.is_counting = False
        return f"{type(error).__name__}: {error}", steps.count


def _do(job: dict[str, Any]) -> str:
    if job["do"] == "yank":
        yank(job["target"], job["version"], "Wrong.", on="2026-02-03")
        return "done"
    done = publish(job["release"], job["target"], take_over=job.get("take_over", False))
    return "done" if done.is_new else "no-op"


def _without_patience() -> None:
    real = obstore.store.S3Store

    def store(*args: Any, **options: Any) -> Any:
        return real(*args, retry_config={"max_retries": 0}, **options)

    obstore.store.S3Store = store  # type: ignore[assignment,misc]


def _count_from_target(steps: Steps) -> None:
    """What comes before the target is touched changes nothing, and is tested elsewhere."""
    setattr(publication, "refuse_invalid", lambda *_: None)  # noqa: B010 - replaced where it is used
    for module in (publication, publication):
        real = module.__dict__["target_of"]

        def target_of(place: str, real: Any = real) -> Any:
            steps.is_counting = True
            return real(place)

        setattr(module, "target_of", target_of)  # noqa: B010 - as above


if __name__ == "__main__":
    serve(run)
