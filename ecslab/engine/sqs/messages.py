"""The way of a message: sent, received, hidden while somebody works on it, and deleted, kept or set aside.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ecslab.engine.platform.sqs import Attribute, Message, Queue
from ecslab.engine.sqs import fifo, receipts
from ecslab.engine.sqs.queues import drop, expire
from ecslab.engine.state import State


def send(
    state: State,
    queue: Queue,
    body: str,
    attributes: Sequence[Attribute],
    sender: str,
    *,
    delay: int,
    group: str | None = None,
    deduplication: str | None = None,
    trace: str | None = None,
) -> tuple[str, int]:
    """Put a message into a queue: its id and number; a repetition has those of what it repeats.

    `delay` is how long nobody can receive it (ms).
    """
    if queue.fifo and group is not None:
        deduplication = deduplication or fifo.content_id(body)
        before = fifo.repeated(state, queue, group, deduplication)
        if before is not None:
            return before.message, before.number
    message = Message(
        id=state.chance.uuid(),
        queue=queue.name,
        number=_next_number(state, queue),
        body=body,
        attributes=tuple(attributes),
        sender=sender,
        sent_at=state.now,
        kept_from=state.now,
        visible_at=state.now + delay,
        group=group,
        deduplication=deduplication,
        trace=trace,
    )
    state.world.sqs_messages.put(message)
    if queue.fifo:
        fifo.remember(state, queue, message)
        fifo.refresh(state, message)
    return message.id, message.number


def receive(state: State, queue: Queue, most: int, visibility: int) -> list[Message]:
    """Up to `most` messages, which nobody else gets for `visibility` ms, as they are once received.

    What was received too often goes to the queue's dead-letter queue instead.
    """
    expire(state, queue)
    found: list[Message] = []
    for message in _receivable(state, queue):
        if _set_aside(state, queue, message):
            continue
        taken = message.replace(
            visible_at=state.now + visibility,
            received=message.received + 1,
            first_received_at=message.first_received_at or state.now,
        )
        found.append(taken)
        if len(found) == most:
            break
    for taken in found:
        _put(state, taken)
    return found


def delete(state: State, queue: Queue, handle: str) -> None:
    """Delete the message that a receipt handle is for. Raises ApiError for what is no handle of the queue.

    A handle that a later receipt made old deletes nothing, and nor does one of a message that is gone.
    """
    message = receipts.message_of(state, queue, handle)
    if message is None:
        return
    if queue.fifo and message.visible_at <= state.now:
        raise receipts.refusal(handle, "The receipt handle has expired.")
    drop(state, message)


def change_visibility(state: State, queue: Queue, handle: str, visibility: int) -> None:
    """Hide a message in flight for `visibility` ms from now on. Raises ApiError when it is not in flight."""
    message = receipts.message_of(state, queue, handle)
    if message is None or message.visible_at <= state.now:
        raise receipts.refusal(
            handle, "Message does not exist or is not available for visibility timeout change."
        )
    _put(state, message.replace(visible_at=state.now + visibility))


def _receivable(state: State, queue: Queue) -> Iterator[Message]:
    if queue.fifo:
        return fifo.receivable(state, queue)
    seen = state.world.sqs_messages.ascending("visibility", queue.name)
    return takewhile(lambda message: message.visible_at <= state.now, seen)


def _set_aside(state: State, queue: Queue, message: Message) -> bool:
    """Move a message that was received too often to the dead-letter queue, when there is one."""
    redrive = queue.redrive
    if redrive is None or message.received < redrive.most:
        return False
    target = state.world.sqs_queues.get(redrive.target)
    if target is None:
        return False
    move(state, message, target)
    return True


def move(state: State, message: Message, target: Queue) -> None:
    """Put a message into another queue. There a standard queue's retention counts from when it was sent."""
    drop(state, message)
    _put(
        state,
        message.replace(
            queue=target.name,
            number=_next_number(state, target),
            visible_at=state.now,
            kept_from=state.now if target.fifo else message.kept_from,
            received=0,
            received_elsewhere=message.received_elsewhere + message.received,
            source=message.queue,
        ),
    )


def _next_number(state: State, queue: Queue) -> int:
    """The number of the next message of a queue, which is its own from now on."""
    number = state.world.sqs_queues[queue.name].sent + 1
    state.world.sqs_queues.put(state.world.sqs_queues[queue.name].replace(sent=number))
    return number


def _put(state: State, message: Message) -> None:
    state.world.sqs_messages.put(message)
    fifo.refresh(state, message)
