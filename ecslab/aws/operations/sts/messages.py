"""Encoded messages of refusals.

https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
"""

from typing import Any

from ecslab.aws.authorization import encoded
from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError


def decode_authorization_message(
    call: Call,  # noqa: ARG001  # a message says the same in every lab
    *,
    encoded_message: str,
) -> dict[str, Any]:
    """What an encoded message says of a refusal: what was asked for, and what kept it from being allowed."""
    try:
        return {"DecodedMessage": encoded.decode(encoded_message)}
    except ValueError:
        raise ApiError("InvalidAuthorizationMessageException", "Message is not valid") from None
