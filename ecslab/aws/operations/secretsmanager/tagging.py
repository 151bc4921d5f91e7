"""Tags on secrets.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.secretsmanager.changes import too_many_tags
from ecslab.aws.operations.secretsmanager.common import find
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, read_tags


def tag_resource(call: Call, *, secret_id: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to a secret, or change those with the same keys."""
    add_tags(call.state, find(call.state, secret_id).arn, read_tags(tags), too_many_tags())
    return {}


def untag_resource(call: Call, *, secret_id: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a secret."""
    drop_tags(call.state, find(call.state, secret_id).arn, tag_keys)
    return {}
