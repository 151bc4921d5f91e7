"""EC2 instances: the machines themselves, whether or not they are in a cluster.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
"""

import base64
import binascii
import json
import re

from ecslab.engine.platform.instance_types import TYPES, InstanceType
from ecslab.engine.record import Record
from ecslab.engine.records.tags import Tag

AMI = {"x86_64": "ami-0ec5a864ec5a864ec", "arm64": "ami-0ec5a64ec5a64ec5a"}
"""The images optimised for ECS, by architecture. (The names are the lab's own.)"""

_CLUSTER = re.compile(r"^[^#\n]*\bECS_CLUSTER=[\"']?([A-Za-z0-9_-]+)", re.MULTILINE)
_ATTRIBUTES = re.compile(r"^[^#\n]*\bECS_INSTANCE_ATTRIBUTES=[\"']?(\{[^}\n]*\})", re.MULTILINE)


class Machine(Record, frozen=True, kw_only=True):
    """An EC2 instance."""

    id: str
    type: str
    image: str
    state: str = "pending"
    """`pending`, `running`, `stopping`, `stopped`, `shutting-down` or `terminated`."""
    subnet: str
    zone: str
    vpc: str
    private_ip: str
    public_ip: str | None = None
    user_data: str = ""
    """As base64."""
    profile: str | None = None
    """The name of its instance profile."""
    security_groups: tuple[str, ...] = ()
    group: str | None = None
    """The Auto Scaling group that launched it."""
    provider: str | None = None
    """The ECS capacity provider for which ECS launched it, as a managed instance."""
    protected: bool = False
    """Whether its group must not scale it in."""
    lifecycle: str = ""
    """Its state in its group: `Pending`, `InService`, `Terminating:Wait` …"""
    tags: tuple[Tag, ...] = ()
    launched_at: int
    started_at: int
    """When it last began to run, which is when its hour is counted from."""
    ended_at: int | None = None
    reason: str = ""
    """Why it stopped or ended."""

    @property
    def kind(self) -> InstanceType:
        """What its type has."""
        return TYPES[self.type]

    @property
    def ecs_cluster(self) -> str:
        """The cluster that its user data names, else `default`."""
        found = _CLUSTER.findall(self._script)
        return found[-1] if found else "default"

    @property
    def ecs_attributes(self) -> dict[str, str | None]:
        """The attributes that its user data has the agent register it with; none that cannot be read."""
        found = _ATTRIBUTES.findall(self._script)
        try:
            # In double quotes a shell wants the quotes of the JSON escaped.
            given = json.loads(found[-1].replace('\\"', '"')) if found else {}
        except ValueError:
            return {}
        return {name: value for name, value in given.items() if isinstance(value, str)}

    @property
    def _script(self) -> str:
        try:
            return base64.b64decode(self.user_data, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""

    @property
    def present(self) -> bool:
        """Whether it is not on its way out."""
        return self.state not in ("shutting-down", "terminated")
