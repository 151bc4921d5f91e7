"""What calls of Lambda need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, given, making, on
from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.passing import pass_roles
from ecslab.aws.authorization.tagging import pairs
from ecslab.engine import arn

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_SERVICE = "lambda.amazonaws.com"


def _invoke(call: "Call", params: Params) -> Iterable[Need]:
    resource = _named(call, params)
    function = call.state.world.functions.get(resource.rsplit(":", 1)[-1])
    yield Need("lambda:InvokeFunction", (resource,), policy=function.policy if function is not None else None)


def _create(call: "Call", params: Params) -> Iterable[Need]:
    action, tagging = "lambda:CreateFunction", "lambda:TagResource"
    yield from making(action, tagging, _named(call, params), pairs(params.get("Tags")))
    yield from pass_roles(_SERVICE, (params["Role"],))


def _update(call: "Call", params: Params) -> Iterable[Need]:
    yield Need("lambda:UpdateFunctionConfiguration", (_named(call, params),))
    yield from pass_roles(_SERVICE, (params.get("Role"),))


def _add_permission(call: "Call", params: Params) -> Iterable[Need]:
    context = {"lambda:Principal": params["Principal"]}
    yield Need("lambda:AddPermission", (_named(call, params),), context)


def _function(call: "Call", reference: str) -> str:
    """The ARN of the function that a name, a partial ARN or an ARN means."""
    name = reference.split("function:")[-1].partition(":")[0]
    return arn.function(call.state.settings, name)


def _named(call: "Call", params: Params) -> str:
    return _function(call, params["FunctionName"])


_ON_FUNCTIONS = (
    "DeleteFunction",
    "DeleteFunctionConcurrency",
    "DeleteFunctionEventInvokeConfig",
    "GetFunction",
    "GetFunctionConcurrency",
    "GetFunctionConfiguration",
    "GetFunctionEventInvokeConfig",
    "GetPolicy",
    "PutFunctionConcurrency",
    "PutFunctionEventInvokeConfig",
    "RemovePermission",
    "UpdateFunctionCode",
)

NEEDS: Mapping[str, NeedsOf] = {
    "AddPermission": _add_permission,
    "CreateFunction": _create,
    "Invoke": _invoke,
    "UpdateFunctionConfiguration": _update,
    **on("lambda", _ON_FUNCTIONS, _named),
    **on("lambda", ("ListTags", "TagResource", "UntagResource"), given("Resource")),
}
