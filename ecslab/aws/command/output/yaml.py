"""`--output yaml`: block style, keys sorted, quotes by the rules of YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

import yaml


def render_yaml(value: Any) -> str:
    """The value as YAML that the AWS CLI v2 writes; nothing for an empty structure."""
    if value == {}:
        return ""
    dumped: str = yaml.dump(value, Dumper=_Dumper, default_flow_style=False, allow_unicode=True)
    return dumped


class _Dumper(yaml.SafeDumper):
    """PyYAML writes YAML 1.1, where `yes` and `12:30` are no strings; the AWS CLI v2 writes 1.2.

    No anchors: a value that stands in two places is written twice.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # PyYAML's own

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """A string; one with line breaks stays on one line, between double quotes."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_PLAIN_BUT_NO_STRING = {
    "bool": ("tTfF", r"(?:true|True|TRUE|false|False|FALSE)$"),
    "int": ("-+0123456789", r"(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$"),
    "float": (
        "-+0123456789.",
        (
            r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
            r"|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
    ),
}
"""What would be read as something else, were it not quoted; the rest of the rules are the same in 1.1."""

for _initial, _rules in yaml.SafeDumper.yaml_implicit_resolvers.items():
    _kept = [rule for rule in _rules if rule[0].rpartition(":")[2] not in _PLAIN_BUT_NO_STRING]
    _Dumper.yaml_implicit_resolvers[_initial] = _kept
for _kind, (_initials, _pattern) in _PLAIN_BUT_NO_STRING.items():
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(_pattern), list(_initials))
_Dumper.add_representer(str, _text)
