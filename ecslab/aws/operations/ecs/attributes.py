"""Attributes of container instances.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.instance_shape import show_attribute
from ecslab.aws.operations.ecs.instances import find
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.state import State

_MOST = 10
_NAME = re.compile(r"[A-Za-z0-9_\-./\\]{1,128}")
_VALUE = re.compile(r"(?! )[A-Za-z0-9_\-.@:/\\ ]{1,128}(?<! )")

Given = Sequence[Mapping[str, str]]


def put_attributes(call: Call, *, attributes: Given, cluster: str | None = None) -> dict[str, Any]:
    """Give instances attributes; one of the same name gets the new value."""
    state, found = call.state, find_cluster(call.state, cluster)
    _check_number(attributes)
    changed: dict[str, ContainerInstance] = {}
    for given in attributes:
        instance = _target(state, found, given)
        instance = changed.get(instance.id, instance)
        changed[instance.id] = _with(instance, given)
    for instance in changed.values():
        if len(instance.custom) > _MOST:
            raise ApiError(
                "AttributeLimitExceededException", f"A resource can have at most {_MOST} custom attributes."
            )
    for instance in changed.values():
        instances.keep(state, instance)
        instances.wake_waiting(state, found.name)
    return {"attributes": list(attributes)}


def delete_attributes(call: Call, *, attributes: Given, cluster: str | None = None) -> dict[str, Any]:
    """Take custom attributes off instances; ones that are not there are no error."""
    state, found = call.state, find_cluster(call.state, cluster)
    _check_number(attributes)
    targets = [(_target(state, found, given).id, given) for given in attributes]
    for instance_id, given in targets:
        instance = state.world.instances[instance_id]
        gone = given.get("name", "")
        if gone in instance.custom:
            kept = {name: value for name, value in instance.attributes.items() if name != gone}
            custom = tuple(name for name in instance.custom if name != gone)
            instances.keep(state, instance.replace(attributes=kept, custom=custom))
    # A daemon leaves instances that its constraints do not want any more.
    instances.wake_waiting(state, found.name)
    return {"attributes": list(attributes)}


def list_attributes(
    call: Call,
    *,
    target_type: str,
    cluster: str | None = None,
    attribute_name: str | None = None,
    attribute_value: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The attributes of a cluster's instances, of one name or of one name and value."""
    state, found = call.state, find_cluster(call.state, cluster)
    if attribute_value is not None and attribute_name is None:
        raise ApiError("InvalidParameterException", "Attribute name must be specified with attribute value.")
    shown = [
        {"targetType": target_type, "targetId": state.arn("container-instance", found.name, instance.id)}
        | show_attribute(name, value)
        for instance in state.world.instances.where("cluster", found.name)
        for name, value in instance.attributes.items()
        if attribute_name in (None, name) and attribute_value in (None, value)
    ]
    filters = ("attributes", found.name, target_type, attribute_name, attribute_value)
    return page(shown, filters, max_results, next_token, 100).answer("attributes")


def read_attribute(given: Mapping[str, str]) -> tuple[str, str | None]:
    """An attribute as somebody gives it, by name and value. Raises InvalidParameterException for none."""
    name, value = given.get("name", ""), given.get("value")
    if not _NAME.fullmatch(name):
        raise ApiError("InvalidParameterException", f"The attribute name '{name}' is invalid.")
    if value is not None and not _VALUE.fullmatch(value):
        raise ApiError("InvalidParameterException", f"The value of the attribute '{name}' is invalid.")
    return name, value


def _with(instance: ContainerInstance, given: Mapping[str, str]) -> ContainerInstance:
    name, value = read_attribute(given)
    if name in instance.attributes and name not in instance.custom:
        raise ApiError(
            "InvalidParameterException", f"The attribute '{name}' is reserved and cannot be changed."
        )
    return instance.replace(
        attributes=instance.attributes | {name: value}, custom=tuple(dict.fromkeys((*instance.custom, name)))
    )


def _target(state: State, cluster: Cluster, given: Mapping[str, str]) -> ContainerInstance:
    target = given.get("targetId", "")
    instance = find(state, cluster, target) if target else None
    if instance is None or not instance.registered:
        raise ApiError("TargetNotFoundException", f"Could not find {target}")
    return instance


def _check_number(attributes: Given) -> None:
    if not attributes:
        raise ApiError("InvalidParameterException", "attributes can not be empty")
    if len(attributes) > _MOST:
        raise ApiError("InvalidParameterException", f"attributes can have at most {_MOST} items")
