"""`ecslab lesson list`: every exercise of a course."""

import json
from pathlib import Path
from typing import Any

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data
from ecslab.cli.types import folder, one_of
from ecslab.course.course import Course
from ecslab.course.loader import load_course


def command(language: str) -> click.Command:
    """`ecslab lesson list`, speaking `language`."""

    def callback(output: str, course: Path | None) -> int:
        whole = load_course(course)
        if output == "json":
            data(json.dumps(_entries(whole), ensure_ascii=False, indent=2) + "\n")
        else:
            data("".join(f"{entry['exercise']}  {entry['title'][language]}\n" for entry in _entries(whole)))
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


def _entries(course: Course) -> list[dict[str, Any]]:
    return [
        {
            "exercise": f"{lesson.id}/{exercise.id}",
            "title": exercise.title.model_dump(),
            "lesson": lesson.title.model_dump(),
            "points": exercise.points,
        }
        for lesson in course.lessons
        for exercise in lesson.exercises
    ]
