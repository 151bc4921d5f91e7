"""A call as a CloudTrail event: AWS's record format.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ecslab.aws import models
from ecslab.aws.operations.cloudtrail import kinds
from ecslab.engine.clock import to_datetime
from ecslab.engine.iam.request import USER_AGENT, address
from ecslab.engine.records.api_call import ApiCall
from ecslab.engine.state import State

_VERSION = "1.11"
_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_LEFT_OUT = frozenset(("SecretString", "SecretBinary", "SecretAccessKey", "RandomPassword"))
"""What no record has, not even hidden."""
_CODES = {"AccessDeniedException": "AccessDenied", "UnauthorizedOperation": "Client.UnauthorizedOperation"}


def event_id(state: State, call: ApiCall) -> str:
    """The id of a call's event: a UUID that follows from the lab and the call's number."""
    return _uuid(f"{state.settings.seed} call {call.number}")


def user_name(call: ApiCall) -> str | None:
    """The name of the user, or of the session of the assumed role; None for a service."""
    return call.caller.rsplit("/", 1)[-1] if call.caller.startswith("arn:") else None


def access_key(call: ApiCall) -> str | None:
    """The access key that signed a call: one a principal, temporary for a role; None for a service."""
    if not call.caller.startswith("arn:"):
        return None
    return ("ASIA" if ":assumed-role/" in call.caller else "AKIA") + _letters(call.caller, 16)


def record(state: State, call: ApiCall) -> dict[str, Any]:
    """The record of a call, in plain JSON values."""
    settings, read_only = state.settings, kinds.only_reads(call)
    operation = models.service_model(call.service).operation_model(call.operation)
    denied = call.error is not None and call.error.startswith(("AccessDenied", "UnauthorizedOperation"))
    request = json.loads(call.request) or None
    response = json.loads(call.response) if call.response else None
    person = call.caller.startswith("arn:")
    shown: dict[str, Any] = {
        "eventVersion": _VERSION,
        "userIdentity": _identity(state, call),
        "eventTime": f"{to_datetime(call.at):%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": kinds.source(call.service),
        "eventName": kinds.name(call),
        "awsRegion": settings.region,
        "sourceIPAddress": call.via or (address(call.caller) if person else call.caller),
        "userAgent": call.via or (USER_AGENT if person else call.caller),
    }
    if call.error is not None:
        shown |= {"errorCode": _CODES.get(call.error, call.error), "errorMessage": call.message or ""}
    return shown | {
        "requestParameters": None if denied else _spelt(operation.input_shape, request),
        "responseElements": _spelt(operation.output_shape, response) if response else None,
        "requestID": _uuid(f"{settings.seed} request {call.number}"),
        "eventID": event_id(state, call),
        "readOnly": read_only,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": settings.account,
        "eventCategory": "Management",
    }


def _identity(state: State, call: ApiCall) -> dict[str, Any]:
    if not call.caller.startswith("arn:"):
        return {"type": "AWSService", "invokedBy": call.caller}
    account = state.settings.account
    name = user_name(call)
    via = {"invokedBy": call.via} if call.via else {}
    shared = {"arn": call.caller, "accountId": account, "accessKeyId": access_key(call)}
    if ":assumed-role/" not in call.caller:
        user = state.world.users.get(name or "")
        principal = user.id if user is not None else "AIDA" + _letters(call.caller, 17)
        return {"type": "IAMUser", "principalId": principal} | shared | {"userName": name} | via
    role_name = call.caller.split("/")[1]
    role = state.world.roles.get(role_name)
    path = role.path if role is not None else "/"
    role_arn = f"arn:aws:iam::{account}:role{path}{role_name}"
    principal = role.id if role is not None else "AROA" + _letters(role_arn, 17)
    issuer = {
        "type": "Role",
        "principalId": principal,
        "arn": role_arn,
        "accountId": account,
        "userName": role_name,
    }
    session = {"sessionIssuer": issuer, "attributes": {"mfaAuthenticated": "false"}}
    return (
        {"type": "AssumedRole", "principalId": f"{principal}:{name}"}
        | shared
        | {"sessionContext": session}
        | via
    )


def _spelt(shape: Shape | None, value: Any) -> Any:
    """A value with its fields as CloudTrail spells them, and without what is secret."""
    match shape:
        case StructureShape() if isinstance(value, Mapping):
            return {
                name[:1].lower() + name[1:]: _spelt(shape.members.get(name), item)
                for name, item in value.items()
                if name not in _LEFT_OUT
            }
        case ListShape() if isinstance(value, list):
            return [_spelt(shape.member, item) for item in value]
        case MapShape() if isinstance(value, Mapping):
            return {key: _spelt(shape.value, item) for key, item in value.items()}
    if shape is not None and shape.metadata.get("sensitive"):
        return _HIDDEN
    return value


def _letters(text: str, length: int) -> str:
    """Capital letters and digits as ids of IAM have them, always the same for a text."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(alphabet[byte % len(alphabet)] for byte in hashlib.sha256(text.encode()).digest()[:length])


def _uuid(text: str) -> str:
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
