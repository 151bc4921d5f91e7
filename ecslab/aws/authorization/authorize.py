"""Whether a caller may make a call: asked of IAM for everything that the call needs, before it acts.

https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html
"""

import keyword
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from ecslab.aws.authorization.encoded import encode
from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError
from ecslab.engine.iam import reasons
from ecslab.engine.iam.decide import ASSUME
from ecslab.engine.iam.evaluate import Decision, evaluate
from ecslab.engine.iam.policy import compiled
from ecslab.engine.iam.principal import Source, identify
from ecslab.engine.iam.request import Asked

_PREFIXES = {
    "configservice": "config",
    "deploy": "codedeploy",
    "elbv2": "elasticloadbalancing",
    "s3api": "s3",
}
"""The prefix of a service's actions where it is not the AWS CLI's name of the service."""

_CODES = {
    **dict.fromkeys(("iam", "sts", "elbv2", "autoscaling", "cloudwatch", "sns"), "AccessDenied"),
    **dict.fromkeys(("s3api", "sqs"), "AccessDenied"),
    "ec2": "UnauthorizedOperation",
}
"""The code of a refusal where it is not AccessDeniedException: what the older protocols have."""


_PLAIN = ("ec2:Describe", "ec2:Get")
"""Whose refusals EC2 tells without an encoded message: what acts on no resource."""


class Refused(NamedTuple):
    """What a call may not do."""

    need: Need
    asked: Asked
    decision: Decision


class AccessDenied(ApiError):
    """IAM does not let the caller do it; `decision` says why."""

    def __init__(self, service: str, refused: "Refused") -> None:
        code, decision = _CODES.get(service, "AccessDeniedException"), refused.decision
        said = refused.need.said or decision.message
        if service == "ec2":
            said = f"You are not authorized to perform this operation. {said}"
            if not refused.need.action.startswith(_PLAIN):
                said += f". Encoded authorization failure message: {encode(refused.asked, decision)}"
        status = 400 if code == "AccessDeniedException" else 403
        super().__init__(code, said, status=status, problem=reasons.problem(decision))
        self.decision = decision


def authorize(call: Call, service: str, operation: str, params: Mapping[str, Any]) -> None:
    """Raise AccessDenied unless the caller may do all that the call needs."""
    refused = _refused(call, needed(call, service, operation, params))
    if refused is not None:
        raise AccessDenied(service, refused)


def needed(call: Call, service: str, operation: str, params: Mapping[str, Any]) -> Iterable[Need]:
    """What a call needs: as the service's table has it, else the action of its name on everything."""
    listed = _table(service).get(operation)
    return listed(call, params) if listed is not None else (_default(service, operation),)


def refusal(call: Call, needs: Iterable[Need]) -> Decision | None:
    """The decision that stands against the call; None when everything is allowed."""
    refused = _refused(call, needs)
    return refused.decision if refused is not None else None


def _refused(call: Call, needs: Iterable[Need]) -> Refused | None:
    principal = identify(call.state, call.caller)
    for need in needs:
        for resource in need.resources:
            asked = Asked(call.state, principal, need.action, resource, need.context, call.via, call.source)
            policy = Source(resource, "", compiled(need.policy)) if need.policy is not None else None
            decision = evaluate(asked, policy, trust=need.action == ASSUME)
            if not decision.allowed:
                return Refused(need, asked, decision)
    return None


@cache
def _default(service: str, operation: str) -> Need:
    return Need(f"{_PREFIXES.get(service, service)}:{operation}")


@cache
def _table(service: str) -> Mapping[str, NeedsOf]:
    name = service.replace("-", "_")
    module = f"{__package__}.{name}_" if keyword.iskeyword(name) else f"{__package__}.{name}"
    if find_spec(module) is None:
        return {}
    found: Mapping[str, NeedsOf] = import_module(module).NEEDS
    return found
