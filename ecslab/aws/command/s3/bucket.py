"""What the high-level commands ask of S3, and how they tell what it refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ecslab.aws.command.errors import ServiceError
from ecslab.engine.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecslab.aws.command.target import Target

_PREFIX = "s3://"


class Uri(NamedTuple):
    """A bucket and a key, or the beginning of keys; `s3://` alone is neither."""

    bucket: str
    key: str

    def __str__(self) -> str:
        """As it is written."""
        return f"{_PREFIX}{self.bucket}/{self.key}"


def parse_uri(text: str) -> Uri | None:
    """The bucket and key of an S3 URI; None for any other text."""
    if not text.startswith(_PREFIX):
        return None
    bucket, _, key = text.removeprefix(_PREFIX).partition("/")
    return Uri(bucket, key)


class S3:
    """S3 behind a target. Every refusal becomes a ServiceError in the words of the AWS CLI."""

    def __init__(self, target: Target) -> None:
        self.region = target.region
        self._target = target

    def call(self, operation: str, **params: Any) -> dict[str, Any]:
        """Call an operation. Raises ServiceError."""
        try:
            return self._target.call("s3api", operation, params)
        except ApiError as error:
            shown = error
            if operation.startswith("Head") and error.code == "AccessDenied":
                # Answers to HEAD have no body, so nothing says why.
                shown = ApiError("403", "Forbidden", status=403)
            if operation == "HeadObject" and error.code == "404":
                shown = ApiError("404", f'Key "{params["Key"]}" does not exist', status=404)
            raise ServiceError(shown, operation) from error

    def pages(self, uri: Uri, **params: Any) -> Iterator[dict[str, Any]]:
        """The pages of a listing of what begins so."""
        token: dict[str, str] = {}
        while True:
            page = self.call("ListObjectsV2", Bucket=uri.bucket, Prefix=uri.key, **params, **token)
            yield page
            if "NextContinuationToken" not in page:
                return
            token = {"ContinuationToken": page["NextContinuationToken"]}

    def objects(self, uri: Uri) -> Iterator[dict[str, Any]]:
        """Every object whose key begins so."""
        for page in self.pages(uri):
            yield from page.get("Contents", [])
