"""Service-linked roles: they belong to a service, which alone can change them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html
"""

from typing import Any, NamedTuple

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import find_role, invalid, missing, new_id
from ecslab.aws.operations.iam.shape import show_role
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.identity import Role
from ecslab.engine.platform.roles import trust_of


class _Linked(NamedTuple):
    """A service's role, its policy, and whether a suffix makes another of it."""

    name: str
    policy: str
    suffixes: bool = False


_LINKED = {
    "autoscaling.amazonaws.com": _Linked(
        "AWSServiceRoleForAutoScaling", "AutoScalingServiceRolePolicy", suffixes=True
    ),
    "ecs.amazonaws.com": _Linked("AWSServiceRoleForECS", "AmazonECSServiceRolePolicy"),
    "ecs-compute.amazonaws.com": _Linked("AWSServiceRoleForECSCompute", "AmazonECSComputeServiceRolePolicy"),
    "ecs.application-autoscaling.amazonaws.com": _Linked(
        "AWSServiceRoleForApplicationAutoScaling_ECSService", "AWSApplicationAutoscalingECSServicePolicy"
    ),
    "elasticloadbalancing.amazonaws.com": _Linked(
        "AWSServiceRoleForElasticLoadBalancing", "AWSElasticLoadBalancingServiceRolePolicy"
    ),
}


def create_service_linked_role(
    call: Call, *, aws_service_name: str, description: str = "", custom_suffix: str | None = None
) -> dict[str, Any]:
    """Make the role of a service, with the policy that the service gives it."""
    state = call.state
    linked = _LINKED.get(aws_service_name)
    if linked is None:
        raise NotSimulated(
            f"ecslab has no service-linked role of {aws_service_name}; it has those of {', '.join(_LINKED)}."
        )
    if custom_suffix is not None and not linked.suffixes:
        raise ApiError("InvalidInput", f"Custom suffix is not allowed for {aws_service_name}")
    name = linked.name + (f"_{custom_suffix}" if custom_suffix else "")
    if name in state.world.roles:
        raise ApiError(
            "InvalidInput",
            f"Service role name {name} has been taken in this account, please try a different suffix.",
        )
    role = Role(
        name=name,
        path=f"/aws-service-role/{aws_service_name}/",
        id=new_id(state, "AROA"),
        created_at=state.now,
        description=description,
        trust=trust_of(aws_service_name),
        attached=(f"arn:aws:iam::aws:policy/aws-service-role/{linked.policy}",),
    )
    state.world.roles.put(role)
    return {"Role": show_role(state, role)}


def delete_service_linked_role(call: Call, *, role_name: str) -> dict[str, Any]:
    """Have a service's role deleted, which fails as long as the service uses it: ask for the status."""
    state = call.state
    role = find_role(state, role_name)
    if not role.service_linked:
        raise invalid(f"The role {role_name} is not a service-linked role.")
    task = f"task{role.path}{role.name}/{state.chance.uuid()}"
    if not _in_use(call, role):
        state.world.roles.remove(role.name)
    return {"DeletionTaskId": task}


def get_service_linked_role_deletion_status(call: Call, *, deletion_task_id: str) -> dict[str, Any]:
    """How the deletion of a service's role went."""
    parts = deletion_task_id.split("/")
    if len(parts) != 5 or parts[:2] != ["task", "aws-service-role"]:
        raise missing(f"Deletion task {deletion_task_id} cannot be found.")
    role = call.state.world.roles.get(parts[3])
    if role is None:
        return {"Status": "SUCCEEDED"}
    usage = {"Region": call.state.settings.region, "Resources": _in_use(call, role)}
    reason = "A service-linked role cannot be deleted while resources of the service need it."
    return {"Status": "FAILED", "Reason": {"Reason": reason, "RoleUsageList": [usage]}}


def _in_use(call: Call, role: Role) -> list[str]:
    """The ARNs of what the service needs its role for."""
    world, state = call.state.world, call.state
    if role.name == "AWSServiceRoleForECS":
        return [
            state.arn("cluster", each.name) for each in world.clusters.values() if each.status == "ACTIVE"
        ]
    if role.name == "AWSServiceRoleForElasticLoadBalancing":
        return [balancer.arn for balancer in world.balancers.values()]
    if role.name.startswith("AWSServiceRoleForApplicationAutoScaling"):
        return [
            state.arn("service", *target.service.split("/")) for target in world.scalable_targets.values()
        ]
    if role.name == "AWSServiceRoleForAutoScaling":
        return [group.name for group in world.groups.values()]
    return []
