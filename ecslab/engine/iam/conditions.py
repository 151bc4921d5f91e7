"""The condition operators of the policy language.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
"""

import base64
import binascii
import ipaddress
import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from ecslab.engine.iam.patterns import (
    Resolve,
    arn_matches,
    arn_pattern,
    filled_pattern,
    has_variable,
    substitute,
    wildcard,
)

Test = Callable[[str, str, Resolve], bool]
"""Whether a value of the request is as one value of the policy, which may have variables, wants it."""

Lookup = Callable[[str], tuple[str, ...] | None]
"""The values of a condition key in a request; None when it has no such key."""


class Operator(NamedTuple):
    """A condition operator: how one value is compared, and whether the answer is turned round."""

    test: Test
    negated: bool = False


class Condition(NamedTuple):
    """One key of one operator in a statement's Condition."""

    name: str
    """As the policy spells it: `ForAnyValue:StringLikeIfExists`."""
    key: str
    values: tuple[str, ...]
    operator: Operator | None
    """None for `Null`."""
    qualifier: str
    """ForAllValues, ForAnyValue, or nothing."""
    if_exists: bool

    def holds(self, found: tuple[str, ...] | None, resolve: Resolve) -> bool:
        """Whether a request with these values of the key satisfies the condition."""
        if self.operator is None:
            return any((found is None) is (value.lower() == "true") for value in self.values)
        if found is None:
            return self._holds_without()
        test, negated = self.operator
        each = [any(test(value, wanted, resolve) for wanted in self.values) is not negated for value in found]
        match self.qualifier:
            case "ForAllValues":
                return all(each)
            case "ForAnyValue":
                return any(each)
        # One value is meant; with several, a positive operator wants one of them, a negated one none.
        return bool(each) and (all(each) if negated else any(each))

    def _holds_without(self) -> bool:
        if self.if_exists or self.qualifier == "ForAllValues":
            return True
        return self.operator is not None and self.operator.negated and self.qualifier != "ForAnyValue"


def _text(test: Callable[[str, str], bool]) -> Test:
    def compare(found: str, wanted: str, resolve: Resolve) -> bool:
        if has_variable(wanted):
            filled = substitute(wanted, resolve)
            return filled is not None and test(found, filled)
        return test(found, wanted)

    return compare


def _like(found: str, wanted: str, resolve: Resolve) -> bool:
    pattern = filled_pattern(wanted, resolve) if has_variable(wanted) else wildcard(wanted)
    return pattern is not None and pattern.fullmatch(found) is not None


def _arn_like(found: str, wanted: str, resolve: Resolve) -> bool:
    pattern = arn_pattern(wanted, resolve) if has_variable(wanted) else _plain_arn(wanted)
    return pattern is not None and arn_matches(pattern, found)


@lru_cache(maxsize=1024)
def _plain_arn(wanted: str) -> tuple[Any, ...] | None:
    return arn_pattern(wanted, lambda _: None)


def _measured(read: Callable[[str], Any], test: Callable[[Any, Any], bool]) -> Test:
    def compare(found: str, wanted: str, resolve: Resolve) -> bool:  # noqa: ARG001  # variables are for texts
        one, other = read(found), read(wanted)
        return one is not None and other is not None and test(one, other)

    return compare


def number(text: str) -> Decimal | None:
    """The number that a text is."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def moment(text: str) -> Decimal | None:
    """The seconds since the Unix epoch that a text means: ISO 8601, or the number itself."""
    seconds = number(text)
    if seconds is not None and not (len(text) == 4 and text.isdigit()):
        return seconds
    if len(text) in (4, 7):  # a year, or a year and a month
        text = f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Decimal(str((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()))


def truth(text: str) -> bool | None:
    """The boolean that a text is."""
    return {"true": True, "false": False}.get(text.lower())


def network(text: str) -> Any:
    """The network that a text is, in CIDR notation; a single address is a network of its own."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def octets(text: str) -> bytes | None:
    """The bytes that a text is in base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _within(found: Any, wanted: Any) -> bool:
    return found.version == wanted.version and bool(found.subnet_of(wanted))


def _equals(found: str, wanted: str) -> bool:
    return found == wanted


def _equals_any_case(found: str, wanted: str) -> bool:
    return found.lower() == wanted.lower()


_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
OPERATORS: Mapping[str, Operator] = {
    "StringEquals": Operator(_text(_equals)),
    "StringNotEquals": Operator(_text(_equals), negated=True),
    "StringEqualsIgnoreCase": Operator(_text(_equals_any_case)),
    "StringNotEqualsIgnoreCase": Operator(_text(_equals_any_case), negated=True),
    "StringLike": Operator(_like),
    "StringNotLike": Operator(_like, negated=True),
    "ArnEquals": Operator(_arn_like),
    "ArnLike": Operator(_arn_like),
    "ArnNotEquals": Operator(_arn_like, negated=True),
    "ArnNotLike": Operator(_arn_like, negated=True),
    **{f"Numeric{name}": Operator(_measured(number, test)) for name, test in _ORDERS.items()},
    "NumericNotEquals": Operator(_measured(number, operator.eq), negated=True),
    **{f"Date{name}": Operator(_measured(moment, test)) for name, test in _ORDERS.items()},
    "DateNotEquals": Operator(_measured(moment, operator.eq), negated=True),
    "Bool": Operator(_measured(truth, operator.is_)),
    "BinaryEquals": Operator(_measured(octets, operator.eq)),
    "IpAddress": Operator(_measured(network, _within)),
    "NotIpAddress": Operator(_measured(network, _within), negated=True),
}
"""Every operator but `Null`, which asks about the key and not its value."""

QUALIFIERS = ("ForAllValues", "ForAnyValue")


def split_name(name: str) -> tuple[str, str, bool]:
    """The qualifier, the operator and whether it ends in IfExists, of an operator as a policy spells it."""
    qualifier, colon, rest = name.rpartition(":")
    if colon and qualifier not in QUALIFIERS:
        rest, qualifier = name, ""
    bare = rest.removesuffix("IfExists")
    return qualifier, bare, bare != rest


def is_operator(name: str) -> bool:
    """Whether a policy may use an operator of this name."""
    _, bare, if_exists = split_name(name)
    return bare in OPERATORS or (bare == "Null" and not if_exists)


def condition(name: str, key: str, values: tuple[str, ...]) -> Condition:
    """The condition that a policy writes so. Raises KeyError for an operator that there is not."""
    qualifier, bare, if_exists = split_name(name)
    found = None if bare == "Null" else OPERATORS[bare]
    return Condition(name, key, values, found, qualifier, if_exists)
