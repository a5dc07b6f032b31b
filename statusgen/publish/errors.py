"""What stops a publish, in words that say what to do."""

from __future__ import annotations

from statusgen.errors import StatusgenError


class PublishError(StatusgenError):
    """A publish that stopped. What readers see is still whole."""


class TargetError(PublishError):
    """A target did not do what it was asked.

    ``passing`` says whether the same request may succeed a moment later:
    throttling, a server error, a lost connection. ``wait`` is the number of
    seconds that the server asked for, or 0.
    """

    def __init__(
        self, message: str, *, hint: str = "", passing: bool = False, wait: float = 0.0
    ) -> None:
        super().__init__(message, hint=hint)
        self.passing = passing
        self.wait = wait


class ConditionError(TargetError):
    """A conditional write found another object than the one it expected."""


class NotSupportedError(TargetError):
    """A service says that it does not know what it was asked for."""


class DeadlineError(PublishError):
    """There is no time left to try again."""


class StoppedError(PublishError):
    """The user wants no more of it."""


class ConflictError(PublishError):
    """Somebody else is publishing, or has just done so. They were not disturbed."""


class StaleSourceError(PublishError):
    """What is live was made from newer content than what is here."""


class RemovalsError(PublishError):
    """The release would remove more of the site than anyone means to."""


class DamagedRecordError(PublishError):
    """The release record cannot be read: it is rebuilt from what is there."""


class NewerRecordError(PublishError):
    """The release record was written by a newer statusgen."""


class NotKeptError(PublishError):
    """The bytes of an earlier release are not to be had from here."""


class PurgeError(PublishError):
    """A CDN did not take a purge. The release stands; the purge is tried again."""
