"""Tags on rules and event buses.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-tagging.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, read_tags, show_tags, tags_of
from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge.bus import find_bus, find_rule
from ecslab.engine.platform.eventbridge import DEFAULT
from ecslab.engine.state import State


def tag_resource(call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to a rule or a bus; a key that is there gets the new value."""
    check_resource(call.state, resource_arn)
    add_tags(call.state, resource_arn, read_tags(tags), too_many_tags())
    return {}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a rule or a bus; keys that are not there are no error."""
    check_resource(call.state, resource_arn)
    drop_tags(call.state, resource_arn, tag_keys)
    return {}


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a rule or a bus."""
    check_resource(call.state, resource_arn)
    return {"Tags": show_tags(tags_of(call.state, resource_arn))}


def too_many_tags() -> ApiError:
    """What EventBridge says to the 51st tag."""
    return ApiError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")


def check_resource(state: State, resource_arn: str) -> None:
    """Raise unless `resource_arn` is that of a rule or a bus of this lab."""
    place = arn.events(state.settings, "")
    kind, _, path = resource_arn.removeprefix(place).partition("/")
    if not resource_arn.startswith(place) or kind not in ("rule", "event-bus") or not path:
        raise ApiError(
            "ValidationException",
            f"Parameter {resource_arn} is not valid. Reason: Provided Arn is not in correct format.",
        )
    if kind == "event-bus":
        find_bus(state, path)
        return
    bus, _, name = path.rpartition("/")
    find_rule(state, find_bus(state, bus or DEFAULT), name)
