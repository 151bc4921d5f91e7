"""Each widget alone, in a host that has nothing else: values in, messages out."""

import pytest
from msgspec import structs
from textual.app import App, ComposeResult
from textual.widget import Widget

from ecslab.locale import words
from ecslab.picture.parts import Target
from ecslab.picture.stages import Stage
from ecslab.picture.views import ClusterView, LabView, TaskView
from ecslab.picture.wrapping import install
from ecslab.session.values import BriefCard, GoalRow, Marked, QuizCard, Standing
from ecslab.tui.pace import Pace
from ecslab.tui.widgets.brief import Brief
from ecslab.tui.widgets.choices import Choices, Go
from ecslab.tui.widgets.clock_bar import ClockBar
from ecslab.tui.widgets.goals import Goals
from ecslab.tui.widgets.key_bar import Key, KeyBar
from ecslab.tui.widgets.pane_tabs import PaneTabs
from ecslab.tui.widgets.picture import Picture
from ecslab.tui.widgets.quiz import Quiz

install()


class Host(App[None]):
    """Holds one widget and collects what it says."""

    language = "en"

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def on_quiz_answered(self, message: Quiz.Answered) -> None:
        self.heard.append((message.question, message.text or message.chosen))

    def on_quiz_finished(self) -> None:
        self.heard.append("on")

    def on_picture_asked(self, message: Picture.Asked) -> None:
        self.heard.append(message.target)

    def on_pane_tabs_picked(self, message: PaneTabs.Picked) -> None:
        self.heard.append(message.pane)

    def on_clock_bar_clicked(self) -> None:
        self.heard.append("clock")

    def action_note(self, what: str) -> None:
        self.heard.append(what)


def shown(app: App[None], selector: str) -> str:
    """The text of a static widget."""
    return app.query_one(selector).visual.plain if hasattr(app.query_one(selector), "visual") else ""


ONE = QuizCard("q", "Which `one`?", ("first", "second", "third"))
MANY = QuizCard("m", "Which of them?", ("first", "second", "third"), kind="many")


async def test_a_number_answers_a_question():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = ONE
        await pilot.press("tab", "2")
    assert app.heard == [("q", (1,))]


async def test_arrows_and_enter_answer_too():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = ONE
        await pilot.press("tab", "down", "down", "enter")
    assert app.heard == [("q", (2,))]


async def test_of_many_each_is_marked_and_enter_answers():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = MANY
        await pilot.press("tab", "1", "2", "3", "2")
        assert app.heard == []
        await pilot.press("enter")
    assert app.heard == [("m", (0, 2))]


ORDER = QuizCard("o", "In which order?", ("first", "second", "third"), kind="order")
MATCH = QuizCard("p", "What goes with what?", ("one", "two"), kind="match", partners=("eins", "zwei"))
FILL = QuizCard("f", "What is it called?", (), kind="fill")


def lines(quiz: Quiz) -> list[str]:
    choices = quiz.query_one(Choices)
    return [str(choices.get_option_at_index(number).prompt) for number in range(choices.option_count)]


async def test_things_are_put_in_order_by_numbers():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = ORDER
        await pilot.press("tab", "3", "1", "enter")
        assert app.heard == []
        assert lines(quiz) == ["1 [2] first", "2 [ ] second", "3 [1] third"]
        await pilot.press("space", "3", "3", "enter")
    assert app.heard == [("o", (0, 1, 2))]


async def test_pairs_are_put_together_by_letters():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = MATCH
        await pilot.press("tab", "b", "enter")
        assert app.heard == []
        assert lines(quiz) == ["1 one → b zwei", "2 two → …"]
        # Space takes the next partner; a letter that there is not does nothing.
        await pilot.press("space", "z", "c", "enter")
    assert app.heard == [("p", (1, 0))]


async def test_a_word_is_typed():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = FILL
        await pilot.pause()
        quiz.focus_answer()
        await pilot.press("enter", "space", "enter", *"default", "enter")
        assert app.heard == [("f", "default")]
        quiz.card = structs.replace(FILL, marked=Marked((), (), ((-1, "so"),), False, "default", ("web",)))
        await pilot.pause()
        assert shown(app, "#quiz-why") == "Not quite.\nThe answer: web\nso"
        await pilot.press("enter")
    assert app.heard[-1] == "on"


@pytest.mark.parametrize(
    ("card", "clicks", "heard"),
    [
        (ONE, [1], ("q", (1,))),
        (MANY, [0, 2, 0, 1], ("m", (1, 2))),
        (ORDER, [2, 0, 1], ("o", (2, 0, 1))),
        (MATCH, [0, 0, 1], ("p", (1, 0))),
    ],
    ids=lambda each: each.kind if isinstance(each, QuizCard) else "",
)
async def test_everything_is_answered_by_mouse(card, clicks, heard):
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = card
        await pilot.pause()
        for number in clicks:
            await pilot.click(Choices, offset=(3, number))
        if card.kind != "one":
            assert app.heard == []
            await pilot.click(Go)
        assert app.heard == [heard]
        quiz.card = structs.replace(
            card, marked=Marked((0, 1, 2)[: len(card.offers)], (0, 1, 2), (), right=True)
        )
        await pilot.pause()
        await pilot.click(Go)
    assert app.heard[1:] == ["on"]


async def test_a_wrong_order_and_a_wrong_pair_are_put_right():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = structs.replace(ORDER, marked=Marked((2, 1, 0), (1, 2, 0), (), right=False))
        await pilot.pause()
        assert lines(quiz) == ["✓ 3 first", "✗ 2 → 1 second", "✗ 1 → 2 third"]
        quiz.card = structs.replace(MATCH, marked=Marked((1, 1), (0, 1), (), right=False))
        await pilot.pause()
        assert lines(quiz) == ["1 one → ✗ b, ✓ a eins", "2 two → ✓ b zwei"]


async def test_a_number_that_is_not_offered_does_nothing():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = ONE
        await pilot.press("tab", "9")
    assert app.heard == []


async def test_an_answer_is_explained_and_stays():
    app = Host(quiz := Quiz())
    async with app.run_test() as pilot:
        quiz.card = QuizCard(
            "q", "Which?", ("a", "b"), marked=Marked((0,), (1,), ((0, "not a"), (1, "yes b")), right=False)
        )
        await pilot.pause()
        say = words("en")
        assert shown(app, "#quiz-why") == f"{say('tui.quiz.verdict-wrong')}\n1: not a\n2: yes b"
        await pilot.press("tab", "2")
        quiz.language = "ja"
        await pilot.pause()
        assert shown(app, "#quiz-why").startswith(words("ja")("tui.quiz.verdict-wrong"))
        assert app.heard == []
        await pilot.press("enter")
    assert app.heard == ["on"]


async def test_goals_tick_and_explain_the_first_that_is_open():
    app = Host(goals := Goals())
    rows = (
        GoalRow("a", "the first", Standing.PASSED),
        GoalRow("b", "the second", Standing.FAILED, "wanted 2, there is 1", ("one waits for memory",)),
        GoalRow("c", "the third", Standing.SKIPPED, "needs b"),
    )
    async with app.run_test() as pilot:
        goals.rows = rows
        await pilot.pause()
        assert goals.passed == 1
        assert "wanted 2, there is 1\none waits for memory" in shown(app, "#goals-reason > Static")
        await pilot.press("tab", "down")
        await pilot.pause()
        assert "needs b" in shown(app, "#goals-reason > Static")
        goals.rows = ()
        await pilot.pause()
        assert goals.passed == 0


async def test_what_is_pointed_at_in_the_picture_is_asked_about():
    tasks = (
        TaskView(id="f" * 32, stage=Stage.RUNNING, status="RUNNING", letter="A", service=True),
        TaskView(id="e" * 32, stage=Stage.WAITING, status="PENDING", letter="A", service=True),
    )
    app = Host(picture := Picture())
    async with app.run_test() as pilot:
        picture.lab = LabView(clusters=(ClusterView(name="lab", tasks=tasks),))
        await pilot.press("tab", "down", "down", "right", "enter")
        assert app.heard == [Target("lab", "task/" + "e" * 32)]
        picture.lab = LabView()
        await pilot.pause()
        assert picture.chosen is None


async def test_a_thousand_tasks_are_painted_in_few_lines():
    app = Host(picture := Picture())
    async with app.run_test() as pilot:
        crowd = tuple(
            TaskView(id=f"{number:032x}", stage=Stage.RUNNING, status="RUNNING", letter="A", service=True)
            for number in range(1_000)
        )
        picture.lab = LabView(clusters=(ClusterView(name="lab", tasks=crowd),))
        await pilot.pause()
        assert picture.virtual_size.height < 10


async def test_the_clock_tells_time_pace_and_what_comes_next():
    app = Host(clock := ClockBar())
    async with app.run_test() as pilot:
        clock.now_ms, clock.next_event_ms, clock.pace = 1_767_603_600_000, 1_767_603_604_200, Pace(60)
        await pilot.pause()
        assert shown(app, "ClockBar") == "01-05 09:00:00 ×60 ▶ next in 5s"
        clock.pace = clock.pace.paused()
        await pilot.pause()
        assert "paused" in shown(app, "ClockBar")
        await pilot.click(ClockBar)
    assert app.heard == ["clock"]


async def test_keys_and_tabs_can_be_clicked():
    app = Host(PaneTabs(), KeyBar(Key("F1", "app.note('help')", "tui.key.help")))
    async with app.run_test() as pilot:
        await pilot.click(PaneTabs, offset=(15, 0))
        await pilot.click(KeyBar, offset=(2, 0))
    assert app.heard == ["lab", "help"]


async def test_the_brief_shows_hints_one_by_one_and_the_solution_last():
    card = BriefCard("e", "Title", "Do **it**.", 10, par=2, hints=("look", "there", "`run`"))
    say = words("en")
    app = Host(brief := Brief())
    async with app.run_test() as pilot:
        brief.card = card
        await pilot.pause()
        assert not app.query_one("#brief-hints").display
        assert shown(app, "#brief-more") == say("tui.brief.first-hint")
        brief.card = BriefCard("e", "Title", "Do **it**.", 10, par=2, hints=card.hints, shown=3)
        await pilot.pause()
        assert shown(app, "#brief-hints") == "Hint 1/3: look\nHint 2/3: there\nHint 3/3: run"
        assert shown(app, "#brief-more") == say("tui.brief.no-more-hints")
        assert not app.query_one("#brief-solution").display
        brief.card = BriefCard(
            "e", "Title", "Do **it**.", 10, hints=card.hints, shown=3, solution="aws ecs …"
        )
        await pilot.pause()
        assert shown(app, "#brief-solution") == "One solution\naws ecs …"
