"""What S3 refuses of a bucket policy: statements about another bucket, or about what no action is on.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
"""

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from ecslab.engine.errors import ApiError

_ARN = "arn:aws:s3:::"
_ON_OBJECTS = ("AbortMultipartUpload", "ListMultipartUploadParts", "ReplicateDelete", "ReplicateTags")


def check_statement(bucket: str, statement: Mapping[str, Any], is_there: Callable[[str], bool]) -> None:
    """Refuse a statement that S3 does not take. Raises MalformedPolicy.

    `is_there` tells whether the principal of an ARN exists.
    """
    actions, resources = _texts(statement, "Action"), _texts(statement, "Resource")
    for action in actions:
        if action != "*" and not action.lower().startswith("s3:"):
            raise malformed("Policy has invalid action")
    for resource in resources:
        if not resource.startswith(_ARN) or not fnmatchcase(bucket, _bucket(resource)):
            raise malformed("Policy has invalid resource")
    for action in actions if resources else ():
        if "*" not in action and "?" not in action and not any(_fits(action, each) for each in resources):
            raise malformed("Action does not apply to any resource(s) in statement")
    for field in ("Principal", "NotPrincipal"):
        named = statement.get(field)
        for principal in _listed(named.get("AWS") if isinstance(named, dict) else None):
            if principal != "*" and not is_there(principal):
                raise malformed("Invalid principal in policy")


def malformed(message: str) -> ApiError:
    """What S3 says of a policy that is none."""
    return ApiError("MalformedPolicy", message)


def _fits(action: str, resource: str) -> bool:
    """Whether a resource is of the kind that an action is on: the bucket, or objects in it."""
    name = action.partition(":")[2]
    on_objects = name in _ON_OBJECTS or ("Object" in name and "Bucket" not in name)
    path = resource.removeprefix(_ARN)
    return (path.endswith("*") and "/" not in path) or ("/" in path) is on_objects


def _bucket(resource: str) -> str:
    return resource.removeprefix(_ARN).partition("/")[0]


def _texts(statement: Mapping[str, Any], field: str) -> list[str]:
    return [*_listed(statement.get(field)), *_listed(statement.get(f"Not{field}"))]


def _listed(value: Any) -> Iterable[str]:
    found = value if isinstance(value, list) else [] if value is None else [value]
    return [str(each) for each in found]
