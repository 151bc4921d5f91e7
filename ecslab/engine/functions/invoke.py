"""Invocations: at once or of an event that waits, in warm environments or cold ones, and tried again.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

import json

from ecslab.engine.clock import MINUTE, SECOND
from ecslab.engine.errors import ApiError
from ecslab.engine.functions import output
from ecslab.engine.functions.run import run
from ecslab.engine.iam.decide import session
from ecslab.engine.platform.functions import Function, Invocation, Retries, Usage
from ecslab.engine.state import State

EVENT = "function.event"
"""Agenda: the event of that request is given to that function, for that attempt."""

CONCURRENCY = 1_000
"""How many invocations an account may run at a time."""
WARM_MS = 10 * MINUTE
"""How long an idle environment is kept (AWS tells no figure)."""
MOST = 1_000
"""How many invocations are kept to be looked at."""

_INIT_MS = {"Image": 1_200, "Zip": 250}
"""How long a new environment takes to start."""
_WAITS_MS = (1 * MINUTE, 2 * MINUTE)
"""How long an event waits before each further attempt."""


def invoke(state: State, function: Function) -> Invocation:
    """Run a function now. Raises TooManyRequestsException when too many of its runs are under way."""
    limit = CONCURRENCY if function.reserved is None else function.reserved
    if busy(state, function) >= limit or (function.reserved is None and _busy_in_all(state) >= CONCURRENCY):
        raise ApiError("TooManyRequestsException", "Rate Exceeded.", status=429)
    return _run(state, function, state.chance.uuid())


def send(state: State, function: Function) -> None:
    """Take an event that the function is given as soon as it can be."""
    state.after(0, EVENT, function.name, state.chance.uuid(), "0", str(state.now))


def event(state: State, ids: tuple[str, ...]) -> None:
    """Give an event to its function; what fails is tried again, and at last given up."""
    name, request, attempt, since = ids[0], ids[1], int(ids[2]), int(ids[3])
    function = state.world.functions.get(name)
    if function is None:
        return
    retries = function.retries or Retries(changed_at=0)
    if state.now - since > retries.oldest * SECOND:
        _give_up(state, function, request, "EventAgeExceeded")
        return
    limit = CONCURRENCY if function.reserved is None else function.reserved
    if busy(state, function) >= limit or state.now < function.active_at:
        # Throttled events stay in the queue and count as no attempt.
        state.after(MINUTE, EVENT, name, request, str(attempt), str(since))
        return
    ran = _run(state, function, request, attempt=attempt, asynchronous=True)
    if ran.error is None:
        return
    if attempt < retries.attempts:
        wait = ran.ended_at - state.now + _WAITS_MS[min(attempt, 1)]
        state.after(wait, EVENT, name, request, str(attempt + 1), str(since))
    else:
        _give_up(state, function, request, "RetriesExhausted", ran)


def busy(state: State, function: Function) -> int:
    """How many runs of a function are under way."""
    return sum(until - WARM_MS > state.now for until in function.warm)


def _busy_in_all(state: State) -> int:
    return sum(busy(state, each) for each in state.world.functions.values())


def _run(
    state: State, function: Function, request: str, *, attempt: int = 0, asynchronous: bool = False
) -> Invocation:
    kept = [until for until in function.warm if until > state.now]
    idle = [until for until in kept if until - WARM_MS <= state.now]
    cold = not idle
    init_ms = _INIT_MS[function.package] if cold else 0
    before = state.world.api_calls.last()
    ran = run(state, function, request)
    last = state.world.invocations.last()
    made = Invocation(
        number=last.number + 1 if last is not None else 1,
        function=function.name,
        request=request,
        at=state.now,
        attempt=attempt,
        asynchronous=asynchronous,
        cold=cold,
        duration_ms=ran.duration_ms,
        init_ms=init_ms,
        written=ran.lines,
        error=ran.error,
        message=ran.message,
        denied=_denied(state, before.number if before is not None else 0, function),
    )
    state.world.invocations.put(made)
    outdated = str(made.number - MOST)
    if outdated in state.world.invocations:
        state.world.invocations.remove(outdated)
    if idle:
        kept.remove(idle[-1])
    warm = tuple(sorted([*kept, made.ended_at + WARM_MS]))
    state.world.functions.put(function.replace(warm=warm, invoked=function.invoked + 1))
    _meter(state, function, made)
    output.write(state, function, made)
    return made


def _denied(state: State, before: int, function: Function) -> str | None:
    """What AWS said when it last refused a call that the code made."""
    role = f"assumed-role/{function.role.rsplit('/', 1)[-1]}/{function.name}"
    last = state.world.api_calls.last()
    for number in range(last.number if last is not None else 0, before, -1):
        call = state.world.api_calls.get(str(number))
        if call is not None and call.error is not None and call.caller.endswith(role):
            return call.message
    return None


def _meter(state: State, function: Function, ran: Invocation) -> None:
    used = Usage(function=function.name, architecture=function.architecture)
    used = state.world.function_usage.get(used.key) or used
    took_ms = ran.init_ms + ran.duration_ms
    state.world.function_usage.put(
        used.replace(
            requests=used.requests + 1,
            mib_ms=used.mib_ms + function.memory * took_ms,
            memory=function.memory,
            task_seconds=used.task_seconds + max(60, -(-ran.duration_ms // SECOND)),
        )
    )


def _give_up(state: State, function: Function, request: str, why: str, ran: Invocation | None = None) -> None:
    """Put an event that is given up into the function's dead-letter queue, if it has one."""
    if function.dead_letters is None:
        return
    region, account, name = function.dead_letters.split(":")[3:6]
    attributes = {
        "RequestID": {"DataType": "String", "StringValue": request},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": (ran.message if ran else why) or why},
    }
    message = {
        "QueueUrl": f"https://sqs.{region}.amazonaws.com/{account}/{name}",
        "MessageBody": json.dumps({}),
        "MessageAttributes": attributes,
    }
    try:
        state.call("sqs", "SendMessage", message, session(state, function.role, function.name))
    except ApiError:
        # AWS drops what it cannot put there, and counts it.
        return
