"""What a target gets of an event: all of it, a part, a constant, or what a template makes of it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ecslab.engine.clock import to_datetime
from ecslab.engine.platform.eventbridge import RuleTarget, Transformer

RULE_ARN: Final = "aws.events.rule-arn"
RULE_NAME: Final = "aws.events.rule-name"
INGESTION_TIME: Final = "aws.events.event.ingestion-time"
EVENT: Final = "aws.events.event"
EVENT_JSON: Final = "aws.events.event.json"
PREDEFINED: Final = frozenset({RULE_ARN, RULE_NAME, INGESTION_TIME, EVENT, EVENT_JSON})
"""What a template may name without a path."""

_PLACEHOLDER: Final = re.compile(r"<([A-Za-z0-9_.-]+)>")
_STEP: Final = re.compile(r"\.([\w/-]+|\*)|\[(\d+|\*)\]")
_DECODER: Final = json.JSONDecoder()
_MISSING: Final = object()


class BadInput(Exception):
    """A template makes no JSON of this event, so nothing reaches the target."""


def make(target: RuleTarget, event: Mapping[str, Any], rule_arn: str, ingested_at: int) -> str:
    """What `target` gets of `event`, as text. Raises BadInput."""
    if target.input is not None:
        return target.input
    if target.path is not None:
        found = extract(event, target.path)
        # AWS does not tell what a target gets of a path that leads nowhere.
        return write(None if found is _MISSING else found)
    if target.transformer is not None:
        return _transformed(target.transformer, event, rule_arn, ingested_at)
    return write(event)


def write(value: Any) -> str:
    """A value as JSON, as EventBridge writes it: without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def placeholders(template: str) -> Iterator[str]:
    """The names that stand in angle brackets in a template."""
    return (match[1] for match in _PLACEHOLDER.finditer(template))


def is_path(path: str) -> bool:
    """Whether `path` is a JSON path as EventBridge reads them: dots, indices in brackets, asterisks."""
    return path.startswith("$") and "".join(match[0] for match in _STEP.finditer(path)) == path[1:]


def extract(event: Any, path: str) -> Any:
    """What stands at `path`; a list of what is there when the path has an asterisk."""
    found, several = [event], False
    for match in _STEP.finditer(path, 1):
        name, index = match[1], match[2]
        several = several or "*" in (name, index)
        found = [inner for value in found for inner in _step(value, name, index)]
    if several:
        return found
    return found[0] if found else _MISSING


def _step(value: Any, name: str | None, index: str | None) -> list[Any]:
    if isinstance(value, Mapping):
        if name == "*":
            return list(value.values())
        return [value[name]] if name in value else []
    if isinstance(value, list):
        if "*" in (name, index):
            return value
        if index is not None and int(index) < len(value):
            return [value[int(index)]]
    return []


def _transformed(transformer: Transformer, event: Mapping[str, Any], rule_arn: str, ingested_at: int) -> str:
    """The template with a value for each placeholder; raises BadInput when it is no JSON then.

    EventBridge escapes nothing that it puts between quotation marks; in a template that is no object it
    leaves out the quotation marks of what is no text. A path that leads nowhere gives an empty text.
    """
    named = {name: extract(event, path) for name, path in transformer.paths}
    named |= _predefined(event, rule_arn, ingested_at)
    template = transformer.template
    is_text = not template.lstrip().startswith(("{", "["))
    inside = _quoted_spans(template)

    def value(match: re.Match[str]) -> str:
        found = named.get(match[1], "")
        if found is _MISSING:
            found = ""
        if not inside[match.start()]:
            return write(found)
        if isinstance(found, str):
            return found
        return write(found).replace('"', "") if is_text else write(found)

    made = _PLACEHOLDER.sub(value, template)
    if not _is_json(made):
        raise BadInput
    return made


def _predefined(event: Mapping[str, Any], rule_arn: str, ingested_at: int) -> dict[str, Any]:
    without = {"detailType" if name == "detail-type" else name: value for name, value in event.items()}
    del without["detail"]
    return {
        RULE_ARN: rule_arn,
        RULE_NAME: rule_arn.rsplit("/", 1)[-1],
        INGESTION_TIME: f"{to_datetime(ingested_at):%Y-%m-%dT%H:%M:%SZ}",
        EVENT: without,
        EVENT_JSON: event,
    }


def _quoted_spans(template: str) -> list[bool]:
    """Of each character of a template, whether it stands between quotation marks."""
    found, inside, escaped = [], False, False
    for character in template:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"':
            inside = not inside
        found.append(inside)
    return found


def _is_json(text: str) -> bool:
    """Whether `text` is one JSON value after the other."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        try:
            _, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return False
    return bool(text.strip())
