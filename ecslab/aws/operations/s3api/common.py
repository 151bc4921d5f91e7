"""What operations of S3 share: refusals, owners, tags as a header has them, instants.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from ecslab.engine.clock import SECOND, to_datetime
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.state import State

_LONGEST_KEY = 1_024
_TAG = re.compile(r"[\w\s+\-=.:/@]*")
_MOST_TAGS = 10


def invalid(message: str) -> ApiError:
    """A parameter with a value that S3 does not take."""
    return ApiError("InvalidArgument", message)


def check_key(key: str) -> None:
    """Raise KeyTooLongError for a key beyond 1,024 bytes."""
    if len(key.encode()) > _LONGEST_KEY:
        raise ApiError("KeyTooLongError", "Your key is too long")


def instant(at_ms: int) -> datetime:
    """An instant as S3 tells it: whole seconds."""
    return to_datetime(at_ms // SECOND * SECOND)


def owner(state: State) -> dict[str, str]:
    """The account as S3 knows it, by its canonical user id."""
    return {"ID": hashlib.sha256(f"canonical {state.settings.account}".encode()).hexdigest()}


def read_tags(tags: Sequence[Mapping[str, str]], most: int = _MOST_TAGS) -> dict[str, str]:
    """Tags of an object or bucket. Raises for those that S3 refuses."""
    found: dict[str, str] = {}
    for tag in tags:
        key, value = tag["Key"], tag["Value"]
        if key in found:
            raise ApiError("InvalidTag", "Cannot provide multiple Tags with the same key")
        if not key or len(key) > 128 or not _TAG.fullmatch(key) or key.startswith("aws:"):
            raise ApiError("InvalidTag", "The TagKey you have provided is invalid")
        if len(value) > 256 or not _TAG.fullmatch(value):
            raise ApiError("InvalidTag", "The TagValue you have provided is invalid")
        found[key] = value
    if len(found) > most:
        raise ApiError("BadRequest", f"Object tags cannot be greater than {most}")
    return found


def tags_of_header(text: str | None) -> dict[str, str]:
    """Tags as `--tagging` gives them: `key1=value1&key2=value2`."""
    pairs = parse_qsl(text or "", keep_blank_values=True)
    if text and not pairs:
        raise invalid(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
            "without tag name duplicates."
        )
    return read_tags([{"Key": key, "Value": value} for key, value in pairs])


def check_encryption(algorithm: str | None) -> None:
    """Raise for an encryption with keys that a lab does not have."""
    if algorithm is not None and algorithm != "AES256":
        raise NotSimulated(f"ecslab does not simulate the server-side encryption {algorithm}; use AES256.")
