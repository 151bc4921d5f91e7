"""Random passwords: in a lab their randomness is the lab's own chance.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
"""

import string
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.chance import Chance
from ecslab.engine.errors import ApiError

_LENGTH = 32
_LONGEST = 4096


def get_random_password(
    call: Call,
    *,
    password_length: int = _LENGTH,
    exclude_characters: str = "",
    exclude_numbers: bool = False,
    exclude_punctuation: bool = False,
    exclude_uppercase: bool = False,
    exclude_lowercase: bool = False,
    include_space: bool = False,
    require_each_included_type: bool = True,
) -> dict[str, Any]:
    """A password of the kinds of characters that are not excluded, one at least of each kind."""
    if password_length > _LONGEST:
        raise ApiError(
            "ValidationException",
            f"1 validation error detected: Value '{password_length}' at 'passwordLength' failed to satisfy "
            f"constraint: Member must have value less than or equal to {_LONGEST}",
        )
    kinds = {
        string.ascii_lowercase: not exclude_lowercase,
        string.ascii_uppercase: not exclude_uppercase,
        string.digits: not exclude_numbers,
        string.punctuation: not exclude_punctuation,
        " ": include_space,
    }
    left = ["".join(each for each in kind if each not in exclude_characters) for kind in kinds if kinds[kind]]
    left = [kind for kind in left if kind]
    if not left:
        raise ApiError(
            "InvalidParameterException", "The password can't be created: all characters are excluded."
        )
    required = left if require_each_included_type else []
    if password_length < len(required):
        raise ApiError(
            "InvalidParameterException",
            f"Password length {password_length} is too short based on the required types.",
        )
    chance, every = call.state.chance, "".join(left)
    drawn = [_one(chance, kind) for kind in required]
    drawn += [_one(chance, every) for _ in range(password_length - len(drawn))]
    for place in range(len(drawn) - 1, 0, -1):
        other = chance.below(place + 1)
        drawn[place], drawn[other] = drawn[other], drawn[place]
    return {"RandomPassword": "".join(drawn)}


def _one(chance: Chance, letters: str) -> str:
    return letters[chance.below(len(letters))]
