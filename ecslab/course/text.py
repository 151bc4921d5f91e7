"""Words in both languages."""

from collections.abc import Callable

from ecslab.course.fields import Line, Model


class Text(Model):
    """The same words in Japanese and English; a lesson without either does not load."""

    ja: Line
    """The words in Japanese."""
    en: Line
    """The words in English."""

    def of(self, language: str) -> str:
        """The words in `language`, "ja" or "en"; raises KeyError for another."""
        return {"ja": self.ja, "en": self.en}[language]


def both(say: Callable[[str], str]) -> Text:
    """What `say` says in each language."""
    return Text(ja=say("ja"), en=say("en"))
