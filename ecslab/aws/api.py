"""The one door to the simulated AWS: validates a call against AWS's model, then runs its operation."""

import difflib
import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from botocore import xform_name
from botocore.model import OperationModel, OperationNotFoundError
from botocore.validate import ParamValidator

from ecslab.aws import alarm_events, events, history, models
from ecslab.aws.authorization.authorize import authorize, needed, refusal
from ecslab.aws.authorization.keys import caller_of, is_key
from ecslab.aws.constraints import CHECKED, check_constraints
from ecslab.aws.enums import check_enums
from ecslab.aws.operations import Call, operations
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.iam.reasons import Because, reasons
from ecslab.engine.platform.alarms import Alarm
from ecslab.engine.records.api_call import ApiCall
from ecslab.engine.records.application import Stage, Turn
from ecslab.engine.records.event import Event
from ecslab.engine.state import State

_VALIDATOR = ParamValidator()


class ParamValidation(ApiError):
    """The parameters do not fit the model: what an SDK or the AWS CLI says before it calls anything."""

    def __init__(self, report: str) -> None:
        super().__init__("ParamValidation", report)


class Aws:
    """AWS's API over a lab's state: what the engine's verb `call` goes through."""

    def call(
        self,
        state: State,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        caller: str,
        via: str | None = None,
        source: str | None = None,
    ) -> dict[str, Any]:
        """Answer an API call in AWS's shapes, or raise ApiError and leave all but the history as it was.

        Raises ParamValidation for parameters that do not fit the model, and NotSimulated for a
        service, an operation or a parameter that AWS has and the lab does not; neither reaches AWS, so
        the API history has neither.
        """
        model = _operation_model(service, operation)
        if model.input_shape is not None:
            report = _VALIDATOR.validate(params, model.input_shape)
            if report.has_errors():
                raise ParamValidation(report.generate_report())
            check_enums(service, model.input_shape, params)
        handler = _handler(service, operation)
        if is_key(caller):
            caller = caller_of(state, service, caller)
        call, arguments = Call(state, caller, via, source), _arguments(handler, service, operation, params)
        if service in CHECKED and model.input_shape is not None:
            check_constraints(service, model.input_shape, params)
        try:
            authorize(call, service, operation, params)
            answer = handler(call, **arguments)
        except NotSimulated:
            raise
        except ApiError as refused:
            history.refused(call, service, operation, params, refused)
            raise
        history.answered(call, service, operation, params, answer)
        return answer

    def play(self, state: State, stage: Stage, caller: str | None, *, reachable: bool) -> Turn:
        """Run a container's script on until it sleeps or ends."""
        # Deferred: only labs with applications need the command line and the shell.
        from ecslab.aws import application

        return application.play(state, stage, caller, reachable=reachable)

    def envelope(self, state: State, event: Event) -> dict[str, Any]:
        """An event of ECS as the event bus delivers it, in plain JSON values."""
        return events.envelope(state, event)

    def alarm_event(self, state: State, alarm: Alarm, before: Alarm) -> dict[str, Any]:
        """The event of an alarm's change of state, as the event bus delivers it."""
        return alarm_events.envelope(state, alarm, before)

    def alarm_detail(self, state: State, alarm: Alarm, before: Alarm) -> dict[str, Any]:
        """What that event says of the alarm."""
        return alarm_events.detail(state, alarm, before)

    def refusal(self, state: State, made: ApiCall) -> Sequence[Because]:
        """Why IAM would refuse a call of the history now, as codes and values; nothing when it would not."""
        call = Call(state, made.caller, made.via)
        decision = refusal(
            call, needed(call, made.service, made.operation, msgspec.json.decode(made.request))
        )
        return reasons(decision) if decision is not None else ()


@cache
def _operation_model(service: str, operation: str) -> OperationModel:
    if service not in models.SERVICES:
        known = ", ".join(models.SERVICES)
        raise NotSimulated(f"ecslab does not simulate the service '{service}'; it simulates {known}.")
    try:
        return models.service_model(service).operation_model(operation)
    except OperationNotFoundError:
        names = models.service_model(service).operation_names
        raise ApiError(
            "InvalidAction", f"{service} has no operation {operation!r}{_nearest(operation, names)}."
        ) from None


def _handler(service: str, operation: str) -> Callable[..., dict[str, Any]]:
    handler = operations(service).get(operation)
    if handler is None:
        known = operations(service)
        near = difflib.get_close_matches(operation, known, n=3, cutoff=0.4) or list(known)[:3]
        raise NotSimulated(
            f"ecslab does not simulate {service} {_kebab(operation)} yet. "
            f"Simulated and near to it: {', '.join(_kebab(name) for name in near)}."
        )
    return handler


def _arguments(
    handler: Callable[..., dict[str, Any]], service: str, operation: str, params: Mapping[str, Any]
) -> dict[str, Any]:
    """The parameters as the handler takes them.

    What a handler does not take is not simulated: it is refused, unless its value says no more than
    leaving it out does.
    """
    taken = _taken(handler)
    if _takes_anything(handler):
        return {xform_name(name): value for name, value in params.items()}
    arguments = {}
    for name, value in params.items():
        argument = xform_name(name)
        if argument in taken:
            arguments[argument] = value
        elif value:
            raise NotSimulated(
                f"ecslab does not simulate the parameter {name} of {service} {_kebab(operation)}; "
                "leave it out."
            )
    return arguments


@cache
def _taken(handler: Callable[..., dict[str, Any]]) -> frozenset[str]:
    return frozenset(inspect.signature(handler).parameters)


@cache
def _takes_anything(handler: Callable[..., dict[str, Any]]) -> bool:
    """Whether a handler takes whatever the model has, because it refuses all of it in AWS's own way."""
    parameters = inspect.signature(handler).parameters.values()
    return any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters)


def _kebab(operation: str) -> str:
    return str(xform_name(operation, "-"))


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
