"""What the operations of Parameter Store share: names, selectors, and how a parameter is shown."""

import base64
import hashlib
from typing import Any, NamedTuple

from ecslab.aws.operations.paging import Refusals
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError, Problem
from ecslab.engine.platform.parameters import SECURE, Parameter, ParameterVersion, find
from ecslab.engine.state import State

KEY = "alias/aws/ssm"
"""The key of the account that AWS keeps for secure parameters."""


class Chosen(NamedTuple):
    """A version of a parameter, and the selector that chose it."""

    parameter: Parameter
    version: ParameterVersion
    selector: str


PAGES = Refusals(size="ValidationException", continuation="InvalidNextToken")
"""How a page is refused."""


def arn_of(state: State, name: str) -> str:
    """The ARN of a parameter; a public one belongs to no account."""
    settings = state.settings
    account = "" if name.startswith("/aws/") else settings.account
    return f"arn:aws:ssm:{settings.region}:{account}:parameter/{name.removeprefix('/')}"


def choose(state: State, reference: str) -> Chosen:
    """The version that a name or ARN means, with `:` and a number or label or without.

    Raises ParameterNotFound and ParameterVersionNotFound.
    """
    bare, _, selector = _without_arn(reference).partition(":")
    parameter = find(state.world.parameters, bare)
    if parameter is None:
        raise not_found(reference)
    version = parameter.selected(selector)
    if version is None:
        raise ApiError(
            "ParameterVersionNotFound",
            f"Systems Manager could not find version {selector} of {bare}. Verify the version and try again.",
        )
    return Chosen(parameter, version, f":{selector}" if selector else "")


def own(state: State, name: str) -> Parameter:
    """The account's own parameter of that name. Raises ParameterNotFound."""
    parameter = find(state.world.parameters, _without_arn(name))
    if parameter is None or parameter.public:
        raise not_found(name)
    return parameter


def not_found(name: str) -> ApiError:
    """What is said of a parameter that does not exist."""
    # Systems Manager sends no message at all: which parameter it was, only the lab can tell.
    return ApiError("ParameterNotFound", "", problem=Problem("no-parameter", name=name))


def show_value(state: State, chosen: Chosen, *, decrypt: bool) -> dict[str, Any]:
    """A parameter with its value, encrypted where it is secure unless `decrypt`."""
    parameter, version, selector = chosen
    shown = {
        "Name": parameter.name,
        "Type": version.type,
        "Value": readable(parameter, version, decrypt=decrypt),
        "Version": version.number,
        "LastModifiedDate": to_datetime(version.modified_at),
        "ARN": arn_of(state, parameter.name),
        "DataType": "text",
    }
    return shown | ({"Selector": selector} if selector else {})


def readable(parameter: Parameter, version: ParameterVersion, *, decrypt: bool) -> str:
    """The value, or what stands for it while it is encrypted: always the same text for one version."""
    if version.type != SECURE or decrypt:
        return version.value
    digest = hashlib.shake_256(f"{parameter.name} {version.number} {version.value}".encode())
    # A ciphertext of KMS begins with bytes of its own, and is longer than what it hides.
    return base64.b64encode(b"\x01\x02\x01\x00" + digest.digest(len(version.value.encode()) + 100)).decode()


def _without_arn(reference: str) -> str:
    """The name in an ARN, as far as it can be told: whether it began with a slash, `find` tries."""
    if not reference.startswith("arn:"):
        return reference
    name = reference.split(":", 5)[-1].removeprefix("parameter")
    return name if name.count("/") > 1 else name.removeprefix("/")
