"""Runs of schedules: attempts at the target, waits between them, and what is written down of it.

AWS invokes a target at least once; the lab does so exactly once.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
"""

import hashlib
from typing import Final

from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import attempts, requests
from ecslab.engine.platform.eventbridge import Outcome
from ecslab.engine.platform.schedules import Schedule, ScheduleRun
from ecslab.engine.schedule import calls
from ecslab.engine.schedule.missed import instant
from ecslab.engine.schedule.timing import next_of
from ecslab.engine.state import State

INVOKE: Final = "schedule-invoke"

MOST_KEPT: Final = 50
"""How many ended runs of a schedule are kept, the newest."""


def begin(state: State, schedule: Schedule, due_at: int, wait_ms: int) -> None:
    """Begin a run that calls its target once `wait_ms` have passed."""
    # The agenda numbers what is added to it, and never gives a number twice.
    number = state.agenda.added + 1
    digest = hashlib.sha256(f"{state.settings.seed} {schedule.key} {number}".encode()).hexdigest()
    run = ScheduleRun(id=digest[:16], schedule=schedule.key, due_at=due_at)
    state.world.schedule_runs.put(run)
    state.after(wait_ms, INVOKE, run.id)


def invoke(state: State, ids: tuple[str, ...]) -> None:
    """Make the next attempt of a run."""
    (run_id,) = ids
    run = state.world.schedule_runs.get(run_id)
    if run is None:
        return
    schedule = state.world.schedules[run.schedule]
    if not run.attempts:
        run = run.replace(called_at=state.now, overlaps=_still_there(state, schedule))
    run = run.replace(attempts=run.attempts + 1)
    text = calls.payload(state, schedule, run)
    try:
        sent = calls.send(state, schedule, run, text)
    except ApiError as error:
        _failed(state, schedule, run.replace(code=error.code, message=error.message), text)
        return
    # A schedule may delete itself: any operation can be its target.
    if run_id in state.world.schedule_runs:
        outcome: Outcome = "not-launched" if sent.failures else "delivered"
        _end(state, schedule, run.replace(tasks=sent.tasks, failures=sent.failures), outcome)


def forget(state: State, schedule_key: str) -> None:
    """Forget the runs of a schedule that is deleted."""
    for table in (state.world.schedule_runs, state.world.schedule_runs_done):
        for run in list(table.where("schedule", schedule_key)):
            table.remove(run.id)


def _failed(state: State, schedule: Schedule, run: ScheduleRun, text: str) -> None:
    """Wait for another attempt, or give up."""
    target, since = schedule.target, run.called_at if run.called_at is not None else run.due_at
    following = attempts.after(
        run.code or "", run.attempts, since, state.now, target.most_attempts, target.longest_age_s
    )
    if following.wait is not None:
        state.world.schedule_runs.put(run.replace(outcome="retrying"))
        state.after(following.wait, INVOKE, run.id)
        return
    _end(state, schedule, run, _give_up(state, schedule, run, text, following.exhausted))


def _give_up(state: State, schedule: Schedule, run: ScheduleRun, text: str, exhausted: str | None) -> Outcome:
    """Send what could not be delivered to the schedule's dead-letter queue, if it has one.

    It is sent under the schedule's role.
    """
    queue = schedule.target.dead_letter
    if queue is None:
        return "failed"
    attributes = {
        "SCHEDULE_ARN": calls.arn_of(state, schedule),
        "TARGET_ARN": schedule.target.arn,
        "EXECUTION_ID": run.id,
        "SCHEDULED_TIME": instant(run.due_at),
        "RETRY_ATTEMPTS": str(run.attempts - 1),
        "ERROR_CODE": attempts.error_code(run.code or ""),
        "ERROR_MESSAGE": run.message or "",
        "IS_PAYLOAD_TRUNCATED": "false",
    }
    if exhausted is not None:
        attributes["EXHAUSTED_RETRY_CONDITION"] = exhausted
    try:
        caller = calls.session(state, schedule, run)
        params = requests.send_message(queue, text, attributes=attributes)
        state.call("sqs", "SendMessage", params, caller, calls.PRINCIPAL)
    except ApiError:
        return "lost"
    return "dead-lettered"


def _end(state: State, schedule: Schedule, run: ScheduleRun, outcome: Outcome) -> None:
    """Write down what became of a run."""
    state.world.schedule_runs.remove(run.id)
    done = state.world.schedule_runs_done
    done.put(run.replace(outcome=outcome, ended_at=state.now))
    if done.count("schedule", schedule.key) > MOST_KEPT:
        done.remove(next(done.where("schedule", schedule.key)).id)
    schedule = state.world.schedules[schedule.key]
    if schedule.deleted_when_done and _is_done(state, schedule):
        state.world.schedules.remove(schedule.key)
        forget(state, schedule.key)


def _is_done(state: State, schedule: Schedule) -> bool:
    """Whether a schedule is never due again, and no run of it is under way.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html
    """
    last = schedule.last_due
    under_way = state.world.schedule_runs.count("schedule", schedule.key)
    return last is not None and not under_way and next_of(schedule, last) is None


def _still_there(state: State, schedule: Schedule) -> int:
    """How many tasks of earlier runs of a schedule have not stopped yet."""
    ids = (
        task for done in state.world.schedule_runs_done.where("schedule", schedule.key) for task in done.tasks
    )
    tasks = (state.world.tasks.get(task) for task in ids)
    return sum(task is not None and task.live for task in tasks)
