"""Images looked at and fetched.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-pull-ecr-image.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import Failure, ImageId, choose, find
from ecslab.aws.operations.paging import page
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecr import registry
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.repositories import StoredImage

_MOST = 100


def describe_images(
    call: Call,
    *,
    repository_name: str,
    registry_id: str | None = None,
    image_ids: Sequence[ImageId] = (),
    next_token: str | None = None,
    max_results: int | None = None,
    filter: Mapping[str, str] | None = None,  # noqa: A002  # the parameter's name
) -> dict[str, Any]:
    """The images of a repository with their tags, sizes and times."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    tags = registry.tags_in(state, repository.name)
    if image_ids:
        found = [
            _required(call, repository_name, choose(state, repository, each), each) for each in image_ids
        ]
    else:
        wanted = _tag_status(filter)
        found = [
            image
            for image in registry.images_in(state, repository.name)
            if wanted == "ANY" or (image.digest in tags) == (wanted == "TAGGED")
        ]
    filters = ("images", repository.name, list(image_ids), dict(filter or {}))
    chosen = page(found, filters, max_results, next_token, _MOST)
    shown = []
    for image in chosen.items:
        told = {
            "registryId": state.settings.account,
            "repositoryName": repository.name,
            "imageDigest": image.digest,
            "imageSizeInBytes": image.size,
            "imagePushedAt": to_datetime(image.pushed_at),
            "imageManifestMediaType": image.media_type,
            "imageStatus": "ACTIVE",
        }
        shown.append(told | ({"imageTags": tags[image.digest]} if image.digest in tags else {}))
    return chosen._replace(items=shown).answer("imageDetails")


def list_images(
    call: Call,
    *,
    repository_name: str,
    registry_id: str | None = None,
    next_token: str | None = None,
    max_results: int | None = None,
    filter: Mapping[str, str] | None = None,  # noqa: A002  # the parameter's name
) -> dict[str, Any]:
    """The ids of a repository's images: one for each tag, and one for an image without."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    tags, wanted = registry.tags_in(state, repository.name), _tag_status(filter)
    ids: list[dict[str, str]] = []
    for image in registry.images_in(state, repository.name):
        named = tags.get(image.digest, ())
        if wanted != "UNTAGGED":
            ids += [{"imageDigest": image.digest, "imageTag": tag} for tag in named]
        if wanted != "TAGGED" and not named:
            ids.append({"imageDigest": image.digest})
    filters = ("image ids", repository.name, dict(filter or {}))
    return page(ids, filters, max_results, next_token, _MOST).answer("imageIds")


def batch_get_image(
    call: Call,
    *,
    repository_name: str,
    image_ids: Sequence[ImageId],
    registry_id: str | None = None,
    accepted_media_types: Sequence[str] = (),
) -> dict[str, Any]:
    """The manifests of images; what is none is told."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    images, failures = [], []
    for image_id in image_ids:
        found = choose(state, repository, image_id)
        if isinstance(found, StoredImage) and (
            not accepted_media_types or found.media_type in accepted_media_types
        ):
            images.append(show(call, found, image_id.get("imageTag")))
        else:
            why = (
                found if isinstance(found, Failure) else Failure("ImageNotFound", "Requested image not found")
            )
            failures.append({"imageId": dict(image_id), "failureCode": why.code, "failureReason": why.reason})
    return {"images": images, "failures": failures}


def show(call: Call, image: StoredImage, tag: str | None) -> dict[str, Any]:
    """An image with its manifest, under the tag by which it was asked for."""
    return {
        "registryId": call.state.settings.account,
        "repositoryName": image.repository,
        "imageId": {"imageDigest": image.digest} | ({"imageTag": tag} if tag is not None else {}),
        "imageManifest": image.manifest,
        "imageManifestMediaType": image.media_type,
    }


def _tag_status(wanted: Mapping[str, str] | None) -> str:
    if (wanted or {}).get("imageStatus", "ANY") not in ("ANY", "ACTIVE"):
        raise NotSimulated("ecslab does not simulate archived images; leave imageStatus out.")
    return (wanted or {}).get("tagStatus", "ANY")


def _required(call: Call, repository: str, found: StoredImage | Failure, image_id: ImageId) -> StoredImage:
    if isinstance(found, StoredImage):
        return found
    if found.code != "ImageNotFound":
        raise ApiError("InvalidParameterException", found.reason)
    digest, tag = image_id.get("imageDigest", "null"), image_id.get("imageTag", "null")
    raise ApiError(
        "ImageNotFoundException",
        f"The image with imageId {{imageDigest:'{digest}', imageTag:'{tag}'}} does not exist within the "
        f"repository with name '{repository}' in the registry with id '{call.state.settings.account}'",
    )
