"""Why a service's desired count is what it is, as far as scaling sets it."""

from ecslab.engine.records.service import Service
from ecslab.engine.state import State


def of_service(state: State, service: Service) -> list[tuple[str, dict[str, str | int]]]:
    """Between which bounds the service is scaled, and what set its desired count last."""
    target = state.world.scalable_targets.get(service.key)
    if target is None:
        return []
    found: list[tuple[str, dict[str, str | int]]] = [
        ("scaled-between", {"minimum": target.minimum, "maximum": target.maximum})
    ]
    for activity in target.activities[:1]:
        code = "scaled-last" if activity.not_scaled is None else "scaled-not"
        found.append((code, {"did": activity.description, "cause": activity.cause}))
    return found
