"""The API history: every call that reached AWS, from outside or from inside the lab, newest kept.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
"""

from ecslab.engine.records.api_call import ApiCall
from ecslab.engine.state import State

MOST = 10_000
"""How many calls are kept; AWS keeps those of 90 days."""


def write(
    state: State,
    service: str,
    operation: str,
    caller: str,
    via: str | None,
    request: str,
    *,
    response: str | None = None,
    error: str | None = None,
    message: str | None = None,
) -> None:
    """Write down a call that was answered with `response`, or refused with `error` and `message`."""
    last = state.world.api_calls.last()
    made = ApiCall(
        number=last.number + 1 if last is not None else 1,
        at=state.now,
        service=service,
        operation=operation,
        caller=caller,
        via=via,
        request=request,
        response=response,
        error=error,
        message=message,
    )
    state.world.api_calls.put(made)
    outdated = str(made.number - MOST)
    if outdated in state.world.api_calls:
        state.world.api_calls.remove(outdated)
