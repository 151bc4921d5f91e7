"""Buckets.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.s3api.common import instant, invalid, owner
from ecslab.aws.operations.tag_lists import forget_tags
from ecslab.engine import arn
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.s3 import S3Bucket
from ecslab.engine.s3.objects import find_bucket
from ecslab.engine.state import State

_FIRST_REGION = "us-east-1"
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{1,61})[a-z0-9]")
_RESERVED = ("xn--", "sthree-", "amzn-s3-demo-"), ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_MOST = 10_000


def create_bucket(
    call: Call, *, bucket: str, create_bucket_configuration: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Make a bucket in the lab's region, with public access blocked.

    In us-east-1 the owner may make it again; elsewhere that is an error.
    """
    state, region = call.state, call.state.settings.region
    _check_name(bucket)
    _check_location(region, create_bucket_configuration or {})
    if bucket not in state.world.s3_buckets:
        state.world.s3_buckets.put(S3Bucket(name=bucket, created_at=state.now))
    elif region != _FIRST_REGION:
        raise ApiError(
            "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it.",
            status=409,
        )
    return {"Location": f"/{bucket}" if region == _FIRST_REGION else f"http://{bucket}.s3.amazonaws.com/"}


def delete_bucket(call: Call, *, bucket: str) -> dict[str, Any]:
    """Delete a bucket in which nothing is left, no old version either."""
    find_bucket(call.state, bucket)
    if call.state.world.s3_objects.placed("versions", bucket):
        versioned = call.state.world.s3_buckets[bucket].versioning is not None
        rest = ". You must delete all versions in the bucket." if versioned else ""
        raise ApiError("BucketNotEmpty", f"The bucket you tried to delete is not empty{rest}", status=409)
    call.state.world.s3_buckets.remove(bucket)
    forget_tags(call.state, arn.s3(bucket))
    return {}


def head_bucket(call: Call, *, bucket: str) -> dict[str, Any]:
    """Whether a bucket is there."""
    if bucket not in call.state.world.s3_buckets:
        raise ApiError("404", "Not Found", status=404)
    return {"BucketRegion": call.state.settings.region, "AccessPointAlias": False}


def list_buckets(
    call: Call, *, max_buckets: int | None = None, continuation_token: str | None = None, prefix: str = ""
) -> dict[str, Any]:
    """The buckets of the account by name."""
    state = call.state
    if max_buckets is not None and not 1 <= max_buckets <= _MOST:
        raise invalid(f"Argument max-buckets must be an integer between 1 and {_MOST}")
    names = sorted(each.name for each in state.world.s3_buckets.values() if each.name.startswith(prefix))
    try:
        found = page(names, ("buckets", prefix), None, continuation_token, max_buckets or _MOST)
    except ApiError:
        raise invalid("The continuation token provided is incorrect") from None
    shown = {"Buckets": [_show(state, state.world.s3_buckets[name]) for name in found.items]}
    answer: dict[str, Any] = shown | {"Owner": owner(state)}
    answer |= {"ContinuationToken": found.token} if found.token else {}
    return answer | ({"Prefix": prefix} if prefix else {})


def get_bucket_location(call: Call, *, bucket: str) -> dict[str, Any]:
    """The region of a bucket; us-east-1 is told by saying nothing."""
    find_bucket(call.state, bucket)
    region = call.state.settings.region
    return {} if region == _FIRST_REGION else {"LocationConstraint": region}


def _show(state: State, bucket: S3Bucket) -> dict[str, Any]:
    return {
        "Name": bucket.name,
        "CreationDate": instant(bucket.created_at),
        "BucketRegion": state.settings.region,
        "BucketArn": arn.s3(bucket.name),
    }


def _check_name(name: str) -> None:
    starts, ends = _RESERVED
    wrong = not _NAME.fullmatch(name) or ".." in name or name.startswith(starts) or name.endswith(ends)
    if wrong or _is_address(name):
        raise ApiError("InvalidBucketName", "The specified bucket is not valid.")


def _is_address(name: str) -> bool:
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        return False
    return True


def _check_location(region: str, configuration: Mapping[str, Any]) -> None:
    for name, value in configuration.items():
        if name != "LocationConstraint" and value:
            raise NotSimulated(f"ecslab does not simulate {name} of a bucket's configuration; leave it out.")
    asked = configuration.get("LocationConstraint")
    if asked == _FIRST_REGION:
        raise ApiError("InvalidLocationConstraint", "The specified location-constraint is not valid")
    if (asked or _FIRST_REGION) != region:
        raise ApiError(
            "IllegalLocationConstraintException",
            f"The {asked or 'unspecified'} location constraint is incompatible for the region specific "
            "endpoint this request was sent to.",
        )
