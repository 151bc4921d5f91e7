"""The course as plain prompts: its map, its lessons, and what is to be reviewed."""

from typing import TYPE_CHECKING

from ecslab.course.course import Course
from ecslab.course.findings import CourseError
from ecslab.engine.errors import EcslabError
from ecslab.locale import LANGUAGES, Words, words
from ecslab.plain import lines
from ecslab.plain.lesson import PlainLesson
from ecslab.plain.review import review
from ecslab.plain.words import going
from ecslab.progress.store import Store
from ecslab.session.keeper import Keeper
from ecslab.session.outline import outline
from ecslab.session.sentence import sentence
from ecslab.session.values import LessonRow

if TYPE_CHECKING:
    from ecslab.course.lesson import Lesson

MOST_CARDS = 20
"""How many cards one review asks."""


class PlainCourse:
    """The course until the learner leaves it."""

    def __init__(self, course: Course, keeper: Keeper, language: str) -> None:
        self.language = language
        self._course = course
        self._keeper = keeper
        self._read: dict[str, Lesson | CourseError] = {}

    @property
    def say(self) -> Words:
        """The words of the present language."""
        return words(self.language)

    def go(self, start: str | None = None) -> None:
        """The course from its map on, or from `start`, `lesson` or `lesson/exercise`, until it is left."""
        try:
            if start is not None:
                name, _, exercise = start.partition("/")
                if self._open(name, exercise or None) == "quit":
                    return
            self._show()
            while self._enter(lines.read("> ").strip()):
                pass
        except lines.Ended:
            pass
        finally:
            lines.write(self.say("plain.farewell"))

    def _show(self) -> None:
        """Write the map: every lesson by its number, with what has been done of it."""
        rows = self._rows()
        lines.write(f"\n{self._course.title.of(self.language)}")
        heading = False
        for number, row in enumerate(rows, 1):
            if row.incident and not heading:
                heading = True
                lines.write(self.say("tui.course.incidents"))
            lines.write(f"  {number}  {row.title}  {self._standing(row)}")
        if count := self._keeper.due():
            lines.write(self.say("plain.due", count=count))
        lines.write(self.say("plain.how-map"))

    def _rows(self) -> tuple[LessonRow, ...]:
        for name in self._course.ids:
            if name not in self._read:
                try:
                    self._read[name] = self._course.lesson(name)
                except CourseError as error:
                    self._read[name] = error
        solved, answers = self._keeper.solved(), self._keeper.answers()
        return outline(self._course, self._read, solved, answers, self.language).lessons

    def _standing(self, row: LessonRow) -> str:
        if row.trouble:
            return row.trouble
        values = {"done": row.done, "total": row.total, "minutes": row.minutes}
        return self.say("plain.done" if row.done == row.total else "plain.standing", **values)

    def _enter(self, word: str) -> bool:
        """Do what is asked for on the map; False when the learner leaves."""
        ids = self._course.ids
        if word.isdecimal() and 1 <= int(word) <= len(ids):
            return self._opened(ids[int(word) - 1])
        if word in ids:
            return self._opened(word)
        match going(word):
            case "next":
                latest = self._keeper.read(lambda store: store.latest_lesson(), None)
                return self._opened(latest if latest in ids else ids[0])
            case "quit":
                return False
            case "map" | "again":
                self._show()
            case "language":
                self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
                self._keeper.keep(lambda store: store.set_setting("language", self.language))
                self._show()
            case None if word == "review":
                self._review()
            case _:
                lines.write(self.say("plain.how-map"))
        return True

    def _opened(self, name: str) -> bool:
        if self._open(name, None) == "quit":
            return False
        self._show()
        return True

    def _open(self, name: str, at: str | None) -> str:
        try:
            lesson = PlainLesson(self._course.lesson(name), self._keeper, self.language, at)
        except EcslabError as error:
            lines.write(sentence(error, self.language))
            return "map"
        try:
            return lesson.go()
        finally:
            self.language = lesson.language

    def _review(self) -> None:
        def asked(store: Store) -> str:
            return review(store, self._course, MOST_CARDS, self.language, lambda: self._keeper.now_ms)

        lines.write(self._keeper.read(asked, ""))
