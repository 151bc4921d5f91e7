"""RegisterContainerInstance: what an agent calls, and whoever wants an instance without a machine.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs import instance_shape
from ecslab.aws.operations.ecs.attributes import read_attribute
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.engine.ec2.agent import CAPABILITIES
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances.instance import Host
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.instance_types import TYPES
from ecslab.engine.records.instance import RESERVED_PORTS
from ecslab.engine.state import State

_MACHINE = re.compile(r"i-[0-9a-f]{8,17}")
_PLAIN_INTERFACES = 3
_MOST_PORTS = 100


def register_container_instance(
    call: Call,
    *,
    cluster: str | None = None,
    instance_identity_document: str | None = None,
    instance_identity_document_signature: str | None = None,
    total_resources: Sequence[Mapping[str, Any]] = (),
    attributes: Sequence[Mapping[str, str]] = (),
    platform_devices: Sequence[Mapping[str, str]] = (),
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Let the machine of the identity document into a cluster; its signature cannot be checked here."""
    state = call.state
    found = find_cluster(state, cluster)
    check_tags(tags)
    if not instance_identity_document or not instance_identity_document_signature:
        raise ApiError("ClientException", "Instance identity document and its signature are required.")
    document = _read_document(instance_identity_document)
    machine = document.get("instanceId", "")
    if not isinstance(machine, str) or not _MACHINE.fullmatch(machine):
        raise ApiError("ClientException", "The instance identity document names no instance.")
    if instances.of_machine(state, machine) is not None:
        raise ApiError("ClientException", f"The instance {machine} is registered already.")
    gpus = tuple(device["id"] for device in platform_devices if device.get("type") == "GPU")
    host = _host(state, machine, document, total_resources, attributes)._replace(gpus=gpus)
    kind = TYPES.get(str(document.get("instanceType", "")))
    trunked = kind.trunked if kind is not None else 0
    instance = instances.register(state, found.name, host, principal=call.caller, trunked=trunked)
    put_tags(state, state.arn("container-instance", found.name, instance.id), tags)
    return {"containerInstance": instance_shape.show(state, instance, ("TAGS",))}


def _host(
    state: State,
    machine: str,
    document: Mapping[str, Any],
    resources: Sequence[Mapping[str, Any]],
    attributes: Sequence[Mapping[str, str]],
) -> Host:
    kind = TYPES.get(str(document.get("instanceType", "")))
    subnets = list(state.world.subnets.values())
    zone = str(document.get("availabilityZone") or subnets[0].zone)
    subnet = next((each for each in subnets if each.zone == zone), None)
    if subnet is None:
        raise ApiError("ClientException", f"The lab has no availability zone '{zone}'.")
    given = {str(each.get("name", "")): each for each in resources}
    ports = _ports(given.get("PORTS"))
    known = {
        "ecs.availability-zone": zone,
        "ecs.os-family": "LINUX",
        "ecs.os-type": "linux",
        "ecs.subnet-id": subnet.id,
        "ecs.vpc-id": subnet.vpc,
        "ecs.cpu-architecture": kind.architecture if kind is not None else "x86_64",
    } | ({"ecs.instance-type": kind.name} if kind is not None else {})
    named = dict(map(read_attribute, attributes))
    # Whoever calls by hand and says nothing of capabilities means an ordinary agent.
    able = dict.fromkeys(CAPABILITIES) if not attributes else {}
    return Host(
        ec2=machine,
        zone=zone,
        cpu=_amount(given.get("CPU"), kind.vcpus * 1024 if kind is not None else 2048),
        memory=_amount(given.get("MEMORY"), kind.usable_memory if kind is not None else 3830),
        interfaces=(kind.interfaces if kind is not None else _PLAIN_INTERFACES) - 1,
        attributes=able | named | known,
        custom=tuple(name for name in named if name not in known and ".capability." not in name),
        subnet=subnet.id,
        public=subnet.public,
        reserved_ports=RESERVED_PORTS if ports is None else ports,
        reserved_ports_udp=_ports(given.get("PORTS_UDP")) or (),
    )


def _read_document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise ApiError("ClientException", "The instance identity document is no JSON object.")
    return document


def _amount(resource: Mapping[str, Any] | None, default: int) -> int:
    amount = default if resource is None else resource.get("integerValue", 0)
    if amount < 0:
        raise ApiError("ClientException", "The resources of an instance must not be negative.")
    return int(amount)


def _ports(resource: Mapping[str, Any] | None) -> tuple[int, ...] | None:
    if resource is None:
        return None
    values = resource.get("stringSetValue", ())
    if len(values) > _MOST_PORTS:
        raise ApiError("ClientException", f"At most {_MOST_PORTS} ports can be reserved.")
    if not all(value.isascii() and value.isdecimal() and int(value) < 65536 for value in values):
        raise ApiError("ClientException", "The reserved ports must be numbers from 0 to 65535.")
    return tuple(dict.fromkeys(int(value) for value in values))
