"""An exercise is proven, not believed: what its goals let through, or refuse, is a finding with its place."""

import pytest

from ecslab.course.findings import Code
from ecslab.course.template import enlist, write
from ecslab.grading.check import check

SEEDS = (0, 1)

THERE = """      - id: there
        say: {ja: ある, en: It is there}
        run: aws ecs describe-services --cluster lab --services web
        query: services[0].status
        equals: ACTIVE
"""


def change(folder, file, old, new):
    """Make the change and give the line, from 1, where it begins."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "the change must change something"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def found(folder):
    return [(finding.code, finding.path, finding.line) for finding in check(folder, SEEDS)]


def test_lessons_proven_side_by_side_have_the_same_findings(course_folder):
    for name in ("one", "two"):
        write(name, course_folder)
        assert enlist(name, course_folder)
    for name in ("keep-web", "two"):
        script = sorted((course_folder / name / "solutions").iterdir())[0]
        script.write_text("aws ecs list-clusters\n", encoding="utf-8")
    alone = check(course_folder, range(2))
    assert {finding.path.partition("/")[0] for finding in alone} == {"keep-web", "two"}
    together = check(course_folder, range(2), jobs=2)
    assert [finding.text("ja") for finding in together] == [finding.text("ja") for finding in alone]


def test_a_good_course_has_nothing_wrong(course_folder):
    assert check(course_folder) == ()


def test_paths_are_told_from_the_folder_that_is_checked(course_folder, lesson_folder):
    change(lesson_folder, "lesson.yaml", "minutes: 15", "minutes: x")
    assert str(check(course_folder)[0]).startswith("keep-web/lesson.yaml:5:10: minutes: ")
    assert str(check(lesson_folder)[0]).startswith("lesson.yaml:5:10: minutes: ")


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "nearest"),
    [
        (Code.UNKNOWN_OPERATION, "lesson.yaml", "run: aws ecs list-tasks", "run: aws ecs list-task", "list-tasks"),
        (Code.UNKNOWN_OPERATION, "lesson.yaml", "wait services-stable", "wait service-stable", "services-stable"),
        (Code.UNKNOWN_SERVICE, "lesson.yaml", "run: aws ecs describe", "run: aws esc describe", "ecs"),
        (Code.NOT_A_COMMAND, "lesson.yaml", "predict: aws ecs", "predict: ecs", None),
        (Code.NOT_A_COMMAND, "lesson.yaml", "run: aws ecs list-tasks --cluster lab --", "run: aws ecs list-tasks | wc --", None),
        (Code.NOT_A_COMMAND, "lesson.yaml", "run: aws ecs list-tasks --cluster lab --", "run: aws --", None),
        (Code.SERVICE_NOT_SIMULATED, "lesson.yaml", "predict: aws ecs", "predict: aws kms", None),
        (Code.UNKNOWN_OPERATION, "solutions/make-it.sh", "aws ecs describe-services", "aws ecs describe-service", "describe-services"),
        (Code.UNKNOWN_OPERATION, "mistakes/by-hand.sh", "SUBNET=$(aws ec2 describe-subnets", "SUBNET=$(aws ec2 describe-subnet", "describe-subnets"),
        (Code.BAD_SCRIPT, "solutions/make-it.sh", "aws ecs describe-services", "for x in y; do aws ecs describe-services", None),
        (Code.CONTROL_CHARACTER, "solutions/make-it.sh", "aws ecs describe-services", "aws \x1b[2J", None),
    ],
)  # fmt: skip
def test_commands_that_no_lab_can_run(lesson_folder, code, file, old, new, nearest):
    line = change(lesson_folder, file, old, new)
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.path, finding.line, finding.nearest) == (code, file, line, nearest)
    assert finding.text("ja") != finding.text("en")


def test_an_operation_that_is_not_simulated(lesson_folder):
    change(
        lesson_folder,
        "lesson.yaml",
        "run: aws ecs list-tasks --cluster lab --desired-status RUNNING",
        "run: aws ec2 describe-hosts",
    )
    assert [finding.code for finding in check(lesson_folder, SEEDS)] == [Code.NOT_SIMULATED]


def test_a_solution_that_does_not_pass(lesson_folder):
    change(lesson_folder, "solutions/make-it.sh", "--desired-count 2", "--desired-count 1")
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.where) == (Code.SOLUTION_FAILS, "exercises[make-it].solutions[0]")
    assert "two (1 of 2)" in finding.message("en")
    assert "two (1 です)" in finding.message("ja")


def test_an_exercise_that_passes_untouched(lesson_folder):
    text = (lesson_folder / "lesson.yaml").read_text(encoding="utf-8")
    goals = text[text.index("    goals:") : text.index("    hints:")]
    mistakes = text[text.index("    mistakes:") : text.index("    points:")]
    goal = "    goals:\n" + THERE.replace("services[0].status", "length(failures)").replace("ACTIVE", "1")
    change(lesson_folder, "lesson.yaml", goals, goal)
    change(lesson_folder, "lesson.yaml", mistakes, "")
    for script in (lesson_folder / "mistakes").iterdir():
        script.unlink()
    change(
        lesson_folder,
        "solutions/make-it.sh",
        "aws ecs create-service",
        "aws ecs describe-clusters --clusters lab\naws ecs create-cluster --cluster-name",
    )
    codes = [finding.code for finding in check(lesson_folder, SEEDS)]
    assert Code.PASSES_UNTOUCHED in codes
    assert Code.NEVER_FAILS in codes
    assert Code.NOT_NEEDED in codes


def test_a_command_that_a_solution_does_not_need(lesson_folder):
    change(
        lesson_folder,
        "solutions/make-it.sh",
        "aws ecs describe-services",
        "aws ecs create-cluster --cluster-name extra\naws ecs describe-services",
    )
    assert found(lesson_folder) == [(Code.NOT_NEEDED, "solutions/make-it.sh", 5)]
    change(lesson_folder, "solutions/make-it.sh", "--cluster-name extra", "--cluster-name extra  # optional")
    assert found(lesson_folder) == []


def test_looks_waits_and_words_may_be_left_out(lesson_folder):
    change(
        lesson_folder,
        "solutions/make-it.sh",
        "aws ecs describe-services",
        "sleep 5\necho done\naws ecs wait services-stable --cluster lab --services web\n"
        "aws ecr get-login-password\naws logs tail /ecs/web\naws ecs describe-services",
    )
    assert found(lesson_folder) == []


def test_a_mistake_that_fails_on_other_goals_than_it_says(lesson_folder):
    line = change(lesson_folder, "lesson.yaml", "fails: [comes-back]", "fails: [two]")
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.line) == (Code.MISTAKE_DIFFERS, line)
    assert "fails on comes-back, not on two" in str(finding)


def test_a_mistake_that_is_none(lesson_folder):
    change(lesson_folder, "mistakes/one-by-hand.sh", "aws ecs run-task", "aws ecs list-tasks #")
    codes = {finding.code: finding for finding in check(lesson_folder, SEEDS)}
    assert "fails on -, not on comes-back" in str(codes[Code.MISTAKE_DIFFERS])


def test_two_mistakes_that_grading_cannot_tell_apart(lesson_folder):
    (lesson_folder / "mistakes" / "too-few.sh").write_bytes(
        (lesson_folder / "mistakes" / "no-address.sh").read_bytes()
    )
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.where) == (Code.OTHER_FEEDBACK, "exercises[make-it].mistakes[2].run")
    assert "mistakes/no-address.sh" in str(finding)


def test_a_goal_that_nothing_fails(lesson_folder):
    always = (
        THERE.replace("id: there", "id: always")
        .replace("services[0].status", "length(services)")
        .replace("equals: ACTIVE", "at-least: 0")
    )
    line = change(lesson_folder, "lesson.yaml", THERE, THERE + always) + THERE.count("\n")
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.line, finding.where) == (
        Code.NEVER_FAILS,
        line,
        "exercises[make-it].goals[always]",
    )


def test_a_goal_that_cannot_be_judged(lesson_folder):
    line = change(lesson_folder, "lesson.yaml", THERE, THERE.replace("--services web", "--servces web"))
    findings = check(lesson_folder, SEEDS)
    judged = [finding for finding in findings if finding.code is Code.NOT_JUDGED]
    assert [(finding.line, finding.where) for finding in judged] == [
        (line, "exercises[make-it].goals[there]")
    ]
    assert "arguments are required: --services" in str(judged[0])


def test_a_scene_that_cannot_be_built(lesson_folder, course_folder):
    change(course_folder, "scenes/ready.yaml", "--cluster-name lab", "--clutser-name lab")
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.where) == (Code.SCENE_FAILS, "exercises[make-it].scene")
    assert "line 1" in str(finding)


def test_a_scene_with_a_typo_is_found_in_its_own_file(course_folder):
    change(course_folder, "keep-web/scenes/two-tasks.yaml", "settle: 3m", "setle: 3m")
    change(course_folder, "scenes/ready.yaml", "format: 1", "format: 1\nimage: {}")
    assert found(course_folder) == [
        (Code.FIELD_UNKNOWN, "keep-web/scenes/two-tasks.yaml", 14),
        (Code.FIELD_UNKNOWN, "scenes/ready.yaml", 2),
    ]


def test_a_scene_of_the_course_is_named_from_the_lesson(lesson_folder, course_folder):
    change(course_folder, "scenes/ready.yaml", "format: 1", "format: 1\nimage: {}")
    assert found(lesson_folder) == [(Code.FIELD_UNKNOWN, "../scenes/ready.yaml", 2)]


def test_a_prediction_whose_key_is_not_offered(lesson_folder):
    line = change(lesson_folder, "lesson.yaml", "offers: [0, 1, 2]", "offers: [0, 1, '2']")
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.line) == (Code.KEY_NOT_OFFERED, line)


def test_a_file_that_nothing_uses(lesson_folder):
    (lesson_folder / "mistakes" / "old.sh").write_text("true\n")
    (lesson_folder / "files" / "more.json").write_text("{}\n")
    assert found(lesson_folder) == [(Code.FILE_UNUSED, "mistakes/old.sh", 1)]


def test_a_par_that_no_solution_reaches(lesson_folder):
    line = change(lesson_folder, "lesson.yaml", "golf: {commands: 3}", "golf: {commands: 1}")
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.line) == (Code.PAR_NOT_REACHED, line)
    assert "the shortest takes 2" in str(finding)
