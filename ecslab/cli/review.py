"""`ecslab review`: what was missed, asked again as plain prompts when it is due."""

import os
import time
from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.asking import Stopped, ask_exercise, ask_question
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data, narration
from ecslab.cli.types import between, folder
from ecslab.course.course import Course
from ecslab.course.findings import UnknownName
from ecslab.course.loader import load_course
from ecslab.engine.clock import format_duration
from ecslab.locale import Words, words
from ecslab.progress.home import data_folder
from ecslab.progress.opening import open_store
from ecslab.progress.records import Review
from ecslab.progress.review import AGAIN, GOOD, QUESTION, Card, card_name, deck, due
from ecslab.progress.store import Store

MINUTE_MS = 60_000


def command(language: str) -> click.Command:
    """`ecslab review`, speaking `language`."""

    def callback(most: int, course: Path | None) -> int:
        say = words(language)
        store, notice = open_store(data_folder(os.environ))
        if notice:
            narration(say(notice.key, **notice.values))
        try:
            _review(store, load_course(course), most, language, say)
        finally:
            store.close()
        return exit_codes.PASSED

    return Command(
        "review",
        language,
        callback,
        params=[
            option(language, "most", "-n", "most", type=between(language, 1, 1_000), default=20, metavar="N"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _review(store: Store, course: Course, most: int, language: str, say: Words) -> None:
    now_ms = _now_ms()
    cards = [card for card in deck(store.reviews(), now_ms) if _known(course, card)]
    waiting = due(cards, now_ms)[:most]
    if not waiting:
        narration(_nothing(cards, now_ms, say))
    right = 0
    for number, card in enumerate(waiting, 1):
        data(f"\n[{number}/{len(waiting)}] {card.reference}\n")
        lesson_id, _, name = card.reference.partition("/")
        lesson = course.lesson(lesson_id)
        try:
            if card.kind == QUESTION:
                went = ask_question(lesson, lesson.question(name), language)
            else:
                went = ask_exercise(lesson, lesson.exercise(name), language)
        except Stopped:
            break
        right += went
        rating = GOOD if went else AGAIN
        store.review(Review(card=card_name(card.kind, card.reference), at_ms=_now_ms(), rating=rating))
    if waiting:
        narration(say("cli.review.done", right=right, total=len(waiting)))


def _known(course: Course, card: Card) -> bool:
    """Whether the course still has what the card asks."""
    lesson_id, _, name = card.reference.partition("/")
    try:
        lesson = course.lesson(lesson_id)
        lesson.question(name) if card.kind == QUESTION else lesson.exercise(name)
    except UnknownName:
        return False
    return True


def _nothing(cards: list[Card], now_ms: int, say: Words) -> str:
    if not cards:
        return say("cli.review.no-cards")
    wait_ms = max(MINUTE_MS, (cards[0].due_ms - now_ms) // MINUTE_MS * MINUTE_MS)
    return say("cli.review.nothing-due", wait=format_duration(wait_ms))


def _now_ms() -> int:
    return int(time.time() * 1_000)
