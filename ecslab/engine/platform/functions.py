"""AWS Lambda's functions, as far as they can be compared with tasks.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-concepts.html
"""

from collections.abc import Mapping

from ecslab.engine.clock import SECOND
from ecslab.engine.record import Record

LONGEST = 900
"""Seconds: the longest time-out."""
LEAST_MIB, MOST_MIB = 128, 10_240

_MAKING_MS = {"Image": 20 * SECOND, "Zip": 2 * SECOND}
"""How long a function is Pending after it was made."""


class Retries(Record, frozen=True, kw_only=True):
    """What happens to asynchronous invocations that fail."""

    attempts: int = 2
    """How often each is tried again."""
    oldest: int = 21_600
    """Seconds: an event that waits longer is given up."""
    changed_at: int


class Function(Record, frozen=True, kw_only=True):
    """A function: its one version is $LATEST."""

    name: str
    package: str
    """`Image` or `Zip`."""
    image: str | None = None
    code: str
    """The SHA-256 of its code, base64, or the digest of its image."""
    size: int = 0
    """Bytes of its code."""
    command: tuple[str, ...] = ()
    entry_point: tuple[str, ...] = ()
    runtime: str | None = None
    handler: str | None = None
    role: str
    description: str = ""
    timeout: int = 3
    """Seconds."""
    memory: int = 128
    """MiB."""
    storage: int = 512
    """MiB of /tmp."""
    architecture: str = "x86_64"
    environment: Mapping[str, str] = {}
    dead_letters: str | None = None
    """The ARN of the queue for events that were given up."""
    reserved: int | None = None
    """Reserved concurrency."""
    retries: Retries | None = None
    policy: str | None = None
    """The resource-based policy, as JSON."""
    revision: str
    created_at: int
    changed_at: int
    warm: tuple[int, ...] = ()
    """Until when each of its environments stays warm or is busy, sorted."""
    invoked: int = 0
    """How often it was invoked."""

    @property
    def active_at(self) -> int:
        """From when it can be invoked."""
        return self.created_at + _MAKING_MS[self.package]


class Invocation(Record, frozen=True, kw_only=True):
    """One run of a function."""

    number: int
    function: str
    request: str
    """The id of the request: retries of one event share it."""
    at: int
    attempt: int = 0
    """0 for the first."""
    asynchronous: bool = False
    cold: bool = False
    duration_ms: int = 0
    """Without the start of a cold environment."""
    init_ms: int = 0
    written: tuple[str, ...] = ()
    """The lines that the code wrote."""
    error: str | None = None
    """The type of its error; None when it succeeded."""
    message: str = ""
    """What it says."""
    denied: str | None = None
    """What its role was refused, in AWS's words."""

    @property
    def key(self) -> str:
        """Its number, as a table's key."""
        return str(self.number)

    @property
    def ended_at(self) -> int:
        """When it was over."""
        return self.at + self.init_ms + self.duration_ms


class Usage(Record, frozen=True, kw_only=True):
    """What a function has used in all, by architecture and size, for its bill."""

    function: str
    architecture: str
    requests: int = 0
    mib_ms: int = 0
    """MiB of memory times billed milliseconds."""
    memory: int = 0
    """The MiB that it had last."""
    task_seconds: int = 0
    """Seconds that the same runs would cost as Fargate tasks: rounded up, a minute at least for each."""

    @property
    def key(self) -> str:
        """`function architecture`."""
        return f"{self.function} {self.architecture}"
