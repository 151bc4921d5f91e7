"""Images put into repositories, tagged, found and taken out.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/images.html
"""

from collections.abc import Iterator, Mapping

from ecslab.engine.platform import registry, repositories
from ecslab.engine.platform.registry import Tag
from ecslab.engine.platform.repositories import Name, Repository, StoredImage
from ecslab.engine.state import State
from ecslab.engine.workload import Workload

_MISSING = Workload(missing=True)


def images_in(state: State, repository: str) -> Iterator[StoredImage]:
    """The images of a repository, those that were pushed first first."""
    return state.world.stored_images.where("repository", repository)


def tags_in(state: State, repository: str) -> Mapping[str, list[str]]:
    """The tags of a repository's images, by digest."""
    return repositories.tags_by_digest(state.world.image_tags.where("repository", _prefix(state, repository)))


def tagged(state: State, repository: str, tag: str) -> StoredImage | None:
    """The image that a tag points to, or None."""
    known = state.world.image_tags.get(repositories.full_name(state.settings, repository, tag))
    return state.world.stored_images.get(f"{repository}@{known.digest}") if known is not None else None


def keep(state: State, image: StoredImage, tag: str | None) -> None:
    """Put an image into its repository, and let a tag point to it."""
    _touch(state, image.repository)
    if image.key not in state.world.stored_images:
        state.world.stored_images.put(image)
    if tag is not None:
        full = repositories.full_name(state.settings, image.repository, tag)
        state.world.image_tags.put(Tag(image=full, digest=image.digest))


def untag(state: State, repository: str, tag: str) -> None:
    """Take a tag off; an image that has lost its last one so is gone."""
    image = tagged(state, repository, tag)
    _touch(state, repository)
    state.world.image_tags.remove(repositories.full_name(state.settings, repository, tag))
    if image is not None and image.digest not in tags_in(state, repository):
        state.world.stored_images.remove(image.key)


def remove(state: State, image: StoredImage) -> list[str]:
    """Delete an image with its tags, which are given back."""
    tags = list(tags_in(state, image.repository).get(image.digest, ()))
    _touch(state, image.repository)
    for tag in tags:
        state.world.image_tags.remove(repositories.full_name(state.settings, image.repository, tag))
    state.world.stored_images.remove(image.key)
    return tags


def push(state: State, name: Name, like: str) -> str:
    """Somebody pushes a new build under a tag of a repository, made if need be; gives its digest."""
    if name.repository not in state.world.repositories:
        state.world.repositories.put(Repository(name=name.repository, created_at=state.now))
    full = repositories.full_name(state.settings, name.repository, name.tag)
    workload = registry.profile(state.settings.images, like)
    number = state.world.stored_images.count("repository", name.repository) + 1
    while True:
        build = repositories.build(name.repository, full, number, state.now, workload, like)
        if build.key not in state.world.stored_images:
            break
        number += 1
    # Pushing to a tag changes nothing about the others that a scene lets exist.
    any_tag = state.world.repositories[name.repository].any_tag
    keep(state, build, name.tag)
    kept = state.world.repositories[name.repository]
    state.world.repositories.put(kept.replace(any_tag=any_tag))
    return build.digest


def digest(state: State, name: Name, image: str) -> str:
    """The digest that an image's name stands for now; one of the name's own when there is no such image."""
    if name.digest is not None:
        return name.digest
    found = tagged(state, name.repository, name.tag)
    return found.digest if found is not None else registry.digest(image)


def profile(state: State, name: Name, image: str, digest: str | None = None) -> Workload:
    """How containers of an image behave that has that digest, or the one that its name stands for now."""
    stored = state.world.stored_images.get(f"{name.repository}@{digest or name.digest}")
    if stored is None and name.digest is None:
        stored = tagged(state, name.repository, name.tag)
    if stored is None:
        repository = state.world.repositories.get(name.repository)
        exists = repository is not None and repository.any_tag and name.digest is None
        return registry.profile(state.settings.images, image) if exists else _MISSING
    if stored.like is not None:
        return registry.profile(state.settings.images, stored.like)
    return Workload(size_mib=repositories.size_mib(stored))


def _touch(state: State, repository: str) -> None:
    """A repository whose images are changed holds what it holds, and no more every tag."""
    before = state.world.repositories[repository]
    if before.any_tag:
        state.world.repositories.put(before.replace(any_tag=False))


def _prefix(state: State, repository: str) -> str:
    return f"{repositories.host(state.settings)}/{repository}"
