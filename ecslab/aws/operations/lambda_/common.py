"""What the operations of Lambda share: finding a function, and showing it.

https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
"""

import re
from typing import Any

from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.functions import Function
from ecslab.engine.state import State

_NAME = re.compile(
    r"(?:arn:aws:lambda:[a-z0-9-]+:(?P<account>\d{12}):function:|(?:\d{12}:)?(?:function:)?)?"
    r"(?P<name>[a-zA-Z0-9-_]{1,64})(?::(?P<version>\$LATEST|[a-zA-Z0-9-_]+))?"
)
LATEST = "$LATEST"


def name_of(reference: str) -> str:
    """The name in a function's name, partial ARN or ARN. Raises ValidationException."""
    found = _NAME.fullmatch(reference)
    if found is None:
        raise ApiError(
            "ValidationException",
            f"1 validation error detected: Value '{reference}' at 'functionName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: "
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|"
            r"(-iso(b?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?",
        )
    return found["name"]


def find(state: State, reference: str, qualifier: str | None = None) -> Function:
    """The function that is meant; its one version is $LATEST. Raises ResourceNotFoundException."""
    function = state.world.functions.get(name_of(reference))
    match = _NAME.fullmatch(reference)
    version = qualifier or (match["version"] if match is not None else None)
    if function is None or version not in (None, LATEST):
        missing = arn.function(state.settings, name_of(reference))
        missing += f":{version}" if version else ""
        raise ApiError("ResourceNotFoundException", f"Function not found: {missing}", status=404)
    return function


def show(state: State, function: Function) -> dict[str, Any]:
    """A function's configuration as AWS shows it."""
    active = state.now >= function.active_at
    shown: dict[str, Any] = {
        "FunctionName": function.name,
        "FunctionArn": arn.function(state.settings, function.name),
        "Role": function.role,
        "CodeSize": function.size,
        "Description": function.description,
        "Timeout": function.timeout,
        "MemorySize": function.memory,
        "LastModified": instant(function.changed_at),
        "CodeSha256": function.code.removeprefix("sha256:"),
        "Version": LATEST,
        "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": function.revision,
        "State": "Active" if active else "Pending",
        "LastUpdateStatus": "Successful",
        "PackageType": function.package,
        "Architectures": [function.architecture],
        "EphemeralStorage": {"Size": function.storage},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.name}"},
    }
    if not active:
        shown |= {"StateReason": "The function is being created.", "StateReasonCode": "Creating"}
    if function.runtime is not None:
        shown |= {"Runtime": function.runtime, "Handler": function.handler}
    if function.environment:
        shown["Environment"] = {"Variables": dict(function.environment)}
    if function.dead_letters is not None:
        shown["DeadLetterConfig"] = {"TargetArn": function.dead_letters}
    if function.command or function.entry_point:
        config = {"EntryPoint": list(function.entry_point), "Command": list(function.command)}
        shown["ImageConfigResponse"] = {"ImageConfig": {key: value for key, value in config.items() if value}}
    return shown


def instant(at_ms: int) -> str:
    """A time as Lambda writes it."""
    moment = to_datetime(at_ms)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}+0000"


def invalid(message: str) -> ApiError:
    """What Lambda says of a value that cannot be."""
    return ApiError("InvalidParameterValueException", message)
