"""What only FIFO queues do: message groups that keep their order, and repetitions that are known.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
"""

import hashlib
from collections.abc import Iterator

from ecslab.engine.clock import MINUTE
from ecslab.engine.platform.sqs import Group, Message, Queue, Sent
from ecslab.engine.state import State

_MEMORY = 5 * MINUTE
"""For how long a repetition is known."""


def refresh(state: State, message: Message) -> None:
    """Bring the group of `message` up to date after something happened to one of its messages.

    A group is free when none of its messages is in flight. Those that were ever received stand at its front.
    """
    if message.group is None or not message.queue.endswith(".fifo"):
        return
    bucket = f"{message.queue} {message.group}"
    first, free_at = None, 0
    for each in state.world.sqs_messages.ascending("group", bucket):
        if first is None:
            first, free_at = each, each.visible_at
        elif each.received:
            free_at = max(free_at, each.visible_at)
        else:
            break
    if first is not None:
        state.world.sqs_groups.put(
            Group(queue=message.queue, name=message.group, free_at=free_at, number=first.number)
        )
    elif bucket in state.world.sqs_groups:
        state.world.sqs_groups.remove(bucket)


def receivable(state: State, queue: Queue) -> Iterator[Message]:
    """The messages that could be received one after the other: free groups, each in its order."""
    for group in state.world.sqs_groups.ascending("free", queue.name):
        if group.free_at > state.now:
            break
        for message in state.world.sqs_messages.ascending("group", group.key):
            if message.visible_at > state.now:
                break
            yield message


def content_id(body: str) -> str:
    """The deduplication id of a message that is known by its body."""
    return hashlib.sha256(body.encode()).hexdigest()


def repeated(state: State, queue: Queue, group: str, deduplication: str) -> Sent | None:
    """What was sent under the same id in the last five minutes, if anything was."""
    for sent in state.world.sqs_sent.ascending("age", queue.name):
        if sent.at + _MEMORY > state.now:
            break
        state.world.sqs_sent.remove(sent.key)
    return state.world.sqs_sent.get(_sent_key(queue, group, deduplication))


def remember(state: State, queue: Queue, message: Message) -> None:
    """Know a repetition of `message` for the next five minutes."""
    state.world.sqs_sent.put(
        Sent(
            key=_sent_key(queue, message.group or "", message.deduplication or ""),
            queue=queue.name,
            at=state.now,
            message=message.id,
            number=message.number,
        )
    )


def forget(state: State, queue: Queue) -> None:
    """Know no repetition in a queue any more."""
    for sent in state.world.sqs_sent.ascending("age", queue.name):
        state.world.sqs_sent.remove(sent.key)


def _sent_key(queue: Queue, group: str, deduplication: str) -> str:
    return "\n".join((queue.name, group if queue.per_group else "", deduplication))
