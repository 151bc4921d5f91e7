"""What CloudWatch's operations have in common: how metrics are written, pages, and what is refused."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from ecslab.aws.operations.instants import read_instant
from ecslab.aws.operations.paging import Refusals, page
from ecslab.aws.operations.tag_lists import read_tags
from ecslab.engine.cloudwatch import statistics
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.metrics import Dimensions

_MOST_DIMENSIONS = 30
_CODES = Refusals(size="ValidationError", continuation="InvalidNextToken")


def read_dimensions(dimensions: Sequence[Mapping[str, str]], place: str = "Dimensions") -> Dimensions:
    """The dimensions of a request, which may stand in any order. Raises InvalidParameterValue."""
    if len(dimensions) > _MOST_DIMENSIONS:
        raise invalid(f"The collection {place} must not have a size greater than {_MOST_DIMENSIONS}.")
    names = [each["Name"] for each in dimensions]
    if len(set(names)) < len(names):
        raise invalid(f"The parameter {place} must not have a name twice.")
    return tuple(sorted((each["Name"], each["Value"]) for each in dimensions))


def show_dimensions(dimensions: Dimensions) -> list[dict[str, str]]:
    """Dimensions as an answer has them."""
    return [{"Name": name, "Value": value} for name, value in dimensions]


def instant(value: Any, place: str) -> int:
    """An instant of a request, in milliseconds since the epoch. Raises InvalidParameterValue."""
    try:
        return read_instant(value, place)
    except ApiError as wrong:
        raise invalid(f"The value {value} for parameter {place} is invalid.") from wrong


def tags_in(given: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Tags of a request. Raises InvalidParameterValue for one without a key."""
    try:
        return read_tags(given)
    except ApiError as wrong:
        raise invalid(wrong.message) from wrong


def pages(
    items: Sequence[Any],
    filters: Sequence[object],
    size: int | None,
    token: str | None,
    most: int,
    codes: Refusals = _CODES,
) -> tuple[list[Any], dict[str, str]]:
    """A page of `items`, and what continues it. Raises ApiError with one of `codes`."""
    found = page(items, filters, size, token, most, codes)
    return found.items, {"NextToken": found.token} if found.token else {}


def check_extended(statistic: str) -> None:
    """Raise for an extended statistic that AWS, or the lab, does not have."""
    if not statistics.is_extended(statistic):
        raise invalid(f"The value {statistic} for parameter ExtendedStatistics is not supported.")
    if not statistics.is_percentile(statistic):
        refuse_statistic(statistic)


def refuse_statistic(statistic: str) -> NoReturn:
    """Say that a statistic is not simulated."""
    raise NotSimulated(
        f"ecslab does not simulate the statistic {statistic}; it simulates percentiles such as p99."
    )


def refuse_seconds(place: str, seconds: int) -> NoReturn:
    """Say that data are kept by the minute."""
    raise NotSimulated(
        f"ecslab does not simulate metrics of high resolution ({place} {seconds}); use multiples of 60."
    )


def invalid(message: str) -> ApiError:
    """The refusal of a value."""
    return ApiError("InvalidParameterValue", message)


def combination(message: str) -> ApiError:
    """The refusal of what does not go together."""
    return ApiError("InvalidParameterCombination", message)
