"""What calls of Systems Manager's Parameter Store need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, Resources, on
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import kept, of_request

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _in(field: str) -> Resources:
    """The parameters that a field of the request names: one name, or several."""

    def resources(call: "Call", params: Params) -> Iterable[str]:
        named = params.get(field, ())
        return [_arn(call, each) for each in ((named,) if isinstance(named, str) else named)]

    return resources


def _put(call: "Call", params: Params) -> Iterable[Need]:
    resource = (_arn(call, params["Name"]),)
    tags = of_request(params)
    context: dict[str, Values] = {"ssm:Overwrite": str(bool(params.get("Overwrite"))).lower()}
    yield Need("ssm:PutParameter", resource, context | kept(call.state, resource[0]) | tags)
    if tags:
        yield Need("ssm:AddTagsToResource", resource, tags)


def _by_path(call: "Call", params: Params) -> Iterable[Need]:
    context = {"ssm:Recursive": str(bool(params.get("Recursive"))).lower()}
    yield Need("ssm:GetParametersByPath", (_arn(call, params["Path"].rstrip("/")),), context)


def _arn(call: "Call", name: str) -> str:
    if name.startswith("arn:"):
        return name
    settings = call.state.settings
    account = "" if name.startswith("/aws/") else settings.account
    bare = name.partition(":")[0].removeprefix("/")
    return f"arn:aws:ssm:{settings.region}:{account}:parameter/{bare}"


_BY_NAME = (
    "DeleteParameter",
    "GetParameter",
    "GetParameterHistory",
    "LabelParameterVersion",
    "UnlabelParameterVersion",
)

NEEDS: Mapping[str, NeedsOf] = {
    "GetParametersByPath": _by_path,
    "PutParameter": _put,
    **on("ssm", _BY_NAME, _in("Name")),
    **on("ssm", ("DeleteParameters", "GetParameters"), _in("Names")),
    **on("ssm", ("AddTagsToResource", "ListTagsForResource", "RemoveTagsFromResource"), _in("ResourceId")),
}
