"""The policy of a repository.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
"""

import json
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import find
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.repositories import Repository


def set_repository_policy(
    call: Call, *, repository_name: str, policy_text: str, registry_id: str | None = None
) -> dict[str, Any]:
    """Give a repository a policy."""
    repository = find(call.state, repository_name, registry_id)
    try:
        document = json.loads(policy_text)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or "Statement" not in document:
        raise ApiError(
            "InvalidParameterException",
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy "
            "provided'",
        )
    call.state.world.repositories.put(repository.replace(policy=policy_text))
    return _show(call, repository, policy_text)


def get_repository_policy(
    call: Call, *, repository_name: str, registry_id: str | None = None
) -> dict[str, Any]:
    """The policy of a repository. Raises RepositoryPolicyNotFoundException."""
    repository = find(call.state, repository_name, registry_id)
    return _show(call, repository, _policy(call, repository))


def delete_repository_policy(
    call: Call, *, repository_name: str, registry_id: str | None = None
) -> dict[str, Any]:
    """Take a repository's policy away. Raises RepositoryPolicyNotFoundException."""
    repository = find(call.state, repository_name, registry_id)
    policy = _policy(call, repository)
    call.state.world.repositories.put(repository.replace(policy=None))
    return _show(call, repository, policy)


def _policy(call: Call, repository: Repository) -> str:
    if repository.policy is None:
        raise ApiError(
            "RepositoryPolicyNotFoundException",
            f"Repository policy does not exist for the repository with name '{repository.name}' in the "
            f"registry with id '{call.state.settings.account}'",
        )
    return repository.policy


def _show(call: Call, repository: Repository, policy: str) -> dict[str, Any]:
    return {
        "registryId": call.state.settings.account,
        "repositoryName": repository.name,
        "policyText": policy,
    }
