"""Amazon SQS: queues, what waits in them, and the memory by which FIFO queues know a repetition.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
"""

from collections.abc import Sequence

from ecslab.engine.clock import DAY, SECOND
from ecslab.engine.record import Record


class Redrive(Record, frozen=True, kw_only=True):
    """Where messages go that are received too often without being deleted."""

    target: str
    """The name of the dead-letter queue."""
    most: int
    """How often a message may be received here."""


class Queue(Record, frozen=True, kw_only=True):
    """A queue. Its durations are milliseconds."""

    name: str
    created_at: int
    changed_at: int
    fifo: bool = False
    delay: int = 0
    largest: int = 1_048_576
    """The largest message in bytes."""
    retention: int = 4 * DAY
    wait: int = 0
    visibility: int = 30 * SECOND
    policy: str | None = None
    redrive: Redrive | None = None
    allow: str | None = None
    """Which queues may name this one their dead-letter queue, as its owner wrote it (JSON)."""
    by_content: bool = False
    """FIFO: a message without a deduplication id is known by its body."""
    per_group: bool = False
    """FIFO: a repetition is one within its message group only."""
    throughput_per_group: bool = False
    """FIFO: each message group has a throughput of its own."""
    encrypted: bool = True
    sent: int = 0
    """How many messages ever came: their numbers."""
    purged_at: int | None = None


class Attribute(Record, frozen=True, kw_only=True):
    """What a sender wrote beside a message's body: a text, or bytes."""

    name: str
    kind: str
    """`String`, `Number` or `Binary`, perhaps with a dot and a label of the sender's."""
    text: str | None = None
    content: bytes | None = None


class Message(Record, frozen=True, kw_only=True):
    """A message in a queue. Whether it is visible follows from the time."""

    id: str
    queue: str
    number: int
    """Its place among the messages of its queue."""
    body: str
    attributes: tuple[Attribute, ...] = ()
    sender: str
    sent_at: int
    kept_from: int
    """When the queue's retention began for it."""
    visible_at: int
    received: int = 0
    """How often it was received from this queue."""
    received_elsewhere: int = 0
    """How often it was received from the queues that it was in before."""
    first_received_at: int | None = None
    source: str | None = None
    """The name of the queue that it was moved here from."""
    group: str | None = None
    deduplication: str | None = None
    trace: str | None = None


def size(body: str, attributes: Sequence[Attribute]) -> int:
    """The bytes of a message, as SQS counts them: body, and name, type and value of every attribute."""
    total = len(body.encode())
    for each in attributes:
        total += sum(len(part.encode()) for part in (each.name, each.kind, each.text or ""))
        total += len(each.content or b"")
    return total


class Group(Record, frozen=True, kw_only=True):
    """A message group of a FIFO queue that has messages: from when on its first can be received."""

    queue: str
    name: str
    free_at: int
    number: int
    """The number of its first message."""

    @property
    def key(self) -> str:
        """`queue group`: a queue's name has no blank."""
        return f"{self.queue} {self.name}"


class Sent(Record, frozen=True, kw_only=True):
    """What a FIFO queue remembers of a message, to know a repetition."""

    key: str
    queue: str
    at: int
    message: str
    number: int


class Move(Record, frozen=True, kw_only=True):
    """A redrive of a dead-letter queue that was started."""

    handle: str
    source: str
    target: str | None = None
    """The name of the queue that messages went to; None when each went back to where it came from."""
    moved: int
    started_at: int


class DeletedQueue(Record, frozen=True, kw_only=True):
    """A name that cannot be used again at once."""

    name: str
    at: int
