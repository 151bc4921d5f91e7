"""The completions that fit what is being typed."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Offer(NamedTuple):
    """One completion: `text` takes the place of the line from `start` to the cursor."""

    text: str
    start: int
    help: str = ""


class Offers(OptionList, can_focus=False):
    """A list above the prompt; the prompt keeps the focus."""

    DEFAULT_CSS = """
    Offers {
        display: none; height: auto; max-height: 8; border: none; padding: 0 1; background: $panel;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Offers.-open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[Offer, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the list is shown."""
        return self.has_class("-open")

    def show(self, offers: Sequence[Offer]) -> None:
        """Show these offers, the first one highlighted; none closes the list."""
        self.offered = tuple(offers)
        self.clear_options()
        wide = max((len(offer.text) for offer in offers), default=0)
        self.add_options(
            Option(Content.assemble(offer.text.ljust(wide), (f"  {offer.help}", "$text-muted")))
            for offer in offers
        )
        self.highlighted = 0 if offers else None
        self.set_class(bool(offers), "-open")

    def close(self) -> None:
        """Hide the list."""
        self.show(())

    def step(self, step: int) -> None:
        """Highlight the next offer, or the one before."""
        if self.highlighted is not None:
            self.highlighted = (self.highlighted + step) % len(self.offered)

    @property
    def current(self) -> Offer | None:
        """The highlighted offer."""
        return self.offered[self.highlighted] if self.highlighted is not None and self.open else None


def shared(offers: Sequence[Offer]) -> str:
    """What all the offers begin with."""
    first, last = min(offer.text for offer in offers), max(offer.text for offer in offers)
    while not last.startswith(first):
        first = first[:-1]
    return first
