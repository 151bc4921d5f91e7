"""The terminal alone: history, completion, lines that go on, pastes, and what it prints."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import RichLog

from ecslab.session.printed import Printed
from ecslab.session.shell import incomplete
from ecslab.tui.widgets.offers import Offer, Offers
from ecslab.tui.widgets.terminal import LINES_OF_ONE, Terminal

WORDS = ("create-cluster", "create-service", "delete-cluster")


def complete(line: str, cursor: int) -> list[Offer]:
    start = line.rfind(" ", 0, cursor) + 1
    return [Offer(word, start) for word in WORDS if word.startswith(line[start:cursor])]


class Host(App[None]):
    language = "en"

    def __init__(self) -> None:
        super().__init__()
        self.entered: list[str] = []

    def compose(self) -> ComposeResult:
        yield Terminal(complete, incomplete)

    def on_mount(self) -> None:
        self.terminal.prompt.focus()

    @property
    def terminal(self) -> Terminal:
        return self.query_one(Terminal)

    def on_terminal_entered(self, message: Terminal.Entered) -> None:
        self.entered.append(message.text)


async def test_history_is_walked_and_the_draft_is_kept():
    app = Host()
    async with app.run_test() as pilot:
        app.terminal.history = ("first", "second")
        await pilot.press(*"dr", "up")
        assert app.terminal.prompt.value == "second"
        await pilot.press("up", "up")
        assert app.terminal.prompt.value == "first"
        await pilot.press("down", "down")
        assert app.terminal.prompt.value == "dr"


async def test_tab_completes_what_is_common_then_offers_the_rest(settle):
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press(*"aws", "space", "c", "tab")
        await settle(pilot)
        assert app.terminal.prompt.value == "aws create-"
        assert app.query_one(Offers).open
        await pilot.press("tab", "enter")
        assert app.terminal.prompt.value == "aws create-service "
        assert not app.query_one(Offers).open
        await pilot.press("enter")
    assert app.entered == ["aws create-service "]


async def test_one_offer_is_taken_at_once_and_escape_closes_a_list(settle):
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("d", "tab")
        await settle(pilot)
        assert app.terminal.prompt.value == "delete-cluster "
        await pilot.press("ctrl+u", "c", "tab")
        await settle(pilot)
        assert app.query_one(Offers).open
        await pilot.press("escape")
        assert not app.query_one(Offers).open
        assert app.terminal.prompt.value == "create-"


async def test_an_open_list_follows_what_is_typed(settle):
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("c", "tab")
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        assert [offer.text for offer in app.query_one(Offers).offered] == ["create-service"]


async def test_a_line_that_goes_on_waits_for_the_rest():
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press(*"echo", "space", "apostrophe", "a", "enter")
        assert app.entered == []
        await pilot.press("b", "apostrophe", "enter")
    assert app.entered == ["echo 'a\nb'"]


async def test_escape_drops_a_line_that_goes_on():
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press(*"echo", "space", "apostrophe", "enter", "escape", *"echo", "enter")
    assert app.entered == ["echo"]


async def test_several_pasted_lines_are_one_script_and_one_line_is_just_typed():
    app = Host()
    async with app.run_test() as pilot:
        app.terminal.prompt.post_message(events.Paste("echo a\r\necho b\r\n"))
        await pilot.pause()
        app.terminal.prompt.post_message(events.Paste("echo c"))
        await pilot.pause()
        assert app.terminal.prompt.value == "echo c"
    assert app.entered == ["echo a\necho b"]


async def test_an_empty_line_is_not_entered():
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("enter", "space", "enter")
    assert app.entered == []


async def test_japanese_is_typed_and_printed_in_its_width():
    app = Host()
    async with app.run_test(size=(40, 12)) as pilot:
        app.terminal.prompt.post_message(events.Paste("echo クラスター"))
        await pilot.pause()
        await pilot.press("enter")
        app.terminal.print([Printed("クラスターを作りました。" * 4)])
        await pilot.pause()
        lines = [strip.text.rstrip() for strip in app.query_one(RichLog).lines]
        assert "".join(lines) == "クラスターを作りました。" * 4
        assert all(strip.cell_length <= 40 for strip in app.query_one(RichLog).lines)
    assert app.entered == ["echo クラスター"]


async def test_a_long_output_keeps_its_beginning_and_its_end():
    app = Host()
    async with app.run_test() as pilot:
        app.terminal.print([Printed("\n".join(str(number) for number in range(50_000)))])
        await pilot.pause()
        lines = [strip.text.strip() for strip in app.query_one(RichLog).lines]
    assert len(lines) == LINES_OF_ONE + 1
    assert (lines[0], lines[-1]) == ("0", "49999")
    assert "49000" in lines[LINES_OF_ONE // 2]


async def test_what_would_steer_a_terminal_is_shown_not_obeyed():
    app = Host()
    async with app.run_test() as pilot:
        app.terminal.print([Printed("a\x1b[2Jb\x07c\td")])
        await pilot.pause()
        text = "".join(strip.text for strip in app.query_one(RichLog).lines)
    assert "\x1b" not in text
    assert "a�[2Jb�c" in text


async def test_the_log_is_laid_out_again_in_another_width():
    app = Host()
    async with app.run_test(size=(30, 12)) as pilot:
        app.terminal.print([Printed("one two three four five six seven eight")])
        await pilot.pause()
        assert len(app.query_one(RichLog).lines) == 2
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert len(app.query_one(RichLog).lines) == 1


async def test_page_keys_scroll_the_log_while_one_types():
    app = Host()
    async with app.run_test(size=(40, 12)) as pilot:
        app.terminal.print([Printed("\n".join(str(number) for number in range(100)))])
        await pilot.pause()
        log = app.query_one(RichLog)
        end = log.scroll_y
        await pilot.press("a", "pageup")
        assert 0 < log.scroll_y < end
        await pilot.press("pagedown", "b")
        assert log.scroll_y == end
        assert app.terminal.prompt.value == "ab"
