"""Widgets whose words follow the language of the app, live."""

from textual.reactive import Initialize, reactive
from textual.widget import Widget

from ecslab.locale import LANGUAGES, Words, words


def _language_of_app(widget: Widget) -> str:
    return getattr(widget.app, "language", LANGUAGES[-1])


class Spoken(Widget):
    """A widget with words of its own. It starts in the app's language and restates itself on a switch."""

    language: reactive[str] = reactive(Initialize(_language_of_app), init=False)
    """"ja" or "en"; the app sets it on every spoken widget when the learner switches."""

    @property
    def say(self) -> Words:
        """The words of the present language."""
        return words(self.language)

    def watch_language(self) -> None:
        """Say everything again in the new language."""
        if self.is_mounted:
            self.restate()

    def restate(self) -> None:
        """Show every word in the present language; what was typed, chosen or scrolled to stays."""
        self.refresh(layout=True)
