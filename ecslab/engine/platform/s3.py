"""Amazon S3: buckets, and the versions of objects in them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html
"""

from typing import Literal

import msgspec

from ecslab.engine.record import Record

NULL_VERSION = "null"
"""The version that an object has in a bucket without versioning."""


class PublicAccess(Record, frozen=True, kw_only=True):
    """What of public access a bucket blocks."""

    acls: bool = True
    ignored_acls: bool = True
    policy: bool = True
    restricted: bool = True


class S3Bucket(Record, frozen=True, kw_only=True):
    """A bucket, and how much is in it."""

    name: str
    created_at: int
    versioning: Literal["Enabled", "Suspended"] | None = None
    policy: str | None = None
    access: PublicAccess | None = PublicAccess()
    """What of public access is blocked; None once its owner took the block away."""
    puts: int = 0
    """How many versions ever came: their numbers."""
    stored: int = 0
    """The bytes of all versions."""


class Headers(Record, frozen=True, kw_only=True):
    """What an object is served with, as its owner wrote it."""

    content_type: str = "binary/octet-stream"
    cache_control: str | None = None
    content_disposition: str | None = None
    content_encoding: str | None = None
    content_language: str | None = None
    metadata: dict[str, str] = msgspec.field(default_factory=dict)
    storage_class: str = "STANDARD"


class S3Object(Record, frozen=True, kw_only=True):
    """One version of an object, or the marker that says that it was deleted."""

    bucket: str
    name: str
    """Its key."""
    number: int
    version: str = NULL_VERSION
    at: int
    content: bytes = b""
    etag: str = ""
    """The MD5 of its content, in double quotes."""
    headers: Headers = Headers()
    tags: dict[str, str] = msgspec.field(default_factory=dict)
    marker: bool = False
    latest: bool = True

    @property
    def key(self) -> str:
        """`bucket number`: a bucket's name has no blank."""
        return f"{self.bucket} {self.number}"
