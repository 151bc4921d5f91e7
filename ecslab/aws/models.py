"""AWS's own service models as botocore ships them: shapes, waiters, paginators, documentation.

Only botocore's data files and its model classes are used; nothing here can open a connection, and the
learner's own `~/.aws/models` is not read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecslab.engine.errors import EcslabError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.loaders import Loader
    from botocore.model import ServiceModel

SERVICES = (
    "application-autoscaling",
    "autoscaling",
    "cloudtrail",
    "cloudwatch",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "elbv2",
    "events",
    "iam",
    "lambda",
    "logs",
    "s3api",
    "scheduler",
    "secretsmanager",
    "sqs",
    "ssm",
    "sts",
)
"""The services that ecslab simulates, by the name the AWS CLI gives them."""

_MODEL_NAMES = {"configservice": "config", "deploy": "codedeploy", "s3api": "s3"}
"""Where the AWS CLI's name of a service is not the one of its model."""

_CLI_NAMES = {model: cli for cli, model in _MODEL_NAMES.items()}


class UnknownService(EcslabError):
    """AWS has no service of this name."""


@cache
def service_model(name: str) -> ServiceModel:
    """The model of the service that the AWS CLI calls `name`; raises UnknownService."""
    # Deferred: botocore takes some 100 ms to import, and most of ecslab starts without a model.
    from botocore.model import ServiceModel

    model_name = _MODEL_NAMES.get(name, name)
    return ServiceModel(_load(model_name, "service-2"), model_name)


@cache
def waiters(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The waiters of a service by their API name ("ServicesStable"), raw; empty when it has none."""
    found: dict[str, Mapping[str, Any]] = _load_optional(name, "waiters-2").get("waiters", {})
    return found


@cache
def paginators(name: str) -> Mapping[str, Mapping[str, Any]]:
    """How the operations of a service page, by API name ("ListTasks"), raw; empty when none does."""
    found: dict[str, Mapping[str, Any]] = _load_optional(name, "paginators-1").get("pagination", {})
    return found


@cache
def service_names() -> tuple[str, ...]:
    """Every service that AWS's models know, by the AWS CLI's names, sorted."""
    return tuple(
        sorted(_CLI_NAMES.get(name, name) for name in _loader().list_available_services("service-2"))
    )


def _load(model_name: str, kind: str) -> dict[str, Any]:
    from botocore.exceptions import UnknownServiceError  # deferred as in service_model

    try:
        data: dict[str, Any] = _loader().load_service_model(model_name, kind)
    except UnknownServiceError:
        raise UnknownService(f"AWS has no service named '{model_name}'.") from None
    return data


def _load_optional(name: str, kind: str) -> dict[str, Any]:
    """As _load, but a service that lacks this kind of file has simply none of it."""
    from botocore.exceptions import DataNotFoundError  # deferred as in service_model

    try:
        return _load(_MODEL_NAMES.get(name, name), kind)
    except DataNotFoundError:
        return {}


@cache
def _loader() -> Loader:
    from botocore.loaders import Loader  # deferred as in service_model

    class PackagedModels(Loader):  # type: ignore[misc]  # botocore is untyped
        """Botocore's packaged data alone; its folders are the list of services, for opening each is slow."""

        def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  # botocore's signature
            return _service_folders(self.BUILTIN_DATA_PATH)

    return PackagedModels([PackagedModels.BUILTIN_DATA_PATH], include_default_search_paths=False)


@cache
def _service_folders(root: str) -> list[str]:
    return sorted(folder.name for folder in Path(root).iterdir() if folder.is_dir())


@cache
def operation_methods(name: str) -> Mapping[str, str]:
    """Each operation of a service with its name in snake case: {"RunTask": "run_task", …}."""
    from botocore import xform_name  # deferred as in service_model

    return {operation: xform_name(operation) for operation in service_model(name).operation_names}
