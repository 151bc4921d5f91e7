"""How a function's last invocations went, as codes and values.

The words for each code stand in the catalogues, at `engine.why.<code>`.
"""

from collections.abc import Iterator

from ecslab.engine.clock import format_duration
from ecslab.engine.functions.invoke import busy
from ecslab.engine.functions.run import TIMED_OUT
from ecslab.engine.platform.functions import Function, Invocation
from ecslab.engine.state import State

Reason = tuple[str, dict[str, str | int]]

SHOWN = 3
"""How many invocations are told of."""


def of_function(state: State, function: Function) -> Iterator[Reason]:
    """What a function is doing, and what came of its last invocations."""
    yield "function", {"function": function.name, "times": function.invoked, "busy": busy(state, function)}
    if state.now < function.active_at:
        yield "function-pending", {"wait": format_duration(function.active_at - state.now)}
    if function.reserved is not None:
        yield "function-reserved", {"limit": function.reserved}
    last = list(state.world.invocations.where("function", function.name))[-SHOWN:]
    for ran in reversed(last):
        yield from _of_invocation(state, function, ran)


def _of_invocation(state: State, function: Function, ran: Invocation) -> Iterator[Reason]:
    values: dict[str, str | int] = {
        "ago": format_duration(state.now - ran.at),
        "took": format_duration(ran.duration_ms),
    }
    if ran.error is None:
        yield "function-succeeded", values
    elif ran.error == TIMED_OUT:
        yield "function-timed-out", values | {"timeout": format_duration(function.timeout * 1000)}
    else:
        yield "function-failed", values | {"message": ran.message}
    if ran.denied is not None:
        yield "function-denied", {"message": ran.denied}
