"""Repositories made, described, changed and deleted.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import arn_of, find, place
from ecslab.aws.operations.ecr.tagging import too_many_tags
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.tag_lists import MOST, add_tags, forget_tags, read_tags
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecr import registry
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.repositories import Repository, host
from ecslab.engine.state import State

_PART = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
_NAME = re.compile(rf"(?:{_PART}/)*{_PART}")
_LENGTHS = range(2, 257)
_MOST = 100
_MOST_EXCLUSIONS = 5


def create_repository(
    call: Call,
    *,
    repository_name: str,
    registry_id: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    image_tag_mutability: str = "MUTABLE",
    image_tag_mutability_exclusion_filters: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a repository."""
    state, name = call.state, repository_name
    _check_registry(state, registry_id)
    if not _NAME.fullmatch(name) or len(name) not in _LENGTHS:
        raise ApiError(
            "InvalidParameterException",
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular "
            "expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
        )
    if name in state.world.repositories:
        raise ApiError(
            "RepositoryAlreadyExistsException",
            f"The repository with name '{name}' already exists in the registry with id "
            f"'{state.settings.account}'",
        )
    wanted = read_tags(tags)
    if len(wanted) > MOST:
        raise too_many_tags()
    repository = Repository(
        name=name,
        created_at=state.now,
        mutability=image_tag_mutability,
        exclusions=_exclusions(image_tag_mutability, image_tag_mutability_exclusion_filters),
    )
    state.world.repositories.put(repository)
    add_tags(state, arn_of(state, name), wanted, too_many_tags())
    return {"repository": _show(state, repository)}


def describe_repositories(
    call: Call,
    *,
    registry_id: str | None = None,
    repository_names: Sequence[str] = (),
    next_token: str | None = None,
    max_results: int | None = None,
) -> dict[str, Any]:
    """Repositories by name, or all of them."""
    state = call.state
    if repository_names:
        found = [find(state, name, registry_id) for name in repository_names]
    else:
        _check_registry(state, registry_id)
        found = sorted(state.world.repositories.values(), key=lambda each: each.name)
    chosen = page(found, ("repositories", list(repository_names)), max_results, next_token, _MOST)
    return chosen._replace(items=[_show(state, each) for each in chosen.items]).answer("repositories")


def delete_repository(
    call: Call, *, repository_name: str, registry_id: str | None = None, force: bool = False
) -> dict[str, Any]:
    """Delete a repository; one with images only by force."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    images = list(registry.images_in(state, repository.name))
    if images and not force:
        raise ApiError(
            "RepositoryNotEmptyException",
            f"The repository with name {place(state, repository)} cannot be deleted because it still "
            "contains images",
        )
    for image in images:
        registry.remove(state, image)
    state.world.repositories.remove(repository.name)
    forget_tags(state, arn_of(state, repository.name))
    return {"repository": _show(state, repository)}


def put_image_tag_mutability(
    call: Call,
    *,
    repository_name: str,
    image_tag_mutability: str,
    registry_id: str | None = None,
    image_tag_mutability_exclusion_filters: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Say whether tags of a repository may be moved from one image to another."""
    repository = find(call.state, repository_name, registry_id)
    changed = repository.replace(
        mutability=image_tag_mutability,
        exclusions=_exclusions(image_tag_mutability, image_tag_mutability_exclusion_filters),
    )
    call.state.world.repositories.put(changed)
    shown = {
        "registryId": call.state.settings.account,
        "repositoryName": repository.name,
        "imageTagMutability": changed.mutability,
    }
    return shown | _show_exclusions(changed)


def _check_registry(state: State, registry_id: str | None) -> None:
    if registry_id not in (None, state.settings.account):
        raise ApiError(
            "InvalidParameterException",
            f"Invalid parameter at 'registryId' failed to satisfy constraint: 'the caller's own registry is "
            f"{state.settings.account}'",
        )


def _exclusions(mutability: str, filters: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The patterns of the tags that are left out, which only the two modes with exclusions have."""
    if bool(filters) != mutability.endswith("_WITH_EXCLUSION") or len(filters) > _MOST_EXCLUSIONS:
        raise ApiError(
            "InvalidParameterException",
            "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: "
            f"'IMMUTABLE_WITH_EXCLUSION and MUTABLE_WITH_EXCLUSION need 1 to {_MOST_EXCLUSIONS} filters, "
            "other values none'",
        )
    return tuple(each["filter"] for each in filters)


def _show_exclusions(repository: Repository) -> dict[str, Any]:
    if not repository.exclusions:
        return {}
    filters = [{"filterType": "WILDCARD", "filter": pattern} for pattern in repository.exclusions]
    return {"imageTagMutabilityExclusionFilters": filters}


def _show(state: State, repository: Repository) -> dict[str, Any]:
    return {
        "repositoryArn": arn_of(state, repository.name),
        "registryId": state.settings.account,
        "repositoryName": repository.name,
        "repositoryUri": f"{host(state.settings)}/{repository.name}",
        "createdAt": to_datetime(repository.created_at),
        "imageTagMutability": repository.mutability,
        **_show_exclusions(repository),
        "imageScanningConfiguration": {"scanOnPush": False},
        "encryptionConfiguration": {"encryptionType": "AES256"},
    }
