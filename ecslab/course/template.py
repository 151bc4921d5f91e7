"""A new lesson: small, whole, and with nothing wrong from the first minute."""

import re
from collections.abc import Mapping
from pathlib import Path

from ecslab.course import files
from ecslab.course.course import CourseFile
from ecslab.course.findings import CourseError
from ecslab.course.validation import validate

_LESSON = """format: 1
id: {id}
title: {{ja: 新しいレッスン, en: A new lesson}}
minutes: 10
quiz:
  - id: no-name
    at: cluster
    ask:
      ja: クラスターを作るときに名前を指定しないと、何という名前になりますか。
      en: What is a cluster called that was made without a name?
    fill:
      accept: [default]
      why:
        ja: 名前を省略すると `default` になります。
        en: Without a name it is `default`.
exercises:
  - id: name-it
    at: cluster
    title: {{ja: 名前を付ける, en: Give it a name}}
    brief:
      ja: "`{{{{name}}}}` という名前のクラスターを作ってください。"
      en: Make a cluster with the name `{{{{name}}}}`.
    values:
      name: {{one-of: [shop, bank, school]}}
    goals:
      - id: named
        say:
          ja: クラスター {{{{name}}}} がある
          en: The cluster {{{{name}}}} exists
        run: aws ecs describe-clusters --clusters {{{{name}}}}
        query: clusters[0].status
        equals: ACTIVE
    hints:
      - ja: 足りないのは名前です。
        en: What is missing is the name.
      - ja: クラスターを作るコマンドの help に、名前のオプションがあります。
        en: The help of the command that makes clusters shows the option for the name.
      - ja: "`aws ecs create-cluster --cluster-name {{{{name}}}}` です。"
        en: "It is `aws ecs create-cluster --cluster-name {{{{name}}}}`."
    solutions: [solutions/name-it.sh]
    mistakes:
      - run: mistakes/no-name.sh
        fails: [named]
        say:
          ja: 名前を指定していないので、`default` になりました。
          en: It has no name of its own, so it is called `default`.
"""

_JA = """# 新しいレッスン

## タスクはどこで動くのか {#cluster}

タスクは、必ずどこかの **クラスター** の中で動きます。クラスターは `aws ecs create-cluster` で作ります。
名前を指定しないと、どうなるでしょうか。
"""

_EN = """# A new lesson

## Where do tasks run? {#cluster}

A task always runs in a **cluster**. You make one with `aws ecs create-cluster`.
What happens if you give it no name?
"""


def template(lesson: str) -> Mapping[str, str]:
    """The files of a new lesson with the id `lesson`, by their names in its folder."""
    return {
        "lesson.yaml": _LESSON.format(id=lesson),
        "ja.md": _JA,
        "en.md": _EN,
        "solutions/name-it.sh": "aws ecs create-cluster --cluster-name $NAME\n",
        "mistakes/no-name.sh": "aws ecs create-cluster\n",
    }


def write(lesson: str, folder: Path) -> None:
    """Make the folder of the new lesson inside `folder`. Raises OSError, FileExistsError when it is there."""
    target = folder / lesson
    target.mkdir()
    for name, text in template(lesson).items():
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def enlist(lesson: str, folder: Path) -> bool:
    """Put the lesson last in `course.yaml`, which otherwise stays as written; whether it stands there then.

    Raises CourseError when the file is malformed already, OSError when it cannot be written.
    """
    before = files.text(folder, "course.yaml")
    written = validate(CourseFile, files.document(folder, "course.yaml"))
    if lesson in (*written.lessons, *written.incidents):
        return True
    last = re.escape(written.lessons[-1])
    in_brackets = rf"^(lessons:\s*\[[^\]]*?\b{last})(\s*,?\s*\])"
    in_lines = rf"^(lessons:[^\[]*\n( *)- +{last})([ \t]*(#[^\n]*)?(\n|\Z))"
    for pattern in (in_brackets, in_lines):
        if not (found := re.search(pattern, before, re.MULTILINE)):
            continue
        addition = f", {lesson}" if "[" in found[1] else f"\n{found[2]}- {lesson}"
        after = before[: found.end(1)] + addition + before[found.end(1) :]
        (folder / "course.yaml").write_text(after, encoding="utf-8", newline="\n")
        try:
            now = validate(CourseFile, files.document(folder, "course.yaml"))
        except CourseError:
            now = written
        if now == written.model_copy(update={"lessons": (*written.lessons, lesson)}):
            return True
        (folder / "course.yaml").write_text(before, encoding="utf-8", newline="\n")
    return False
