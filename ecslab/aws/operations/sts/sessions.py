"""Temporary credentials. They are good for this lab alone, and look it.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.iam import decide
from ecslab.engine.iam.grammar import check_identity
from ecslab.engine.iam.principal import document_of
from ecslab.engine.platform.identity import Session
from ecslab.engine.state import State

_NAME = re.compile(r"[\w+=,.@-]{2,64}")
_SHORTEST_S = 900
_CHAINED_S = 3600
_LONGEST_TOKEN_S = 129_600


def assume_role(
    call: Call,
    *,
    role_arn: str,
    role_session_name: str,
    policy: str | None = None,
    policy_arns: Sequence[Mapping[str, str]] = (),
    duration_seconds: int = 3600,
    tags: Sequence[Mapping[str, str]] = (),
    external_id: str | None = None,  # noqa: ARG001  # a condition key: the role's trust policy asks for it
) -> dict[str, Any]:
    """Credentials of a session of a role; a session policy takes from what the role may do."""
    state = call.state
    if call.caller.endswith(":root"):
        raise ApiError("AccessDenied", "Roles may not be assumed by root accounts.", status=403)
    if not _NAME.fullmatch(role_session_name):
        raise _invalid(
            f"1 validation error detected: Value '{role_session_name}' at 'roleSessionName' failed to "
            "satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"
        )
    role = decide.find_role(state, role_arn)
    if role is None:  # authorization has refused it already: a role that is not there trusts nobody
        raise ApiError("AccessDenied", f"Role {role_arn} cannot be assumed.", status=403)
    if duration_seconds < _SHORTEST_S:
        raise _invalid(
            f"1 validation error detected: Value '{duration_seconds}' at 'durationSeconds' failed to satisfy "
            f"constraint: Member must have value greater than or equal to {_SHORTEST_S}"
        )
    if ":assumed-role/" in call.caller and duration_seconds > _CHAINED_S:
        raise _invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            "chaining."
        )
    if duration_seconds > role.longest_s:
        raise _invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    policies = _policies(state, policy, policy_arns)
    caller = decide.session(state, role_arn, role_session_name)
    session = _open(state, caller, duration_seconds, policies, {each["Key"]: each["Value"] for each in tags})
    answer: dict[str, Any] = {
        "Credentials": _show(session),
        "AssumedRoleUser": {"AssumedRoleId": f"{role.id}:{role_session_name}", "Arn": caller},
    }
    if policies:
        answer["PackedPolicySize"] = min(100, -(-sum(map(len, policies)) * 100 // 2048))
    return answer


def get_session_token(call: Call, *, duration_seconds: int = 43_200) -> dict[str, Any]:
    """Temporary credentials of the user who calls."""
    if ":user/" not in call.caller:
        raise ApiError("AccessDenied", "Cannot call GetSessionToken with session credentials", status=403)
    if not _SHORTEST_S <= duration_seconds <= _LONGEST_TOKEN_S:
        raise _invalid(
            f"1 validation error detected: Value '{duration_seconds}' at 'durationSeconds' failed to satisfy "
            f"constraint: Member must have value between {_SHORTEST_S} and {_LONGEST_TOKEN_S}"
        )
    return {"Credentials": _show(_open(call.state, call.caller, duration_seconds, (), {}))}


def _policies(state: State, policy: str | None, policy_arns: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The documents of the session policies that are asked for."""
    found = []
    if policy is not None:
        check_identity(policy)
        found.append(policy)
    for each in policy_arns:
        arn = each.get("arn", "")
        document = document_of(state, arn)
        if document is None:
            raise ApiError("InvalidParameterValue", f"PolicyArns member {arn} does not exist.")
        found.append(document)
    return tuple(found)


def _open(
    state: State, caller: str, seconds: int, policies: tuple[str, ...], tags: Mapping[str, str]
) -> Session:
    sessions = state.world.sessions
    for old in [each.key for each in sessions.values() if each.expires_at + 86_400_000 < state.now]:
        sessions.remove(old)
    session = Session(
        key=f"ASIAECSLAB{state.chance.hex_id(10).upper()}",
        secret=f"not/a/real/secret/{state.chance.hex_id(22)}",
        token=f"not-a-real-session-token-{state.chance.hex_id(64)}",
        caller=caller,
        expires_at=state.now + seconds * 1000,
        issued_at=state.now,
        policies=policies,
        tags=tags,
    )
    sessions.put(session)
    return session


def _show(session: Session) -> dict[str, Any]:
    return {
        "AccessKeyId": session.key,
        "SecretAccessKey": session.secret,
        "SessionToken": session.token,
        "Expiration": to_datetime(session.expires_at),
    }


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationError", message)
