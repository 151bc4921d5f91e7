"""Universal targets: any operation of the API that changes something, and its request.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.validate import ParamValidator

from ecslab.aws import models
from ecslab.engine.errors import ApiError, NotSimulated, Problem, suggest
from ecslab.engine.platform.schedules import BYTES, ApiTarget
from ecslab.engine.schedule.calls import UNIVERSAL

_READING = (
    *("get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read", "lookup"),
    *("discover", "validate", "batchGet", "batchDescribe", "batchRead", "transactGet", "adminGet"),
    *("adminList", "testMigration", "retrieve", "testConnection", "translateDocument", "isAuthorized"),
    "invokeModel",
)
"""How the names of operations begin that only read: Scheduler does not call these."""


def read_api(arn: str, request: str | None) -> ApiTarget:
    """The operation that the ARN of a universal target means, and its request.

    Raises ValidationException, and NotSimulated for a service that the lab does not have.
    """
    name, _, action = arn.removeprefix(UNIVERSAL).partition(":")
    service = _services().get(name)
    if service is None:
        known = ", ".join(sorted(_services()))
        raise NotSimulated(
            f"ecslab does not simulate the service '{name}' as a target; it simulates {known}."
        )
    model = _operations(service).get(action)
    if model is None or action.startswith(_READING):
        raise ApiError("ValidationException", f"{arn} is not a supported API for a target.")
    given = _parse(request)
    params: Any = given
    if model.input_shape is not None:
        params = _shaped(model.input_shape, given)
        report = ParamValidator().validate(params, model.input_shape)
        if report.has_errors():
            raise _invalid(report.generate_report())
    return ApiTarget(service=service, operation=model.name, request=json.dumps(params, default=_in_json))


@cache
def _services() -> Mapping[str, str]:
    """The services of the lab by the names that SDKs give them: `cloudwatchlogs` is `logs`."""
    found = {}
    for name in models.SERVICES:
        service_id = str(models.service_model(name).service_id)
        found[service_id.replace(" ", "").lower()] = name
    return found


@cache
def _operations(service: str) -> Mapping[str, OperationModel]:
    """The operations of a service by their names as ARNs have them: `runTask`."""
    model = models.service_model(service)
    return {name[0].lower() + name[1:]: model.operation_model(name) for name in model.operation_names}


def _parse(request: str | None) -> dict[str, Any]:
    try:
        given = json.loads(request or "{}")
    except (ValueError, RecursionError):
        raise _invalid("The request is not valid JSON") from None
    if not isinstance(given, dict):
        raise _invalid("The request is not a JSON object")
    return given


def _shaped(shape: Shape, value: Any) -> Any:
    """A value with its members named as the operation names them.

    In a universal target every member begins with a capital: `TaskDefinition`, not `taskDefinition`.
    Raises ValidationException for members that are missing, and for such as there are not.
    """
    match shape:
        case StructureShape() if isinstance(value, dict):
            names = {_capital(name): name for name in shape.members}
            unknown = [name for name in value if name not in names]
            if unknown:
                raise _unsupported(unknown[0], names)
            missing = [_capital(name) for name in shape.required_members if _capital(name) not in value]
            if missing:
                raise _invalid(f"Request payload is missing the following field(s): {', '.join(missing)}.")
            return {names[name]: _shaped(shape.members[names[name]], each) for name, each in value.items()}
        case ListShape() if isinstance(value, list):
            return [_shaped(shape.member, each) for each in value]
        case MapShape() if isinstance(value, dict):
            return {key: _shaped(shape.value, each) for key, each in value.items()}
        case Shape(type_name="blob") if isinstance(value, str):
            return value.encode(errors="surrogatepass")
    return value


def _in_json(content: bytes) -> dict[str, str]:
    """Bytes as a request keeps them: the text that they were given as, in which attributes may stand."""
    return {BYTES: content.decode(errors="surrogatepass")}


def _unsupported(name: str, names: Iterable[str]) -> ApiError:
    near = next((known for known in names if known.lower() == name.lower()), None)
    hint = suggest(name, names) if near is None else {"near": near}
    refused = _invalid(f"The field '{name}' is not supported.")
    return ApiError(refused.code, refused.message, problem=Problem("request-field", name=name, **hint))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _invalid(reason: str) -> ApiError:
    return ApiError("ValidationException", f"Invalid RequestJson provided. Reason {reason}")
