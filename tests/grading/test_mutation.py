"""What the check changes in a solution, and what it says when no goal notices."""

import pytest

from ecslab.aws.shell import parse
from ecslab.course.findings import Code
from ecslab.grading.check import check
from ecslab.grading.mutation import mutants

SEEDS = (0, 1)


def changes(text):
    script = parse(text)
    return [(each.before, each.after) for k in range(len(script.commands)) for each in mutants(script, k)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws ecs create-cluster --cluster-name lab", [("--cluster-name", ""), ("lab", "labx")]),
        ("aws ecs x --count 2", [("--count", ""), ("2", "3"), ("2", "1")]),
        ("aws ecs x --count 0", [("--count", ""), ("0", "1")]),
        ("aws ecs x --c maximumPercent=200,a=b", [("--c", ""), ("200", "201"), ("200", "199")]),
        ("aws ecs x --d web:2 --query 'x[0]'", [("--d", ""), ("2", "3"), ("2", "1")]),
        ("aws ecs x --image nginx:1.27", [("--image", "")]),
        ('aws ecs x --n "a=$B,c=4"', [("--n", ""), ("4", "5"), ("4", "3")]),
        ("N=4", [("4", "5"), ("4", "3")]),
        ("N=web", [("web", "webx")]),
        ('cat > a.json <<E\n{"cpu": 4}\nE', [("4", "5"), ("4", "3")]),
        ("aws ecs x --count 2  # free: 2", [("--count", "")]),
        ("aws ecs x --name web --count 2  # free: --count web", [("--name", ""), ("2", "3"), ("2", "1")]),
        ("aws ecs x --count 2  # free", [("--count", ""), ("2", "3"), ("2", "1")]),
        ('cat > a.json <<E  # free: 4\n{"cpu": 4}\nE', []),
        ("sleep 5", []),
    ],
)
def test_one_thing_is_changed_at_a_time(text, expected):
    assert changes(text) == expected


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def found(folder):
    return [(finding.code, finding.path, finding.line) for finding in check(folder, SEEDS)]


def test_an_option_that_no_goal_looks_at(lesson_folder):
    change(
        lesson_folder,
        "solutions/make-it.sh",
        "--desired-count 2",
        "--propagate-tags SERVICE --desired-count 2",
    )
    (finding,) = check(lesson_folder, SEEDS)
    assert (finding.code, finding.path, finding.line) == (Code.NOT_NOTICED, "solutions/make-it.sh", 3)
    assert "# free: --propagate-tags" in finding.message("en")
    assert "--propagate-tags" in finding.message("ja")
    change(lesson_folder, "solutions/make-it.sh", 'ENABLED}"', 'ENABLED}"  # free: --propagate-tags')
    assert found(lesson_folder) == []


def test_a_number_that_no_goal_looks_at(lesson_folder):
    """Without the goal that counts exactly, three would do as well as two."""
    text = (lesson_folder / "lesson.yaml").read_text(encoding="utf-8")
    change(lesson_folder, "lesson.yaml", "        equals: 2\n", "        at-least: 2\n")
    change(
        lesson_folder,
        "lesson.yaml",
        text[text.index("      - run: mistakes/one-by-hand.sh") : text.index("    points: 20")],
        "",
    )
    (lesson_folder / "mistakes" / "one-by-hand.sh").unlink()
    findings = check(lesson_folder, SEEDS)
    noticed = [finding for finding in findings if finding.code is Code.NOT_NOTICED]
    assert ["3 in the place of 2" in str(finding) for finding in noticed] == [True]


def test_a_bound_that_every_solution_exceeds(lesson_folder):
    change(lesson_folder, "lesson.yaml", "at-least: 2", "at-least: 1")
    findings = [finding for finding in check(lesson_folder, SEEDS) if finding.code is Code.LOOSE]
    assert [finding.where for finding in findings] == ["exercises[make-it].goals[two].at-least"]
    assert "2 would pass, too" in str(findings[0])
    change(lesson_folder, "lesson.yaml", "at-least: 1", "at-least: 1\n        slack: true")
    assert Code.LOOSE not in [finding.code for finding in check(lesson_folder, SEEDS)]
