"""Tags of objects and buckets.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.s3api.common import read_tags
from ecslab.aws.operations.s3api.objects import readable, version_of
from ecslab.aws.operations.tag_lists import forget_tags, show_tags, tags_of
from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.s3.objects import find_bucket

_MOST = 50


def put_object_tagging(
    call: Call, *, bucket: str, key: str, tagging: Mapping[str, Any], version_id: str | None = None
) -> dict[str, Any]:
    """Give an object these tags and no others."""
    return _set(call, bucket, key, version_id, read_tags(tagging["TagSet"]))


def get_object_tagging(call: Call, *, bucket: str, key: str, version_id: str | None = None) -> dict[str, Any]:
    """The tags of an object."""
    found_bucket = find_bucket(call.state, bucket)
    found = readable(call.state, bucket, key, version_id)
    return version_of(found_bucket, found) | {"TagSet": show_tags(found.tags)}


def delete_object_tagging(
    call: Call, *, bucket: str, key: str, version_id: str | None = None
) -> dict[str, Any]:
    """Take all tags off an object."""
    return _set(call, bucket, key, version_id, {})


def put_bucket_tagging(call: Call, *, bucket: str, tagging: Mapping[str, Any]) -> dict[str, Any]:
    """Give a bucket these tags and no others."""
    find_bucket(call.state, bucket)
    tags = read_tags(tagging["TagSet"], _MOST)
    kept = tuple(Tag(key=key, value=value) for key, value in tags.items())
    call.state.world.tags.put(Tags(arn=arn.s3(bucket), tags=kept))
    return {}


def get_bucket_tagging(call: Call, *, bucket: str) -> dict[str, Any]:
    """The tags of a bucket; AWS calls it an error when there are none."""
    find_bucket(call.state, bucket)
    tags = tags_of(call.state, arn.s3(bucket))
    if not tags:
        raise ApiError("NoSuchTagSet", "The TagSet does not exist", status=404)
    return {"TagSet": show_tags(tags)}


def delete_bucket_tagging(call: Call, *, bucket: str) -> dict[str, Any]:
    """Take all tags off a bucket."""
    find_bucket(call.state, bucket)
    forget_tags(call.state, arn.s3(bucket))
    return {}


def _set(call: Call, bucket: str, key: str, version_id: str | None, tags: dict[str, str]) -> dict[str, Any]:
    found_bucket = find_bucket(call.state, bucket)
    found = readable(call.state, bucket, key, version_id)
    call.state.world.s3_objects.put(found.replace(tags=tags))
    return version_of(found_bucket, found)
