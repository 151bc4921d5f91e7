"""What calls of Systems Manager's Parameter Store need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import Need, NeedsOf

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _on(action: str, name: str) -> NeedsOf:
    """The action on what the parameter `name` of the request names: one name, or several."""

    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        given = params.get(name, ())
        names = (given,) if isinstance(given, str) else given
        return (Need(action, tuple(_arn(call, each) for each in names)),)

    return needs


def _put(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    resource = (_arn(call, params["Name"]),)
    context = {"ssm:Overwrite": str(bool(params.get("Overwrite"))).lower()}
    yield Need("ssm:PutParameter", resource, context)
    if params.get("Tags"):
        yield Need("ssm:AddTagsToResource", resource)


def _by_path(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    context = {"ssm:Recursive": str(bool(params.get("Recursive"))).lower()}
    yield Need("ssm:GetParametersByPath", (_arn(call, params["Path"].rstrip("/")),), context)


def _arn(call: "Call", name: str) -> str:
    if name.startswith("arn:"):
        return name
    settings = call.state.settings
    account = "" if name.startswith("/aws/") else settings.account
    bare = name.partition(":")[0].removeprefix("/")
    return f"arn:aws:ssm:{settings.region}:{account}:parameter/{bare}"


NEEDS: Mapping[str, NeedsOf] = {
    "AddTagsToResource": _on("ssm:AddTagsToResource", "ResourceId"),
    "DeleteParameter": _on("ssm:DeleteParameter", "Name"),
    "DeleteParameters": _on("ssm:DeleteParameters", "Names"),
    "GetParameter": _on("ssm:GetParameter", "Name"),
    "GetParameterHistory": _on("ssm:GetParameterHistory", "Name"),
    "GetParameters": _on("ssm:GetParameters", "Names"),
    "GetParametersByPath": _by_path,
    "LabelParameterVersion": _on("ssm:LabelParameterVersion", "Name"),
    "ListTagsForResource": _on("ssm:ListTagsForResource", "ResourceId"),
    "PutParameter": _put,
    "RemoveTagsFromResource": _on("ssm:RemoveTagsFromResource", "ResourceId"),
    "UnlabelParameterVersion": _on("ssm:UnlabelParameterVersion", "Name"),
}
