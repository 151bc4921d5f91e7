"""Exercises solved by keystrokes, as a learner does it, in both languages and at both sizes."""

import pytest

from ecslab.session.values import Standing
from ecslab.tui.screens.lesson import LessonScreen
from ecslab.tui.widgets.goals import Goals
from ecslab.tui.widgets.terminal import Terminal

SMALL, LARGE = (80, 24), (160, 50)
EXERCISE = "what-is-ecs/cluster-and-blueprint"
CREATE = "aws ecs create-cluster --cluster-name lab"
REGISTER = "aws ecs register-task-definition --cli-input-json file://web.json"


def text_of(app) -> str:
    """Everything on the terminal."""
    return "\n".join(printed.text for printed in app.screen.query_one(Terminal)._texts)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x50"])
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_an_exercise_is_solved_by_keystrokes(make_app, settle, type_in, language, size):
    app = make_app(language, EXERCISE)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        goals = app.screen.query_one(Goals)
        assert goals.rows
        assert goals.passed == 0
        await pilot.press("f4")
        await type_in(pilot, CREATE)
        assert 0 < goals.passed < len(goals.rows)
        await type_in(pilot, REGISTER)
        assert {row.standing for row in goals.rows} == {Standing.PASSED}
        assert app.say("tui.goals.won", points=10, commands=2).replace("**", "") in goals.won.replace(
            "**", ""
        )
        solved = app.keeper.solved()[EXERCISE]
    assert (solved.points, solved.commands, solved.solution_shown) == (10, 2, False)


async def test_what_was_done_is_still_there_after_a_restart(make_app, settle, type_in):
    app = make_app("en", EXERCISE)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, CREATE)
        await type_in(pilot, "NAME=lab")
        await pilot.press("f6")
    app = make_app("en", "what-is-ecs")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.query_one(Goals).passed == 1
        assert app.say("tui.terminal.resumed") in text_of(app)
        assert app.screen.trial is not None
        assert app.screen.trial.hints_shown == 1
        await pilot.press("f4", "up", "up")
        assert app.screen.query_one(Terminal).prompt.value == CREATE
        await pilot.press("down", "down")
        await type_in(pilot, "aws ecs describe-clusters --clusters $NAME --query clusters[0].status")
        assert '"ACTIVE"' in text_of(app)


async def test_undo_takes_back_the_last_line_only(make_app, settle, type_in):
    app = make_app("en", EXERCISE)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        goals = app.screen.query_one(Goals)
        await pilot.press("f4")
        await type_in(pilot, CREATE)
        await type_in(pilot, REGISTER)
        assert goals.passed == 3
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert goals.passed == 1
        await type_in(pilot, "undo")
        assert goals.passed == 0
        await type_in(pilot, "undo")
        assert app.say("tui.terminal.nothing-undone") in text_of(app)


async def test_a_reset_asks_when_there_is_work_to_lose(make_app, settle, type_in):
    app = make_app("en", EXERCISE)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        goals = app.screen.query_one(Goals)
        await pilot.press("f4")
        await type_in(pilot, CREATE)
        await pilot.press("ctrl+r")
        await pilot.press("n")
        await settle(pilot)
        assert goals.passed == 1
        await pilot.press("ctrl+r")
        await pilot.press("y")
        await settle(pilot)
        assert goals.passed == 0
        assert app.keeper.read(lambda store: store.attempt(EXERCISE), None) is None


async def test_a_shown_solution_solves_nothing_until_it_is_done_afresh(make_app, settle, type_in):
    app = make_app("en", EXERCISE)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, "solution")
        assert app.say("tui.brief.hints-first") in text_of(app)
        await type_in(pilot, "hint")
        await type_in(pilot, "hint")
        await type_in(pilot, "hint")
        await type_in(pilot, "solution")
        assert "aws ecs create-cluster" in text_of(app)
        await type_in(pilot, CREATE)
        await type_in(pilot, REGISTER)
        assert app.screen.query_one(Goals).passed == 3
        assert app.keeper.solved() == {}
        await pilot.press("ctrl+r")
        await pilot.press("y")
        await settle(pilot)
        await type_in(pilot, CREATE)
        await type_in(pilot, REGISTER)
        assert app.keeper.solved()[EXERCISE].solution_shown


async def test_the_language_switches_in_the_middle_of_a_line(make_app, settle, type_in):
    app = make_app("en", EXERCISE)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, CREATE)
        await pilot.press(*"aws")
        goal = app.screen.query_one(Goals).rows[0].say
        await pilot.press("ctrl+l")
        await settle(pilot)
        terminal = app.screen.query_one(Terminal)
        assert terminal.prompt.value == "aws"
        assert app.screen.query_one(Goals).rows[0].say != goal
        assert app.screen.query_one(Goals).rows[0].standing is Standing.PASSED
        assert app.screen.query_one("#terminal").border_title == "F4 ターミナル"
        assert app.keeper.read(lambda store: store.setting("language"), "") == "ja"


async def test_a_pasted_script_runs_as_one(make_app, settle):
    app = make_app("en", EXERCISE)
    script = f"# what it takes\n{CREATE}\naws ecs register-task-definition \\\n    --cli-input-json file://web.json\n"
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        app.screen.query_one(Terminal).prompt.post_message(__import__("textual.events").events.Paste(script))
        await settle(pilot)
        assert app.screen.query_one(Goals).passed == 3
        assert app.screen.query_one(Terminal).history == (
            CREATE,
            "aws ecs register-task-definition --cli-input-json file://web.json",
        )


async def test_time_that_passes_ticks_goals_too(make_app, settle, type_in):
    app = make_app("en", "what-is-ecs/first-service")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, "wait 90s")
        assert "1m30s passed." in text_of(app)
        assert app.screen.trial is not None
        assert app.screen.trial.deeds[-1].duration_ms == 90_000
        await type_in(pilot, "wait soon")
        assert app.say("tui.clock.no-duration") in text_of(app)


async def test_an_aws_error_is_printed_as_it_is(make_app, settle, type_in):
    app = make_app("ja", EXERCISE)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, "aws ecs list-services --cluster nothing")
        assert "An error occurred (ClusterNotFoundException)" in text_of(app)
        await type_in(pilot, "ls -la")
        assert "terminal:1:1" in text_of(app)
