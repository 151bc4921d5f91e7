"""What STS's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import of_resource, requested
from ecslab.aws.operations import Call
from ecslab.engine.iam.decide import ASSUME, find_role


def nothing(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:  # noqa: ARG001  # a call and its parameters
    """Nobody needs a permission, and no policy can take it away."""
    return ()


def assume_role(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
    """The role must trust the caller; unless it names the caller, the own policies must allow it too."""
    arn = params["RoleArn"]
    role = find_role(call.state, arn)
    context: dict[str, Values] = {"sts:RoleSessionName": params["RoleSessionName"]}
    if params.get("ExternalId"):
        context["sts:ExternalId"] = params["ExternalId"]
    tags = params.get("Tags", ())
    context |= requested(tags)
    if role is not None:
        context |= of_resource(role.tags.items(), "iam")
    # A role that there is not refuses as one that trusts nobody: AWS does not tell which it was.
    trust = role.trust if role is not None else "{}"
    yield Need(ASSUME, (arn,), context, trust)
    if tags:
        yield Need("sts:TagSession", (arn,), context)


NEEDS: Mapping[str, NeedsOf] = {
    "GetCallerIdentity": nothing,
    "GetSessionToken": nothing,
    "AssumeRole": assume_role,
}
