"""What checks over all items look at, whoever holds it: derived summaries do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from statusgen.model import Incident, Maintenance, Notice, Page


class Named(Protocol):
    """Anything with an address."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def path(self) -> str:
        """Return its source file."""


class IncidentFacts(Named, Protocol):
    """What is looked at in an incident."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return its former ids."""

    @property
    def started(self) -> datetime:
        """Return when it started."""

    @property
    def times(self) -> tuple[datetime, ...]:
        """Return the times of its updates, oldest first; there is at least one."""


S = TypeVar("S", bound=IncidentFacts)
S_co = TypeVar("S_co", bound=IncidentFacts, covariant=True)
S_contra = TypeVar("S_contra", bound=IncidentFacts, contravariant=True)


class Facts(Protocol[S_co]):
    """A project's facts by kind."""

    @property
    def incidents(self) -> Sequence[S_co]:
        """Return the incidents."""

    @property
    def maintenances(self) -> Sequence[Maintenance]:
        """Return the maintenances."""

    @property
    def notices(self) -> Sequence[Notice]:
        """Return the notices."""

    @property
    def pages(self) -> Sequence[Page]:
        """Return the pages."""


class WholeIncident(Protocol):
    """Something that holds a whole incident."""

    @property
    def incident(self) -> Incident:
        """Return the incident."""


class Archive(Protocol[S_contra]):
    """Where the whole of an incident comes from."""

    def incident(self, summary: S_contra, /) -> WholeIncident:
        """Return the whole incident of *summary*."""
