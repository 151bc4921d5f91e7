"""The requests that reach targets, whoever sends them: a rule or a schedule.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.eventbridge import EcsRun

LONGEST_STARTED_BY: Final = 36
"""EventBridge cuts the name under which it starts tasks."""

_OVERRIDES: Final = (
    *("containerOverrides", "cpu", "ephemeralStorage", "executionRoleArn", "memory", "taskRoleArn"),
)
"""What of a target's input RunTask gets as overrides."""


class Sent(NamedTuple):
    """What a target answered: tasks that were started, and RunTask's reasons for those that were not."""

    tasks: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


def started_by(prefix: str, name: str) -> str:
    """What tasks say they were started by: `events-rule/NAME`, cut."""
    # RunTask takes no dot here, and a name may have some.
    return f"{prefix}/{name}"[:LONGEST_STARTED_BY].replace(".", "-")


def run_task(
    run: EcsRun, cluster: str, started: str, overrides: Mapping[str, Any], token: str
) -> dict[str, Any]:
    """The RunTask request of a run on a cluster."""
    params: dict[str, Any] = {
        "cluster": cluster,
        "taskDefinition": run.definition,
        "count": run.count,
        "startedBy": started,
        "clientToken": token,
    }
    given = {
        "launchType": run.launch_type,
        "platformVersion": run.platform_version,
        "group": run.group,
        "capacityProviderStrategy": [msgspec.to_builtins(each) for each in run.strategy],
        "placementConstraints": [msgspec.to_builtins(each) for each in run.constraints],
        "placementStrategy": [msgspec.to_builtins(each) for each in run.strategies],
        "propagateTags": run.propagate_tags,
        "enableECSManagedTags": run.managed_tags,
        "enableExecuteCommand": run.command_execution,
        "tags": [{"key": tag.key, "value": tag.value} for tag in run.tags],
        "overrides": dict(overrides),
    }
    params |= {name: value for name, value in given.items() if value}
    if run.subnets:
        network: dict[str, Any] = {"subnets": list(run.subnets)}
        if run.security_groups:
            network["securityGroups"] = list(run.security_groups)
        if run.public_address is not None:
            network["assignPublicIp"] = run.public_address
        params["networkConfiguration"] = {"awsvpcConfiguration": network}
    return params


def ran(answer: Mapping[str, Any]) -> Sent:
    """What RunTask answered."""
    return Sent(
        tuple(task["taskArn"].rsplit("/", 1)[-1] for task in answer["tasks"]),
        tuple(failure.get("reason", "") for failure in answer["failures"]),
    )


def overrides(text: str) -> dict[str, Any]:
    """What of a target's input RunTask takes as overrides; nothing of a plain event.

    Raises InvalidParameterException for what is no JSON.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise ApiError("InvalidParameterException", "The input of the target is no JSON.") from None
    return {name: given[name] for name in _OVERRIDES if name in given} if isinstance(given, dict) else {}


def send_message(
    queue_arn: str, text: str, group: str | None = None, attributes: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The SendMessage request of a text to a queue."""
    _, _, _, region, account, name = queue_arn.split(":", 5)
    params: dict[str, Any] = {
        "QueueUrl": f"https://sqs.{region}.amazonaws.com/{account}/{name}",
        "MessageBody": text,
    }
    if group is not None:
        params["MessageGroupId"] = group
    if attributes:
        params["MessageAttributes"] = {
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        }
    return params


def invoke(function_arn: str, text: str) -> dict[str, Any]:
    """The request that has a Lambda function run with a text, and does not wait for it."""
    return {"FunctionName": function_arn, "InvocationType": "Event", "Payload": text.encode()}
