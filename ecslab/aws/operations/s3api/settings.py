"""A bucket's versioning and encryption.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.s3.objects import find_bucket


def put_bucket_versioning(
    call: Call, *, bucket: str, versioning_configuration: Mapping[str, str]
) -> dict[str, Any]:
    """Keep versions from now on, or no new ones."""
    found = find_bucket(call.state, bucket)
    status = versioning_configuration.get("Status")
    if versioning_configuration.get("MFADelete") == "Enabled":
        raise NotSimulated("ecslab does not simulate MFA delete; leave it out.")
    if status not in ("Enabled", "Suspended"):
        raise ApiError(
            "IllegalVersioningConfigurationException",
            "The Versioning element must be specified",
        )
    call.state.world.s3_buckets.put(found.replace(versioning=status))
    return {}


def get_bucket_versioning(call: Call, *, bucket: str) -> dict[str, Any]:
    """Whether a bucket keeps versions; nothing where it never did."""
    found = find_bucket(call.state, bucket)
    return {"Status": found.versioning} if found.versioning is not None else {}


def get_bucket_encryption(call: Call, *, bucket: str) -> dict[str, Any]:
    """How a bucket encrypts: with keys of S3's own, as all do since 2023."""
    find_bucket(call.state, bucket)
    default = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
    return {"ServerSideEncryptionConfiguration": {"Rules": [default]}}
