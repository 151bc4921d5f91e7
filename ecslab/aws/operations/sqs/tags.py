"""Tags of queues.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.sqs.refusals import invalid
from ecslab.engine import arn
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.sqs.queues import find
from ecslab.engine.state import State

_MOST = 50


def tag_queue(call: Call, *, queue_url: str, tags: Mapping[str, str]) -> dict[str, Any]:
    """Add tags to a queue; a key that is there gets the new value."""
    name = arn.sqs(call.state.settings, find(call.state, queue_url).name)
    put_tags(call.state, name, _tags(call.state, name) | dict(tags))
    return {}


def untag_queue(call: Call, *, queue_url: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a queue; keys that are not there are no error."""
    name = arn.sqs(call.state.settings, find(call.state, queue_url).name)
    kept = {key: value for key, value in _tags(call.state, name).items() if key not in tag_keys}
    put_tags(call.state, name, kept)
    return {}


def list_queue_tags(call: Call, *, queue_url: str) -> dict[str, Any]:
    """The tags of a queue."""
    found = _tags(call.state, arn.sqs(call.state.settings, find(call.state, queue_url).name))
    return {"Tags": found} if found else {}


def put_tags(state: State, name: str, tags: Mapping[str, str] | None) -> None:
    """Let the queue with the ARN `name` have these tags and no others."""
    if tags and len(tags) > _MOST:
        raise invalid("Tags", len(tags), f"Too many tags added for queue. Maximum number is {_MOST}.")
    for key in tags or ():
        if key.lower().startswith("aws:"):
            raise invalid("Tags", key, "Tag keys cannot start with aws:.")
    if tags:
        state.world.tags.put(Tags(arn=name, tags=tuple(Tag(key=key, value=tags[key]) for key in tags)))
    elif name in state.world.tags:
        state.world.tags.remove(name)


def _tags(state: State, name: str) -> dict[str, str]:
    kept = state.world.tags.get(name)
    return {tag.key: tag.value for tag in kept.tags} if kept is not None else {}
