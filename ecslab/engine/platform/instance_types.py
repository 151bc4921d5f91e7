"""EC2 instance types, as far as ECS looks at them: data.

https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html
"""

from typing import NamedTuple


class InstanceType(NamedTuple):
    """What a machine of a type has. `interfaces` are all of its network interfaces."""

    name: str
    vcpus: int
    memory: int
    """Nominal MiB."""
    interfaces: int
    architecture: str = "x86_64"
    gpus: int = 0
    trunked: int = 0
    """How many tasks may have an interface of their own behind a trunk; 0 where the type has no trunks."""

    @property
    def usable_memory(self) -> int:
        """The MiB that the operating system sees, and so the agent registers (approximately)."""
        return _USABLE.get(self.memory, self.memory * 97 // 100)


_USABLE = {
    512: 440,
    1024: 950,
    2048: 1930,
    4096: 3830,
    8192: 7765,
    16384: 15730,
    32768: 31680,
    65536: 63500,
    131072: 127400,
}

_SIZES = {
    # size: (vCPUs, interfaces, tasks behind a trunk)
    "medium": (1, 2, 4),
    "large": (2, 3, 10),
    "xlarge": (4, 4, 20),
    "2xlarge": (8, 4, 40),
    "4xlarge": (16, 8, 60),
    "8xlarge": (32, 8, 60),
    "12xlarge": (48, 8, 60),
    "16xlarge": (64, 15, 120),
}

_BURSTABLE = {
    # size: (vCPUs, MiB, interfaces)
    "nano": (2, 512, 2),
    "micro": (2, 1024, 2),
    "small": (2, 2048, 3),
    "medium": (2, 4096, 3),
    "large": (2, 8192, 3),
    "xlarge": (4, 16384, 4),
    "2xlarge": (8, 32768, 4),
}

_FAMILIES = {
    # family: (MiB for each vCPU, architecture)
    "c5": (2048, "x86_64"),
    "c6i": (2048, "x86_64"),
    "c6g": (2048, "arm64"),
    "c7g": (2048, "arm64"),
    "m5": (4096, "x86_64"),
    "m6i": (4096, "x86_64"),
    "m6g": (4096, "arm64"),
    "m7g": (4096, "arm64"),
    "r5": (8192, "x86_64"),
    "r6g": (8192, "arm64"),
}

_OTHERS = (
    InstanceType("t2.micro", 1, 1024, 2),
    InstanceType("t2.small", 1, 2048, 3),
    InstanceType("t2.medium", 2, 4096, 3),
    InstanceType("t2.large", 2, 8192, 3),
    InstanceType("m4.large", 2, 8192, 2),
    InstanceType("g4dn.xlarge", 4, 16384, 3, gpus=1),
    InstanceType("g4dn.12xlarge", 48, 196608, 8, gpus=4),
    InstanceType("g5.xlarge", 4, 16384, 4, gpus=1),
    InstanceType("p3.2xlarge", 8, 62464, 4, gpus=1),
    InstanceType("p3.8xlarge", 32, 249856, 8, gpus=4),
)


def _all() -> dict[str, InstanceType]:
    types = list(_OTHERS)
    for family, architecture in (("t3", "x86_64"), ("t3a", "x86_64"), ("t4g", "arm64")):
        for size, (vcpus, memory, interfaces) in _BURSTABLE.items():
            types.append(InstanceType(f"{family}.{size}", vcpus, memory, interfaces, architecture))
    for family, (share, architecture) in _FAMILIES.items():
        for size, (vcpus, interfaces, trunked) in _SIZES.items():
            if size != "medium" or architecture == "arm64":
                name = f"{family}.{size}"
                kind = InstanceType(name, vcpus, vcpus * share, interfaces, architecture, trunked=trunked)
                types.append(kind)
    return {each.name: each for each in sorted(types)}


TYPES = _all()
"""Every type that the lab knows, by name."""
