"""Following paths into items: what stands there, and the item with something else there."""

from collections.abc import Mapping
from typing import Any

from ecslab.engine.dynamodb.nodes import Path, Step
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.platform.dynamodb import Attributes


def at(item: Mapping[str, Any], path: Path) -> dict[str, Any] | None:
    """The value at `path`, or None."""
    value: Any = {"M": item}
    for step in path:
        value = _inner(value, step)
        if value is None:
            return None
    found: dict[str, Any] = value
    return found


def with_value(item: Attributes, path: Path, value: dict[str, Any]) -> Attributes:
    """The item with `value` at `path`. Raises ValidationException when nothing leads there."""
    changed: Attributes = _put({"M": item}, path, value)["M"]
    return changed


def without(item: Attributes, path: Path) -> Attributes:
    """The item without what stands at `path`. Raises ValidationException when nothing leads there."""
    changed: Attributes = _drop({"M": item}, path)["M"]
    return changed


def projected(item: Attributes, paths: tuple[Path, ...]) -> Attributes:
    """What of the item stands at the paths, in its own structure; lists close up."""
    tree: dict[Step, Any] = {}
    for path in paths:
        branch = tree
        for step in path:
            branch = branch.setdefault(step, {})
    found = _project({"M": item}, tree)
    return found["M"] if found is not None else {}


def _inner(value: Any, step: Step) -> Any:
    if isinstance(step, str):
        return value["M"].get(step) if "M" in value else None
    items = value.get("L")
    return items[step] if items is not None and step < len(items) else None


def _put(value: dict[str, Any], path: Path, new: dict[str, Any]) -> dict[str, Any]:
    if not path:
        return new
    step, *rest = path
    inner = _inner(value, step)
    if rest and inner is None:
        raise _astray()
    made = _put(inner, tuple(rest), new) if rest else new
    if isinstance(step, str) and "M" in value:
        return {"M": value["M"] | {step: made}}
    if isinstance(step, int) and "L" in value:
        items = value["L"]
        # A number beyond the end appends.
        return {"L": [*items[:step], made, *items[step + 1 :]]}
    raise _astray()


def _drop(value: dict[str, Any], path: Path) -> dict[str, Any]:
    step, *rest = path
    fits = "M" in value if isinstance(step, str) else "L" in value
    inner = _inner(value, step)
    if not fits or (rest and inner is None):
        raise _astray()
    if inner is None:
        return value
    if isinstance(step, str):
        kept = {name: item for name, item in value["M"].items() if name != step}
        return {"M": value["M"] | {step: _drop(inner, tuple(rest))} if rest else kept}
    items = value["L"]
    return {"L": [*items[:step], *([_drop(inner, tuple(rest))] if rest else []), *items[step + 1 :]]}


def _project(value: dict[str, Any], tree: dict[Step, Any]) -> dict[str, Any] | None:
    if not tree:
        return value
    chosen = [(step, _inner(value, step), tree[step]) for step in tree]
    found = [(step, _project(inner, branch)) for step, inner, branch in chosen if inner is not None]
    present = [(step, inner) for step, inner in found if inner is not None]
    if not present:
        return None
    if "M" in value:
        return {"M": {str(step): inner for step, inner in present}}
    return {"L": [inner for _, inner in sorted(present, key=lambda pair: int(pair[0]))]}


def _astray() -> Exception:
    return invalid("The document path provided in the update expression is invalid for update")
