"""What the operations of Amazon ECR share: finding a repository, and what ids of images mean."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ecslab.engine.ecr import registry
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.repositories import Repository, StoredImage
from ecslab.engine.state import State

ImageId = Mapping[str, str]
"""An image by its digest, by its tag, or by both."""

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class Failure(NamedTuple):
    """Why an id means no image."""

    code: str
    reason: str


def find(state: State, name: str, registry_id: str | None) -> Repository:
    """The repository of that name. Raises RepositoryNotFoundException, also elsewhere."""
    account = state.settings.account
    repository = state.world.repositories.get(name) if registry_id in (None, account) else None
    if repository is None:
        raise ApiError(
            "RepositoryNotFoundException",
            f"The repository with name '{name}' does not exist in the registry with id "
            f"'{registry_id or account}'",
        )
    return repository


def arn_of(state: State, name: str) -> str:
    """The ARN of a repository."""
    return f"arn:aws:ecr:{state.settings.region}:{state.settings.account}:repository/{name}"


def place(state: State, repository: Repository) -> str:
    """Where something is, as ECR's messages put it."""
    return f"'{repository.name}' in registry with id '{state.settings.account}'"


def choose(state: State, repository: Repository, image_id: ImageId) -> StoredImage | Failure:
    """The image that an id means, or why it means none."""
    digest, tag = image_id.get("imageDigest"), image_id.get("imageTag")
    if digest is None and tag is None:
        return Failure(
            "MissingDigestAndTag", "Invalid request parameters: both tag and digest cannot be null"
        )
    if digest is not None and not _DIGEST.fullmatch(digest):
        return Failure(
            "InvalidImageDigest",
            "Invalid request parameters: image digest should satisfy the regex "
            "'[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        )
    by_tag = registry.tagged(state, repository.name, tag) if tag is not None else None
    if tag is not None and by_tag is None:
        return Failure("ImageNotFound", "Requested image not found")
    if digest is None and by_tag is not None:
        return by_tag
    by_digest = state.world.stored_images.get(f"{repository.name}@{digest}")
    if by_digest is None:
        return Failure("ImageNotFound", "Requested image not found")
    if by_tag is not None and by_tag.digest != by_digest.digest:
        return Failure("ImageTagDoesNotMatchDigest", "Requested image tag does not match the image digest")
    return by_digest
