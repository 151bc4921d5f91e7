"""Where a container definition takes values from that are not written into it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
"""

from typing import Literal

from ecslab.engine.record import Shape


class SecretReference(Shape, frozen=True, kw_only=True):
    """A variable whose value is a secret of Secrets Manager or a parameter of Systems Manager."""

    name: str
    value_from: str


class EnvironmentFile(Shape, frozen=True, kw_only=True):
    """A file of `NAME=value` lines in S3, by its ARN."""

    value: str
    type: Literal["s3"]


class RepositoryCredentials(Shape, frozen=True, kw_only=True):
    """The secret with which a private registry is asked."""

    credentials_parameter: str
