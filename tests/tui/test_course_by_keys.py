"""The whole course by keys: every step read, every question answered, every exercise's first solution typed.

A sample of the lessons is taken, spread over the course and the same each time; with ECSLAB_TEST_FULL=1 all
of them in both languages.
"""

import os

import pytest

from ecslab.course.loader import load_course
from ecslab.course.matcher import same
from ecslab.course.packaged import lessons_folder
from ecslab.course.quiz import Choose, ChooseMany, Fill, Match, Order, Predict, TrueFalse, shuffled
from ecslab.grading.quiz import key_of
from ecslab.session.values import LETTERS, Standing
from ecslab.tui.screens.course import CourseScreen
from ecslab.tui.screens.lesson import LessonScreen
from ecslab.tui.widgets.goals import Goals
from ecslab.tui.widgets.quiz import Quiz

SIZES = {"ja": (80, 24), "en": (160, 50)}
"""One pane at a time, and all together."""

EVERY = 1 if os.environ.get("ECSLAB_TEST_FULL") == "1" else 9
"""Odd, so that both languages come up."""
CASES = [(lesson, language) for lesson in load_course().ids for language in SIZES]


def answer(lesson, question):
    """The keys that answer a question rightly; a text is typed key by key."""
    match question:
        case Choose() | ChooseMany():
            right = [str(number) for number, choice in enumerate(question.choices, 1) if choice.right]
            return right if isinstance(question, Choose) else [*right, "enter"]
        case TrueFalse():
            return ["1" if question.true_false.answer else "2"]
        case Predict():
            key = key_of(lesson, question)
            return [str(next(number for number, offer in enumerate(question.offers, 1) if same(offer, key)))]
        case Order():
            places = shuffled(question)
            return [*(str(places.index(number) + 1) for number in range(len(places))), "enter"]
        case Match():
            places = shuffled(question)
            return [*(LETTERS[places.index(number)] for number in range(len(places))), "enter"]
        case Fill():
            return [*question.fill.accept[0], "enter"]
    raise AssertionError(question)


async def answer_question(app, pilot, settle):
    screen = app.screen
    question = screen._walk.question
    await pilot.press(*answer(screen.lesson, question))
    await settle(pilot)
    card = screen.query_one(Quiz).card
    assert card.marked, question.id
    assert card.marked.right, question.id


async def solve(app, pilot, settle, type_in):
    screen = app.screen
    exercise = screen.trial.exercise
    goals = screen.query_one(Goals)
    assert {row.standing for row in goals.rows} != {Standing.PASSED}, exercise.id
    await pilot.press("f4")
    for line in screen.lesson.text(exercise.solutions[0]).rstrip("\n").split("\n"):
        await type_in(pilot, line)
    assert {row.standing for row in goals.rows} == {Standing.PASSED}, exercise.id
    assert goals.won, exercise.id


@pytest.mark.parametrize(("lesson", "language"), CASES[::EVERY], ids=lambda each: each)
async def test_a_lesson_is_taken_by_keys_from_its_first_step_to_its_last(
    make_app, settle, type_in, lesson, language
):
    app = make_app(language, lesson, course=lessons_folder() / lesson)
    async with app.run_test(size=SIZES[language]) as pilot:
        await settle(pilot)
        seen = []
        while isinstance(app.screen, LessonScreen):
            walk = app.screen._walk
            seen.append(walk.key)
            if walk.kind == "quiz":
                await answer_question(app, pilot, settle)
            elif walk.kind == "exercise":
                await solve(app, pilot, settle, type_in)
            await pilot.press("f8")
            await settle(pilot)
        assert isinstance(app.screen, CourseScreen)
        (row,) = app.screen.outline.lessons
        assert row.total
        assert row.done == row.total
        assert len(seen) == len(set(seen))
