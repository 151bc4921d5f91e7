"""The calls that schedules make: under their role, with their input, by what their target is.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import requests
from ecslab.engine.eventbridge.requests import Sent
from ecslab.engine.iam import decide
from ecslab.engine.platform.eventbridge import EcsRun
from ecslab.engine.platform.schedules import BYTES, Schedule, ScheduleRun
from ecslab.engine.schedule.missed import instant
from ecslab.engine.state import State

PRINCIPAL: Final = "scheduler.amazonaws.com"

UNIVERSAL: Final = "arn:aws:scheduler:::aws-sdk:"
"""How the ARN of a target that is an operation of the API begins."""


def arn_of(state: State, schedule: Schedule) -> str:
    """The ARN of a schedule."""
    return arn.scheduler(state.settings, "schedule", schedule.group, schedule.name)


def check_assumable(state: State, role_arn: str, group: str) -> None:
    """Raise ValidationException unless Scheduler may assume the role for the schedules of a group.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    role = decide.find_role(state, role_arn)
    source = arn.scheduler(state.settings, "schedule-group", group)
    context = {"aws:SourceArn": source, "aws:SourceAccount": state.settings.account}
    if role is None or not decide.trusts(state, role, PRINCIPAL, context).allowed:
        message = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        raise ApiError("ValidationException", message)


def session(state: State, schedule: Schedule, run: ScheduleRun) -> str:
    """Who calls for a run: the session of the schedule's role.

    Raises AccessDeniedException when the role cannot be assumed any more.
    """
    try:
        check_assumable(state, schedule.target.role, schedule.group)
    except ApiError as refused:
        raise ApiError("AccessDeniedException", refused.message) from None
    return decide.session(state, schedule.target.role, run.id)


def payload(state: State, schedule: Schedule, run: ScheduleRun) -> str:
    """What the target gets: the input with its context attributes filled in, or a notification.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    """
    given = schedule.target.input
    return _notification(state, schedule, run) if given is None else _filled(state, schedule, run, given)


def send(state: State, schedule: Schedule, run: ScheduleRun, text: str) -> Sent:
    """Call the target. Raises ApiError when it refuses, or may not be called."""
    caller = session(state, schedule, run)
    if schedule.target.api is not None:
        return _to_api(state, schedule, run, caller)
    return _SENDERS[schedule.target.arn.split(":", 3)[2]](state, schedule, run, text, caller)


def _to_api(state: State, schedule: Schedule, run: ScheduleRun, caller: str) -> Sent:
    """https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html."""
    api = schedule.target.api
    assert api is not None  # noqa: S101 - the caller looked
    params = json.loads(_filled(state, schedule, run, api.request), object_hook=_unpacked)
    answer = state.call(api.service, api.operation, params, caller, PRINCIPAL)
    return requests.ran(answer) if (api.service, api.operation) == ("ecs", "RunTask") else Sent()


def _unpacked(member: dict[str, Any]) -> Any:
    """An object of a request, or the bytes that it stands for."""
    return member[BYTES].encode(errors="surrogatepass") if member.keys() == {BYTES} else member


def _run_tasks(state: State, schedule: Schedule, run: ScheduleRun, text: str, caller: str) -> Sent:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html."""
    target = schedule.target
    ecs = target.ecs or EcsRun(definition="")
    started = requests.started_by("chronos-schedule", schedule.name)
    overrides = requests.overrides(text) if target.input is not None else {}
    params = requests.run_task(ecs, target.arn, started, overrides, run.id)
    return requests.ran(state.call("ecs", "RunTask", params, caller, PRINCIPAL))


def _to_queue(state: State, schedule: Schedule, run: ScheduleRun, text: str, caller: str) -> Sent:  # noqa: ARG001  # one signature for all
    params = requests.send_message(schedule.target.arn, text, schedule.target.message_group)
    state.call("sqs", "SendMessage", params, caller, PRINCIPAL)
    return Sent()


def _to_function(state: State, schedule: Schedule, run: ScheduleRun, text: str, caller: str) -> Sent:  # noqa: ARG001  # one signature for all
    state.call("lambda", "Invoke", requests.invoke(schedule.target.arn, text), caller, PRINCIPAL)
    return Sent()


def _to_bus(state: State, schedule: Schedule, run: ScheduleRun, text: str, caller: str) -> Sent:  # noqa: ARG001  # one signature for all
    entry = {
        "Source": schedule.target.event_source,
        "DetailType": schedule.target.event_type,
        "Detail": text,
        "EventBusName": schedule.target.arn,
    }
    (answer,) = state.call("events", "PutEvents", {"Entries": [entry]}, caller, PRINCIPAL)["Entries"]
    if "ErrorCode" in answer:
        raise ApiError(answer["ErrorCode"], answer["ErrorMessage"])
    return Sent()


def _filled(state: State, schedule: Schedule, run: ScheduleRun, text: str) -> str:
    for name, value in (
        ("schedule-arn", arn_of(state, schedule)),
        ("scheduled-time", instant(run.due_at)),
        ("execution-id", run.id),
        ("attempt-number", str(run.attempts)),
    ):
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text


def _notification(state: State, schedule: Schedule, run: ScheduleRun) -> str:
    """What a target gets that was given no input; its detail is a text, unlike that of other events."""
    digits = hashlib.sha256(run.id.encode()).hexdigest()
    event = {
        "version": "0",
        "id": f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": state.settings.account,
        "time": instant(run.due_at),
        "region": state.settings.region,
        "resources": [arn_of(state, schedule)],
        "detail": "{}",
    }
    return json.dumps(event, separators=(",", ":"))


_Sender = Callable[[State, Schedule, ScheduleRun, str, str], Sent]

_SENDERS: Final[dict[str, _Sender]] = {
    "ecs": _run_tasks,
    "events": _to_bus,
    "lambda": _to_function,
    "sqs": _to_queue,
}
"""By the service of the target's ARN."""
