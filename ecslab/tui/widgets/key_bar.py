"""The keys that work here, on the last line; each can be clicked."""

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.reactive import reactive

from ecslab.tui.widgets.spoken import Spoken


class Key(NamedTuple):
    """A key, the action behind it, and the key of its word in the catalogue."""

    label: str
    action: str
    word: str


class KeyBar(Spoken):
    """Shows as many of `keys` as there is room for, the most wanted first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; height: 1; background: $panel; color: $text-muted;
        & > .key-bar--key { color: $footer-key-foreground; text-style: bold; }
    }
    """

    keys: reactive[tuple[Key, ...]] = reactive(())

    def __init__(self, *keys: Key) -> None:
        super().__init__()
        self.set_reactive(KeyBar.keys, keys)

    def render(self) -> Text:
        """The keys in a row."""
        line = Text(no_wrap=True)
        accent = self.get_component_rich_style("key-bar--key", partial=True)
        for key in self.keys:
            word = self.say(key.word)
            if line.cell_len + cell_len(key.label) + cell_len(word) + 3 > self.size.width:
                break
            click = Style(meta={"action": key.action})
            line.append(f" {key.label}", accent + click)
            line.append(f" {word} ", click)
        return line

    async def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        if action := event.style.meta.get("action"):
            await self.app.run_action(action, default_namespace=self.screen)
