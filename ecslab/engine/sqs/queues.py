"""Queues as a whole: finding, changing, emptying and deleting them, and what is in them.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-architecture.html
"""

from collections.abc import Iterator
from typing import NamedTuple

from ecslab.engine import arn
from ecslab.engine.clock import MINUTE
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.sqs import DeletedQueue, Message, Queue
from ecslab.engine.sqs import fifo
from ecslab.engine.state import State

MISSING = "AWS.SimpleQueueService.NonExistentQueue"


class Counts(NamedTuple):
    """How many messages of a queue stand how."""

    visible: int
    in_flight: int
    delayed: int


def find(state: State, url: str) -> Queue:
    """The queue at a URL. Raises ApiError when there is none."""
    queue = state.world.sqs_queues.get(name_in(state, url) or "")
    if queue is None:
        raise ApiError(MISSING, "The specified queue does not exist.")
    return queue


def name_in(state: State, url: str) -> str | None:
    """The name in the URL of a queue of this account, or in its ARN; None for any other text."""
    prefix = arn.sqs(state.settings, "")
    if url.startswith(prefix):
        return url.removeprefix(prefix)
    owner, _, name = url.rpartition("/")
    return name if owner.endswith(f"/{state.settings.account}") else None


def url_of(state: State, name: str) -> str:
    """The URL of the queue of that name."""
    return f"https://sqs.{state.settings.region}.amazonaws.com/{state.settings.account}/{name}"


def check_reusable(state: State, name: str) -> None:
    """Raise ApiError when a queue of that name was deleted less than a minute ago."""
    deleted = state.world.sqs_deleted.get(name)
    if deleted is not None and state.now < deleted.at + MINUTE:
        raise ApiError(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with the same "
            "name.",
        )


def delete(state: State, queue: Queue) -> None:
    """Delete a queue with all that is in it."""
    _empty(state, queue)
    fifo.forget(state, queue)
    state.world.sqs_queues.remove(queue.name)
    state.world.sqs_deleted.put(DeletedQueue(name=queue.name, at=state.now))


def purge(state: State, queue: Queue) -> None:
    """Delete all messages of a queue. Raises ApiError when that was done less than a minute ago."""
    if queue.purged_at is not None and state.now < queue.purged_at + MINUTE:
        raise ApiError(
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            f"Only one PurgeQueue operation on {queue.name} is allowed every 60 seconds.",
        )
    _empty(state, queue)
    state.world.sqs_queues.put(queue.replace(purged_at=state.now))


def counts(state: State, queue: Queue) -> Counts:
    """How many messages are visible, in flight and delayed now, once what is too old has expired."""
    placed = state.world.sqs_messages.placed
    visible = placed("visibility", queue.name, (state.now + 1,))
    taken = f"{queue.name} received"
    in_flight = placed("visibility", taken) - placed("visibility", taken, (state.now + 1,))
    return Counts(visible, in_flight, placed("visibility", queue.name) - visible - in_flight)


def waiting(state: State, queue: Queue) -> Iterator[Message]:
    """All messages of a queue, oldest first, in sight or not."""
    return state.world.sqs_messages.ascending("age", queue.name)


def expire(state: State, queue: Queue) -> None:
    """Drop what a queue has kept for as long as it keeps anything."""
    for message in waiting(state, queue):
        if message.kept_from + queue.retention > state.now:
            break
        drop(state, message)


def drop(state: State, message: Message) -> None:
    """Take a message out of its queue."""
    state.world.sqs_messages.remove(message.id)
    fifo.refresh(state, message)


def _empty(state: State, queue: Queue) -> None:
    for message in waiting(state, queue):
        drop(state, message)
