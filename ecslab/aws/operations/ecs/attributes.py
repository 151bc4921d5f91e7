"""Attributes of container instances.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.instances import find
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs import instance as instances
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.instance import Attribute, ContainerInstance
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
        if sum(attribute.custom for attribute in instance.attributes) > _MOST:
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
        kept = tuple(
            each for each in instance.attributes if not (each.custom and each.name == given.get("name"))
        )
        if kept != instance.attributes:
            instances.keep(state, instance.replace(attributes=kept))
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
        {
            "targetType": target_type,
            "targetId": state.arn("container-instance", found.name, instance.id),
            "name": attribute.name,
        }
        | ({"value": attribute.value} if attribute.value is not None else {})
        for instance in state.world.instances.where("cluster", found.name)
        for attribute in instance.attributes
        if attribute_name in (None, attribute.name) and attribute_value in (None, attribute.value)
    ]
    filters = ("attributes", found.name, target_type, attribute_name, attribute_value)
    return page(shown, filters, max_results, next_token, 100).answer("attributes")


def read_attribute(given: Mapping[str, str]) -> Attribute:
    """A custom attribute as somebody gives it. Raises InvalidParameterException for one that cannot be."""
    name, value = given.get("name", ""), given.get("value")
    if not _NAME.fullmatch(name):
        raise ApiError("InvalidParameterException", f"The attribute name '{name}' is invalid.")
    if value is not None and not _VALUE.fullmatch(value):
        raise ApiError("InvalidParameterException", f"The value of the attribute '{name}' is invalid.")
    return Attribute(name=name, value=value, custom=True)


def _with(instance: ContainerInstance, given: Mapping[str, str]) -> ContainerInstance:
    attribute = read_attribute(given)
    present = instance.attribute(attribute.name)
    if present is not None and not present.custom:
        raise ApiError(
            "InvalidParameterException",
            f"The attribute '{attribute.name}' is reserved and cannot be changed.",
        )
    if present is None:
        return instance.replace(attributes=(*instance.attributes, attribute))
    kept = tuple(attribute if each.name == attribute.name else each for each in instance.attributes)
    return instance.replace(attributes=kept)


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
