"""The calls that reach a target, by what the target is.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import roles
from ecslab.engine.platform.eventbridge import Delivery, EcsRun, EventRule, RuleTarget
from ecslab.engine.state import State

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


def kind(target_arn: str) -> str | None:
    """What a target is: `ecs`, `sqs`, `logs`, `lambda` or `events`; None for what the lab does not have."""
    parts = target_arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        return None
    service, resource = parts[2], parts[5]
    begins = _RESOURCES.get(service)
    return service if begins is not None and resource.startswith(begins) else None


def send(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:
    """Call the target. Raises ApiError when it refuses, or may not be called."""
    return _SENDERS[kind(target.arn) or ""](state, rule, target, delivery, text)


def rule_arn(state: State, rule: EventRule) -> str:
    """The ARN of a rule."""
    return arn.event_rule(state.settings, rule.bus, rule.name)


def started_by(rule: EventRule) -> str:
    """What the tasks of a rule say they were started by."""
    # RunTask takes no dot here, and a rule's name may have some.
    return f"events-rule/{rule.name}"[:LONGEST_STARTED_BY].replace(".", "-")


def send_message(
    state: State,
    rule: EventRule,
    queue_arn: str,
    text: str,
    group: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Send a message to a queue as EventBridge, whose policy has to allow it. Raises ApiError."""
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
    state.call("sqs", "SendMessage", params, roles.PRINCIPAL, source=rule_arn(state, rule))


def _run_tasks(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html."""
    caller = roles.session(state, rule, target, rule_arn(state, rule))
    run = target.ecs or EcsRun(definition="")
    params = run_task(run, target.arn, started_by(rule), _overrides(text), delivery.key)
    answer = state.call("ecs", "RunTask", params, caller, roles.PRINCIPAL)
    return Sent(
        tuple(task["taskArn"].rsplit("/", 1)[-1] for task in answer["tasks"]),
        tuple(failure.get("reason", "") for failure in answer["failures"]),
    )


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


def _overrides(text: str) -> dict[str, Any]:
    """What of a target's input RunTask takes as overrides; nothing of a plain event."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise ApiError("InvalidParameterException", "The input of the target is no JSON.") from None
    return {name: given[name] for name in _OVERRIDES if name in given} if isinstance(given, dict) else {}


def _to_queue(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:  # noqa: ARG001  # one signature for all
    send_message(state, rule, target.arn, text, target.message_group)
    return Sent()


def _to_log(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:
    """One stream a target; the event is the line, unless a template says which line and when.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html#targets-specifics-cwl
    """
    group = target.arn.split(":", 5)[5].removeprefix("log-group:").removesuffix(":*")
    digest = hashlib.sha256(f"{rule.key} {target.id}".encode()).hexdigest()
    stream = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
    at, line = delivery.at, text
    if target.transformer is not None:
        made = json.loads(text)
        if not isinstance(made, dict) or "message" not in made:
            raise ApiError("InvalidParameterException", 'The template has to make {"timestamp", "message"}.')
        line = made["message"] if isinstance(made["message"], str) else json.dumps(made["message"])
        at = made["timestamp"] if isinstance(made.get("timestamp"), int) else at
    where, source = {"logGroupName": group, "logStreamName": stream}, rule_arn(state, rule)
    try:
        state.call("logs", "CreateLogStream", where, roles.PRINCIPAL, source=source)
    except ApiError as error:
        if error.code != "ResourceAlreadyExistsException":
            raise
    events = {"logEvents": [{"timestamp": at, "message": line}]}
    state.call("logs", "PutLogEvents", where | events, roles.PRINCIPAL, source=source)
    return Sent()


def _to_function(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:  # noqa: ARG001  # one signature for all
    params = {"FunctionName": target.arn, "InvocationType": "Event", "Payload": text.encode()}
    state.call("lambda", "Invoke", params, roles.PRINCIPAL, source=rule_arn(state, rule))
    return Sent()


def _to_bus(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:
    """Hand the event on to another bus, as it is; it goes no further from there.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
    """
    from ecslab.engine.eventbridge import bus  # deferred: buses deliver through this module

    name = target.arn.split(":", 5)[5].removeprefix("event-bus/")
    if name not in state.world.event_buses:
        raise ApiError("ResourceNotFoundException", f"Event bus {name} does not exist.")
    caller = roles.session(state, rule, target, rule_arn(state, rule))
    roles.check_may(state, caller, "events:PutEvents", target.arn)
    if delivery.relayed:
        raise ApiError(
            "InvalidParameterException", "An event that came from another event bus is not sent on."
        )
    bus.publish(state, name, json.loads(text), relayed=True)
    return Sent()


_RESOURCES: Final = {
    "ecs": "cluster/",
    "events": "event-bus/",
    "lambda": "function:",
    "logs": "log-group:",
    "sqs": "",
}
"""The services of targets, and how the last part of a target's ARN begins."""

_Sender = Callable[[State, EventRule, RuleTarget, Delivery, str], Sent]

_SENDERS: Final[dict[str, _Sender]] = {
    "ecs": _run_tasks,
    "events": _to_bus,
    "lambda": _to_function,
    "logs": _to_log,
    "sqs": _to_queue,
}
