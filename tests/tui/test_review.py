"""What is missed on the screen becomes a card, and cards that are due are offered at the start."""

from pathlib import Path

from ecslab.progress.records import Review
from ecslab.progress.review import AGAIN, GOOD

LESSON = Path(__file__).parent / "first-steps"
LARGE = (160, 50)


def reviews(app):
    return [(each.card, each.rating) for each in app.keeper.read(lambda store: store.reviews(), ())]


async def test_a_wrong_answer_becomes_a_card_and_a_right_one_counts_from_then(make_app, settle):
    app = make_app(start="first-steps", course=LESSON)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f8", "1")
        await settle(pilot)
        assert reviews(app) == [("question:first-steps/who", AGAIN)]


async def test_a_right_answer_at_once_needs_no_card(make_app, settle):
    app = make_app(start="first-steps", course=LESSON)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f8", "2")
        await settle(pilot)
        assert reviews(app) == []


async def test_asking_how_it_stands_too_early_and_solving_it(make_app, settle, type_in):
    app = make_app(start="first-steps/serve", course=LESSON)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, "check")
        await type_in(pilot, "check")
        assert reviews(app) == [("exercise:first-steps/serve", AGAIN)]
        app.keeper._now = lambda: 1_800_000_001.0
        script = (LESSON / "solutions" / "serve.sh").read_text(encoding="utf-8")
        for line in (*script.replace("\\\n", " ").strip().splitlines(), "wait 3m"):
            await type_in(pilot, line)
        assert reviews(app) == [("exercise:first-steps/serve", AGAIN), ("exercise:first-steps/serve", GOOD)]


async def test_where_some_goals_are_met_only_the_others_become_cards(make_app, settle, type_in):
    app = make_app(start="first-steps/serve", course=LESSON)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        script = (LESSON / "solutions" / "serve.sh").read_text(encoding="utf-8")
        for line in script.replace("\\\n", " ").replace("desired-count 2", "desired-count 1").splitlines():
            await type_in(pilot, line)
        await type_in(pilot, "check")
        (card,) = [name for name, _ in reviews(app)]
        assert card == "goal:first-steps/serve/running"
        app.keeper._now = lambda: 1_800_000_001.0
        await type_in(pilot, "aws ecs update-service --cluster lab --service web --desired-count 2")
        await type_in(pilot, "wait 3m")
        assert reviews(app) == [(card, AGAIN), (card, GOOD)]


async def test_due_cards_are_offered_at_the_start(make_app, settle):
    app = make_app(course=LESSON)
    missed = Review(card="question:first-steps/who", at_ms=1_700_000_000_000, rating=AGAIN)
    app.keeper.keep(lambda store: store.review(missed))
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        assert [each.message for each in app._notifications] == [app.say("tui.course.due", count=1)]


async def test_without_due_cards_nothing_is_offered(make_app, settle):
    app = make_app(course=LESSON)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        assert list(app._notifications) == []
