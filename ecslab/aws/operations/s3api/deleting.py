"""Deleting objects: one, or up to a thousand in one call.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjects.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.s3api.conditions import check_write
from ecslab.aws.operations.s3api.objects import existing
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.s3 import objects
from ecslab.engine.s3.objects import find_bucket
from ecslab.engine.state import State

_MOST = 1_000


def delete_object(
    call: Call, *, bucket: str, key: str, version_id: str | None = None, if_match: str | None = None
) -> dict[str, Any]:
    """Delete an object, or one version of it; a key that is not there is no error."""
    find_bucket(call.state, bucket)
    if if_match is not None:
        check_write(existing(call.state, bucket, key), if_match, None)
    return _delete(call.state, bucket, key, version_id)


def delete_objects(call: Call, *, bucket: str, delete: Mapping[str, Any]) -> dict[str, Any]:
    """Delete up to 1,000 objects; `Quiet` tells of errors only, of which there are none here."""
    find_bucket(call.state, bucket)
    named = delete["Objects"]
    if not 1 <= len(named) <= _MOST:
        raise ApiError(
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema",
        )
    for each in named:
        if other := set(each) - {"Key", "VersionId"}:
            raise NotSimulated(f"ecslab does not simulate {min(other)} of an object to delete; leave it out.")
    deleted = []
    for each in named:
        version_id = each.get("VersionId")
        done = _delete(call.state, bucket, each["Key"], version_id)
        shown = {"Key": each["Key"]} | ({"VersionId": version_id} if version_id is not None else {})
        if done.get("DeleteMarker"):
            shown |= {"DeleteMarker": True, "DeleteMarkerVersionId": done["VersionId"]}
        deleted.append(shown)
    return {} if delete.get("Quiet") else {"Deleted": deleted}


def _delete(state: State, bucket: str, key: str, version_id: str | None) -> dict[str, Any]:
    if version_id is None:
        marker = objects.delete(state, bucket, key)
        return {"DeleteMarker": True, "VersionId": marker.version} if marker is not None else {}
    found = objects.version(state, bucket, key, version_id)
    if found is None:
        return {"VersionId": version_id}
    objects.delete_version(state, found)
    return ({"DeleteMarker": True} if found.marker else {}) | {"VersionId": version_id}
