"""Storing, finding and deleting objects, with and without versions.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
"""

import hashlib
from collections.abc import Iterator

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.s3 import NULL_VERSION, Headers, S3Bucket, S3Object
from ecslab.engine.state import State

LARGEST = 1 << 20
"""The largest object of a lab in bytes."""
MOST_STORED = 64 << 20
"""How much a lab stores in all its buckets."""


def find_bucket(state: State, name: str) -> S3Bucket:
    """The bucket of that name. Raises NoSuchBucket."""
    bucket = state.world.s3_buckets.get(name)
    if bucket is None:
        raise ApiError("NoSuchBucket", "The specified bucket does not exist", status=404)
    return bucket


def latest(state: State, bucket: str, name: str) -> S3Object | None:
    """The newest version under a key, which may be a delete marker; None when there is none."""
    return next(versions(state, bucket, name), None)


def versions(state: State, bucket: str, name: str) -> Iterator[S3Object]:
    """The versions under a key, newest first."""
    for each in state.world.s3_objects.ascending("versions", bucket, (name,)):
        if each.name != name:
            return
        yield each


def version(state: State, bucket: str, name: str, wanted: str) -> S3Object | None:
    """The version under a key that has that id."""
    return next((each for each in versions(state, bucket, name) if each.version == wanted), None)


def room(state: State) -> int:
    """How many bytes more a lab stores."""
    return MOST_STORED - sum(bucket.stored for bucket in state.world.s3_buckets.values())


def put(
    state: State, bucket: str, name: str, content: bytes, headers: Headers, tags: dict[str, str]
) -> S3Object:
    """Store an object; in a bucket without versions it takes the place of the one with its key."""
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return _add(
        state,
        bucket,
        S3Object(
            bucket=bucket,
            name=name,
            number=0,
            at=state.now,
            content=content,
            etag=f'"{digest}"',
            headers=headers,
            tags=tags,
        ),
    )


def delete(state: State, bucket: str, name: str) -> S3Object | None:
    """Delete an object: for good, or in a bucket with versions by a marker, which is given."""
    if state.world.s3_buckets[bucket].versioning is None:
        found = latest(state, bucket, name)
        if found is not None:
            _remove(state, found)
        return None
    return _add(state, bucket, S3Object(bucket=bucket, name=name, number=0, at=state.now, marker=True))


def delete_version(state: State, found: S3Object) -> None:
    """Delete one version for good; if it was the newest, the one before it is so again."""
    _remove(state, found)
    before = latest(state, found.bucket, found.name)
    if before is not None and not before.latest:
        state.world.s3_objects.put(before.replace(latest=True))


def _add(state: State, bucket_name: str, made: S3Object) -> S3Object:
    bucket = state.world.s3_buckets[bucket_name]
    before = latest(state, bucket_name, made.name)
    if bucket.versioning == "Enabled":
        made = made.replace(version=state.chance.hex_id())
    elif (null := version(state, bucket_name, made.name, NULL_VERSION)) is not None:
        _remove(state, null)
        before = None if before == null else before
    if before is not None:
        state.world.s3_objects.put(before.replace(latest=False))
    bucket = state.world.s3_buckets[bucket_name]
    made = made.replace(number=bucket.puts + 1)
    stored = bucket.stored + len(made.content)
    state.world.s3_buckets.put(bucket.replace(puts=made.number, stored=stored))
    state.world.s3_objects.put(made)
    return made


def _remove(state: State, found: S3Object) -> None:
    state.world.s3_objects.remove(found.key)
    bucket = state.world.s3_buckets[found.bucket]
    state.world.s3_buckets.put(bucket.replace(stored=bucket.stored - len(found.content)))
