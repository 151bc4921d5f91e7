"""Targets of schedules as AWS writes them, and what AWS refuses of one.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations.ecs_run import read_run, show_run
from ecslab.aws.operations.scheduler.universal import read_api
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.eventbridge import EcsRun
from ecslab.engine.platform.schedules import ScheduleTarget
from ecslab.engine.schedule import calls
from ecslab.engine.state import State

_TAKEN = frozenset(
    {
        *("Arn", "RoleArn", "DeadLetterConfig", "RetryPolicy", "Input", "EcsParameters"),
        *("EventBridgeParameters", "SqsParameters"),
    }
)
_RESOURCES = {"ecs": "cluster/", "events": "event-bus/", "lambda": "function:", "sqs": ""}
"""The services of templated targets, and how the last part of the ARN begins."""

_OWN = {"EcsParameters": "ecs", "EventBridgeParameters": "events", "SqsParameters": "sqs"}
"""What is said of one kind of target alone."""

_LARGEST_INPUT = 256 * 1024


def read_target(state: State, group: str, given: Mapping[str, Any]) -> ScheduleTarget:
    """A target as a request gives it. Raises ValidationException, and NotSimulated for what the lab lacks."""
    for name in given:
        if name not in _TAKEN:
            raise NotSimulated(f"ecslab does not simulate {name} of a target; leave it out.")
    arn, text = given["Arn"], given.get("Input")
    if text is not None and len(text.encode(errors="surrogatepass")) > _LARGEST_INPUT:
        raise _refused("The Input of the target is larger than 256 KB.")
    calls.check_assumable(state, given["RoleArn"], group)
    kind = "aws-sdk" if arn.startswith(calls.UNIVERSAL) else _kind(arn)
    for name, whose in _OWN.items():
        if name in given and kind != whose:
            raise _refused(f"{name} is not supported for the target {arn}.")
    _check_templated(kind, arn, given)
    queue, event = given.get("SqsParameters", {}), given.get("EventBridgeParameters", {})
    retry = given.get("RetryPolicy", {})
    return ScheduleTarget(
        arn=arn,
        role=given["RoleArn"],
        input=text,
        ecs=_read_run(given["EcsParameters"]) if kind == "ecs" else None,
        message_group=queue.get("MessageGroupId"),
        event_source=event.get("Source"),
        event_type=event.get("DetailType"),
        api=read_api(arn, text) if kind == "aws-sdk" else None,
        dead_letter=given.get("DeadLetterConfig", {}).get("Arn"),
        most_attempts=retry.get("MaximumRetryAttempts"),
        longest_age_s=retry.get("MaximumEventAgeInSeconds"),
    )


def show_target(target: ScheduleTarget) -> dict[str, Any]:
    """The target as AWS shows it: the retry policy whether it was given or not."""
    shown: dict[str, Any] = {
        "Arn": target.arn,
        "RoleArn": target.role,
        "RetryPolicy": {
            "MaximumEventAgeInSeconds": 86_400 if target.longest_age_s is None else target.longest_age_s,
            "MaximumRetryAttempts": 185 if target.most_attempts is None else target.most_attempts,
        },
    }
    if target.input is not None:
        shown["Input"] = target.input
    if target.ecs is not None:
        shown["EcsParameters"] = _show_run(target.ecs)
    if target.event_source is not None:
        event = {"DetailType": target.event_type, "Source": target.event_source}
        shown["EventBridgeParameters"] = event
    if target.message_group is not None:
        shown["SqsParameters"] = {"MessageGroupId": target.message_group}
    if target.dead_letter is not None:
        shown["DeadLetterConfig"] = {"Arn": target.dead_letter}
    return shown


def _kind(arn: str) -> str:
    """The service of a templated target. Raises ValidationException, NotSimulated for what the lab lacks."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not parts[2] or not parts[5]:
        raise _refused("Provided Arn is not in correct format.")
    begins = _RESOURCES.get(parts[2])
    if begins is None:
        raise NotSimulated(
            f"ecslab does not simulate {parts[2]} targets of schedules. Simulated: ECS clusters, SQS queues, "
            f"Lambda functions, event buses, and operations ({calls.UNIVERSAL}SERVICE:ACTION)."
        )
    if not parts[5].startswith(begins):
        raise _refused("Provided Arn is not in correct format.")
    return parts[2]


def _check_templated(kind: str, arn: str, given: Mapping[str, Any]) -> None:
    """Raise ValidationException unless the target has what its kind needs."""
    if kind == "ecs" and "EcsParameters" not in given:
        raise _refused(f"EcsParameters must be specified for the target {arn}.")
    if kind == "events" and "EventBridgeParameters" not in given:
        raise _refused(f"EventBridgeParameters must be specified for the target {arn}.")
    fifo = kind == "sqs" and arn.endswith(".fifo")
    if fifo != ("SqsParameters" in given):
        wanted = "must be specified for" if fifo else "is not supported for"
        raise _refused(f"SqsParameters {wanted} the target {arn}.")
    if kind in ("events", "lambda") and "Input" in given:
        try:
            json.loads(given["Input"])
        except (ValueError, RecursionError):
            raise _refused("The Input of the target must be well-formed JSON.") from None


def _read_run(given: Mapping[str, Any]) -> EcsRun:
    return read_run(given, (_read_tag(tag) for tag in given.get("Tags", ())))


def _read_tag(tag: Mapping[str, str]) -> tuple[str, str]:
    """A tag of the tasks; the API has each as a map of its own."""
    names = {name.lower(): value for name, value in tag.items()}
    if set(names) - {"key", "value"} or "key" not in names:
        raise _refused("Each of the Tags of EcsParameters must have a key and a value.")
    return names["key"], names.get("value", "")


def _show_run(run: EcsRun) -> dict[str, Any]:
    return show_run(run, [{"key": tag.key, "value": tag.value} for tag in run.tags])


def _refused(message: str) -> ApiError:
    return ApiError("ValidationException", message)
