"""A learner's way through a lesson: its steps, and which of them is shown."""

from typing import TYPE_CHECKING, Literal

from ecslab.grading.pictures import WIDTH, Pictures
from ecslab.grading.scenes import Scenes
from ecslab.locale import LANGUAGES
from ecslab.session.cards import step_key

if TYPE_CHECKING:
    from ecslab.course.exercise import Exercise
    from ecslab.course.lesson import Lesson, Step
    from ecslab.course.prose import Section
    from ecslab.course.quiz import Question

StepKind = Literal["section", "quiz", "exercise"]


class Walk:
    """The steps of a lesson and a place among them."""

    def __init__(self, lesson: "Lesson", at: str | None) -> None:
        """`at` is a step's key, or an exercise's id; the lesson's beginning where it names nothing.

        Raises CourseError where the prose cannot be read in either language.
        """
        self.lesson = lesson
        for language in LANGUAGES:
            lesson.prose(language)
        self._pictures = Pictures(Scenes(lesson))
        self._steps: tuple[Step, ...] = lesson.steps()
        self.keys = tuple(step_key(step) for step in self._steps)
        wanted = [at, f"exercise:{at}"]
        self.number = next((number for number, key in enumerate(self.keys) if key in wanted), 0)

    @property
    def key(self) -> str:
        """The present step's key."""
        return self.keys[self.number]

    @property
    def kind(self) -> StepKind:
        """What kind of step it is."""
        kinds: dict[str, StepKind] = {"section": "section", "quiz": "quiz", "exercise": "exercise"}
        return kinds[self.key.partition(":")[0]]

    @property
    def place(self) -> str:
        """How far along it is: `3/9`."""
        return f"{self.number + 1}/{len(self._steps)}"

    def move(self, step: int) -> bool:
        """Go a step on or back; False at either end."""
        number = self.number + step
        if not 0 <= number < len(self._steps):
            return False
        self.number = number
        return True

    def section(self, language: str) -> "Section":
        """The present section in a language, its pictures not drawn."""
        name = self.key.partition(":")[2]
        sections = self.lesson.prose(language)
        # Languages that do not agree are for `lesson check` to refuse; here they must not end the screen.
        return next((section for section in sections if section.id == name), sections[-1])

    def drawn(self, language: str) -> bool:
        """Whether the present section's pictures can be drawn at once: their labs were built before."""
        return self._pictures.ready(self.section(language), f"{language}.md")

    def text(self, language: str, width: int, *, build: bool = True) -> str:
        """The present section in Markdown, its pictures drawn `width` cells wide at most.

        Slow for the first time where it has any; with `build` off dots stand for those.
        """
        section, width = self.section(language), min(width, WIDTH)
        markdown = self._pictures.markdown(section, f"{language}.md", language, width, build=build)
        return f"## {section.heading}\n\n{markdown}"

    @property
    def question(self) -> "Question":
        """The present question."""
        return self.lesson.question(self.key.partition(":")[2])

    @property
    def exercise(self) -> "Exercise":
        """The present exercise."""
        return self.lesson.exercise(self.key.partition(":")[2])
