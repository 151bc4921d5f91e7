"""What an invocation writes to CloudWatch Logs.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
"""

import hashlib

from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.functions.run import TIMED_OUT
from ecslab.engine.iam.decide import decide, session
from ecslab.engine.logs import streams
from ecslab.engine.platform.functions import Function, Invocation
from ecslab.engine.state import State


def group_of(function: Function) -> str:
    """The log group of a function."""
    return f"/aws/lambda/{function.name}"


def lines(function: Function, ran: Invocation) -> list[tuple[int, str]]:
    """Everything that an invocation leaves in its log: (milliseconds after its start, line)."""
    start, end = ran.init_ms, ran.init_ms + ran.duration_ms
    found = [(0, "INIT_START Runtime Version: lab")] if ran.cold else []
    found.append((start, f"START RequestId: {ran.request} Version: $LATEST"))
    found += [(start, line) for line in ran.written]
    if ran.error is not None:
        found.append((end, _error(ran)))
    found.append((end, f"END RequestId: {ran.request}"))
    found.append((end, _report(function, ran)))
    return found


def _error(ran: Invocation) -> str:
    if ran.error != TIMED_OUT:
        return ran.message
    return f"{to_datetime(ran.ended_at):%Y-%m-%dT%H:%M:%S}.000Z {ran.message.removeprefix('RequestId: ')}"


def _report(function: Function, ran: Invocation) -> str:
    parts = [
        f"REPORT RequestId: {ran.request}",
        f"Duration: {ran.duration_ms}.00 ms",
        f"Billed Duration: {ran.init_ms + ran.duration_ms} ms",
        f"Memory Size: {function.memory} MB",
    ]
    if ran.cold:
        parts.append(f"Init Duration: {ran.init_ms}.00 ms")
    if ran.error == TIMED_OUT:
        parts.append("Status: timeout")
    elif ran.error is not None:
        parts += ["Status: error", f"Error Type: {ran.error}"]
    return "\t".join(parts)


def write(state: State, function: Function, ran: Invocation) -> None:
    """Write an invocation's log, if the function's role may; otherwise nothing is, and nobody is told."""
    group = group_of(function)
    if not _may_log(state, function, group):
        return
    told = lines(function, ran)
    stream = streams.stream_in(state, group, stream_of(state, function, ran))
    streams.write(state, stream, tuple(line for _, line in told), tuple(at for at, _ in told), ran.at)


def stream_of(state: State, function: Function, ran: Invocation) -> str:
    """The stream: one a day. (AWS has one for each environment.)"""
    digest = hashlib.sha256(f"{state.settings.seed} {function.name} {ran.at // 86_400_000}".encode())
    return f"{to_datetime(ran.at):%Y/%m/%d}/[$LATEST]{digest.hexdigest()[:32]}"


def _may_log(state: State, function: Function, group: str) -> bool:
    resource = arn.logs(state.settings, group)
    who = session(state, function.role, function.name)
    needed = ["logs:CreateLogStream", "logs:PutLogEvents"]
    if group not in state.world.log_groups:
        needed.insert(0, "logs:CreateLogGroup")
    return all(decide(state, who, action, resource).allowed for action in needed)
