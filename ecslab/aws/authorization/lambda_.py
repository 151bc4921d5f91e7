"""What calls of Lambda need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.engine import arn

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_SERVICE = "lambda.amazonaws.com"


def _on_function(operation: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (Need(f"lambda:{operation}", (_function(call, params["FunctionName"]),)),)

    return needs


def _on_resource(operation: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:  # noqa: ARG001  # the request says it all
        return (Need(f"lambda:{operation}", (params["Resource"],)),)

    return needs


def _invoke(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    resource = _function(call, params["FunctionName"])
    function = call.state.world.functions.get(resource.rsplit(":", 1)[-1])
    yield Need("lambda:InvokeFunction", (resource,), policy=function.policy if function is not None else None)


def _create(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    resource = (_function(call, params["FunctionName"]),)
    yield Need("lambda:CreateFunction", resource)
    yield _pass(params["Role"])
    if params.get("Tags"):
        yield Need("lambda:TagResource", resource)


def _update(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    yield Need("lambda:UpdateFunctionConfiguration", (_function(call, params["FunctionName"]),))
    if "Role" in params:
        yield _pass(params["Role"])


def _add_permission(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    context = {"lambda:Principal": params["Principal"]}
    yield Need("lambda:AddPermission", (_function(call, params["FunctionName"]),), context)


def _pass(role: str) -> Need:
    return Need("iam:PassRole", (role,), {"iam:PassedToService": _SERVICE})


def _function(call: "Call", reference: str) -> str:
    """The ARN of the function that a name, a partial ARN or an ARN means."""
    name = reference.split("function:")[-1].partition(":")[0]
    return arn.function(call.state.settings, name)


NEEDS: Mapping[str, NeedsOf] = {
    "AddPermission": _add_permission,
    "CreateFunction": _create,
    "DeleteFunction": _on_function("DeleteFunction"),
    "DeleteFunctionConcurrency": _on_function("DeleteFunctionConcurrency"),
    "DeleteFunctionEventInvokeConfig": _on_function("DeleteFunctionEventInvokeConfig"),
    "GetFunction": _on_function("GetFunction"),
    "GetFunctionConcurrency": _on_function("GetFunctionConcurrency"),
    "GetFunctionConfiguration": _on_function("GetFunctionConfiguration"),
    "GetFunctionEventInvokeConfig": _on_function("GetFunctionEventInvokeConfig"),
    "GetPolicy": _on_function("GetPolicy"),
    "Invoke": _invoke,
    "ListTags": _on_resource("ListTags"),
    "PutFunctionConcurrency": _on_function("PutFunctionConcurrency"),
    "PutFunctionEventInvokeConfig": _on_function("PutFunctionEventInvokeConfig"),
    "RemovePermission": _on_function("RemovePermission"),
    "TagResource": _on_resource("TagResource"),
    "UntagResource": _on_resource("UntagResource"),
    "UpdateFunctionCode": _on_function("UpdateFunctionCode"),
    "UpdateFunctionConfiguration": _update,
}
