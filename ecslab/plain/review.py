"""What was missed and is due, asked again: questions, and exercises in a live lab."""

from collections.abc import Callable

from ecslab.course.course import Course
from ecslab.course.exercise import Exercise
from ecslab.course.findings import UnknownName
from ecslab.course.lesson import Lesson
from ecslab.course.solution import shown
from ecslab.engine.clock import format_duration
from ecslab.grading.nearly import Nearly, nearly
from ecslab.locale import Words, words
from ecslab.plain import lines, work
from ecslab.plain.asking import ask_question
from ecslab.progress.records import Ran, Review
from ecslab.progress.review import AGAIN, GOAL, GOOD, QUESTION, Card, card_name, deck, due
from ecslab.progress.store import Store
from ecslab.session import shell
from ecslab.session.bench import desk_for, solution_text
from ecslab.session.cards import goal_rows
from ecslab.session.lab_commands import lab_command
from ecslab.session.trial import SEED
from ecslab.session.values import Standing

MINUTE_MS = 60_000


def review(store: Store, course: Course, most: int, language: str, now_ms: Callable[[], int]) -> str:
    """Ask `most` cards at most, keep how each went, and give the sentence on how it all went."""
    say, began = words(language), now_ms()
    cards = [card for card in deck(store.reviews(), began) if _known(course, card)]
    waiting = due(cards, began)[:most]
    if not waiting:
        return _nothing(cards, began, say)
    right = 0
    for number, card in enumerate(waiting, 1):
        lines.write(f"\n[{number}/{len(waiting)}] {card.reference}")
        try:
            went = _ask(course, card, language)
        except lines.Ended:
            break
        right += went
        rating = GOOD if went else AGAIN
        store.review(Review(card=card_name(card.kind, card.reference), at_ms=now_ms(), rating=rating))
    return say("cli.review.done", right=right, total=len(waiting))


def _ask(course: Course, card: Card, language: str) -> bool:
    """Ask what a card asks; whether it went well. Raises Ended."""
    lesson_id, name, goal = (*card.reference.split("/"), "")[:3]
    lesson = course.lesson(lesson_id)
    if card.kind == QUESTION:
        return ask_question(lesson, lesson.question(name), language)
    exercise = lesson.exercise(name)
    return ask_exercise(
        lesson, exercise, language, nearly(lesson, exercise, goal) if card.kind == GOAL else None
    )


def ask_exercise(lesson: Lesson, written: Exercise, language: str, near: Nearly | None = None) -> bool:
    """Ask for it in a new lab; True once every goal is met, False when the learner gives up.

    With `near` only for the one command that a goal of it waits for, all before it being done. Raises Ended,
    and EcslabError where its scene cannot be built.
    """
    say = words(language)
    exercise = written.drawn(SEED)
    if near is not None:
        exercise = exercise.model_copy(update={"goals": near.goals})
    desk = desk_for(lesson, exercise, (Ran(near.done),) if near is not None and near.done.strip() else ())
    brief = lines.unmarked(exercise.brief.of(language))
    lines.write(f"{exercise.title.of(language)}\n{brief}")
    if near is None:
        lines.write(say("cli.review.how-exercise"))
    else:
        so_far = shown(near.done) or say("cli.review.nothing-done")
        goal = lines.unmarked(near.goals[-1].say.of(language))
        lines.write(f"{say('cli.review.done-already')}\n{so_far}\n{say('cli.review.how-goal', goal=goal)}")
    while (text := work.read_script("$ ")).strip():
        command = lab_command(text)
        done = work.lab_work(command, language) if command else shell.script(text, language)
        if done is None:
            lines.write(say("plain.no-such-thing", name=command.name if command else ""))
            continue
        work.do(desk, done, language)
        rows = goal_rows(exercise, desk.judge(), language)
        for row in rows:
            mark = "✓" if row.standing is Standing.PASSED else "·"
            lines.write(f"{mark} {lines.unmarked(row.say)}")
        if all(row.standing is Standing.PASSED for row in rows):
            lines.write(say("tui.quiz.verdict-right"))
            return True
    lines.write(shown(near.missing) if near is not None else solution_text(lesson, exercise))
    return False


def _known(course: Course, card: Card) -> bool:
    """Whether the course still has what the card asks."""
    lesson_id, name, goal = (*card.reference.split("/"), "", "")[:3]
    try:
        lesson = course.lesson(lesson_id)
        if card.kind == QUESTION:
            lesson.question(name)
            return True
        goals = [each.id for each in lesson.exercise(name).goals]
    except UnknownName:
        return False
    return card.kind != GOAL or goal in goals


def _nothing(cards: list[Card], now_ms: int, say: Words) -> str:
    if not cards:
        return say("cli.review.no-cards")
    wait_ms = max(MINUTE_MS, (cards[0].due_ms - now_ms) // MINUTE_MS * MINUTE_MS)
    return say("cli.review.nothing-due", wait=format_duration(wait_ms))
