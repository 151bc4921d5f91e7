"""What a request tells of itself: the condition keys, each found out when a policy asks for it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ecslab.engine.clock import to_datetime
from ecslab.engine.iam.principal import Principal, tags_of
from ecslab.engine.state import State

Values = str | tuple[str, ...]

USER_AGENT = "aws-cli/2"
"""With what everybody calls."""


class Asked(NamedTuple):
    """A request that IAM is asked about."""

    state: State
    principal: Principal
    action: str
    resource: str
    context: Mapping[str, Values]
    """What the service tells of the request."""
    via: str | None = None
    source: str | None = None
    """The ARN of the resource for which a service principal calls."""

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a condition key, whose case does not matter; None when the request has none."""
        wanted = key.lower()
        for name, value in self.context.items():
            if name.lower() == wanted:
                return (value,) if isinstance(value, str) else tuple(value)
        known = _GLOBAL.get(wanted)
        if known is not None:
            found = known(self)
            return None if found is None else (found,)
        if wanted.startswith(_PRINCIPAL_TAG):
            tag = key[len(_PRINCIPAL_TAG) :]
            found = next((v for k, v in tags_of(self.principal).items() if k.lower() == tag.lower()), None)
            return None if found is None else (found,)
        if wanted == "aws:calledvia":
            return (self.via,) if self.via is not None else None
        return None

    def one(self, key: str) -> str | None:
        """The value of a key for a policy variable: a key with several values has none."""
        values = self.values(key)
        return values[0] if values is not None and len(values) == 1 else None


_PRINCIPAL_TAG = "aws:principaltag/"


def _principal_arn(asked: Asked) -> str | None:
    principal = asked.principal
    return principal.names[-1] if principal.arn.startswith("arn:") else None


def _account(asked: Asked) -> str | None:
    principal = asked.principal
    return principal.arn.split(":")[4] if principal.arn.startswith("arn:") else None


def user_id(state: State, principal: Principal) -> str:
    """What `aws:userid` and GetCallerIdentity say of a principal."""
    if principal.kind == "AssumedRole":
        role = principal.entity.id if principal.entity is not None else "AROADELETEDROLEXXXXXX"
        return f"{role}:{principal.arn.rsplit('/', 1)[-1]}"
    if principal.kind == "User":
        return principal.entity.id if principal.entity is not None else "AIDADELETEDUSERXXXXXX"
    return state.settings.account


def _user_id(asked: Asked) -> str | None:
    return user_id(asked.state, asked.principal) if asked.principal.arn.startswith("arn:") else None


def _user_name(asked: Asked) -> str | None:
    return asked.principal.arn.rsplit("/", 1)[-1] if asked.principal.kind == "User" else None


def _kind(asked: Asked) -> str | None:
    return asked.principal.kind if asked.principal.arn.startswith("arn:") else None


def _resource_account(asked: Asked) -> str | None:
    parts = asked.resource.split(":", 5)
    return parts[4] or asked.state.settings.account if len(parts) == 6 else asked.state.settings.account


def _time(asked: Asked) -> str:
    return _instant(asked.state.now)


def _is_service(asked: Asked) -> str:
    return "true" if asked.principal.kind == "Service" else "false"


def _with_mfa(asked: Asked) -> str | None:
    # Long-term credentials do not have the key at all.
    return "false" if asked.principal.kind == "AssumedRole" else None


def address(caller: str) -> str:
    """Where a caller sits: one address a principal, of the block for documentation."""
    return f"203.0.113.{hashlib.sha256(caller.encode()).digest()[0] or 1}"


def _source_ip(asked: Asked) -> str | None:
    # What a service asks for on somebody's behalf does not come from that one's address.
    own = asked.principal.arn.startswith("arn:") and asked.via is None
    return address(asked.principal.arn) if own else None


def _user_agent(asked: Asked) -> str | None:
    return asked.via or (USER_AGENT if asked.principal.arn.startswith("arn:") else asked.principal.arn)


def _issued(asked: Asked) -> str | None:
    session = asked.principal.session
    return _instant(session.issued_at) if session is not None else None


def _instant(at: int) -> str:
    return to_datetime(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def _source_account(asked: Asked) -> str | None:
    if asked.source is None:
        return None
    return asked.source.split(":")[4] or asked.state.settings.account


_GLOBAL: Mapping[str, Callable[[Asked], str | None]] = {
    "aws:principalarn": _principal_arn,
    "aws:principalaccount": _account,
    "aws:principaltype": _kind,
    "aws:principalisawsservice": _is_service,
    "aws:principalservicename": lambda asked: asked.principal.arn if _is_service(asked) == "true" else None,
    "aws:userid": _user_id,
    "aws:username": _user_name,
    "aws:currenttime": _time,
    "aws:epochtime": lambda asked: str(asked.state.now // 1000),
    "aws:requestedregion": lambda asked: asked.state.settings.region,
    "aws:resourceaccount": _resource_account,
    "aws:securetransport": lambda _: "true",
    "aws:multifactorauthpresent": _with_mfa,
    "aws:sourceip": _source_ip,
    "aws:tokenissuetime": _issued,
    "aws:useragent": _user_agent,
    "aws:sourcearn": lambda asked: asked.source,
    "aws:sourceaccount": _source_account,
    "aws:viaawsservice": lambda asked: "true" if asked.via is not None else "false",
    "aws:calledviafirst": lambda asked: asked.via,
    "aws:calledvialast": lambda asked: asked.via,
}
