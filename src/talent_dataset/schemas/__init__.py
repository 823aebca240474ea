"""The domain: one model a table of the dataset, and the package that they make."""

from __future__ import annotations

from talent_dataset.schemas.agreements import AgreementParties, Agreements
from talent_dataset.schemas.commitments import CommitmentBodies, Commitments
from talent_dataset.schemas.events import EventParticipants, Events
from talent_dataset.schemas.evidence import Conflicts, Evidence, Repairs
from talent_dataset.schemas.figures import Figures
from talent_dataset.schemas.institutions import Institutions
from talent_dataset.schemas.package import TABLES, package
from talent_dataset.schemas.people import People, Positions
from talent_dataset.schemas.places import Places
from talent_dataset.schemas.programmes import Programmes
from talent_dataset.schemas.relations import Names, Relations
from talent_dataset.schemas.sources import Sources
from talent_dataset.schemas.statistics import Indicators, Statistics

__all__ = [
    "TABLES",
    "AgreementParties",
    "Agreements",
    "CommitmentBodies",
    "Commitments",
    "Conflicts",
    "EventParticipants",
    "Events",
    "Evidence",
    "Figures",
    "Indicators",
    "Institutions",
    "Names",
    "People",
    "Places",
    "Positions",
    "Programmes",
    "Relations",
    "Repairs",
    "Sources",
    "Statistics",
    "package",
]
