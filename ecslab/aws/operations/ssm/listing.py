"""Parameters described, without their values.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.ssm.common import KEY, PAGES, arn_of
from ecslab.aws.operations.ssm.filters import check, fits
from ecslab.engine.clock import to_datetime
from ecslab.engine.platform.parameters import SECURE, Parameter
from ecslab.engine.state import State

_MOST = 50


def describe_parameters(
    call: Call,
    *,
    parameter_filters: Sequence[Mapping[str, Any]] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The account's parameters by name, those that fit the filters."""
    state = call.state
    check(parameter_filters, ("Name", "Path", "Type", "KeyId", "Tier", "DataType", "tag:"))
    found = sorted(
        (each for each in state.world.parameters.values() if fits(state, each, parameter_filters)),
        key=lambda each: each.name,
    )
    chosen = page(found, ("parameters", list(parameter_filters)), max_results, next_token, _MOST, PAGES)
    more = {"NextToken": chosen.token} if chosen.token else {}
    return {"Parameters": [_show(state, each) for each in chosen.items]} | more


def _show(state: State, parameter: Parameter) -> dict[str, Any]:
    latest = parameter.latest
    shown: dict[str, Any] = {
        "Name": parameter.name,
        "ARN": arn_of(state, parameter.name),
        "Type": latest.type,
        "LastModifiedDate": to_datetime(latest.modified_at),
        "LastModifiedUser": latest.modified_by,
        "Version": latest.number,
        "Tier": latest.tier,
        "Policies": [],
        "DataType": "text",
    }
    if latest.type == SECURE:
        shown["KeyId"] = KEY
    if latest.description:
        shown["Description"] = latest.description
    if latest.allowed_pattern is not None:
        shown["AllowedPattern"] = latest.allowed_pattern
    return shown
