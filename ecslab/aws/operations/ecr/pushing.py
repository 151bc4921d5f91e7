"""Images put into a repository: there is no docker in a lab, so a manifest may name any layers.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
"""

import json
import re
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import find, place
from ecslab.aws.operations.ecr.images import show
from ecslab.engine.ecr import registry
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.repositories import MANIFEST, StoredImage, digest_of, full_name

_OCI = "application/vnd.oci.image.manifest.v1+json"
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,299}")


def put_image(
    call: Call,
    *,
    repository_name: str,
    image_manifest: str,
    registry_id: str | None = None,
    image_manifest_media_type: str | None = None,
    image_tag: str | None = None,
    image_digest: str | None = None,
) -> dict[str, Any]:
    """Put an image into a repository by its manifest, or put another tag on one that is there."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    if image_tag is not None and not _TAG.fullmatch(image_tag):
        raise _invalid("imageTag", "must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}'")
    media_type, size = _read(image_manifest, image_manifest_media_type)
    digest = digest_of(image_manifest)
    if image_digest not in (None, digest):
        raise ApiError(
            "ImageDigestDoesNotMatchException",
            f"The calculated digest of the given image manifest ({digest}) does not match the specified "
            f"image digest ({image_digest})",
        )
    known = state.world.stored_images.get(f"{repository.name}@{digest}")
    before = registry.tagged(state, repository.name, image_tag) if image_tag is not None else None
    if known is not None and (image_tag is None or (before is not None and before.digest == digest)):
        raise ApiError(
            "ImageAlreadyExistsException",
            f"Image with digest '{digest}' and tag '{image_tag or 'null'}' already exists in the repository "
            f"with name {place(state, repository)}",
        )
    if before is not None and image_tag is not None and repository.is_immutable(image_tag):
        raise ApiError(
            "ImageTagAlreadyExistsException",
            f"The image tag '{image_tag}' already exists in the '{repository.name}' repository and cannot be "
            "overwritten because the tag is immutable.",
        )
    image = known or StoredImage(
        repository=repository.name,
        digest=digest,
        manifest=image_manifest,
        media_type=media_type,
        size=size,
        pushed_at=state.now,
        like=_profiled(call, repository.name, image_tag),
    )
    registry.keep(state, image, image_tag)
    return {"image": show(call, image, image_tag)}


def _profiled(call: Call, repository: str, tag: str | None) -> str | None:
    """The name for which the scene has a profile: an image that is put under it behaves so."""
    full = full_name(call.state.settings, repository, tag or "latest")
    untagged = full.rpartition(":")[0]
    return next((name for name in (full, untagged) if name in call.state.settings.images), None)


def _read(text: str, given: str | None) -> tuple[str, int]:
    """The media type of a manifest, and the size of its layers in bytes."""
    try:
        manifest = json.loads(text)
        media_type = given or manifest.get("mediaType") or MANIFEST
        layers = manifest.get("layers")
        if "manifests" in manifest:
            raise NotSimulated(
                "ecslab does not simulate manifest lists; put the manifest of one image, with its layers."
            )
        size = sum(int(layer["size"]) for layer in layers) + int(manifest["config"]["size"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _invalid("ImageManifest", "Invalid JSON syntax") from None
    if media_type not in (MANIFEST, _OCI) or size < 0:
        raise _invalid("ImageManifest", f"an image manifest of the type {MANIFEST} or {_OCI} is needed")
    return media_type, size


def _invalid(place: str, problem: str) -> ApiError:
    return ApiError(
        "InvalidParameterException",
        f"Invalid parameter at '{place}' failed to satisfy constraint: '{problem}'",
    )
