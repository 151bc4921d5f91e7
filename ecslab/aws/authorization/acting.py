"""The common cases of the services' tables: one action on what the request names, and making something.

A resource is given as a function from a call and its parameters to ARNs, so that a table says in one
line which operations act on which parameter.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import NOTHING, Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import kept, of_request, requested

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

Params = Mapping[str, Any]

Resources = Callable[["Call", Params], str | Iterable[str]]
"""The ARN, or the ARNs, that a call is on."""

Contexts = Callable[["Call", Params, str], Mapping[str, Values]]
"""What the service tells of a call on one of its resources."""

Policies = Callable[["Call", str], str | None]
"""The policy document of a resource, by its ARN."""


def acting(
    action: str, resources: Resources, context: Contexts | None = None, policy: Policies | None = None
) -> NeedsOf:
    """One action, on each of the resources.

    What there is to say of tags, of those in the request and of the resource's, is always said.
    """

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        named = resources(call, params)
        for arn in (named,) if isinstance(named, str) else named:
            said = {**kept(call.state, arn), **of_request(params)}
            if context is not None:
                said |= context(call, params, arn)
            yield Need(action, (arn,), said, policy(call, arn) if policy is not None else None)

    return needs


def on(
    prefix: str,
    operations: Iterable[str],
    resources: Resources,
    context: Contexts | None = None,
    policy: Policies | None = None,
) -> dict[str, NeedsOf]:
    """A table of operations whose action has their own name, all on the same resources."""
    return {name: acting(f"{prefix}:{name}", resources, context, policy) for name in operations}


def given(field: str) -> Resources:
    """What a field of the request names by its ARN, or by several."""

    def resources(_call: "Call", params: Params) -> str | Iterable[str]:
        named: str | Iterable[str] = params[field]
        return named

    return resources


def making(
    action: str,
    tagging: str,
    resource: str,
    tags: Iterable[Mapping[str, str]],
    context: Mapping[str, Values] = NOTHING,
) -> Iterable[Need]:
    """Making `resource`; with tags, the right to tag it as well."""
    asked = requested(tags)
    yield Need(action, (resource,), {**context, **asked})
    if asked:
        yield Need(tagging, (resource,), {**context, **asked})
