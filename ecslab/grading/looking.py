"""Looking at a lab for a goal: through its command, by asking IAM, or at the bill."""

from typing import Any

from ecslab.aws.command import Files
from ecslab.course.goal import Goal
from ecslab.engine.lab import Lab
from ecslab.grading.asking import Answer, ask
from ecslab.grading.limits import Expired, never
from ecslab.grading.money import ask_bill
from ecslab.grading.permissions import ask_iam


def look(
    lab: Lab,
    goal: Goal,
    files: Files | None = None,
    expired: Expired = never,
    before: Lab | None = None,
) -> tuple[Answer, Any]:
    """The answer to the goal's question, and what is compared of it. Raises as `ask` does.

    `before` is the lab at the beginning of the goal's time, from which on a bill counts.
    """
    if goal.run is None:
        answer = ask_iam(lab, goal) if goal.bill_of is None else ask_bill(before or lab, lab, goal.bill_of)
        return answer, answer.value
    answer = ask(lab, goal.run, files, expired)
    return answer, answer.find(goal.query)
