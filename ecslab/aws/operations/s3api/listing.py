"""Listing objects and their versions, a page at a time.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
"""

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from ecslab.aws.operations import Call
from ecslab.aws.operations.s3api.common import instant, invalid, owner
from ecslab.engine.platform.s3 import S3Object
from ecslab.engine.s3 import listing, objects
from ecslab.engine.s3.listing import Place
from ecslab.engine.s3.objects import find_bucket
from ecslab.engine.state import State

_MOST = 1_000


def list_objects_v2(
    call: Call,
    *,
    bucket: str,
    prefix: str = "",
    delimiter: str = "",
    max_keys: int = _MOST,
    continuation_token: str | None = None,
    start_after: str = "",
    encoding_type: str | None = None,
    fetch_owner: bool = False,
) -> dict[str, Any]:
    """The objects whose keys begin so, by key; `Delimiter` rolls up what its first occurrence ends."""
    state = call.state
    find_bucket(state, bucket)
    _check_most(max_keys)
    start = listing.behind(start_after) if start_after else None
    if continuation_token is not None:
        start = _place(continuation_token)
    found = listing.page(state, "current", bucket, prefix, delimiter, start, min(max_keys, _MOST))
    shown = _encoder(encoding_type)
    following = found.following if max_keys else None
    answer: dict[str, Any] = {"IsTruncated": following is not None}
    answer |= _contents(state, found.objects, shown, with_owner=fetch_owner)
    answer |= {"Name": bucket, "Prefix": shown(prefix)} | _rolled_up(found.prefixes, delimiter, shown)
    answer |= {"MaxKeys": max_keys, "KeyCount": len(found.objects) + len(found.prefixes)}
    answer |= {"ContinuationToken": continuation_token} if continuation_token is not None else {}
    answer |= {"StartAfter": shown(start_after)} if start_after else {}
    answer |= {"NextContinuationToken": _token(following)} if following is not None else {}
    return answer | ({"EncodingType": encoding_type} if encoding_type else {})


def list_objects(
    call: Call,
    *,
    bucket: str,
    prefix: str = "",
    delimiter: str = "",
    max_keys: int = _MOST,
    marker: str = "",
    encoding_type: str | None = None,
) -> dict[str, Any]:
    """As ListObjectsV2, but pages by the key where the last one ended."""
    state = call.state
    find_bucket(state, bucket)
    _check_most(max_keys)
    start = _behind(marker, prefix, delimiter) if marker else None
    found = listing.page(state, "current", bucket, prefix, delimiter, start, min(max_keys, _MOST))
    shown = _encoder(encoding_type)
    following = found.following if max_keys else None
    answer: dict[str, Any] = {"IsTruncated": following is not None, "Marker": shown(marker)}
    if following is not None and delimiter:
        answer["NextMarker"] = shown(max([*(each.name for each in found.objects[-1:]), *found.prefixes[-1:]]))
    answer |= _contents(state, found.objects, shown, with_owner=True)
    answer |= {"Name": bucket, "Prefix": shown(prefix)} | _rolled_up(found.prefixes, delimiter, shown)
    answer["MaxKeys"] = max_keys
    return answer | ({"EncodingType": encoding_type} if encoding_type else {})


def list_object_versions(
    call: Call,
    *,
    bucket: str,
    prefix: str = "",
    delimiter: str = "",
    max_keys: int = _MOST,
    key_marker: str = "",
    version_id_marker: str = "",
    encoding_type: str | None = None,
) -> dict[str, Any]:
    """All versions and delete markers, by key, the newest of each first."""
    state = call.state
    find_bucket(state, bucket)
    _check_most(max_keys)
    start = _behind(key_marker, prefix, delimiter) if key_marker else None
    if version_id_marker:
        start = _behind_version(state, bucket, key_marker, version_id_marker)
    found = listing.page(state, "versions", bucket, prefix, delimiter, start, min(max_keys, _MOST))
    shown = _encoder(encoding_type)
    following = found.following if max_keys else None
    answer: dict[str, Any] = {"IsTruncated": following is not None, "KeyMarker": shown(key_marker)}
    answer["VersionIdMarker"] = version_id_marker
    if following is not None:
        answer |= _next_version(found, shown)
    versions = [_show_version(state, each, shown) for each in found.objects if not each.marker]
    markers = [_show_marker(state, each, shown) for each in found.objects if each.marker]
    answer |= {"Versions": versions} if versions else {}
    answer |= {"DeleteMarkers": markers} if markers else {}
    answer |= {"Name": bucket, "Prefix": shown(prefix)} | _rolled_up(found.prefixes, delimiter, shown)
    answer["MaxKeys"] = max_keys
    return answer | ({"EncodingType": encoding_type} if encoding_type else {})


def _check_most(most: int) -> None:
    if most < 0:
        raise invalid("Argument maxKeys must be an integer between 0 and 2147483647")


def _behind(marker: str, prefix: str, delimiter: str) -> Place:
    """The place behind a marker, which may be what a delimiter rolled up."""
    cut = marker.find(delimiter, len(prefix)) if delimiter and marker.startswith(prefix) else -1
    if cut >= 0 and cut + len(delimiter) == len(marker):
        return listing.beyond(marker)
    return listing.behind(marker)


def _behind_version(state: State, bucket: str, key: str, version_id: str) -> Place:
    if not key:
        raise invalid("A version-id marker cannot be specified without a key marker.")
    found = objects.version(state, bucket, key, version_id)
    if found is None:
        raise invalid("Invalid version id specified")
    return listing.after(found)


def _next_version(found: listing.Listing, shown: Callable[[str], str]) -> dict[str, Any]:
    last, rolled = found.objects[-1:], found.prefixes[-1:]
    if last and (not rolled or last[0].name > rolled[0]):
        return {"NextKeyMarker": shown(last[0].name), "NextVersionIdMarker": last[0].version}
    return {"NextKeyMarker": shown(rolled[0])}


def _contents(
    state: State, found: list[S3Object], shown: Callable[[str], str], *, with_owner: bool
) -> dict[str, Any]:
    added = {"Owner": owner(state)} if with_owner else {}
    contents = [_show(each, shown) | added for each in found]
    return {"Contents": contents} if contents else {}


def _show(found: S3Object, shown: Callable[[str], str]) -> dict[str, Any]:
    return {
        "Key": shown(found.name),
        "LastModified": instant(found.at),
        "ETag": found.etag,
        "Size": len(found.content),
        "StorageClass": found.headers.storage_class,
    }


def _show_version(state: State, found: S3Object, shown: Callable[[str], str]) -> dict[str, Any]:
    return _show(found, shown) | {
        "VersionId": found.version,
        "IsLatest": found.latest,
        "Owner": owner(state),
    }


def _show_marker(state: State, found: S3Object, shown: Callable[[str], str]) -> dict[str, Any]:
    return {
        "Owner": owner(state),
        "Key": shown(found.name),
        "VersionId": found.version,
        "IsLatest": found.latest,
        "LastModified": instant(found.at),
    }


def _rolled_up(prefixes: list[str], delimiter: str, shown: Callable[[str], str]) -> dict[str, Any]:
    answer: dict[str, Any] = {"Delimiter": shown(delimiter)} if delimiter else {}
    return answer | ({"CommonPrefixes": [{"Prefix": shown(each)} for each in prefixes]} if prefixes else {})


def _encoder(encoding_type: str | None) -> Callable[[str], str]:
    return quote if encoding_type == "url" else str


def _token(place: Place) -> str:
    return base64.b64encode(json.dumps(place).encode()).decode()


def _place(token: str) -> Place:
    try:
        name, *number = json.loads(base64.b64decode(token, validate=True))
    except (ValueError, TypeError):
        raise invalid("The continuation token provided is incorrect") from None
    if not isinstance(name, str) or len(number) > 1 or not all(isinstance(each, int) for each in number):
        raise invalid("The continuation token provided is incorrect")
    return (name, number[0]) if number else (name,)
