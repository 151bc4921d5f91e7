"""Repositories of the lab's own private registry in Amazon ECR, and the images in them.

Which digest a tag points to is kept with the tags of all registries: see `registry.Tag`.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/what-is-ecr.html
"""

import hashlib
import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from ecslab.engine.platform.registry import Tag
from ecslab.engine.record import Record
from ecslab.engine.settings import Settings
from ecslab.engine.table import Table
from ecslab.engine.workload import Workload

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG = "application/vnd.docker.container.image.v1+json"
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
_MIB = 1024 * 1024
_CONFIG_SIZE = 7_023
_LATEST = "latest"


class Repository(Record, frozen=True, kw_only=True):
    """A repository."""

    name: str
    created_at: int
    mutability: str = "MUTABLE"
    exclusions: tuple[str, ...] = ()
    """Patterns of the tags for which `mutability` holds the other way round."""
    policy: str | None = None
    """The repository policy, as JSON."""
    any_tag: bool = False
    """Whether every tag exists, for the scene has a profile without a tag; until it is changed."""

    def is_immutable(self, tag: str) -> bool:
        """Whether a tag must not be moved once it points to an image."""
        excluded = any(fnmatchcase(tag, pattern) for pattern in self.exclusions)
        return self.mutability.startswith("IMMUTABLE") != excluded


class StoredImage(Record, frozen=True, kw_only=True):
    """An image in a repository, under its digest."""

    repository: str
    digest: str
    manifest: str
    media_type: str = MANIFEST
    size: int
    """In bytes, its layers compressed."""
    pushed_at: int
    like: str | None = None
    """The image whose profile its containers have; None: they run for ever."""

    @property
    def key(self) -> str:
        """`repository@digest`."""
        return f"{self.repository}@{self.digest}"


class Name(NamedTuple):
    """The name of an image in the lab's own registry."""

    repository: str
    tag: str
    digest: str | None


def host(settings: Settings) -> str:
    """The name of the lab's own registry."""
    return f"{settings.account}.dkr.ecr.{settings.region}.amazonaws.com"


def parse(settings: Settings, image: str) -> Name | None:
    """The parts of an image's name in the lab's own registry; None for an image that lies elsewhere."""
    own = f"{host(settings)}/"
    if not image.startswith(own):
        return None
    path, _, digest = image.removeprefix(own).partition("@")
    repository, _, tag = path.partition(":")
    return Name(repository, tag or _LATEST, digest or None)


def full_name(settings: Settings, repository: str, tag: str) -> str:
    """The name under which the tag of a repository's image is kept."""
    return f"{host(settings)}/{repository}:{tag}"


def build_manifest(name: str, number: int, size_mib: int) -> str:
    """The manifest of a build: always the same for the same build."""

    def digest(part: str) -> str:
        return "sha256:" + hashlib.sha256(f"{name} {number} {part}".encode()).hexdigest()

    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": _CONFIG, "size": _CONFIG_SIZE, "digest": digest("config")},
        "layers": [{"mediaType": _LAYER, "size": size_mib * _MIB, "digest": digest("layer")}],
    }
    return json.dumps(manifest, indent=3)


def build(repository: str, name: str, number: int, at: int, workload: Workload, like: str) -> StoredImage:
    """The build number `number` of an image that behaves like `like`."""
    manifest = build_manifest(name, number, workload.size_mib)
    return StoredImage(
        repository=repository,
        digest=digest_of(manifest),
        manifest=manifest,
        size=workload.size_mib * _MIB,
        pushed_at=at,
        like=like,
    )


def digest_of(manifest: str) -> str:
    """The digest of the image that a manifest describes."""
    return "sha256:" + hashlib.sha256(manifest.encode()).hexdigest()


def size_mib(image: StoredImage) -> int:
    """What pulling an image takes over the network, in MiB."""
    return -(-image.size // _MIB)


def stock(
    settings: Settings, repositories: Table[Repository], images: Table[StoredImage], tags: Table[Tag]
) -> None:
    """Put the images for which the settings have a profile into the repositories of a new lab."""
    for name, workload in settings.images.items():
        parsed = parse(settings, name)
        if parsed is None or parsed.digest is not None or workload.missing:
            continue
        before = repositories.get(parsed.repository)
        untagged = not name.endswith(f":{parsed.tag}")
        any_tag = untagged or (before is not None and before.any_tag)
        repositories.put(Repository(name=parsed.repository, created_at=settings.start_ms, any_tag=any_tag))
        tagged = full_name(settings, parsed.repository, parsed.tag)
        if untagged and tagged in settings.images:
            continue
        image = build(parsed.repository, tagged, 0, settings.start_ms, workload, name)
        images.put(image)
        tags.put(Tag(image=tagged, digest=image.digest))


def tags_by_digest(tags: Iterable[Tag]) -> dict[str, list[str]]:
    """The tags of a repository's images, each list in the order in which its tags came."""
    found: dict[str, list[str]] = {}
    for tag in tags:
        found.setdefault(tag.digest, []).append(tag.image.rpartition(":")[2])
    return found
