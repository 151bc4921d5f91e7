"""`ecslab progress`: what is mastered, as a picture; and progress carried elsewhere."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data, narration
from ecslab.cli.types import folder, one_of
from ecslab.course.course import Course
from ecslab.course.loader import load_course
from ecslab.grading.report import write
from ecslab.locale import Words, words
from ecslab.progress.exchange import MAX_BYTES, dump, merge
from ecslab.progress.home import data_folder
from ecslab.progress.opening import open_store
from ecslab.progress.review import Card, deck, due
from ecslab.progress.store import Store

_WIDTH = 10
_FORMATS = ("text", "json")


def command(language: str) -> click.Command:
    """`ecslab progress`, speaking `language`."""

    def callback(output: str, export: str | None, incoming: str | None, course: Path | None) -> int:
        say = words(language)
        store, notice = open_store(data_folder(os.environ))
        if notice:
            narration(say(notice.key, **notice.values))
        try:
            if incoming is not None:
                merge(store, _read(incoming))
                narration(say("cli.progress.merged"))
            if export is not None:
                _export(store, export)
            if incoming is None and export is None:
                told = _told(load_course(course), store, int(time.time() * 1_000))
                as_json = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
                data(as_json if output == "json" else _picture(told, language, say))
        finally:
            store.close()
        return exit_codes.PASSED

    return Command(
        "progress",
        language,
        callback,
        params=[
            option(
                language,
                "list-format",
                "--format",
                "output",
                type=one_of(language, _FORMATS),
                default="text",
                metavar="|".join(_FORMATS),
            ),
            option(language, "export", "--export", metavar="FILE"),
            option(language, "import", "--import", "incoming", metavar="FILE"),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(file).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _export(store: Store, file: str) -> None:
    if file == "-":
        data(dump(store))
    else:
        write(Path(file), dump(store))


def _told(course: Course, store: Store, now_ms: int) -> dict[str, Any]:
    """What is known of the learner, lesson by lesson."""
    solved, answers = store.solved(), store.answers()
    reviews = store.reviews()
    cards = deck(reviews, now_ms) if reviews else ()
    lessons = []
    for lesson in course.lessons:
        exercises = [f"{lesson.id}/{each.id}" for each in lesson.exercises]
        questions = [f"{lesson.id}/{each.id}" for each in lesson.quiz]
        lessons.append(
            {
                "lesson": lesson.id,
                "title": lesson.title.model_dump(),
                "incident": lesson.id in course.incidents,
                "solved": sum(name in solved for name in exercises),
                "exercises": len(exercises),
                "right": sum(name in answers and answers[name].right for name in questions),
                "questions": len(questions),
                "mastered": round(_mastered(exercises, questions, solved, answers, cards), 2),
            }
        )
    return {
        "points": sum(each.points for each in solved.values()),
        "cards": len(cards),
        "due": len(due(cards, now_ms)),
        "lessons": lessons,
    }


def _mastered(
    exercises: list[str],
    questions: list[str],
    solved: Any,
    answers: Any,
    cards: tuple[Card, ...],
) -> float:
    """The part of a lesson that is done; what was missed once counts as it is remembered now."""
    remembered: dict[str, float] = {}
    for card in cards:
        # A goal's card is one of its exercise: what is remembered worst of that counts.
        name = "/".join(card.reference.split("/")[:2])
        remembered[name] = min(card.remembered, remembered.get(name, 1.0))
    done = [remembered.get(name, 1.0) if name in solved else 0.0 for name in exercises]
    done += [
        remembered.get(name, 1.0) if name in answers and answers[name].right else 0.0 for name in questions
    ]
    return sum(done) / len(done) if done else 0.0


def _picture(told: dict[str, Any], language: str, say: Words) -> str:
    lines: list[str] = []
    incidents = False
    for each in told["lessons"]:
        if each["incident"] and not incidents:
            incidents = True
            lines += ["", say("cli.progress.incidents")]
        full = int(each["mastered"] * _WIDTH)
        bar = "█" * full + "░" * (_WIDTH - full)
        counts = say(
            "cli.progress.counts",
            **{name: each[name] for name in ("solved", "exercises", "right", "questions")},
        )
        lines.append(f"{bar} {each['mastered']:4.0%}  {each['title'][language]}  {counts}")
    lines += [""] if incidents else []
    lines.append(say("cli.progress.total", points=told["points"], cards=told["cards"], due=told["due"]))
    return "\n".join(lines) + "\n"
