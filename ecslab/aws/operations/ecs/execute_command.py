"""ECS Exec.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.tasks import find_task
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.tasks import command_execution
from ecslab.engine.errors import ApiError


def execute_command(
    call: Call,
    *,
    command: str,
    interactive: bool,
    task: str,
    cluster: str | None = None,
    container: str | None = None,
) -> dict[str, Any]:
    """Open a session with a container, as far as AWS's own part goes: what its client would connect to.

    Nothing answers there: a lab's containers are simulated, and no command runs in them.
    """
    state = call.state
    found = find_cluster(state, cluster)
    if not command.strip():
        raise ApiError("InvalidParameterException", "Command cannot be blank.")
    if not interactive:
        raise ApiError("InvalidParameterException", "Interactive is the only mode supported currently.")
    asked = find_task(state, found, task)
    if asked is None:
        raise ApiError("InvalidParameterException", "The referenced task was not found.")
    target = command_execution.target(state, asked, container)
    session = f"ecs-execute-command-0{state.chance.hex_id(16)}"
    return {
        "clusterArn": state.arn("cluster", found.name),
        "containerArn": state.arn("container", found.name, asked.id, target.container_id),
        "containerName": target.name,
        "interactive": True,
        "session": {
            "sessionId": session,
            "streamUrl": f"wss://ssmmessages.{state.settings.region}.amazonaws.com/v1/data-channel/{session}"
            "?role=publish_subscribe",
            "tokenValue": state.chance.hex_id(64),
        },
        "taskArn": state.arn("task", found.name, asked.id),
    }
