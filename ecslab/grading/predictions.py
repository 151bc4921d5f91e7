"""Proving a lesson's predictions: what the lab answers must be among what is offered."""

from collections.abc import Iterator, Sequence

from ecslab.course.document import Document
from ecslab.course.findings import Code, CourseError, Finding, shown
from ecslab.course.matcher import same
from ecslab.course.quiz import Predict
from ecslab.grading.quiz import NoKey, key_in
from ecslab.grading.reasons import plain
from ecslab.grading.scene import SceneFails
from ecslab.grading.scenes import Scenes


def prove_predictions(scenes: Scenes, document: Document, seeds: Sequence[int]) -> Iterator[Finding]:
    """The predictions whose key is not among what they offer, or that the lab does not answer."""
    lesson = scenes.lesson
    for i, question in enumerate(lesson.quiz):
        if not isinstance(question, Predict):
            continue
        for seed in seeds:
            try:
                key = key_in(scenes.begin(question.scene, seed), lesson, question)
            except CourseError:
                break  # its scene is missing or malformed, as reported elsewhere
            except (SceneFails, NoKey) as error:
                problem = error.problem if isinstance(error, SceneFails) else plain(str(error))
                yield document.finding(Code.SCENE_FAILS, ("quiz", i), {"problem": problem})
                break
            if not any(same(key, offer) for offer in question.offers):
                yield document.finding(Code.KEY_NOT_OFFERED, ("quiz", i, "offers"), {"key": shown(key)})
                break
