"""A response as the AWS CLI shows it: members in the model's order, times and bytes as text."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape


_DOCUMENT = "policyDocumentType"
"""IAM's policies are text on the wire, and the AWS CLI shows what the text says."""


_PLAIN = (int, bool, float)
"""Types of values that are shown as they are, whatever their shape."""


def as_json(response: Mapping[str, Any], shape: Shape | None) -> dict[str, Any]:
    """The response with JSON's types only; what is None is left out, as it is on the wire."""
    shown: dict[str, Any] = _convert(response, shape)
    return shown


def _convert(value: Any, shape: Shape | None) -> Any:
    if isinstance(value, dict):
        return _convert_dict(value, shape)
    if isinstance(value, (list, tuple)):
        member = shape.member if shape is not None and shape.type_name == "list" else None
        return [_convert(item, member) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if shape is not None and shape.name == _DOCUMENT:
        return json.loads(value)
    return value


def _convert_dict(value: dict[str, Any], shape: Shape | None) -> dict[str, Any]:
    if shape is not None and shape.type_name == "structure":
        members = shape.members
        shown: dict[str, Any] = {}
        # Answers are long, and most of what stands in them is plain: that is taken without a call.
        for name, member in members.items():
            item = value.get(name)
            if type(item) in _PLAIN:
                shown[name] = item
            elif item is not None:
                shown[name] = _convert(item, member)
        if len(shown) < len(value):
            shown |= {name: _convert(item, None) for name, item in value.items() if name not in members}
        return shown
    inner = shape.value if shape is not None and shape.type_name == "map" else None
    return {name: _convert(item, inner) for name, item in value.items()}
