"""What Elastic Load Balancing's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
"""

from collections.abc import Iterable, Mapping

from ecslab.aws.authorization.acting import Params
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import kept, requested
from ecslab.aws.operations import Call
from ecslab.engine import arn


def _on(operation: str, field: str) -> NeedsOf:
    """An operation on what the request names by its ARN."""

    def needs(call: Call, params: Params) -> Iterable[Need]:
        given = params[field]
        for resource in (given,) if isinstance(given, str) else given:
            context = {**_tags(call, resource), **requested(params.get("Tags", ()))}
            yield Need(f"elasticloadbalancing:{operation}", (resource,), context)
        yield from _tagging(operation, params)

    return needs


def _making(operation: str, kind: str) -> NeedsOf:
    """An operation that makes something, of whose ARN only the beginning is known."""

    def needs(call: Call, params: Params) -> Iterable[Need]:
        resource = arn.elb(call.state.settings, f"{kind}/{params['Name']}/*")
        yield Need(f"elasticloadbalancing:{operation}", (resource,), requested(params.get("Tags", ())))
        yield from _tagging(operation, params)

    return needs


def _tagging(operation: str, params: Params) -> Iterable[Need]:
    if params.get("Tags") and operation != "AddTags":
        context = {"elasticloadbalancing:CreateAction": operation, **requested(params["Tags"])}
        yield Need("elasticloadbalancing:AddTags", context=context)


def _priorities(call: Call, params: Params) -> Iterable[Need]:
    for each in params["RulePriorities"]:
        resource = each.get("RuleArn", "*")
        yield Need("elasticloadbalancing:SetRulePriorities", (resource,), _tags(call, resource))


def _tags(call: Call, resource: str) -> dict[str, Values]:
    return kept(call.state, resource, "elasticloadbalancing")


_FIELDS = {
    "AddTags": "ResourceArns",
    "CreateListener": "LoadBalancerArn",
    "CreateRule": "ListenerArn",
    "DeleteListener": "ListenerArn",
    "DeleteLoadBalancer": "LoadBalancerArn",
    "DeleteRule": "RuleArn",
    "DeleteTargetGroup": "TargetGroupArn",
    "DeregisterTargets": "TargetGroupArn",
    "ModifyListener": "ListenerArn",
    "ModifyLoadBalancerAttributes": "LoadBalancerArn",
    "ModifyRule": "RuleArn",
    "ModifyTargetGroup": "TargetGroupArn",
    "ModifyTargetGroupAttributes": "TargetGroupArn",
    "RegisterTargets": "TargetGroupArn",
    "RemoveTags": "ResourceArns",
}

NEEDS: Mapping[str, NeedsOf] = {
    **{name: _on(name, field) for name, field in _FIELDS.items()},
    "CreateLoadBalancer": _making("CreateLoadBalancer", "loadbalancer/app"),
    "CreateTargetGroup": _making("CreateTargetGroup", "targetgroup"),
    "SetRulePriorities": _priorities,
}
