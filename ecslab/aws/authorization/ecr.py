"""What calls of Amazon ECR need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import Need, NeedsOf

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _on_repository(action: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (_need(call, action, params["repositoryName"]),)

    return needs


def _on_arn(action: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (_need(call, action, params["resourceArn"].partition(":repository/")[2]),)

    return needs


def _create(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    context: dict[str, str | tuple[str, ...]] = {}
    tags = params.get("tags", ())
    for tag in tags:
        context[f"aws:RequestTag/{tag['Key']}"] = tag.get("Value", "")
    if tags:
        context["aws:TagKeys"] = tuple(tag["Key"] for tag in tags)
    resource = (_arn(call, params["repositoryName"]),)
    yield Need("ecr:CreateRepository", resource, context)
    if tags:
        yield Need("ecr:TagResource", resource, context)


def _describe(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    for name in params.get("repositoryNames") or ("*",):
        yield _need(call, "ecr:DescribeRepositories", name)


def _need(call: "Call", action: str, name: str) -> Need:
    arn = _arn(call, name)
    tags = call.state.world.tags.get(arn)
    context: dict[str, str | tuple[str, ...]] = {}
    for tag in tags.tags if tags is not None else ():
        context[f"aws:ResourceTag/{tag.key}"] = tag.value
        context[f"ecr:ResourceTag/{tag.key}"] = tag.value
    repository = call.state.world.repositories.get(name)
    return Need(action, (arn,), context, repository.policy if repository is not None else None)


def _arn(call: "Call", name: str) -> str:
    return f"arn:aws:ecr:{call.state.settings.region}:{call.state.settings.account}:repository/{name}"


NEEDS: Mapping[str, NeedsOf] = {
    "CreateRepository": _create,
    "DescribeRepositories": _describe,
    **{
        operation: _on_arn(f"ecr:{operation}")
        for operation in ("ListTagsForResource", "TagResource", "UntagResource")
    },
    **{
        operation: _on_repository(f"ecr:{operation}")
        for operation in (
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
    },
}
