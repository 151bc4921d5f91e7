"""The grammar of policy documents: what IAM says of a malformed one, and where the lab finds the fault.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ecslab.engine.errors import ApiError, Problem, suggest
from ecslab.engine.iam.conditions import OPERATORS, is_operator, moment, split_name
from ecslab.engine.iam.json_places import Member, Node, NotJson, place, read
from ecslab.engine.iam.services import SERVICES

SYNTAX = "Syntax errors in policy."
_TOP = ("Version", "Id", "Statement")
_ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_VERSIONS = ("2012-10-17", "2008-10-17")
_PRINCIPALS = ("AWS", "Service", "Federated", "CanonicalUser")
_PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "*")
_IAM_PATHS = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)
_ASSUMING = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
)
_SID = re.compile(r"[A-Za-z0-9]*")
_VENDOR = re.compile(r"[A-Za-z0-9.-]+")


class Fault(NamedTuple):
    """What is wrong with a document: AWS's message, and the lab's own code, place and values."""

    message: str
    code: str
    at: int
    values: Mapping[str, str | int] = MappingProxyType({})


def check_identity(text: str) -> None:
    """Raise MalformedPolicyDocument unless `text` is a policy for a user, a group or a role."""
    _raise_first(text, _identity)


def check_trust(text: str, is_there: Callable[[str], bool]) -> None:
    """Raise MalformedPolicyDocument unless `text` is a role's trust policy.

    `is_there` tells whether the principal of an ARN exists: IAM refuses those that do not.
    """

    def faults(document: Node) -> Iterator[Fault]:
        yield from _trust(document, is_there)

    _raise_first(text, faults, not_json="This policy contains invalid Json")


def _raise_first(text: str, faults: Callable[[Node], Iterator[Fault]], not_json: str = SYNTAX) -> None:
    try:
        document = read(text)
    except NotJson as error:
        raise _malformed(text, Fault(not_json, f"policy-json-{error.what}", error.at)) from None
    fault = next(faults(document), None)
    if fault is not None:
        raise _malformed(text, fault)


def _malformed(text: str, fault: Fault) -> ApiError:
    line, column = place(text, fault.at)
    problem = Problem(fault.code, line=line, column=column, **fault.values)
    return ApiError("MalformedPolicyDocument", fault.message, problem=problem)


def _identity(document: Node) -> Iterator[Fault]:
    yield from _shape(document)
    version = document.get("Version")
    if version is None or version.value != _VERSIONS[0]:
        at = version.at if version is not None else document.at
        yield Fault("Policy document must be version 2012-10-17 or greater.", "policy-version-old", at)
    statements = _statements(document)
    for node in statements:
        for name in ("Principal", "NotPrincipal"):
            member = _member(node, name)
            if member is not None:
                message = "Policy document should not specify a principal."
                yield Fault(message, "policy-principal-prohibited", member.at, {"element": name})
    yield from _parsed(statements)
    yield from _sids(statements)
    yield from _actions(statements)
    for node in statements:
        for member in (_member(node, "Resource"), _member(node, "NotResource")):
            if member is not None:
                yield from _resources(member.node)
    yield from _prefixes(statements)
    for node in statements:
        found = node.get("Resource") or node.get("NotResource")
        if found is None or (found.kind == "array" and not found.items()):
            at = found.at if found is not None else node.at
            yield Fault("Policy statement must contain resources.", "policy-resource-missing", at)


def _trust(document: Node, is_there: Callable[[str], bool]) -> Iterator[Fault]:
    yield from _shape(document)
    statements = _statements(document)
    for node in statements:
        for name in ("Resource", "NotResource"):
            member = _member(node, name)
            if member is not None:
                message = f"Has prohibited field {name}"
                yield Fault(message, "policy-resource-prohibited", member.at, {"element": name})
        if node.get("Principal") is None and node.get("NotPrincipal") is None:
            message = "Missing required field Principal"
            yield Fault(message, "policy-principal-missing", node.at)
    yield from _parsed(statements)
    yield from _sids(statements)
    for node in statements:
        action = node.get("Action") or node.get("NotAction")
        if action is None:
            yield Fault("Missing required field Action", "policy-action-missing", node.at)
            continue
        for item in action.items():
            if item.value not in (*_ASSUMING, "sts:*", "*"):
                message = "AssumeRole policy may only specify STS AssumeRole actions."
                values: dict[str, str | int] = {"action": item.text, **suggest(item.text, _ASSUMING)}
                yield Fault(message, "policy-trust-action", item.at, values)
    for node in statements:
        principal = node.get("Principal") or node.get("NotPrincipal")
        if principal is not None:
            yield from _named(principal, is_there)


def _named(principal: Node, is_there: Callable[[str], bool]) -> Iterator[Fault]:
    for member in principal.members():
        for item in member.node.items():
            name = item.text
            if member.key == "Service" and name not in SERVICES:
                message = f'Invalid principal in policy: "SERVICE":"{name}"'
                values: dict[str, str | int] = {"name": name, **suggest(name, SERVICES)}
                if "near" not in values:
                    values.pop("known", None)  # the list is too long to be of help
                yield Fault(message, "policy-service-unknown", item.at, values)
            if member.key == "AWS" and name != "*" and not is_there(name):
                message = f'Invalid principal in policy: "AWS":"{name}"'
                yield Fault(message, "policy-principal-unknown", item.at, {"name": name})


def _shape(document: Node) -> Iterator[Fault]:
    """What has another form than the grammar gives it; IAM tells no more of it than that."""
    if document.kind != "object":
        yield Fault(SYNTAX, "policy-not-object", document.at, {"element": "policy"})
        return
    yield from _known(document, _TOP)
    version, statement = document.get("Version"), document.get("Statement")
    if version is not None and version.value not in _VERSIONS:
        yield Fault(SYNTAX, "policy-version", version.at, {"found": version.text})
    if statement is None:
        yield Fault(SYNTAX, "policy-missing", document.at, {"element": "Statement"})
        return
    if statement.kind == "array" and not statement.items():
        yield Fault(SYNTAX, "policy-empty", statement.at, {"element": "Statement"})
    for node in statement.items():
        yield from _statement(node)


def _statement(node: Node) -> Iterator[Fault]:
    if node.kind != "object":
        yield Fault(SYNTAX, "policy-not-object", node.at, {"element": "Statement"})
        return
    yield from _known(node, _ELEMENTS)
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")):
        member = _member(node, other)
        if member is not None and _member(node, one) is not None:
            yield Fault(SYNTAX, "policy-both", member.at, {"one": one, "other": other})
    yield from _effect(node)
    sid = node.get("Sid")
    if sid is not None and sid.kind != "string":
        yield Fault(SYNTAX, "policy-not-text", sid.at, {"element": "Sid"})
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        found = node.get(name)
        for item in found.items() if found is not None else ():
            if item.kind != "string":
                yield Fault(SYNTAX, "policy-not-text", item.at, {"element": name})
    for name in ("Principal", "NotPrincipal"):
        found = node.get(name)
        if found is not None:
            yield from _principal(found, name)
    yield from _conditions(node.get("Condition"))


def _effect(node: Node) -> Iterator[Fault]:
    effect = node.get("Effect")
    if effect is None:
        yield Fault(SYNTAX, "policy-missing", node.at, {"element": "Effect"})
    elif effect.value not in ("Allow", "Deny"):
        near = suggest(effect.text.capitalize(), ("Allow", "Deny"))
        if effect.text.capitalize() in ("Allow", "Deny"):
            near = {"near": effect.text.capitalize()}
        yield Fault(SYNTAX, "policy-effect", effect.at, {"found": effect.text, **near})


def _principal(node: Node, element: str) -> Iterator[Fault]:
    if node.kind != "object":
        if node.value != "*":
            yield Fault(SYNTAX, "policy-principal-form", node.at, {"element": element})
        return
    yield from _known(node, _PRINCIPALS)


def _conditions(node: Node | None) -> Iterator[Fault]:
    if node is None:
        return
    if node.kind != "object":
        yield Fault(SYNTAX, "policy-not-object", node.at, {"element": "Condition"})
        return
    for by_operator in node.members():
        if not is_operator(by_operator.key):
            yield Fault(SYNTAX, "policy-operator", by_operator.at, _operator(by_operator.key))
        if by_operator.node.kind != "object":
            yield Fault(SYNTAX, "policy-not-object", by_operator.node.at, {"element": by_operator.key})
        for by_key in by_operator.node.members():
            for item in by_key.node.items():
                if item.kind not in ("string", "boolean", "number"):
                    yield Fault(SYNTAX, "policy-not-text", item.at, {"element": by_key.key})


def _operator(name: str) -> dict[str, str | int]:
    """The nearest operator to one that there is not, with the qualifier and the ending that it was given."""
    qualifier, bare, if_exists = split_name(name)
    near = suggest(bare, [*OPERATORS, "Null"])
    if "near" not in near:
        return {"found": name}
    return {
        "found": name,
        "near": f"{qualifier}{':' if qualifier else ''}{near['near']}{'IfExists' * if_exists}",
    }


def _parsed(statements: Iterable[Node]) -> Iterator[Fault]:
    """What passes for a policy and still cannot be read: dates that are none."""
    for node in statements:
        condition = node.get("Condition")
        for by_operator in condition.members() if condition is not None else ():
            if not split_name(by_operator.key)[1].startswith("Date"):
                continue
            for by_key in by_operator.node.members():
                for item in by_key.node.items():
                    if "${" not in item.text and moment(item.text) is None:
                        message = "The policy failed legacy parsing"
                        yield Fault(message, "policy-date", item.at, {"found": item.text})


def _sids(statements: Iterable[Node]) -> Iterator[Fault]:
    seen: set[str] = set()
    for node in statements:
        sid = node.get("Sid")
        if sid is None or not sid.value:
            continue
        if not _SID.fullmatch(sid.text):
            message = (
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
                "expression [0-9A-Za-z]*"
            )
            yield Fault(message, "policy-sid", sid.at, {"sid": sid.text})
        if sid.text in seen:
            message = "Statement IDs (SID) in a single policy must be unique."
            yield Fault(message, "policy-sid-twice", sid.at, {"sid": sid.text})
        seen.add(sid.text)


def _actions(statements: Iterable[Node]) -> Iterator[Fault]:
    for node in statements:
        found = node.get("Action") or node.get("NotAction")
        if found is None or (found.kind == "array" and not found.items()):
            at = found.at if found is not None else node.at
            yield Fault("Policy statement must contain actions.", "policy-action-missing", at)


def _prefixes(statements: Iterable[Node]) -> Iterator[Fault]:
    for node in statements:
        for item in (item for name in ("Action", "NotAction") if (f := node.get(name)) for item in f.items()):
            action = item.text
            vendor, colon, rest = action.partition(":")
            if not colon and action != "*":
                message = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
                yield Fault(message, "policy-action", item.at, {"action": action})
            elif ":" in rest:
                message = "Actions/Condition can contain only one colon."
                yield Fault(message, "policy-action", item.at, {"action": action})
            elif vendor != "*" and not _VENDOR.fullmatch(vendor):
                yield Fault(f"Vendor {vendor} is not valid", "policy-action", item.at, {"action": action})


def _resources(node: Node) -> Iterator[Fault]:
    for item in node.items():
        message = _resource(item.text)
        if message is not None:
            yield Fault(message, "policy-resource", item.at, {"resource": item.text})


def _resource(text: str) -> str | None:
    """What IAM says of a resource in an identity-based policy; None when it is an ARN or `*`."""
    if text == "*":
        return None
    parts = text.split(":", 5)
    if parts[0] != "arn" or len(parts) == 1:
        return f'Resource {text} must be in ARN format or "*".'
    if len(parts) > 2 and parts[1] not in _PARTITIONS and "${" not in parts[1]:
        rest = [*parts[2:], "*", "*", "*", "*"][:4]
        return f'Partition "{parts[1]}" is not valid for resource "arn:{parts[1]}:{":".join(rest)}".'
    if len(parts) < 3 or not parts[2]:
        return "Resource vendor must be fully qualified and cannot contain regexes."
    if len(parts) < 6 and "*" not in parts[-1]:
        return "The policy failed legacy parsing"
    return _regional(text, parts)


def _regional(text: str, parts: list[str]) -> str | None:
    if len(parts) < 6:
        return None
    service, region, path = parts[2], parts[3], parts[5]
    if service == "iam" and region not in ("", "*"):
        return f"IAM resource {text} cannot contain region information."
    if service == "s3" and region and not path.startswith("accesspoint"):
        return f"Resource {text} can not contain region information."
    if service == "iam" and not path.startswith((*_IAM_PATHS, "*", "root", "$")):
        return f'IAM resource path must either be "*" or start with {", ".join(_IAM_PATHS)}.'
    return None


def _known(node: Node, names: Iterable[str]) -> Iterator[Fault]:
    names = tuple(names)
    for member in node.members():
        if member.key not in names:
            near = suggest(member.key, names)
            same = next((name for name in names if name.lower() == member.key.lower()), None)
            values: dict[str, str | int] = {"element": member.key, **({"near": same} if same else near)}
            yield Fault(SYNTAX, "policy-element", member.at, values)


def _statements(document: Node) -> tuple[Node, ...]:
    statement = document.get("Statement")
    return statement.items() if statement is not None else ()


def _member(node: Node, name: str) -> Member | None:
    return next((member for member in node.members() if member.key == name), None)
