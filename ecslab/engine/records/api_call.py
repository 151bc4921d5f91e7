"""A call of the API as the API history keeps it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from ecslab.engine.record import Record


class ApiCall(Record, frozen=True, kw_only=True):
    """Who called what, when, and what came of it."""

    number: int
    """Calls are numbered from 1 in the order in which they were made."""
    at: int
    service: str
    """The service by the name that the AWS CLI gives it."""
    operation: str
    caller: str
    via: str | None = None
    """The service principal that made the call for the caller."""
    request: str
    """The parameters as JSON."""
    response: str | None = None
    """The answer as JSON; None for calls that only read, and for refused ones."""
    error: str | None = None
    """AWS's error code when it was refused."""
    message: str | None = None

    @property
    def key(self) -> str:
        """Its number, as a table's key."""
        return str(self.number)
