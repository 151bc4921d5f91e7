"""Bytes inside JSON and shorthand: base64, as the AWS CLI has it by default.

https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-types.html
"""

from __future__ import annotations

from base64 import b64decode
from functools import cache
from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import CommandError
from ecslab.aws.command.outcome import USAGE
from ecslab.aws.models import service_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.model import Shape


class InvalidBase64(CommandError):
    """A text that stands for bytes and is no base64."""

    exit_code = USAGE

    def __init__(self, text: str) -> None:
        super().__init__(f'Invalid base64: "{text}"')


def decode(service: str, operation: str, params: Mapping[str, Any], *, raw: bool = False) -> dict[str, Any]:
    """The parameters with bytes where the model has them; raises InvalidBase64.

    `raw` text is those bytes itself: `--cli-binary-format raw-in-base64-out`.
    """
    if not _has_blobs(service, operation):
        return dict(params)
    shape = service_model(service).operation_model(operation).input_shape
    decoded: dict[str, Any] = _decode(params, shape, str.encode if raw else _from_base64)
    return decoded


@cache
def _has_blobs(service: str, operation: str) -> bool:
    shape = service_model(service).operation_model(operation).input_shape
    return shape is not None and _holds_blob(shape, set())


def _holds_blob(shape: Shape, seen: set[str]) -> bool:
    if shape.name in seen:
        return False
    seen.add(shape.name)
    match shape.type_name:
        case "structure":
            return any(_holds_blob(member, seen) for member in shape.members.values())
        case "list":
            return _holds_blob(shape.member, seen)
        case "map":
            return _holds_blob(shape.value, seen)
        case kind:
            return bool(kind == "blob")


def _decode(value: Any, shape: Shape, read: Callable[[str], bytes]) -> Any:
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            members = shape.members
            return {
                name: _decode(item, members[name], read) if name in members else item
                for name, item in value.items()
            }
        case "list" if isinstance(value, list):
            return [_decode(item, shape.member, read) for item in value]
        case "map" if isinstance(value, dict):
            return {name: _decode(item, shape.value, read) for name, item in value.items()}
        case "blob" if isinstance(value, str):
            return read(value)
        case _:
            return value


def _from_base64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise InvalidBase64(text) from None
