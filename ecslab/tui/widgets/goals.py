"""The goals of an exercise: ticked as they are met, explained when they are pointed at."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ecslab.session.values import MARKS, GoalRow, Standing
from ecslab.tui.inline import inline
from ecslab.tui.widgets.spoken import Spoken


class Goals(Vertical, Spoken):
    """Shows `rows`, and the reason of the one that is highlighted."""

    DEFAULT_CSS = """
    Goals {
        & > OptionList { height: auto; max-height: 60%; border: none; padding: 0; background: transparent; }
        & > OptionList:focus { border: none; }
        & > #goals-won { display: none; height: auto; padding: 0 1; background: $success-muted; }
        &.-won > #goals-won { display: block; }
        & > #goals-reason { height: 1fr; padding: 0 1; }
        & > #goals-reason > Static { height: auto; }
    }
    """

    rows: reactive[tuple[GoalRow, ...]] = reactive((), init=False)
    won: reactive[str] = reactive("", init=False)
    """What to say when every goal is met; empty until then."""

    def compose(self) -> ComposeResult:
        """The list, the news that all is done, and the reason of one goal."""
        yield Static(id="goals-won")
        yield OptionList(id="goals-list")
        with VerticalScroll(id="goals-reason", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """Show the first rows."""
        self.restate()

    @property
    def passed(self) -> int:
        """How many goals are met."""
        return sum(row.standing is Standing.PASSED for row in self.rows)

    def watch_rows(self, before: tuple[GoalRow, ...], rows: tuple[GoalRow, ...]) -> None:
        """Restate the rows that differ; another exercise's rows replace them all."""
        if [row.id for row in before] != [row.id for row in rows]:
            self._fill()
        self.restate()

    def watch_won(self, won: str) -> None:
        """Tell that all is done."""
        self.set_class(bool(won), "-won")
        self.query_one("#goals-won", Static).update(inline(won))

    def restate(self) -> None:
        """Show every row and the reason of the highlighted one."""
        options = self.query_one(OptionList)
        if options.option_count != max(1, len(self.rows)):
            self._fill()
        for row in self.rows:
            options.replace_option_prompt(row.id, _prompt(row))
        if not self.rows:
            options.replace_option_prompt_at_index(0, self.say("tui.goals.none"))
        elif not options.has_focus:
            options.highlighted = self._first_open
        self._explain()

    @property
    def _first_open(self) -> int:
        """The goal that is to be worked on: the first that is not met."""
        numbers = (number for number, row in enumerate(self.rows) if row.standing is not Standing.PASSED)
        return next(numbers, 0)

    @on(OptionList.OptionHighlighted)
    def point(self, event: OptionList.OptionHighlighted) -> None:
        """Explain the goal that is pointed at."""
        event.stop()
        self._explain()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        if self.rows:
            options.add_options(Option(_prompt(row), id=row.id) for row in self.rows)
            options.highlighted = self._first_open
        else:
            options.add_option(Option(self.say("tui.goals.none"), disabled=True))

    def _explain(self) -> None:
        number = self.query_one(OptionList).highlighted
        row = self.rows[number] if number is not None and number < len(self.rows) else None
        self.query_one("#goals-reason > Static", Static).update(self._reason(row) if row else "")

    def _reason(self, row: GoalRow) -> Content:
        word = Content.styled(self.say(f"tui.goals.{row.standing}"), "$text-muted")
        lines = [inline(line) for line in (row.reason, *row.why) if line]
        return Content("\n").join([word, *lines])


def _prompt(row: GoalRow) -> Content:
    mark, style = MARKS[row.standing]
    return Content.assemble((mark, style), " ", inline(row.say))
