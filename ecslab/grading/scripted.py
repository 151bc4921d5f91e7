"""Do a lesson's scripts parse, and do all of its commands name what AWS has and ecslab simulates?"""

from collections.abc import Iterator

from ecslab.aws.shell import Command, ScriptError, parse
from ecslab.course.document import Document, Path
from ecslab.course.exercise import Exercise
from ecslab.course.findings import Code, CourseError, Finding, Place
from ecslab.course.goal import Run
from ecslab.course.lesson import Lesson
from ecslab.course.quiz import Predict
from ecslab.grading.command import NotACommand, one_command, problems, sentence


def of_questions(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """What is wrong with the commands of the predictions."""
    for i, question in enumerate(lesson.quiz):
        if isinstance(question, Predict):
            yield from _one(document, ("quiz", i, "predict"), question.predict)


def of_exercise(lesson: Lesson, exercise: Exercise, document: Document, path: Path) -> Iterator[Finding]:
    """What is wrong with the commands of an exercise's goals, solutions and mistakes."""
    for j, goal in enumerate(exercise.drawn(0).goals):
        if goal.run is not None:
            yield from _one(document, (*path, "goals", j, "run"), goal.run)
        for k, given in enumerate(goal.given):
            if isinstance(given, Run):
                yield from _one(document, (*path, "goals", j, "given", k, "run"), given.run)
    for name in (*exercise.solutions, *(mistake.run for mistake in exercise.mistakes)):
        yield from _script(lesson, name)


def _one(document: Document, path: Path, text: str) -> Iterator[Finding]:
    try:
        script = one_command(text)
    except NotACommand as error:
        yield document.finding(Code.NOT_A_COMMAND, path, {"problem": error.problem})
        return
    for command in _all(script.commands):
        for problem in problems(command.words[1:]):
            yield document.finding(problem.code, path, problem.values, nearest=problem.nearest)


def _script(lesson: Lesson, name: str) -> Iterator[Finding]:
    try:
        script = parse(lesson.text(name), name)
    except CourseError as error:
        missing = all(finding.code is Code.FILE_MISSING for finding in error.findings)
        yield from () if missing else error.findings  # what is missing is reported where it is named
        return
    except ScriptError as error:
        values = {"problem": sentence(error)}
        yield Finding(Code.BAD_SCRIPT, name, Place(error.line, error.column), "", values)
        return
    for command in _all(script.commands):
        for problem in problems(command.words[1:]):
            place = Place(command.line, command.column)
            yield Finding(problem.code, name, place, "", problem.values, problem.nearest)


def _all(commands: tuple[Command, ...]) -> Iterator[Command]:
    """The `aws` commands among `commands` and inside them."""
    for command in commands:
        yield from (each for each in (command, *command.nested) if each.name == "aws")
