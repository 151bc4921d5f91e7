"""Building the lab that a scene describes."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ecslab.aws import new_lab
from ecslab.aws.shell import CommandResult, ScriptError, Variables, parse
from ecslab.course.exercise import Exercise
from ecslab.course.lesson import Lesson
from ecslab.course.scene import Scene
from ecslab.course.text import Text, both
from ecslab.engine.errors import EcslabError, FaultError
from ecslab.engine.iam.decide import session
from ecslab.engine.lab import Lab
from ecslab.engine.program import split_loop
from ecslab.grading.bounded import BoundedLab
from ecslab.grading.limits import Expired, never
from ecslab.grading.play import Play, complaint
from ecslab.grading.reasons import plain, trouble
from ecslab.locale import words

_SESSION = "learner"
"""The name of the session in which a learner has a role."""


class SceneFails(EcslabError):
    """A scene that cannot be built: its script does not parse, or one of its commands or faults fails."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem


def for_exercise(lesson: Lesson, exercise: Exercise, seed: int = 0, expired: Expired = never) -> Lab:
    """The lab in which an exercise begins; raises CourseError when its scene is missing, SceneFails."""
    return build(lesson.scene(exercise.scene), seed, lesson, expired, exercise.variables(seed))


def build(
    scene: Scene,
    seed: int = 0,
    lesson: Lesson | None = None,
    expired: Expired = never,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Lab:
    """A new lab as `scene` describes it; its script may read the `files/` of `lesson` and has `variables`.

    Raises SceneFails, and OutOfTime when `expired` says so.
    """
    lab = new_lab(
        seed,
        region=scene.region,
        start_ms=scene.start,
        images={name: profile.workload for name, profile in scene.images.items()},
        loads={name: load.load for name, load in scene.loads.items()},
        delays=scene.delays,
        quotas=scene.quotas.quotas if scene.quotas else None,
        scene=scene.digest(variables),
    )
    folder = lesson.folder / "files" if lesson else None
    try:
        for name, image in scene.images.items():
            for part in split_loop(image.script or ""):
                parse(part or "", name)
        play_out(lab, scene.script, folder, variables, expired)
        for fault in scene.faults:
            lab.inject(fault.fault)
    except ScriptError as error:
        raise SceneFails(both(error.say)) from error
    except FaultError as error:
        raise SceneFails(trouble(error)) from error
    BoundedLab(lab, expired=expired).advance(scene.settle)
    lab.caller = _caller(lab, scene.caller) if scene.caller else None
    return lab


def play_out(
    lab: Lab,
    script: str,
    folder: Path | None = None,
    variables: Mapping[str, str] = MappingProxyType({}),
    expired: Expired = never,
) -> None:
    """Play a script that was tried: each of its commands must succeed. Raises ScriptError, SceneFails."""
    play = Play(lab, folder, expired=expired, variables=Variables(variables))
    play.run(parse(script, "scene"), _must_succeed)


def _caller(lab: Lab, named: str) -> str:
    """The ARN of the user or assumed role that the learner is. Raises SceneFails when there is none."""
    kind, _, name = named.partition("/")
    if kind == "role" and name in lab.world.roles:
        return session(lab.state, name, _SESSION)
    user = lab.world.users.get(name) if kind == "user" else None
    if user is None:
        raise SceneFails(both(lambda language: words(language)("grading.scene-caller", caller=named)))
    return f"arn:aws:iam::{lab.account}:user{user.path}{name}"


def _must_succeed(result: CommandResult) -> None:
    """A scene is data that has been tried: a command that fails in it is a mistake of its author's."""
    if result.exit_code != 0:
        values = {
            "command": plain(" ".join(result.words)),
            "line": result.command.line,
            "answer": plain(complaint(result.stderr)),
        }
        raise SceneFails(both(lambda language: words(language)("grading.scene-command", **values)))
