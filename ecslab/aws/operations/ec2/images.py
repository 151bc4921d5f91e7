"""The machine images and instance types that the lab knows.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ecslab.aws.operations import Call
from ecslab.aws.operations.ec2.selecting import Filters, answer, select
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.compute import AMI
from ecslab.engine.platform.instance_types import TYPES, InstanceType


class _Image(NamedTuple):
    id: str
    architecture: str

    @property
    def name(self) -> str:
        return f"al2023-ami-ecs-hvm-2023.0.20251209-kernel-6.1-{self.architecture}"


class _Type(NamedTuple):
    id: str
    kind: InstanceType


def describe_images(
    call: Call,  # noqa: ARG001  # every lab has the same images
    *,
    image_ids: Sequence[str] = (),
    owners: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The ECS-optimised images, which Amazon owns."""
    properties: dict[str, Callable[[_Image], str | None]] = {
        "image-id": lambda image: image.id,
        "name": lambda image: image.name,
        "architecture": lambda image: image.architecture,
        "owner-alias": lambda _: "amazon",
        "state": lambda _: "available",
    }
    images = [_Image(image, architecture) for architecture, image in AMI.items()]
    found = select(images, image_ids, filters, properties, "InvalidAMIID.NotFound", "image")
    shown = [
        {
            "ImageId": image.id,
            "Name": image.name,
            "Description": "Amazon Linux AMI 2023, optimized for Amazon ECS",
            "Architecture": image.architecture,
            "OwnerId": "591542846629",
            "ImageOwnerAlias": "amazon",
            "Public": True,
            "State": "available",
            "RootDeviceType": "ebs",
            "RootDeviceName": "/dev/xvda",
            "VirtualizationType": "hvm",
            "CreationDate": "2025-12-09T00:00:00.000Z",
        }
        for image in found
        if not owners or "amazon" in owners or "591542846629" in owners
    ]
    return answer("Images", shown, (image_ids, owners, filters), max_results, next_token)


def describe_instance_types(
    call: Call,  # noqa: ARG001  # every lab has the same types
    *,
    instance_types: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The instance types that the lab knows: their CPU, memory, interfaces and GPUs."""
    for name in instance_types:
        if name not in TYPES:
            raise ApiError(
                "InvalidInstanceType", f"The following supplied instance types do not exist: [{name}]"
            )
    properties: dict[str, Callable[[_Type], str | None]] = {
        "instance-type": lambda each: each.id,
        "processor-info.supported-architecture": lambda each: each.kind.architecture,
        "vcpu-info.default-vcpus": lambda each: str(each.kind.vcpus),
        "memory-info.size-in-mib": lambda each: str(each.kind.memory),
    }
    types = [_Type(name, kind) for name, kind in TYPES.items()]
    found = select(types, instance_types, filters, properties, "InvalidInstanceType", "instance type")
    shown = [_show(each.kind) for each in found]
    return answer("InstanceTypes", shown, (instance_types, filters), max_results, next_token)


def _show(kind: InstanceType) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "InstanceType": kind.name,
        "CurrentGeneration": not kind.name.startswith(("t2.", "m4.", "p3.")),
        "ProcessorInfo": {"SupportedArchitectures": [kind.architecture]},
        "VCpuInfo": {"DefaultVCpus": kind.vcpus},
        "MemoryInfo": {"SizeInMiB": kind.memory},
        "NetworkInfo": {"MaximumNetworkInterfaces": kind.interfaces},
    }
    if kind.gpus:
        shown["GpuInfo"] = {"Gpus": [{"Count": kind.gpus, "Manufacturer": "NVIDIA"}]}
    return shown
