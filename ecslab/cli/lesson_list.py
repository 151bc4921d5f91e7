"""`ecslab lesson list`: every exercise of a course."""

import json
from pathlib import Path
from typing import Any

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data, narration
from ecslab.cli.types import folder, one_of
from ecslab.course.course import Course
from ecslab.course.loader import load_course
from ecslab.locale import words


def command(language: str) -> click.Command:
    """`ecslab lesson list`, speaking `language`."""

    def callback(output: str, course: Path | None) -> int:
        whole = load_course(course)
        if output == "json":
            data(json.dumps(_entries(whole), ensure_ascii=False, indent=2) + "\n")
        else:
            entries = _entries(whole)
            data(_lines(entries, language, incident=False))
            if incidents := _lines(entries, language, incident=True):
                narration(words(language)("cli.list.incidents"))
                data(incidents)
        return exit_codes.PASSED

    formats = ("text", "json")
    kind = one_of(language, formats)
    return Command(
        "lesson.list",
        language,
        callback,
        params=[
            option(
                language,
                "list-format",
                "--format",
                "output",
                type=kind,
                default="text",
                metavar="|".join(formats),
            ),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _lines(entries: list[dict[str, Any]], language: str, *, incident: bool) -> str:
    """A line for each exercise of the lessons, or of the incident sets."""
    return "".join(
        f"{entry['exercise']}  {entry['title'][language]}\n"
        for entry in entries
        if entry["incident"] is incident
    )


def _entries(course: Course) -> list[dict[str, Any]]:
    return [
        {
            "exercise": f"{lesson.id}/{exercise.id}",
            "title": exercise.title.model_dump(),
            "lesson": lesson.title.model_dump(),
            "incident": lesson.id in course.incidents,
            "points": exercise.points,
        }
        for lesson in course.lessons
        for exercise in lesson.exercises
    ]
