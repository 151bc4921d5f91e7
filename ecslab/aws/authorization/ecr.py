"""What calls of Amazon ECR need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, making, on
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import kept

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _create(call: "Call", params: Params) -> Iterable[Need]:
    made = _arn(call, params["repositoryName"])
    return making("ecr:CreateRepository", "ecr:TagResource", made, params.get("tags", ()))


def _repository(call: "Call", params: Params) -> str:
    return _arn(call, params["repositoryName"])


def _described(call: "Call", params: Params) -> Iterable[str]:
    return [_arn(call, name) for name in params.get("repositoryNames") or ("*",)]


def _of_arn(call: "Call", params: Params) -> str:
    """The lab's own repository of the name in an ARN."""
    return _arn(call, params["resourceArn"].partition(":repository/")[2])


def _tags(call: "Call", _params: Params, arn: str) -> Mapping[str, Values]:
    return kept(call.state, arn, "ecr")


def _policy(call: "Call", arn: str) -> str | None:
    repository = call.state.world.repositories.get(arn.partition(":repository/")[2])
    return repository.policy if repository is not None else None


def _arn(call: "Call", name: str) -> str:
    return f"arn:aws:ecr:{call.state.settings.region}:{call.state.settings.account}:repository/{name}"


_ON_REPOSITORIES = (
    "BatchCheckLayerAvailability",
    "BatchDeleteImage",
    "BatchGetImage",
    "DeleteRepository",
    "DeleteRepositoryPolicy",
    "DescribeImages",
    "GetDownloadUrlForLayer",
    "GetRepositoryPolicy",
    "ListImages",
    "PutImage",
    "PutImageTagMutability",
    "SetRepositoryPolicy",
)

NEEDS: Mapping[str, NeedsOf] = {
    "CreateRepository": _create,
    **on("ecr", ("DescribeRepositories",), _described, _tags, _policy),
    **on("ecr", ("ListTagsForResource", "TagResource", "UntagResource"), _of_arn, _tags, _policy),
    **on("ecr", _ON_REPOSITORIES, _repository, _tags, _policy),
}
