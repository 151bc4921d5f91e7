"""SQS's refusals that several operations share, with the codes that command line and SDKs show."""

from ecslab.engine.errors import ApiError

PREFIX = "AWS.SimpleQueueService."
"""How most of SQS's codes begin; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/."""


def invalid(name: str, value: object, reason: str) -> ApiError:
    """A parameter with a value that SQS does not take."""
    return ApiError(
        "InvalidParameterValue", f"Value {value} for parameter {name} is invalid. Reason: {reason}"
    )


def missing(name: str) -> ApiError:
    """A parameter that SQS wants although its model does not."""
    return ApiError("MissingParameter", f"The request must contain the parameter {name}.")


def check_range(name: str, value: int, least: int, most: int) -> int:
    """`value`, if it lies in the range that SQS allows; raises InvalidParameterValue."""
    if not least <= value <= most:
        raise invalid(name, value, f"Must be >= {least} and <= {most}, if provided.")
    return value
