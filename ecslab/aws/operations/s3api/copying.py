"""Copying objects.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from ecslab.aws.operations import Call
from ecslab.aws.operations.s3api.common import check_encryption, check_key, instant, invalid, tags_of_header
from ecslab.aws.operations.s3api.conditions import check_write
from ecslab.aws.operations.s3api.objects import (
    check_size,
    existing,
    read_metadata,
    readable,
    version_of,
)
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.s3 import Headers
from ecslab.engine.s3 import objects
from ecslab.engine.s3.objects import find_bucket


def copy_object(
    call: Call,
    *,
    bucket: str,
    key: str,
    copy_source: str,
    cache_control: str | None = None,
    content_disposition: str | None = None,
    content_encoding: str | None = None,
    content_language: str | None = None,
    content_type: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
    metadata: Mapping[str, str] | None = None,
    metadata_directive: str = "COPY",
    server_side_encryption: str | None = None,
    storage_class: str | None = None,
    tagging: str | None = None,
    tagging_directive: str = "COPY",
) -> dict[str, Any]:
    """Store a copy of an object, with its metadata and tags or with others."""
    state = call.state
    target = find_bucket(state, bucket)
    check_key(key)
    check_encryption(server_side_encryption)
    from_bucket, from_key, version_id = parse_source(copy_source)
    source = find_bucket(state, from_bucket)
    found = readable(state, from_bucket, from_key, version_id)
    given = Headers(
        content_type=content_type or "binary/octet-stream",
        cache_control=cache_control,
        content_disposition=content_disposition,
        content_encoding=content_encoding,
        content_language=content_language,
        metadata=read_metadata(metadata),
        storage_class=storage_class or "STANDARD",
    )
    replaces = metadata_directive == "REPLACE"
    headers = given if replaces else found.headers.replace(storage_class=storage_class or "STANDARD")
    tags = tags_of_header(tagging) if tagging_directive == "REPLACE" else found.tags
    itself = (from_bucket, from_key) == (bucket, key) and version_id is None
    if itself and headers == found.headers and not replaces and tags == found.tags:
        raise ApiError(
            "InvalidRequest",
            "This copy request is illegal because it is trying to copy an object to itself without changing "
            "the object's metadata, storage class, website redirect location or encryption attributes.",
        )
    check_write(existing(state, bucket, key), if_match, if_none_match)
    check_size(state, len(found.content))
    made = objects.put(state, bucket, key, found.content, headers, tags)
    answer: dict[str, Any] = {
        "CopyObjectResult": {"ETag": made.etag, "LastModified": instant(made.at)},
        "ServerSideEncryption": "AES256",
    }
    answer |= version_of(target, made)
    return answer | ({"CopySourceVersionId": found.version} if source.versioning is not None else {})


def parse_source(source: str) -> tuple[str, str, str | None]:
    """Bucket, key and version of `bucket/key?versionId=…`. Raises InvalidArgument for anything else."""
    path, _, version_id = source.partition("?versionId=")
    bucket, slash, key = unquote(path).removeprefix("/").partition("/")
    if not (bucket and slash and key):
        raise invalid("Invalid copy source object key")
    return bucket, key, version_id or None
