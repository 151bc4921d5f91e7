"""What a service may say of load balancers, and the target groups that its tasks go into.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
"""

from collections.abc import Sequence

from ecslab.engine.elb import targets as elb
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import TargetGroup
from ecslab.engine.records.load_balancing import ServiceLoadBalancer, TargetUse
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State

_MOST = 5


def check(state: State, balancers: Sequence[ServiceLoadBalancer], definition: TaskDefinition) -> None:
    """Raise InvalidParameterException, in AWS's words, unless tasks of `definition` can go behind these."""
    if len(balancers) > _MOST:
        raise _invalid(f"loadBalancers can have at most {_MOST} items.")
    for each in balancers:
        if each.load_balancer_name is not None:
            raise _invalid(
                "Classic Load Balancers are not supported with the awsvpc network mode; "
                "specify a target group."
            )
        if each.target_group_arn is None:
            raise _invalid("targetGroupArn cannot be empty.")
        _check_container(each, definition)
        _check_group(state, each.target_group_arn, definition)


def uses(balancers: Sequence[ServiceLoadBalancer], *, alternate: bool = False) -> tuple[TargetUse, ...]:
    """The target groups that tasks go into; the alternate ones where ECS shifts traffic between two."""
    found = []
    for each in balancers:
        advanced = each.advanced_configuration
        other = advanced.alternate_target_group_arn if advanced is not None else None
        group = other if alternate and other is not None else each.target_group_arn
        if group is not None:
            found.append(
                TargetUse(group=group, container=each.container_name or "", port=each.container_port or 0)
            )
    return tuple(found)


def _check_container(balancer: ServiceLoadBalancer, definition: TaskDefinition) -> None:
    name, port = balancer.container_name, balancer.container_port
    if not name:
        raise _invalid("containerName should not be null or empty.")
    container = next((each for each in definition.containers if each.name == name), None)
    if container is None:
        raise _invalid(f"The container {name} does not exist in the task definition.")
    if not any(mapping.container_port == port for mapping in container.port_mappings):
        raise _invalid(f"The container {name} did not have a container port {port} defined.")


def _check_group(state: State, group_arn: str, definition: TaskDefinition) -> TargetGroup:
    group = state.world.target_groups.get(group_arn)
    if group is None:
        raise _invalid(f"The specified target group does not exist. (targetGroupArn {group_arn})")
    needed = "ip" if definition.network_mode == "awsvpc" else "instance"
    if group.target_type != needed:
        raise _invalid(
            f"The provided target group {group_arn} has target type {group.target_type}, which is "
            f"incompatible with the {definition.network_mode} network mode specified in the task definition."
        )
    if not elb.in_use(state, group_arn):
        raise _invalid(
            f"The target group with targetGroupArn {group_arn} does not have an associated load balancer."
        )
    return group


def _invalid(message: str) -> ApiError:
    return ApiError("InvalidParameterException", message)
