"""The two errors with which ECS refuses most of what it refuses.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
"""

from ecslab.engine.errors import ApiError


def invalid(message: str) -> ApiError:
    """A parameter that cannot be, or that does not go with the others."""
    return ApiError("InvalidParameterException", message)


def refused(message: str) -> ApiError:
    """A request that ECS cannot fulfil, because of what it names or how the account stands."""
    return ApiError("ClientException", message)
