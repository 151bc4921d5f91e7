"""Whether a network configuration fits a task.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
"""

from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.state import State


def check(
    state: State, configuration: AwsVpcConfiguration | None, network_mode: str, launch_type: str
) -> None:
    """Raise InvalidParameterException, in AWS's words, unless `configuration` fits the task."""
    if network_mode != "awsvpc":
        if configuration is not None:
            raise invalid(
                "Network Configuration is not valid for the given networkMode of this task definition."
            )
        return
    if configuration is None:
        raise invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if not configuration.subnets:
        raise invalid("subnets can not be empty.")
    if len(configuration.subnets) > 16:
        raise invalid("subnets can have at most 16 items.")
    if len(configuration.security_groups) > 5:
        raise invalid("securityGroups can have at most 5 items.")
    if configuration.assign_public_ip == "ENABLED" and launch_type == "EC2":
        raise invalid("Assign public IP is not supported for this launch type.")
    for subnet in configuration.subnets:
        if subnet not in state.world.subnets:
            raise invalid(
                f"Error retrieving subnet information for [{subnet}]: The subnet ID '{subnet}' does not "
                "exist (ErrorCode: InvalidSubnetID.NotFound)"
            )
    for group in configuration.security_groups:
        if group not in state.world.security_groups:
            raise invalid(
                f"Error retrieving security group information for [{group}]: The security group '{group}' "
                "does not exist (ErrorCode: InvalidGroup.NotFound)"
            )
