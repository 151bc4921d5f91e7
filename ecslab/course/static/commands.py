"""Do the commands, queries and patterns make sense?"""

import re
from collections.abc import Iterator

from ecslab.aws.command.query import BadQuery, compile_query
from ecslab.course import command
from ecslab.course.document import Document, Path
from ecslab.course.findings import Code, Finding
from ecslab.course.goal import Goal, Run
from ecslab.course.lesson import Lesson
from ecslab.course.quiz import Predict


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """What cannot be understood in the goals and the questions."""
    for i, question in enumerate(lesson.quiz):
        if isinstance(question, Predict):
            yield from _command(document, ("quiz", i, "predict"), question.predict)
    for i, exercise in enumerate(lesson.exercises):
        for j, goal in enumerate(exercise.goals):
            yield from _goal(document, ("exercises", i, "goals", j), goal)


def _goal(document: Document, path: Path, goal: Goal) -> Iterator[Finding]:
    yield from _command(document, (*path, "run"), goal.run)
    for i, given in enumerate(goal.given):
        if isinstance(given, Run):
            yield from _command(document, (*path, "given", i, "run"), given.run)
    if goal.query is not None:
        try:
            compile_query(goal.query)
        except BadQuery as error:
            problem = str(error).partition(": ")[2].splitlines()[0]
            yield document.finding(Code.BAD_QUERY, (*path, "query"), {"problem": problem})
    if goal.matches is not None:
        try:
            re.compile(goal.matches)
        except (re.error, RecursionError, OverflowError) as error:
            yield document.finding(Code.BAD_PATTERN, (*path, "matches"), {"problem": str(error)})


def _command(document: Document, path: Path, text: str) -> Iterator[Finding]:
    try:
        words = command.arguments(text)
    except command.NotACommand as error:
        yield document.finding(Code.NOT_A_COMMAND, path, {"problem": str(error)})
        return
    for problem in command.problems(words):
        yield document.finding(problem.code, path, problem.values, nearest=problem.nearest)
