"""What the operations of Application Auto Scaling have in common: whom they are about, and their pages."""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations.paging import page
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.scaling.scalable import DIMENSION

_MOST = 50


def service_of(namespace: str, resource_id: str | None, dimension: str | None) -> str | None:
    """The key of the service that a request is about, None when it names no resource.

    Raises NotSimulated for anything but services of ECS, and ValidationException for what is no resource.
    """
    if namespace != "ecs":
        raise NotSimulated(
            f"ecslab does not simulate scaling in the namespace {namespace}; it simulates ecs."
        )
    if dimension not in (None, DIMENSION):
        raise ApiError(
            "ValidationException",
            f"Unsupported service namespace, resource type or scalable dimension: {dimension}",
        )
    if resource_id is None:
        return None
    parts = resource_id.split("/")
    if len(parts) != 3 or parts[0] != "service" or not all(parts):
        raise ApiError("ValidationException", f"Unsupported resource ID: {resource_id}")
    return f"{parts[1]}/{parts[2]}"


def resource(key: str) -> dict[str, Any]:
    """How every answer names the service that it is about."""
    return {"ServiceNamespace": "ecs", "ResourceId": f"service/{key}", "ScalableDimension": DIMENSION}


def pages(
    name: str, items: Sequence[dict[str, Any]], filters: Sequence[object], size: int | None, token: str | None
) -> dict[str, Any]:
    """A page of `items` under `name`, 50 unless asked otherwise."""
    try:
        found = page(items, (name, *filters), size, token, _MOST)
    except ApiError as error:
        code = "InvalidNextTokenException" if "token" in error.message else "ValidationException"
        raise ApiError(code, error.message) from error
    return {name: found.items} | ({"NextToken": found.token} if found.token else {})
