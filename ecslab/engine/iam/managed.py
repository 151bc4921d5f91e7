"""The policies that AWS manages: of its more than a thousand, those that people meet who work with ECS.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec

from ecslab.engine.clock import from_datetime

ARN = "arn:aws:iam::aws:policy"


class AwsManagedPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy of AWS's, in its present version."""

    name: str
    path: str
    version: str
    created: datetime
    updated: datetime
    document: msgspec.Raw

    @property
    def arn(self) -> str:
        """Its ARN, which is the same in every account."""
        return f"{ARN}{self.path}{self.name}"

    @property
    def id(self) -> str:
        """Its id; AWS's real ones are as meaningless."""
        return ("ANPA" + "".join(letter for letter in self.name.upper() if letter.isalnum()) + "X" * 17)[:21]

    @property
    def created_at(self) -> int:
        """When AWS made it, in milliseconds since the Unix epoch."""
        return from_datetime(self.created)

    @property
    def updated_at(self) -> int:
        """When AWS last changed it."""
        return from_datetime(self.updated)


@cache
def policies() -> Mapping[str, AwsManagedPolicy]:
    """Every policy of AWS's that the lab has, by its ARN."""
    lines = Path(__file__).with_name("managed_policies.jsonl").read_bytes()
    found = msgspec.json.Decoder(AwsManagedPolicy).decode_lines(lines)
    return {policy.arn: policy for policy in found}


@cache
def document(arn: str) -> str | None:
    """The document of a policy of AWS's, or None."""
    policy = policies().get(arn)
    return bytes(policy.document).decode() if policy is not None else None
