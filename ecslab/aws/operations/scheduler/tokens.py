"""Client tokens: a request that is repeated has no second effect.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
"""

import hashlib
import json

from ecslab.engine.errors import ApiError
from ecslab.engine.records.token import Token
from ecslab.engine.state import State


def repeated(state: State, operation: str, token: str | None, request: object) -> bool:
    """Whether this very request was answered before under its token.

    Raises ConflictException when the token was used for another request.
    """
    used = state.world.tokens.get(_key(operation, token)) if token is not None else None
    if used is None:
        return False
    if used.fingerprint != _fingerprint(request):
        raise ApiError(
            "ConflictException", "The client token was used before with other parameters.", status=409
        )
    return True


def remember(state: State, operation: str, token: str | None, request: object) -> None:
    """Write down that a request was answered under its token."""
    if token is not None:
        mark = _fingerprint(request)
        state.world.tokens.put(Token(token=_key(operation, token), fingerprint=mark, ids=()))


def _key(operation: str, token: str | None) -> str:
    return f"scheduler {operation} {token}"


def _fingerprint(request: object) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
