"""Capacity providers: finding them, and what they give tasks to run on.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProvider.html
"""

from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import PREDEFINED
from ecslab.engine.state import State


def find_active(state: State, reference: str) -> str:
    """The name of the provider that a name or ARN means.

    Raises InvalidParameterException when there is none that could be used.
    """
    name = reference.removeprefix(state.arn("capacity-provider", ""))
    if name in PREDEFINED:
        return name
    raise ApiError(
        "InvalidParameterException",
        "The specified capacity provider was not found. Specify a valid capacity provider and try again.",
    )


def launch_type(state: State, name: str) -> str:  # noqa: ARG001
    """What tasks on the provider of that name run on."""
    return "FARGATE"
