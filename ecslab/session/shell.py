"""What the terminal's lines do at the desk: each is a piece of work that gives what to print."""

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ecslab.aws.shell import CommandResult, ScriptError, parse
from ecslab.course.exercise import Exercise
from ecslab.engine.clock import format_duration, parse_duration
from ecslab.engine.errors import NOT_SIMULATED, EcslabError
from ecslab.engine.explain import explain
from ecslab.engine.faults import FAULTS, Fault, written
from ecslab.grading.limits import OutOfBounds
from ecslab.grading.play import error_code
from ecslab.locale import Words, words
from ecslab.progress.records import Broke, Passed, Ran
from ecslab.session.bill_text import bill_text
from ecslab.session.cards import goal_rows, reason_text
from ecslab.session.desk import Desk, Stopped
from ecslab.session.lab_commands import LabCommand
from ecslab.session.printed import Printed, Work
from ecslab.session.sentence import sentence
from ecslab.session.values import MARKS, Standing

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab


def lab_work(command: LabCommand, language: str) -> Work | None:
    """What one of the lab's own commands does at a desk; None for one that is for its screen to do."""
    say, argument = words(language), command.argument
    match command.name:
        case "why":
            return why(argument, say)
        case "kill":
            return kill(argument, say)
        case "fault":
            return fault(argument, say)
        case "operations":
            return operations(argument, language)
        case "wait":
            return wait(argument, say)
        case "undo":
            return undo(say)
        case "bill":
            return bill(argument, say)
        case "journal":
            return journal(say)
    return None


def script(text: str, language: str) -> Work:
    """Run a line or a script; what it prints is printed as it is."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        printed: list[Printed] = []

        def show(result: CommandResult) -> None:
            if result.stdout:
                printed.append(Printed(result.stdout, "out"))
            if result.stderr:
                printed.append(Printed(result.stderr.strip("\n"), "error"))
            if error_code(result.stderr) == NOT_SIMULATED:
                printed.append(Printed(words(language)("engine.not-simulated"), "word"))
            if result.outcome is not None and result.outcome.problem is not None:
                printed.append(Printed(sentence(result.outcome.problem, language), "word"))

        try:
            desk.run(text, show)
        except ScriptError as error:
            printed += _refused(text, error, language)
        except OutOfBounds as error:
            printed.append(Printed(sentence(error, language), "error"))
        except Stopped:
            printed.append(Printed(words(language)("tui.terminal.stopped"), "word"))
        return tuple(printed)

    return work


def _refused(text: str, error: ScriptError, language: str) -> tuple[Printed, ...]:
    """What is wrong with a script, below the line that it is wrong with and a mark of the place."""
    line = text.split("\n")[error.line - 1] if error.line <= text.count("\n") + 1 else ""
    before = "".join(" " * cell_len(each) if each != "\t" else each for each in line[: error.column - 1])
    said = Printed(sentence(error, language), "error")
    return (Printed(f"{line}\n{before}^", "error"), said) if line.strip() else (said,)


def wait(argument: str, say: Words) -> Work:
    """Let virtual time pass: `30s`, `2m`, or a number of seconds."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        try:
            duration_ms = int(argument) * 1000 if argument.isdecimal() else parse_duration(argument)
        except EcslabError:
            return (Printed(say("tui.clock.no-duration"), "error"),)
        began = desk.lab.now
        try:
            desk.pass_time(duration_ms)
        except Stopped:
            passed = format_duration(desk.lab.now - began)
            return (Printed(say("tui.terminal.stopped-after", duration=passed), "word"),)
        return (Printed(say("tui.terminal.waited", duration=format_duration(duration_ms)), "word"),)

    return work


def to_next_event(say: Words) -> Work:
    """Let time pass until the next thing happens in the lab."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        at_ms = desk.lab.next_event_at()
        if at_ms is None:
            return (Printed(say("tui.clock.nothing-next"), "word"),)
        desk.pass_time(max(0, at_ms - desk.lab.now))
        return ()

    return work


def undo(say: Words) -> Work:
    """Take back what was done last."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        match desk.undo():
            case Ran(line):
                return (Printed(say("tui.terminal.undone", line=line), "word"),)
            case Broke():
                return (Printed(say("tui.terminal.undone-kill"), "word"),)
        return (Printed(say("tui.terminal.nothing-undone"), "word"),)

    return work


def reset(say: Words) -> Work:
    """Begin again."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        desk.reset()
        return (Printed(say("tui.terminal.was-reset"), "word"),)

    return work


def kill(argument: str, say: Words) -> Work:
    """Have a task die, named itself or by its service."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        kind, name, cluster = found(desk.lab, argument, say)
        desk.inject(
            {"fault": "stop-task", "task": name}
            if kind == "task"
            else {"fault": "stop-task", "service": name, "cluster": cluster}
        )
        return (Printed(say("tui.terminal.killed", name=f"{kind}/{name}"), "word"),)

    return work


def fault(argument: str, say: Words) -> Work:
    """Make the world misbehave: `fault lose-instance instance=i-…`; without a name, say what there is."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        name, *fields = argument.split() or [""]
        if not name:
            return tuple(Printed(_described(each, say), "word") for each in FAULTS.values())
        desk.inject(written(name, fields))
        return (Printed(say("tui.terminal.misbehaved", name=say(f"engine.fault.{name}")), "word"),)

    return work


def operations(argument: str, language: str) -> Work:
    """What of AWS the lab simulates, and where it differs; of one service, if it is named."""

    def work(desk: Desk) -> tuple[Printed, ...]:  # noqa: ARG001 - the same in every lab
        # Deferred: nobody needs every service's model until they ask this.
        from ecslab.aws import models
        from ecslab.aws.coverage_page import page

        services = tuple(each for each in models.SERVICES if argument in ("", each))
        if not services:
            known = ", ".join(models.SERVICES)
            sentence = words(language)("tui.terminal.no-service", name=argument, known=known)
            return (Printed(sentence, "error"),)
        return (Printed(page(language, services), "out"),)

    return work


def _described(each: Fault, say: Words) -> str:
    fields = " ".join(f"{field.name}=…" for field in each.fields)
    return f"{each.name} {fields}\n    {say(f'engine.fault.{each.name}')}"


def why(argument: str, say: Words, cluster: str | None = None) -> Work:
    """The engine's own explanation of a service, a task, or whatever else it can explain."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        kind, slash, _ = argument.partition("/")
        if slash and not argument.startswith("arn:") and kind not in ("service", "task"):
            reasons = explain(desk.lab, argument, cluster)
        else:
            kind, name, where = found(desk.lab, argument, say, cluster)
            reasons = explain(desk.lab, f"{kind}/{name}", where)
        told = [Printed(reason_text(reason, say), "word") for reason in reasons]
        return (*told, Printed(say("tui.terminal.differences"), "out"))

    return work


def bill(argument: str, say: Words) -> Work:
    """What the lab, or what is named, would have cost so far."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        # Deferred: nobody needs the prices until they ask.
        from ecslab.engine.billing.account import account

        return (Printed(bill_text(account(desk.lab, argument or None), say), "out"),)

    return work


def journal(say: Words) -> Work:
    """What has been done in this lab so far, and when: one deed after another."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        told = []
        for deed in desk.deeds:
            match deed:
                case Ran(line, stopped_at):
                    told.append(line if stopped_at is None else f"{line}  ({say('tui.journal.stopped')})")
                case Passed(duration_ms):
                    told.append(f"# {say('tui.terminal.waited', duration=format_duration(duration_ms))}")
                case Broke(what):
                    rest = " ".join(f"{name}={value}" for name, value in what.items() if name != "fault")
                    told.append(f"# fault {what.get('fault')} {rest}".rstrip())
        if not told:
            return (Printed(say("tui.journal.nothing"), "word"),)
        return (Printed("\n".join(told), "out"),)

    return work


def check(exercise: Exercise, language: str) -> Work:
    """Judge the goals and tell how each stands, why one is not met, and which known mistake that shows."""

    def work(desk: Desk) -> tuple[Printed, ...]:
        printed = []
        verdicts = desk.judge()
        for row in goal_rows(exercise, verdicts, language):
            passed = row.standing is Standing.PASSED
            printed.append(Printed(f"{MARKS[row.standing][0]} {row.say}", "good" if passed else "word"))
            printed += [Printed(f"    {text}", "word") for text in (row.reason, *row.why) if text]
        mistake = desk.mistake(verdicts)
        if mistake is not None:
            printed.append(Printed(mistake.of(language), "word"))
        return tuple(printed)

    return work


def found(lab: "Lab", argument: str, say: Words, cluster: str | None = None) -> tuple[str, str, str]:
    """What `service/web`, `task/1f3a`, `web` or `1f3a` names: kind, whole name, cluster. Raises EcslabError.

    A task may be named by the beginning of its id.
    """
    kind, _, name = argument.rpartition("/")
    if argument.startswith("arn:"):
        kind = "task" if ":task/" in argument else "service"
    if not name:
        raise EcslabError(say("tui.terminal.name-one"))
    for service in lab.world.services.values():
        if kind in ("", "service") and service.name == name and cluster in (None, service.cluster):
            return "service", name, service.cluster
    tasks = [task for task in lab.world.tasks.values() if kind in ("", "task") and task.id.startswith(name)]
    if len(tasks) == 1:
        return "task", tasks[0].id, tasks[0].cluster
    raise EcslabError(
        say("tui.terminal.names-many" if tasks else "tui.terminal.names-nothing", name=argument)
    )


def incomplete(text: str) -> bool:
    """Whether `text` goes on on the next line: an open quote, a backslash, a here-document."""
    try:
        parse(text, "terminal")
    except ScriptError as error:
        return error.incomplete
    return False


def lines_for_history(text: str) -> tuple[str, ...]:
    """A script as lines to go back to: continued lines become one, comments and empty ones none."""
    lines = re.sub(r"\\\n\s*", "", text).split("\n")
    return tuple(line for line in lines if line.strip() and not line.lstrip().startswith("#"))
