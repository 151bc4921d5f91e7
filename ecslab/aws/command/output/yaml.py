"""`--output yaml`: block style, keys sorted."""

from __future__ import annotations

from typing import Any

import yaml


def render_yaml(value: Any) -> str:
    """The value as YAML that the AWS CLI v2 writes."""
    if value == {}:
        return ""
    dumped: str = yaml.dump(value, Dumper=_Dumper, default_flow_style=False, allow_unicode=True)
    return dumped


class _Dumper(yaml.SafeDumper):
    """No anchors: a value that stands in two places is written twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True
