"""What the code of a function does in one invocation, and how long it takes.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

from typing import NamedTuple

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.tasks import images
from ecslab.engine.iam.decide import session
from ecslab.engine.platform.functions import Function
from ecslab.engine.program import split_loop
from ecslab.engine.records.application import Stage
from ecslab.engine.state import State
from ecslab.engine.workload import Workload, behaviour

TIMED_OUT = "Sandbox.Timedout"
"""The type of the error of a run that took too long."""

_ANSWERS_IN = 100
"""Milliseconds that code takes which nobody has described."""
_EVERY_CALL = 1 * SECOND
"""How long the first command of a script takes, as in a container."""


class Ran(NamedTuple):
    """How a run of the code went."""

    duration_ms: int
    lines: tuple[str, ...] = ()
    error: str | None = None
    """The type of the error; None when it succeeded."""
    message: str = ""


def run(state: State, function: Function, request: str) -> Ran:
    """Run the code once, as the function's role; what it calls has its effect at once.

    A script's sleeps only add to how long it takes, for an invocation is judged as a whole.
    """
    does = _workload(state, function)
    most = function.timeout * SECOND
    if does is None:
        ran = Ran(_ANSWERS_IN)
    elif does.memory_mib > function.memory:
        return Ran(
            min(_ANSWERS_IN, most),
            does.lines,
            "Runtime.OutOfMemory",
            f"RequestId: {request} Error: Runtime exited with error: signal: killed",
        )
    elif does.script is not None:
        ran = _play(state, function, request, does.script)
    else:
        takes = most + 1 if does.runs_for_ms is None else does.runs_for_ms
        ran = Ran(takes, does.lines, *_exited(request, does.exit_code))
    if ran.duration_ms > most:
        said = f"{request} Task timed out after {function.timeout}.00 seconds"
        return Ran(most, ran.lines, TIMED_OUT, f"RequestId: {said}")
    return ran


def _workload(state: State, function: Function) -> Workload | None:
    """How the function's image behaves; of uploaded code what the scene says of `function:NAME`."""
    if function.image is None:
        return state.settings.images.get(f"function:{function.name}")
    profile = images.known(state, function.image, function.code)
    return behaviour(profile, function.command, function.environment, function.entry_point)


def _play(state: State, function: Function, request: str, script: str) -> Ran:
    """Play a script to its end, or until it has taken longer than the function may."""
    who = session(state, function.role, function.name)
    first, loop = split_loop(script)
    variables = {"AWS_REGION": state.settings.region, **function.environment}
    stage = Stage(script=first, variables=variables, exported=tuple(variables))
    took, lines = _EVERY_CALL, list[str]()
    while took <= function.timeout * SECOND:
        turn = state.api.play(state, stage, who, reachable=True)
        lines += turn.lines
        stage = turn.stage
        if turn.sleeps_ms is not None:
            took += turn.sleeps_ms
        elif turn.exited or loop is None:
            return Ran(took, tuple(lines), *_exited(request, turn.exit_code))
        else:
            stage = stage.replace(script=loop)
            took += _EVERY_CALL
    return Ran(took, tuple(lines))


def _exited(request: str, code: int) -> tuple[str | None, str]:
    if code == 0:
        return None, ""
    said = f"RequestId: {request} Error: Runtime exited with error: exit status {code}"
    return "Runtime.ExitError", said
