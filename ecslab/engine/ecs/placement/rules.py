"""What ECS refuses of placement constraints and strategies, in its words where they are known.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs.placement import query
from ecslab.engine.ecs.refusals import invalid, refused
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy

_MOST_CONSTRAINTS = 10
_MOST_STRATEGIES = 5
_ATTRIBUTE = "attribute:"


def check(
    constraints: Sequence[PlacementConstraint],
    strategies: Sequence[PlacementStrategy],
    launch_type: str,
    *,
    more: int = 0,
) -> None:
    """Raise InvalidParameterException unless a request may ask for this placement.

    `more` are the constraints that its task definition adds.
    """
    if launch_type == "FARGATE":
        if constraints:
            raise invalid("Placement constraints are not supported with FARGATE launch type.")
        if strategies:
            raise invalid("Placement strategies are not supported with FARGATE launch type.")
    if len(constraints) + more > _MOST_CONSTRAINTS:
        raise invalid(f"Placement constraints can have at most {_MOST_CONSTRAINTS} items.")
    if len(strategies) > _MOST_STRATEGIES:
        raise invalid(f"Placement strategies can have at most {_MOST_STRATEGIES} items.")
    for constraint in constraints:
        if constraint.type == "distinctInstance":
            if constraint.expression is not None:
                raise invalid("distinctInstance expression should not be specified.")
        else:
            problem = _expression_problem(constraint)
            if problem is not None:
                raise invalid(problem)
    for strategy in strategies:
        _check_strategy(strategy)


def check_in_definition(constraints: Sequence[PlacementConstraint]) -> None:
    """Raise ClientException unless a task definition may have these constraints."""
    if len(constraints) > _MOST_CONSTRAINTS:
        raise refused(f"Placement constraints can have at most {_MOST_CONSTRAINTS} items.")
    for constraint in constraints:
        if constraint.type != "memberOf":
            raise refused(f"constraint.type '{constraint.type}' is not supported.")
        problem = _expression_problem(constraint)
        if problem is not None:
            raise refused(problem)


def check_filter(expression: str) -> None:
    """Raise InvalidParameterException unless `expression` is one of the cluster query language."""
    try:
        query.parse(expression)
    except query.QueryError as error:
        raise invalid(f"The filter expression is invalid: {error}.") from None


def _expression_problem(constraint: PlacementConstraint) -> str | None:
    if constraint.type != "memberOf":
        return f"constraint.type '{constraint.type}' is not supported."
    if not constraint.expression:
        return "memberOf expression should be specified."
    try:
        query.parse(constraint.expression)
    except query.QueryError as error:
        return f"The memberOf expression is invalid: {error}."
    return None


def _check_strategy(strategy: PlacementStrategy) -> None:
    field = strategy.field or ""
    match strategy.type:
        case "random":
            fits = not field
        case "binpack":
            fits = field.lower() in ("cpu", "memory")
        case "spread":
            named = field.startswith(_ATTRIBUTE) and len(field) > len(_ATTRIBUTE)
            fits = named or field.lower() in ("instanceid", "host")
        case _:
            raise invalid(f"The placement strategy type '{strategy.type}' is not supported.")
    if not fits:
        raise invalid(f"The field '{field}' is not supported by the placement strategy {strategy.type}.")
