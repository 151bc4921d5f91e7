"""Parameters of Systems Manager's Parameter Store, and the public ones that AWS keeps.

https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
"""

import json
from collections.abc import Mapping
from functools import cache

from ecslab.engine.clock import LAB_START
from ecslab.engine.platform.compute import AMI
from ecslab.engine.record import Record
from ecslab.engine.table import Table

MOST_VERSIONS = 100
"""How many versions of a parameter are kept."""

PUBLIC = "/aws/service/ecs/optimized-ami/amazon-linux-2023/"
"""What the names of the public parameters of the images optimised for ECS begin with."""

SECURE = "SecureString"


class ParameterVersion(Record, frozen=True, kw_only=True):
    """A value that a parameter has or had."""

    number: int
    value: str
    type: str = "String"
    description: str = ""
    labels: tuple[str, ...] = ()
    allowed_pattern: str | None = None
    tier: str = "Standard"
    modified_at: int
    modified_by: str


class Parameter(Record, frozen=True, kw_only=True):
    """A parameter: its name, and its versions with the oldest first."""

    name: str
    versions: tuple[ParameterVersion, ...]

    @property
    def latest(self) -> ParameterVersion:
        """The version that counts when none is asked for."""
        return self.versions[-1]

    @property
    def public(self) -> bool:
        """Whether AWS keeps it, not the account."""
        return self.name.startswith("/aws/")

    def selected(self, selector: str) -> ParameterVersion | None:
        """The version that a selector means, its number or one of its labels; the latest for none."""
        if not selector:
            return self.latest
        return next(
            (each for each in self.versions if selector == str(each.number) or selector in each.labels), None
        )


def find(parameters: Table[Parameter], name: str) -> Parameter | None:
    """The parameter of that name; an ARN does not say whether a name begins with a slash."""
    return parameters.get(name) or parameters.get(f"/{name}") or public().get(name)


def value_of(parameters: Table[Parameter], name: str) -> str | None:
    """What `name`, perhaps with `:` and a version or label, stands for; None when there is no such thing."""
    bare, _, selector = name.partition(":")
    found = find(parameters, bare)
    version = found.selected(selector) if found is not None else None
    return version.value if version is not None else None


@cache
def public() -> Mapping[str, Parameter]:
    """The public parameters that a lab knows, by name."""
    found = {}
    for architecture, image in AMI.items():
        path = "recommended" if architecture == "x86_64" else f"{architecture}/recommended"
        name = f"al2023-ami-ecs-hvm-2023.0.20251209-kernel-6.1-{architecture}"
        facts = {
            "ecs_agent_version": "1.101.0",
            "ecs_runtime_version": "Docker version 25.0.13",
            "image_id": image,
            "image_name": name,
            "image_version": "2023.0.20251209",
            "os": "Amazon Linux 2023",
            "schema_version": 1,
            "source_image_name": f"al2023-ami-minimal-2023.9.20251208.0-kernel-6.1-{architecture}",
        }
        for part, value in {"": json.dumps(facts), **{f"/{key}": str(facts[key]) for key in facts}}.items():
            version = ParameterVersion(number=1, value=value, modified_at=LAB_START, modified_by="amazon")
            full = f"{PUBLIC}{path}{part}"
            found[full] = Parameter(name=full, versions=(version,))
    return found
