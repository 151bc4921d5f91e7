"""Looking at a lab for a goal: through its command, or by asking IAM."""

from typing import Any

from ecslab.aws.command import Files
from ecslab.course.goal import Goal
from ecslab.engine.lab import Lab
from ecslab.grading.asking import Answer, ask
from ecslab.grading.limits import Expired, never
from ecslab.grading.permissions import ask_iam


def look(lab: Lab, goal: Goal, files: Files | None = None, expired: Expired = never) -> tuple[Answer, Any]:
    """The answer to the goal's question, and what is compared of it. Raises as `ask` does.

    A bill lies between two labs: `judge` asks for that.
    """
    if goal.run is None:
        answer = ask_iam(lab, goal)
        return answer, answer.value
    answer = ask(lab, goal.run, files, expired)
    return answer, answer.find(goal.query)
