"""The token with which a client logs in to the registry.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.clock import HOUR, to_datetime
from ecslab.engine.platform.repositories import host

_HOURS = 12


def get_authorization_token(call: Call, *, registry_ids: Sequence[str] = ()) -> dict[str, Any]:
    """A user name and a password for twelve hours; it follows from lab, caller and time."""
    state = call.state
    text = f"{state.settings.seed} {call.caller} {state.now}"
    password = base64.b64encode(hashlib.shake_256(text.encode()).digest(240)).decode()
    registries = registry_ids or (state.settings.account,)
    return {
        "authorizationData": [
            {
                "authorizationToken": base64.b64encode(f"AWS:{password}".encode()).decode(),
                "expiresAt": to_datetime(state.now + _HOURS * HOUR),
                "proxyEndpoint": f"https://{host(state.settings).replace(state.settings.account, each, 1)}",
            }
            for each in registries
        ]
    }
