"""The encoded message of a refusal, which whoever may decode it reads with STS.

https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from typing import Any

from ecslab.engine.iam.evaluate import Decision
from ecslab.engine.iam.policy import Statement
from ecslab.engine.iam.request import Asked, user_id

_LONGEST = 64 * 1024


def encode(asked: Asked, decision: Decision) -> str:
    """A refusal as a text that tells nothing to whoever may not decode it."""
    text = json.dumps(_told(asked, decision), separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def decode(message: str) -> str:
    """What `encode` made a message of, in JSON. Raises ValueError for any other text."""
    try:
        packed = base64.b64decode(message + "=" * (-len(message) % 4), altchars=b"-_", validate=True)
        text = zlib.decompressobj().decompress(packed, _LONGEST).decode()
        found = json.loads(text)
    except (binascii.Error, zlib.error, UnicodeError) as error:
        raise ValueError(message) from error
    if not isinstance(found, dict) or "allowed" not in found:
        raise ValueError(message)
    return text


def _told(asked: Asked, decision: Decision) -> dict[str, Any]:
    principal, state = asked.principal, asked.state
    denied = decision.kind == "explicit-deny"
    matched = [_statement(each.statement) for each in decision.by] if denied else []
    conditions: dict[str, Iterable[str]] = {
        f"{asked.action.partition(':')[0]}:Region": [state.settings.region],
        "aws:Account": [state.settings.account],
    }
    conditions |= {key: [value] if isinstance(value, str) else value for key, value in asked.context.items()}
    return {
        "allowed": False,
        "explicitDeny": denied,
        "matchedStatements": {"items": matched},
        "failures": {"items": []},
        "context": {
            "principal": {
                "id": user_id(state, principal),
                "name": principal.arn.rsplit("/", 1)[-1],
                "arn": principal.arn,
            },
            "action": asked.action,
            "resource": asked.resource,
            "conditions": {
                "items": [{"key": key, "values": _values(values)} for key, values in conditions.items()]
            },
        },
    }


def _statement(statement: Statement) -> dict[str, Any]:
    actions, resources = statement.actions or statement.not_actions, statement.resources
    return {
        "statementId": statement.sid,
        "effect": "ALLOW" if statement.allows else "DENY",
        "principals": {"items": []},
        "principalGroups": {"items": []},
        "actions": _values(actions.written if actions is not None else ()),
        "resources": _values(resources.written if resources is not None else ()),
        "conditions": {
            "items": [{"key": each.key, "values": _values(each.values)} for each in statement.conditions]
        },
    }


def _values(values: Iterable[str]) -> dict[str, Any]:
    return {"items": [{"value": value} for value in values]}
