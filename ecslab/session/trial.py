"""The learner's try at an exercise: what of it is kept, and when it is solved."""

from typing import TYPE_CHECKING

from ecslab.progress.records import Attempt, Deed, Solved
from ecslab.progress.review import EXERCISE, GOAL, card_name

if TYPE_CHECKING:
    from ecslab.course.exercise import Exercise
    from ecslab.grading.judge import Verdict
    from ecslab.session.keeper import Keeper

SEED = 0


class Trial:
    """One try, from the scene to a solution or a reset. Hints are free; a shown solution solves nothing."""

    def __init__(self, reference: str, exercise: "Exercise", keeper: "Keeper") -> None:
        """Goes on where a try at `reference` (`lesson/exercise`) was left."""
        self.reference = reference
        self.exercise = exercise
        self._keeper = keeper
        left = keeper.read(lambda store: store.attempt(reference), None)
        self.deeds: tuple[Deed, ...] = left.deeds if left else ()
        self.hints_shown = min(left.hints_shown, len(exercise.hints)) if left else 0
        self.solution_shown = left.solution_shown if left else False
        self.commands = 0
        self._missed = False
        self._news = not self.deeds
        """What was met when the try was left is no news."""
        self.verdicts: tuple[Verdict, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every goal was met when last judged."""
        return bool(self.verdicts) and all(verdict.outcome == "passed" for verdict in self.verdicts)

    def did(self, deeds: tuple[Deed, ...], commands: int) -> None:
        """Take over what has been done at the desk."""
        self.deeds, self.commands = deeds, commands

    def keep(self) -> None:
        """Have it survive a restart; a try in which nothing happened is not worth keeping."""
        attempt = Attempt(
            exercise=self.reference,
            seed=SEED,
            deeds=self.deeds,
            hints_shown=self.hints_shown,
            solution_shown=self.solution_shown,
        )
        if self.deeds or self.hints_shown or self.solution_shown:
            self._keeper.keep(lambda store: store.keep_attempt(attempt))

    def hint(self) -> bool:
        """Show the next hint; False where all are shown."""
        if self.hints_shown >= len(self.exercise.hints):
            return False
        self.hints_shown += 1
        self.keep()
        return True

    def show_solution(self) -> bool:
        """Show the solution; False while there are hints left."""
        if self.hints_shown < len(self.exercise.hints):
            return False
        self.solution_shown = True
        self._keeper.keep(lambda store: store.see_solution(self.reference))
        self._keeper.went(card_name(EXERCISE, self.reference), right=False)
        self.keep()
        return True

    def missed(self) -> None:
        """The learner asked how the goals stand, and some are not met: worth another look some day.

        Where others are met it is those that are missed; else it is the whole exercise.
        """
        if self._missed:
            return
        self._missed = True
        cards = [card_name(EXERCISE, self.reference)]
        if any(verdict.outcome == "passed" for verdict in self.verdicts):
            cards = [self._card(each.goal.id) for each in self.verdicts if each.outcome == "failed"]
        for card in cards:
            self._keeper.went(card, right=False)

    def _card(self, goal: str) -> str:
        return card_name(GOAL, f"{self.reference}/{goal}")

    def reset(self) -> None:
        """Begin a new try; hints stay shown, the solution goes out of sight."""
        self.solution_shown = False
        self.deeds = ()
        self._keeper.keep(lambda store: store.drop_attempt(self.reference))
        self.keep()

    def judged(self, verdicts: "tuple[Verdict, ...]") -> bool:
        """Take over the verdicts; True when now every goal is met: the exercise is solved."""
        before, self.verdicts = self.passed, verdicts
        news, self._news = self._news, True
        if not self.passed or before or not news:
            return False
        if not self.solution_shown:
            solved = Solved(
                exercise=self.reference,
                points=self.exercise.points,
                commands=self.commands,
                solution_shown=self._keeper.read(
                    lambda store: store.solution_seen(self.reference), default=False
                ),
                at_ms=self._keeper.now_ms,
            )
            self._keeper.keep(lambda store: store.solve(solved))
            goals = [self._card(each.goal.id) for each in verdicts]
            for card in (card_name(EXERCISE, self.reference), *goals):
                self._keeper.went(card, right=True)
        return True

    @property
    def solved(self) -> bool:
        """Whether this exercise has ever been solved."""
        return self.reference in self._keeper.solved()
