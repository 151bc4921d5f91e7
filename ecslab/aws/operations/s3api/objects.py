"""Objects one by one: storing and getting them.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.s3api.common import (
    check_encryption,
    check_key,
    instant,
    tags_of_header,
)
from ecslab.aws.operations.s3api.conditions import Instant, check_read, check_write, part_of
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.s3 import Headers, S3Bucket, S3Object
from ecslab.engine.s3 import objects
from ecslab.engine.s3.objects import LARGEST, find_bucket
from ecslab.engine.state import State

_LARGEST_METADATA = 2_048


def put_object(
    call: Call,
    *,
    bucket: str,
    key: str,
    body: bytes | str = b"",
    cache_control: str | None = None,
    content_disposition: str | None = None,
    content_encoding: str | None = None,
    content_language: str | None = None,
    content_length: int | None = None,
    content_md5: str | None = None,
    content_type: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
    metadata: Mapping[str, str] | None = None,
    server_side_encryption: str | None = None,
    storage_class: str = "STANDARD",
    tagging: str | None = None,
) -> dict[str, Any]:
    """Store an object."""
    state = call.state
    found = find_bucket(state, bucket)
    check_key(key)
    check_encryption(server_side_encryption)
    content = body.encode() if isinstance(body, str) else bytes(body)
    if content_length is not None and content_length != len(content):
        raise ApiError(
            "IncompleteBody",
            "You did not provide the number of bytes specified by the Content-Length HTTP header",
        )
    _check_digest(content, content_md5)
    headers = Headers(
        content_type=content_type or "binary/octet-stream",
        cache_control=cache_control,
        content_disposition=content_disposition,
        content_encoding=content_encoding,
        content_language=content_language,
        metadata=read_metadata(metadata),
        storage_class=storage_class,
    )
    tags = tags_of_header(tagging)
    check_write(existing(state, bucket, key), if_match, if_none_match)
    check_size(state, len(content))
    made = objects.put(state, bucket, key, content, headers, tags)
    return {"ETag": made.etag, "ServerSideEncryption": "AES256"} | version_of(found, made)


def get_object(
    call: Call,
    *,
    bucket: str,
    key: str,
    if_match: str | None = None,
    if_modified_since: Instant | None = None,
    if_none_match: str | None = None,
    if_unmodified_since: Instant | None = None,
    range: str | None = None,  # noqa: A002  # AWS's name of it
    response_cache_control: str | None = None,
    response_content_disposition: str | None = None,
    response_content_encoding: str | None = None,
    response_content_language: str | None = None,
    response_content_type: str | None = None,
    version_id: str | None = None,
) -> dict[str, Any]:
    """An object with its content, or a part of it."""
    bucket_found = find_bucket(call.state, bucket)
    found = readable(call.state, bucket, key, version_id)
    check_read(found, if_match, if_none_match, if_modified_since, if_unmodified_since)
    headers = found.headers.replace(
        content_type=response_content_type or found.headers.content_type,
        cache_control=response_cache_control or found.headers.cache_control,
        content_disposition=response_content_disposition or found.headers.content_disposition,
        content_encoding=response_content_encoding or found.headers.content_encoding,
        content_language=response_content_language or found.headers.content_language,
    )
    shown, content = _show(bucket_found, found, headers, range)
    return {"Body": content} | shown | ({"TagCount": len(found.tags)} if found.tags else {})


def head_object(
    call: Call,
    *,
    bucket: str,
    key: str,
    if_match: str | None = None,
    if_modified_since: Instant | None = None,
    if_none_match: str | None = None,
    if_unmodified_since: Instant | None = None,
    range: str | None = None,  # noqa: A002  # AWS's name of it
    version_id: str | None = None,
) -> dict[str, Any]:
    """What there is to know of an object but its content; refusals have no body, so no words either."""
    try:
        bucket_found = find_bucket(call.state, bucket)
        found = readable(call.state, bucket, key, version_id)
        check_read(found, if_match, if_none_match, if_modified_since, if_unmodified_since)
        shown, _ = _show(bucket_found, found, found.headers, range)
    except ApiError as refused:
        words = {304: "Not Modified", 404: "Not Found", 405: "Method Not Allowed", 412: "Precondition Failed"}
        told = words.get(
            refused.status, "Bad Request" if refused.status == 400 else "Requested Range Not Satisfiable"
        )
        raise ApiError(str(refused.status), told, status=refused.status) from None
    return shown


def existing(state: State, bucket: str, key: str) -> S3Object | None:
    """The object that can be got under a key, if there is one."""
    found = objects.latest(state, bucket, key)
    return None if found is None or found.marker else found


def readable(state: State, bucket: str, key: str, version_id: str | None) -> S3Object:
    """The object under a key, or one version of it. Raises ApiError when it is not there or deleted."""
    if version_id is None:
        found = existing(state, bucket, key)
        if found is None:
            raise ApiError("NoSuchKey", "The specified key does not exist.", status=404)
        return found
    found = objects.version(state, bucket, key, version_id)
    if found is None:
        raise ApiError("NoSuchVersion", "The specified version does not exist.", status=404)
    if found.marker:
        raise ApiError(
            "MethodNotAllowed", "The specified method is not allowed against this resource.", status=405
        )
    return found


def version_of(bucket: S3Bucket, found: S3Object) -> dict[str, Any]:
    """The version, where the bucket has or had versions."""
    return {"VersionId": found.version} if bucket.versioning is not None else {}


def read_metadata(metadata: Mapping[str, str] | None) -> dict[str, str]:
    """The owner's metadata, whose names are in lower case. Raises MetadataTooLarge above 2 KB."""
    found = {name.lower(): value for name, value in (metadata or {}).items()}
    size = sum(len(name.encode()) + len(value.encode()) for name, value in found.items())
    if size > _LARGEST_METADATA:
        raise ApiError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
    return found


def check_size(state: State, size: int) -> None:
    """Raise for more bytes than a lab stores, in one object or in all."""
    if size > LARGEST:
        raise ApiError(
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size: "
            f"ecslab stores {LARGEST} bytes an object.",
        )
    if size > objects.room(state):
        raise ApiError(
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size: ecslab stores "
            f"{objects.MOST_STORED} bytes in all buckets together.",
        )


def _show(
    bucket: S3Bucket, found: S3Object, headers: Headers, asked: str | None
) -> tuple[dict[str, Any], bytes]:
    part = part_of(len(found.content), asked)
    content = found.content if part is None else found.content[part.first : part.last + 1]
    shown: dict[str, Any] = {
        "AcceptRanges": "bytes",
        "LastModified": instant(found.at),
        "ContentLength": len(content),
        "ETag": found.etag,
        "ContentType": headers.content_type,
        "ServerSideEncryption": "AES256",
        "Metadata": dict(headers.metadata),
    } | version_of(bucket, found)
    if part is not None:
        shown["ContentRange"] = f"bytes {part.first}-{part.last}/{len(found.content)}"
    optional = {
        "CacheControl": headers.cache_control,
        "ContentDisposition": headers.content_disposition,
        "ContentEncoding": headers.content_encoding,
        "ContentLanguage": headers.content_language,
        "StorageClass": headers.storage_class if headers.storage_class != "STANDARD" else None,
    }
    return shown | {name: value for name, value in optional.items() if value is not None}, content


def _check_digest(content: bytes, given: str | None) -> None:
    if given is None:
        return
    try:
        digest = base64.b64decode(given, validate=True)
    except ValueError:
        digest = b""
    if len(digest) != hashlib.md5(usedforsecurity=False).digest_size:
        raise ApiError("InvalidDigest", "The Content-MD5 you specified was invalid.")
    if digest != hashlib.md5(content, usedforsecurity=False).digest():
        raise ApiError("BadDigest", "The Content-MD5 you specified did not match what we received.")
