"""The calls that reach a target, by what the target is.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Final

from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import requests, roles
from ecslab.engine.eventbridge.requests import Sent
from ecslab.engine.platform.eventbridge import Delivery, EcsRun, EventRule, RuleTarget
from ecslab.engine.state import State


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
    return requests.started_by("events-rule", rule.name)


def send_message(
    state: State,
    rule: EventRule,
    queue_arn: str,
    text: str,
    group: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Send a message to a queue as EventBridge, whose policy has to allow it. Raises ApiError."""
    params = requests.send_message(queue_arn, text, group, attributes)
    state.call("sqs", "SendMessage", params, roles.PRINCIPAL, source=rule_arn(state, rule))


def _run_tasks(state: State, rule: EventRule, target: RuleTarget, delivery: Delivery, text: str) -> Sent:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html."""
    caller = roles.session(state, rule, target, rule_arn(state, rule))
    run = target.ecs or EcsRun(definition="")
    overrides = requests.overrides(text)
    params = requests.run_task(run, target.arn, started_by(rule), overrides, delivery.key)
    return requests.ran(state.call("ecs", "RunTask", params, caller, roles.PRINCIPAL))


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
    params = requests.invoke(target.arn, text)
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
