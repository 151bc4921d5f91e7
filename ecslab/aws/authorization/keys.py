"""Access keys: whose credentials a call is signed with, and how services refuse those that are no good.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
"""

from typing import NamedTuple

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.identity import AccessKey, Session
from ecslab.engine.state import State

_QUERY = ("iam", "sts", "elbv2", "autoscaling", "cloudwatch", "sqs")
"""Services whose errors have the names of AWS's older protocols."""


class Credentials(NamedTuple):
    """What a call is signed with."""

    key: str
    secret: str
    token: str | None = None


def is_key(caller: str) -> bool:
    """Whether a caller is given by its access key."""
    return caller.startswith(("AKIA", "ASIA"))


def check(state: State, service: str, given: Credentials) -> None:
    """Raise the service's error unless the credentials are good now."""
    found = _find(state, service, given.key)
    if given.secret != found.secret:
        code = "SignatureDoesNotMatch" if service in (*_QUERY, "s3api") else "InvalidSignatureException"
        raise ApiError(
            code,
            "The request signature we calculated does not match the signature you provided. Check your AWS "
            "Secret Access Key and signing method. Consult the service documentation for details.",
            status=403,
        )
    if isinstance(found, Session) and found.token != given.token:
        raise _unknown(service)


def caller_of(state: State, service: str, key: str) -> str:
    """Who calls with an access key: the ARN of its user or session; a user's key is marked as used."""
    found = _find(state, service, key)
    if isinstance(found, Session):
        return found.caller
    state.world.access_keys.put(found.replace(used_at=state.now, used_for=service))
    user = state.world.users[found.user]
    return f"arn:aws:iam::{state.settings.account}:user{user.path}{user.name}"


def _find(state: State, service: str, key: str) -> AccessKey | Session:
    session = state.world.sessions.get(key)
    if session is not None:
        if session.expires_at <= state.now:
            code = "ExpiredToken" if service in (*_QUERY, "s3api") else "ExpiredTokenException"
            raise ApiError(code, "The security token included in the request is expired", status=403)
        return session
    found = state.world.access_keys.get(key)
    if found is None or not found.active or found.user not in state.world.users:
        raise _unknown(service)
    return found


def _unknown(service: str) -> ApiError:
    match service:
        case "ec2":
            message = "AWS was not able to validate the provided access credentials"
            return ApiError("AuthFailure", message, status=401)
        case "s3api":
            message = "The AWS Access Key Id you provided does not exist in our records."
            return ApiError("InvalidAccessKeyId", message, status=403)
    code = "InvalidClientTokenId" if service in _QUERY else "UnrecognizedClientException"
    return ApiError(code, "The security token included in the request is invalid.", status=403)
