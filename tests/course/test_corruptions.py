"""A good lesson with one thing wrong: the finding has the right code, file and line, and stands alone."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from ecslab.course.check import read
from ecslab.course.findings import Code

EVERY_KIND = Path(__file__).parents[1] / "tui" / "every-kind"


class Corruption(NamedTuple):
    """Replace `old` by `new` in `file`; what is found stands in the line of `at`."""

    code: Code
    old: str
    new: str
    at: str = ""
    file: str = "lesson.yaml"
    where: str = ""
    nearest: str | None = None


LESSON = [
    # The text of the file.
    Corruption(Code.SYNTAX, "minutes: 15", "minutes: [15", "quiz:"),
    Corruption(Code.SYNTAX, "format: 1", "format: 1\n\ttab: 1", "\ttab"),
    Corruption(Code.CONTROL_CHARACTER, "Keep web running", "Keep \x1b[31mweb", "Keep \x1b"),
    Corruption(Code.CONTROL_CHARACTER, "en: Keep web running", r'en: "Keep \e[31m web"', r"\e[31m"),
    Corruption(Code.CONTROL_CHARACTER, "Keep web running", "Keep \u202eweb", "\u202e"),
    Corruption(Code.NO_ALIASES, "minutes: 15", "minutes: &m 15", "&m"),
    Corruption(Code.NO_TAGS, "minutes: 15", "minutes: !!python/name:os.system ''", "!!python"),
    Corruption(Code.ONE_DOCUMENT, "minutes: 15", "minutes: 15\n---\nformat: 1", "---"),
    Corruption(Code.KEY_TWICE, "minutes: 15", "minutes: 15\nminutes: 16", "minutes: 16"),
    Corruption(Code.KEY_NOT_TEXT, "minutes: 15", "minutes: 15\n? [a, b]\n: 1", "? [a, b]"),
    Corruption(Code.TOO_DEEP, "[Service（サービス）]", "[" * 40 + "]" * 40, "[[["),
    # The shape of what it says.
    Corruption(
        Code.FIELD_MISSING,
        "title: {ja: web を保つ, en: Keep web running}",
        "title: {ja: x}",
        "title:",
        where="title.en",
    ),
    Corruption(Code.FIELD_MISSING, "minutes: 15\n", "", "format: 1", where="minutes"),
    Corruption(
        Code.FIELD_UNKNOWN,
        "    hints:",
        "    hint:",
        "    hint:",
        where="exercises[make-it].hint",
        nearest="hints",
    ),
    Corruption(Code.FIELD_UNKNOWN, "minutes: 15", "minutes: 15\nauthor: me", "author", where="author"),
    Corruption(
        Code.FIELD_UNKNOWN,
        "en: They come back",
        "en: They come back, fr: x",
        "fr: x",
        where="exercises[make-it].goals[comes-back].say.fr",
    ),
    Corruption(
        Code.FIELD_UNKNOWN,
        "    choose-many:",
        "    chose-many:",
        "chose-many",
        where="quiz[which].chose-many",
        nearest="choose-many",
    ),
    Corruption(
        Code.FIELD_UNKNOWN,
        "        at-least: 2",
        "        atleast: 2",
        "atleast",
        where="exercises[make-it].goals[two].atleast",
        nearest="at-least",
    ),
    Corruption(
        Code.FIELD_UNKNOWN,
        "{inject: stop-task, cluster: lab,",
        "{inject: stop-task, clutser: lab,",
        "clutser",
        nearest="cluster",
    ),
    Corruption(
        Code.FIELD_UNKNOWN,
        "right: true\n        why: {ja: その",
        "correct: true\n        why: {ja: その",
        "correct",
    ),
    Corruption(
        Code.NOT_MAPPING,
        "title: {ja: web を保つ, en: Keep web running}",
        "title: Keep web",
        "title:",
        where="title",
    ),
    Corruption(Code.NOT_MAPPING, "golf: {commands: 3}", "golf: 2", "golf:"),
    Corruption(Code.NOT_LIST, "source: [Service（サービス）]", "source: Service", "source:"),
    Corruption(Code.NOT_TEXT, "[Service（サービス）]", "[5]", "source:", where="source[0]"),
    Corruption(
        Code.NOT_TEXT, "[Service（サービス）]", "{Service: {a: b}}", "source:", where="source.Service"
    ),
    Corruption(Code.TOO_FEW, "[Service（サービス）]", "{Service: []}", "source:", where="source.Service"),
    Corruption(Code.NO_HEADING, "[Service（サービス）]", "{Service: mroe}", "source:", nearest="more"),
    Corruption(
        Code.NO_HEADING,
        "[Service（サービス）]",
        "{Service: [start, mroe]}",
        "source:",
        where="source.Service[1]",
    ),
    Corruption(Code.NOT_TEXT, "equals: ACTIVE", "matches: 5", "matches:"),
    Corruption(Code.NOT_TEXT, "en: The service keeps them", "en: 5", "en: 5"),
    Corruption(Code.NOT_NUMBER, "minutes: 15", "minutes: '15'", "minutes:", where="minutes"),
    Corruption(Code.NOT_NUMBER, "minutes: 15", "minutes: yes", "minutes:", where="minutes"),
    Corruption(Code.NOT_BOOLEAN, "answer: false", "answer: no", "answer: no"),
    Corruption(Code.NOT_SCALAR, "offers: [0, 1, 2]", "offers: [0, [1], 2]", "offers"),
    Corruption(Code.NOT_DURATION, "after: 1m", "after: 60", "after: 60"),
    Corruption(Code.NOT_DURATION, "within: 3m", "within: 3 minutes", "within:"),
    Corruption(Code.NOT_ID, "id: make-it", "id: Make_It", "Make_It"),
    Corruption(Code.NOT_INSIDE, "solutions/make-it.sh", "../make-it.sh", "../make-it.sh"),
    Corruption(Code.NOT_INSIDE, "solutions/make-it.sh", "/etc/passwd", "/etc/passwd"),
    Corruption(Code.NOT_ONE_OF, "inject: stop-task", "inject: stop-taks", "stop-taks", nearest="stop-task"),
    Corruption(Code.NOT_ONE_OF, "format: 1", "format: 2", "format: 2"),
    Corruption(Code.BLANK, "en: It is not", "en: ' '", "en: ' '"),
    Corruption(
        Code.TOO_FEW, "      - {ja: 本文を見てください, en: Read the section}\n", "", "ja: 保つのは誰"
    ),
    Corruption(Code.TOO_SMALL, "minutes: 15", "minutes: 0", "minutes:"),
    Corruption(Code.TOO_BIG, "minutes: 15", "minutes: 1500", "minutes:"),
    Corruption(Code.ONE_KEY, "        equals: ACTIVE\n", "", "id: there"),
    Corruption(Code.ONE_KEY, "equals: ACTIVE", "equals: ACTIVE\n        exists: true", "id: there"),
    Corruption(
        Code.ONE_KEY,
        "    true-false:\n      answer: false\n      why: {ja: いいえ, en: It is not}\n",
        "",
        "id: forever",
    ),
    Corruption(Code.ONE_TIME, "within: 3m", "within: 3m\n        after: 1m", "id: two"),
    Corruption(Code.ONE_TIME, "within: 3m", "within: 3m\n        never: true\n        over: 1m", "id: two"),
    Corruption(Code.ONE_TIME, "after: 3m", "never: true\n        over: history", "id: comes-back"),
    Corruption(Code.ONE_TIME, "within: 3m", "hold-for: 3m\n        never: true\n        over: 1m", "id: two"),
    Corruption(Code.BESIDE, "within: 3m", "never: true", "id: two"),
    Corruption(Code.BESIDE, "within: 3m", "over: 1h", "id: two"),
    Corruption(Code.NOT_ONE_OF, "within: 3m", "never: false\n        over: 1h", "never: false"),
    Corruption(Code.NOT_DURATION, "within: 3m", "never: true\n        over: histroy", "over: histroy"),
    Corruption(Code.NOT_DURATION, "within: 3m", "never: true\n        over: 0s", "over: 0s"),
    Corruption(Code.TOO_SMALL, "within: 3m", "hold-for: 0s", "hold-for: 0s"),
    Corruption(Code.FIELD_UNKNOWN, "within: 3m", "hold_for: 3m", "hold_for: 3m", nearest="hold-for"),
    Corruption(Code.NOT_BOOLEAN, "needs: [there]", "needs: [there]\n        hidden: 1", "hidden: 1"),
    Corruption(Code.NEVER_SHOWN, "        why: service/web\n", "        hidden: true\n", "else:"),
    Corruption(
        Code.ONE_RIGHT,
        "right: true\n        why: {ja: その",
        "right: false\n        why: {ja: その",
        "- say: {ja: サービス, en: the service}",
    ),
    # What names what.
    Corruption(
        Code.ID_TWICE, "id: forever", "id: which", "id: which\n    ask: {ja: 永遠", where="quiz[which].id"
    ),
    Corruption(
        Code.ID_TWICE, "id: forever", "id: make-it", "id: make-it\n    at", where="exercises[make-it].id"
    ),
    Corruption(
        Code.ID_TWICE,
        "    hints:",
        "      - {id: there, say: {ja: x, en: y}, run: aws ecs list-clusters, exists: true}\n    hints:",
        "- {id: there",
    ),
    Corruption(Code.NO_HEADING, "at: more", "at: mroe", "at: mroe", nearest="more"),
    Corruption(Code.NO_SCENE, "scene: ready", "scene: raedy", "scene: raedy", nearest="ready"),
    Corruption(Code.NO_GOAL, "needs: [two]", "needs: [tow]", "needs: [tow]", nearest="two"),
    Corruption(Code.NO_GOAL, "fails: [there]", "fails: [thare]", "fails: [thare]", nearest="there"),
    Corruption(Code.NEEDS_LATER, "needs: [there]", "needs: [comes-back]", "needs: [comes-back]"),
    Corruption(Code.NEEDS_LATER, "needs: [two]", "needs: [comes-back]", "needs: [comes-back]"),
    Corruption(Code.NO_LESSON, "minutes: 15", "minutes: 15\nneeds: [befor]", "needs: [befor]"),
    Corruption(Code.NEEDS_LATER, "minutes: 15", "minutes: 15\nneeds: [after-that]", "needs: [after-that]"),
    Corruption(
        Code.FILE_MISSING,
        "solutions: [solutions/make-it.sh]",
        "solutions: [solutions/make-it.sh, solutions/makeit.sh]",
        "solutions:",
        nearest="solutions/make-it.sh",
    ),
    Corruption(Code.FOLDER_NAME, "id: keep-web", "id: keep-wed", "keep-wed"),
    # Prose.
    Corruption(Code.NO_TITLE, "# Keep web running\n\n", "", "## The start", file="en.md"),
    Corruption(
        Code.NO_HEADING_ID,
        "## And more {#more}",
        "## And more\n\ntext\n\n## More {#more}",
        "## And more",
        file="en.md",
    ),
    Corruption(Code.ID_TWICE, "The end.", "## Again {#more}", "## Again", file="en.md"),
    Corruption(
        Code.TEXT_BEFORE_SECTIONS, "## The start", "Welcome.\n\n## The start", "Welcome.", file="en.md"
    ),
    Corruption(Code.NOT_PARALLEL, "## And more {#more}", "## And more {#mehr}", "## And more", file="en.md"),
    Corruption(Code.NOT_PARALLEL, "The end.", "## Third {#third}", "## Third", file="en.md"),
    Corruption(Code.CONTROL_CHARACTER, "読むもの。", "読む\x07もの。", "読む", file="ja.md"),
    # Pictures of the lab.
    Corruption(Code.PICTURE_DIFFERS, "The end.", "```lab scene=ready\n```", "```lab", file="en.md"),
    Corruption(Code.PICTURE_OPTION, "The end.", "```lab ready\n```", "```lab", file="en.md"),
    Corruption(Code.PICTURE_OPTION, "The end.", "```lab scene=\n```", "```lab", file="en.md"),
    Corruption(Code.PICTURE_OPTION, "The end.", "```lab after=1m after=2m\n```", "```lab", file="en.md"),
    Corruption(
        Code.FIELD_UNKNOWN, "The end.", "```lab scen=ready\n```", "```lab", "en.md", "scen", nearest="scene"
    ),
    Corruption(Code.NOT_DURATION, "The end.", "~~~lab after=1m,soon\n~~~", "~~~lab", "en.md", "after"),
    Corruption(Code.NOT_RISING, "The end.", "```lab after=2m,1m\n```", "```lab", "en.md", "after"),
    Corruption(
        Code.NOT_ONE_OF, "The end.", "```lab show=servces\n```", "```lab", "en.md", "show", nearest="services"
    ),
    # Values from the seed.
    Corruption(
        Code.TOO_FEW, "    scene: ready", "    scene: ready\n    values: {n: {one-of: [2]}}", "values:"
    ),
    Corruption(
        Code.NOT_OPTION,
        "    scene: ready",
        "    scene: ready\n    values: {n: {one-of: [2, [3]]}}",
        "values:",
    ),
    Corruption(
        Code.NOT_ID, "    scene: ready", "    scene: ready\n    values: {N: {one-of: [2, 3]}}", "values:"
    ),
    Corruption(Code.FIELD_MISSING, "    scene: ready", "    scene: ready\n    values: {n: {}}", "values:"),
    Corruption(Code.NOT_MAPPING, "    scene: ready", "    scene: ready\n    values: [n]", "values:"),
    Corruption(
        Code.VALUE_UNUSED,
        "    scene: ready",
        "    scene: ready\n    values:\n      tasks: {one-of: [2, 3]}",
        "tasks:",
        where="exercises[make-it].values.tasks",
    ),
    Corruption(
        Code.VALUE_RESERVED,
        "    scene: ready",
        "    scene: ready\n    values:\n      wanted: {one-of: [2, 3]}",
        "wanted:",
    ),
    Corruption(Code.NOT_NUMBER, "at-least: 2", "at-least: two", "at-least:"),
    Corruption(Code.BAD_PLACEHOLDER, "at-least: 2", "at-least: '{{n}}'", "at-least:"),
    Corruption(Code.BAD_PLACEHOLDER, "en: Make the service web", "en: 'Make {{wbe}}'", "wbe"),
    Corruption(Code.BAD_PLACEHOLDER, "en: It is there", "en: 'It is {{found}}'", "{{found}}'"),
    # Expressions and hints.
    Corruption(
        Code.BAD_QUERY,
        "query: length(taskArns)\n        equals",
        "query: length(taskArns\n        equals",
        "query: length(taskArns\n",
    ),
    Corruption(Code.BAD_PATTERN, "equals: ACTIVE", "matches: '('", "matches"),
    Corruption(Code.BAD_PLACEHOLDER, "{{found}} of {{wanted}}", "{{fuond}} of {{wanted}}", "fuond"),
    Corruption(
        Code.GIVES_AWAY,
        "en: Who keeps the number}\n      -",
        'en: "try aws ecs create-service"}\n      -',
        "try aws",
    ),
    Corruption(Code.NO_COMMAND, 'en: "Use `aws ecs create-service`"', "en: Use your head", "Use your head"),
]


KINDS = [
    Corruption(Code.FIELD_MISSING, "    why: {ja: ネットワークがなければイメージは取得できません。, en: Without a network no image can be pulled.}\n", "", "- id: start", where="quiz[start].why"),
    Corruption(Code.FIELD_UNKNOWN, "    order:\n", "    ordre:\n", "ordre:", nearest="order"),
    Corruption(Code.FIELD_MISSING, ", en: \"`RUNNING`: the containers run\"}", "}", "- {ja: \"`RUNNING`"),
    Corruption(Code.SAID_TWICE, "`PENDING`: the image is pulled", "`RUNNING`: the containers run", "- {ja: \"`PROVISIONING`"),
    Corruption(Code.SAID_TWICE, "en: the application in the container", "en: the ECS agent of an EC2 instance", "- item: {ja: タスク実行ロール"),
    Corruption(Code.FIELD_MISSING, "        with: {ja: コンテナが動く前の ECS, en: \"ECS, before the containers run\"}\n", "", "- item: {ja: タスク実行ロール", where="quiz[roles].match[0].with"),
    Corruption(Code.FIELD_UNKNOWN, "        with: {ja: コンテナの中", "        wiht: {ja: コンテナの中", "wiht:", nearest="with"),
    Corruption(Code.ONE_KEY, "    match:\n", "    choose: []\n    match:\n", "- id: roles"),
    Corruption(Code.TOO_FEW, "accept: [default]", "accept: []", "accept:"),
    Corruption(Code.NOT_TEXT, "accept: [default]", "accept: [1]", "accept:"),
    Corruption(Code.NEAR_RIGHT, "text: cluster", "text: ' Default'", "accept:"),
    Corruption(Code.NOT_BOOLEAN, "accept: [default]", "accept: [default]\n      exact: 1", "exact:"),
    Corruption(Code.BLANK, "accept: [default]", "accept: ['']", "accept:"),
    Corruption(Code.FIELD_MISSING, ", why: {ja: それはただの種類です。, en: That is only what it is.}", "", "- {text:"),
]  # fmt: skip


def corrupt(folder, corruption):
    """Make the change and give the line, from 1, where the finding is expected."""
    path = folder / corruption.file
    text = path.read_text(encoding="utf-8")
    assert corruption.old in text, "the corruption must change something"
    text = text.replace(corruption.old, corruption.new, 1)
    path.write_text(text, encoding="utf-8", newline="\n")
    return text[: text.index(corruption.at)].count("\n") + 1


def found(folder):
    lessons, findings = read(folder)
    return [*findings, *(finding for lesson in lessons for finding in lesson.findings)]


@pytest.mark.parametrize("corruption", KINDS, ids=lambda each: f"{each.code.name}-{each.new[:24]!r}")
def test_one_thing_wrong_with_a_question(tmp_path, corruption):
    folder = shutil.copytree(EVERY_KIND, tmp_path / "every-kind")
    assert found(folder) == []
    one_finding(folder, corruption)


@pytest.mark.parametrize("corruption", LESSON, ids=lambda each: f"{each.code.name}-{each.new[:24]!r}")
def test_one_thing_wrong_is_one_finding_at_its_place(lesson_folder, corruption):
    one_finding(lesson_folder, corruption)


def one_finding(folder, corruption):
    line = corrupt(folder, corruption)
    findings = found(folder)
    assert [(f.code, f.path, f.line) for f in findings] == [(corruption.code, corruption.file, line)]
    (finding,) = findings
    if corruption.where:
        assert finding.where == corruption.where
    assert finding.nearest == corruption.nearest or corruption.nearest is None


def test_a_value_that_is_compared_as_a_number_is_one(lesson_folder):
    corrupt(lesson_folder, Corruption(Code.VALUE_NOT_NUMBER, "at-least: 2", "at-least: '{{n}}'"))
    corrupt(
        lesson_folder,
        Corruption(
            Code.VALUE_NOT_NUMBER, "    scene: ready", "    scene: ready\n    values: {n: {one-of: [2, two]}}"
        ),
    )
    (finding,) = found(lesson_folder)
    assert (finding.code, finding.where) == (Code.VALUE_NOT_NUMBER, "exercises[make-it].goals[two].at-least")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("corruption", LESSON[::7], ids=lambda each: each.code.name)
def test_a_finding_reads_in_both_languages(lesson_folder, corruption, language):
    corrupt(lesson_folder, corruption)
    for finding in found(lesson_folder):
        text = finding.text(language)
        assert text.startswith(f"{finding.path}:{finding.line}:{finding.column}: ")
        assert "{" not in text.replace("{#", "").replace("{{", "")


def test_a_good_lesson_has_nothing_wrong(lesson_folder, course_folder):
    assert found(lesson_folder) == []
    assert found(course_folder) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("keep-web, after", "keep-wed, after", [(Code.FILE_MISSING, 3, "keep-web"), (Code.FILE_UNUSED, 1, None)]),
        (", after-that]", ", after-that, keep-web]", [(Code.ID_TWICE, 3, None)]),
        (", after-that]", "]", [(Code.FILE_UNUSED, 1, None)]),
        ("format: 1", "format: '1'", [(Code.NOT_ONE_OF, 1, None)]),
        ("lessons: [keep-web, after-that]", "lessons: []", [(Code.TOO_FEW, 3, None)]),
        ("title:", "titel:", [(Code.FIELD_UNKNOWN, 2, "title")]),
        ("lessons:", "lesson:", [(Code.FIELD_UNKNOWN, 3, "lessons")]),
        (", after-that]", "]\nincidents: [after-taht]", [(Code.FILE_MISSING, 4, "after-that"), (Code.FILE_UNUSED, 1, None)]),
        (", after-that]", "]\nincidents: [after-that, keep-web]", [(Code.ID_TWICE, 4, None)]),
        (", after-that]", "]\nincident: [after-that]", [(Code.FIELD_UNKNOWN, 4, "incidents"), ]),
        (", after-that]", "]\nincidents: after-that", [(Code.NOT_LIST, 4, None)]),
    ],
)  # fmt: skip
def test_a_course_file_is_held_to_its_folder(course_folder, old, new, expected):
    path = course_folder / "course.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    findings = [finding for finding in found(course_folder) if finding.code is not Code.NO_LESSON]
    assert [(finding.code, finding.line, finding.nearest) for finding in findings] == expected


def test_a_file_for_the_learner_that_nobody_could_read(lesson_folder):
    with (lesson_folder / "files" / "huge.json").open("wb") as file:
        file.truncate(100_000_000)
    (finding,) = found(lesson_folder)
    assert (finding.code, finding.path) == (Code.TOO_LARGE, "files/huge.json")


def test_a_glossary_is_checked_too(course_folder):
    path = course_folder / "glossary.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("say:", "says:"), encoding="utf-8")
    (finding,) = found(course_folder)
    assert str(finding) == "glossary.yaml:2:3: [0].says: unknown field; did you mean 'say'?"
