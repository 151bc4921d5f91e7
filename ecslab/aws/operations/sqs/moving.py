"""Redriving a dead-letter queue: its messages go back, all in one instant.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.sqs import Move, Queue
from ecslab.engine.sqs import messages, queues
from ecslab.engine.state import State


def start_message_move_task(
    call: Call, *, source_arn: str, destination_arn: str | None = None
) -> dict[str, Any]:
    """Move the messages of a dead-letter queue to a queue, or each to where it came from.

    Messages that came from nowhere, or from a queue that is gone, and those in flight stay.
    """
    state = call.state
    source = _queue(state, source_arn)
    if not any(
        each.redrive is not None and each.redrive.target == source.name
        for each in state.world.sqs_queues.values()
    ):
        raise ApiError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")
    target = _queue(state, destination_arn) if destination_arn is not None else None
    queues.expire(state, source)
    moved = 0
    for message in queues.waiting(state, source):
        to = target or state.world.sqs_queues.get(message.source or "")
        if to is not None and message.visible_at <= state.now:
            messages.move(state, message, to)
            moved += 1
    task = Move(
        handle=state.chance.uuid(),
        source=source.name,
        target=target.name if target is not None else None,
        moved=moved,
        started_at=state.now,
    )
    state.world.sqs_moves.put(task)
    return {"TaskHandle": task.handle}


def list_message_move_tasks(call: Call, *, source_arn: str, max_results: int = 1) -> dict[str, Any]:
    """The latest redrives of a queue, newest first; each was over when it began."""
    source = _queue(call.state, source_arn)
    if not 1 <= max_results <= 10:
        raise ApiError("InvalidParameterValue", "MaxResults must be between 1 and 10.")
    found = list(call.state.world.sqs_moves.where("source", source.name))[-max_results:]
    return {"Results": [_show(call.state, move) for move in reversed(found)]}


def _queue(state: State, name: str) -> Queue:
    if name.startswith("arn:") and queues.name_in(state, name) in state.world.sqs_queues:
        return queues.find(state, name)
    raise ApiError(
        "ResourceNotFoundException",
        "The resource that you specified for the SourceArn parameter doesn't exist.",
    )


def _show(state: State, move: Move) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "Status": "COMPLETED",
        "SourceArn": arn.sqs(state.settings, move.source),
        "ApproximateNumberOfMessagesMoved": move.moved,
        "ApproximateNumberOfMessagesToMove": move.moved,
        "StartedTimestamp": move.started_at,
    }
    return shown | ({"DestinationArn": arn.sqs(state.settings, move.target)} if move.target else {})
