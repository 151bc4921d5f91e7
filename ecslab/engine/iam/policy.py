"""Policy documents made ready to be asked: compiled once for each text."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ecslab.engine.iam.conditions import Condition, condition, is_operator
from ecslab.engine.iam.json_places import Node, NotJson, read
from ecslab.engine.iam.patterns import Resolve, filled_pattern, has_variable, wildcard

CURRENT = "2012-10-17"


class Texts(NamedTuple):
    """The values of an Action or a Resource element, sorted by how they are compared."""

    written: tuple[str, ...]
    everything: bool
    exact: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    with_variables: tuple[str, ...]

    def has(self, text: str, resolve: Resolve) -> bool:
        """Whether one of the values is, or stands for, this text."""
        if self.everything or text in self.exact:
            return True
        for pattern in self.patterns:
            if pattern.fullmatch(text):
                return True
        for each in self.with_variables:
            filled = filled_pattern(each, resolve)
            if filled is not None and filled.fullmatch(text):
                return True
        return False


class Statement(NamedTuple):
    """One statement. Of each pair (Action and NotAction …) at most one is there."""

    sid: str
    number: int
    """Its place in the policy, from 1."""
    span: tuple[int, int]
    """Where it begins and ends in the policy's text."""
    allows: bool
    actions: Texts | None
    not_actions: Texts | None
    resources: Texts | None
    not_resources: Texts | None
    conditions: tuple[Condition, ...]
    principals: "Principals | None"
    not_principals: "Principals | None"

    def on_action(self, action: str, resolve: Resolve) -> bool:
        """Whether it is about an action, given in lower case."""
        if self.actions is not None:
            return self.actions.has(action, resolve)
        return self.not_actions is not None and not self.not_actions.has(action, resolve)

    def on_resource(self, resource: str, resolve: Resolve) -> bool:
        """Whether it is about a resource; a trust policy names none and is about its role."""
        if self.resources is not None:
            return self.resources.has(resource, resolve)
        return self.not_resources is None or not self.not_resources.has(resource, resolve)


class Principals(NamedTuple):
    """The values of a Principal element, by kind."""

    anyone: bool
    aws: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Federated and canonical users, which a lab has none of."""


class Policy(NamedTuple):
    """A compiled policy."""

    text: str
    statements: tuple[Statement, ...]
    denies: tuple[Statement, ...]
    allows: tuple[Statement, ...]


@lru_cache(maxsize=2048)
def compiled(text: str) -> Policy:
    """The policy that a document says; one that is no policy allows and denies nothing."""
    try:
        document = read(text)
    except NotJson:
        return Policy(text, (), (), ())
    version = document.get("Version")
    statement = document.get("Statement")
    current = version is not None and version.value == CURRENT
    nodes = statement.items() if statement is not None else ()
    statements = tuple(
        _statement(node, number, current=current)
        for number, node in enumerate(nodes, start=1)
        if node.kind == "object"
    )
    return Policy(
        text,
        statements,
        tuple(each for each in statements if not each.allows),
        tuple(each for each in statements if each.allows),
    )


def _statement(node: Node, number: int, *, current: bool) -> Statement:
    def of(name: str) -> Texts | None:
        found = node.get(name)
        if found is None:
            return None
        return _texts(_strings(found), ignore_case=name.endswith("Action"), current=current)

    sid, effect = node.get("Sid"), node.get("Effect")
    return Statement(
        sid=str(sid.value) if sid is not None else "",
        number=number,
        span=(node.at, node.end),
        allows=effect is not None and effect.value == "Allow",
        actions=of("Action"),
        not_actions=of("NotAction"),
        resources=of("Resource"),
        not_resources=of("NotResource"),
        conditions=tuple(_conditions(node.get("Condition"), current=current)),
        principals=_principals(node.get("Principal")),
        not_principals=_principals(node.get("NotPrincipal")),
    )


def _strings(node: Node) -> tuple[str, ...]:
    return tuple(item.text for item in node.items() if item.kind in ("string", "boolean", "number"))


def _texts(written: tuple[str, ...], *, ignore_case: bool, current: bool) -> Texts:
    varying = tuple(text for text in written if current and not ignore_case and has_variable(text))
    fixed = [text.lower() if ignore_case else text for text in written if text not in varying]
    return Texts(
        written=written,
        everything="*" in fixed,
        exact=frozenset(text for text in fixed if not _is_pattern(text)),
        patterns=tuple(wildcard(text) for text in fixed if _is_pattern(text) and text != "*"),
        with_variables=varying,
    )


def _is_pattern(text: str) -> bool:
    return "*" in text or "?" in text


def _conditions(node: Node | None, *, current: bool) -> Iterable[Condition]:
    if node is None:
        return
    for by_operator in node.members():
        if not is_operator(by_operator.key):
            continue
        for by_key in by_operator.node.members():
            values = _strings(by_key.node)
            if not current:
                # An old policy's `${` is a text like any other.
                values = tuple(value.replace("${", "${$}{") for value in values)
            yield condition(by_operator.key, by_key.key, values)


def _principals(node: Node | None) -> Principals | None:
    if node is None:
        return None
    if node.kind != "object":
        return Principals(anyone=node.value == "*")
    by_kind = {member.key: _strings(member.node) for member in node.members()}
    return Principals(
        anyone="*" in by_kind.get("AWS", ()),
        aws=by_kind.get("AWS", ()),
        services=by_kind.get("Service", ()),
        others=by_kind.get("Federated", ()) + by_kind.get("CanonicalUser", ()),
    )
