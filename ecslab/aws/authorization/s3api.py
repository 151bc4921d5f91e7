"""What calls of S3 need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from ecslab.aws.authorization.acting import Params
from ecslab.aws.authorization.needs import NOTHING, Need, NeedsOf, Values
from ecslab.engine import arn
from ecslab.engine.platform.s3 import S3Object
from ecslab.engine.s3 import objects

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _bucket(action: str) -> NeedsOf:
    """An action on the bucket."""
    return lambda call, params: (_on_bucket(call, action, params["Bucket"]),)


def _list(action: str) -> NeedsOf:
    """Listing a bucket, of which conditions may ask what of it is listed."""

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        keys = {"s3:prefix": "Prefix", "s3:delimiter": "Delimiter", "s3:max-keys": "MaxKeys"}
        context = {key: str(params[name]) for key, name in keys.items() if name in params}
        return [_on_bucket(call, action, params["Bucket"], context)]

    return needs


def _object(action: str, of_version: str) -> NeedsOf:
    """An action on an object, or another on one version of it."""

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        version = params.get("VersionId")
        bucket, key = params["Bucket"], params["Key"]
        return [
            _on_object(
                call, of_version if version else action, bucket, key, _existing(call, bucket, key, version)
            )
        ]

    return needs


def _read(call: "Call", params: Params) -> Iterable[Need]:
    return _reading(call, params["Bucket"], params["Key"], params.get("VersionId"))


def _reading(call: "Call", bucket: str, key: str, version: str | None) -> list[Need]:
    """Getting an object. That there is none is told only to who may list the bucket."""
    context = _existing(call, bucket, key, version)
    needs = [_on_object(call, "GetObjectVersion" if version else "GetObject", bucket, key, context)]
    if bucket in call.state.world.s3_buckets and _find(call, bucket, key, version) is None:
        needs.append(_on_bucket(call, "ListBucket", bucket))
    return needs


def _writing(call: "Call", params: Params) -> list[Need]:
    bucket, key = params["Bucket"], params["Key"]
    named = {
        "s3:x-amz-server-side-encryption": "ServerSideEncryption",
        "s3:x-amz-storage-class": "StorageClass",
        "s3:x-amz-metadata-directive": "MetadataDirective",
    }
    context: dict[str, Values] = {name: params[member] for name, member in named.items() if member in params}
    tags = dict(parse_qsl(params.get("Tagging") or "", keep_blank_values=True))
    context |= {f"s3:RequestObjectTag/{name}": value for name, value in tags.items()}
    context |= {"s3:RequestObjectTagKeys": tuple(tags)} if tags else {}
    actions = ["PutObject", *(["PutObjectTagging"] if tags else [])]
    return [_on_object(call, action, bucket, key, context) for action in actions]


def _copy(call: "Call", params: Params) -> Iterable[Need]:
    """Getting the source and storing the copy."""
    path, _, version = params["CopySource"].partition("?versionId=")
    bucket, _, key = unquote(path).removeprefix("/").partition("/")
    return [*_reading(call, bucket, key, version or None), *_writing(call, params)]


def _delete_many(call: "Call", params: Params) -> Iterable[Need]:
    bucket = params["Bucket"]
    return [
        _on_object(
            call, "DeleteObjectVersion" if each.get("VersionId") else "DeleteObject", bucket, each["Key"]
        )
        for each in params["Delete"]["Objects"]
    ]


def _all(_call: "Call", _params: Params) -> Iterable[Need]:
    return [Need("s3:ListAllMyBuckets")]


def _on_bucket(call: "Call", action: str, bucket: str, context: Mapping[str, Values] = NOTHING) -> Need:
    return Need(f"s3:{action}", (arn.s3(bucket),), context, _policy(call, bucket))


def _on_object(
    call: "Call", action: str, bucket: str, key: str, context: Mapping[str, Values] = NOTHING
) -> Need:
    return Need(f"s3:{action}", (arn.s3(bucket, key),), context, _policy(call, bucket))


def _policy(call: "Call", bucket: str) -> str | None:
    found = call.state.world.s3_buckets.get(bucket)
    return found.policy if found is not None else None


def _find(call: "Call", bucket: str, key: str, version: str | None) -> S3Object | None:
    if version is not None:
        return objects.version(call.state, bucket, key, version)
    found = objects.latest(call.state, bucket, key)
    return None if found is None or found.marker else found


def _existing(call: "Call", bucket: str, key: str, version: str | None) -> Mapping[str, Values]:
    """What conditions may ask of an object that is there."""
    found = _find(call, bucket, key, version)
    context: dict[str, Values] = {"s3:VersionId": version} if version is not None else {}
    tags = found.tags if found is not None else {}
    return context | {f"s3:ExistingObjectTag/{name}": value for name, value in tags.items()}


NEEDS: Mapping[str, NeedsOf] = {
    "ListBuckets": _all,
    "HeadBucket": _bucket("ListBucket"),
    "ListObjects": _list("ListBucket"),
    "ListObjectsV2": _list("ListBucket"),
    "ListObjectVersions": _list("ListBucketVersions"),
    "GetObject": _read,
    "HeadObject": _read,
    "PutObject": _writing,
    "CopyObject": _copy,
    "DeleteObject": _object("DeleteObject", "DeleteObjectVersion"),
    "DeleteObjects": _delete_many,
    "GetObjectTagging": _object("GetObjectTagging", "GetObjectVersionTagging"),
    "PutObjectTagging": _object("PutObjectTagging", "PutObjectVersionTagging"),
    "DeleteObjectTagging": _object("DeleteObjectTagging", "DeleteObjectVersionTagging"),
    "DeleteBucketTagging": _bucket("PutBucketTagging"),
    "GetBucketEncryption": _bucket("GetEncryptionConfiguration"),
    "GetPublicAccessBlock": _bucket("GetBucketPublicAccessBlock"),
    "PutPublicAccessBlock": _bucket("PutBucketPublicAccessBlock"),
    "DeletePublicAccessBlock": _bucket("PutBucketPublicAccessBlock"),
    **{
        operation: _bucket(operation)
        for operation in (
            *("CreateBucket", "DeleteBucket", "DeleteBucketPolicy", "GetBucketLocation", "GetBucketPolicy"),
            *("GetBucketPolicyStatus", "GetBucketTagging", "GetBucketVersioning", "PutBucketPolicy"),
            *("PutBucketTagging", "PutBucketVersioning"),
        )
    },
}
"""By operation."""
