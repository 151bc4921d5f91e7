"""Grading: whatever a submission is or does, there is a result, and the same one each time."""

import itertools

import pytest

from ecslab.aws.shell import Limits as ScriptLimits
from ecslab.course.findings import UnknownName
from ecslab.course.loader import load_course
from ecslab.grading.grade import grade
from ecslab.grading.limits import Limits
from ecslab.grading.result import EXIT_CODES, Status

EXERCISE = "keep-web/make-it"


def outcomes(result):
    return {goal.id: goal.outcome for goal in result.goals}


def test_a_solution_passes(course, lesson):
    result = grade(course, EXERCISE, lesson.text("solutions/make-it.sh"))
    assert (result.status, result.passed, result.exit_code) == (Status.PASSED, True, 0)
    assert (result.points, result.out_of, result.commands, result.par) == (20, 20, 3, 3)
    assert set(outcomes(result).values()) == {"passed"}
    assert result.feedback is None
    assert result.problem is None
    assert len(result.lesson) == 64
    assert result.state
    assert result.title.en == "Make it"


def test_an_empty_script_does_not_pass_and_is_no_known_mistake(course):
    for empty in ("", "\n# nothing\n", "aws ecs list-clusters\n"):
        result = grade(course, EXERCISE, empty)
        assert (result.status, result.exit_code, result.points) == (Status.FAILED, 1, 0)
        assert result.feedback is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("by-hand", "By hand nothing is kept"),
        ("no-address", "It has no address"),
        ("too-few", "There is only one"),
        ("one-by-hand", "One too many"),
    ],
)
def test_a_mistake_gets_its_own_feedback(course, lesson, name, words):
    result = grade(course, EXERCISE, lesson.text(f"mistakes/{name}.sh"))
    assert result.exit_code == 1
    assert result.feedback.en == words


def test_a_mistake_is_recognised_in_other_words_too(course, lesson):
    submission = lesson.text("mistakes/no-address.sh").replace("$SUBNET", "$NET").replace("SUBNET=", "NET=")
    submission = "aws ecs list-clusters\n" + submission.replace(
        "subnets=[$NET]", "assignPublicIp=DISABLED,subnets=[$NET]"
    )
    assert grade(course, EXERCISE, submission).feedback.en == "It has no address"


def test_the_engine_says_why(course, lesson):
    result = grade(course, EXERCISE, lesson.text("mistakes/no-address.sh"))
    goal = next(goal for goal in result.goals if goal.id == "two")
    assert (goal.found, goal.matcher, goal.wanted) == (0, "at-least", 2)
    assert goal.reason.en == "0 of 2"
    assert goal.why
    assert all(reason.say.ja and reason.say.en for reason in goal.why)


def test_equal_inputs_give_equal_bytes(course, course_folder, lesson):
    submission = lesson.text("solutions/make-it.sh")
    one = grade(course, EXERCISE, submission, seed=7).model_dump_json()
    two = grade(load_course(course_folder), EXERCISE, submission, seed=7).model_dump_json()
    assert one == two


def test_a_failing_command_does_not_end_the_script(course, lesson):
    submission = "aws ecs list-tasks --cluster none\n" + lesson.text("solutions/make-it.sh")
    assert grade(course, EXERCISE, submission).passed


@pytest.mark.parametrize(
    "submission",
    ["rm -rf /", "aws ecs list-clusters | cat", "curl example.com", "echo 'open", "cat ../lesson.yaml", "\x1b[2J", "x" * 300_000],
)  # fmt: skip
def test_what_may_not_run_is_refused_before_anything_runs(course, submission):
    result = grade(course, EXERCISE, submission, name="mine.sh")
    assert (result.status, result.exit_code, result.commands) == (Status.REFUSED, 4, 0)
    assert result.problem.en.startswith("mine.sh:1:")
    assert result.problem.ja.startswith("mine.sh:1:")
    assert not any(ord(character) < 32 for character in result.problem.en)
    assert result.goals == ()


@pytest.mark.parametrize(
    ("submission", "limits", "words"),
    [
        ("sleep 1\nsleep 1\nsleep 1", Limits(script=ScriptLimits(commands=2)), "more than 2 commands"),
        ("sleep 3600", Limits(passes_ms=60_000), "1m"),
        ("aws ecs wait tasks-stopped --cluster lab --tasks $T", Limits(passes_ms=60_000), "1m"),
        ("sleep 60", Limits(tasks=1), "1 tasks"),
    ],
    ids=["commands", "sleep", "wait", "tasks"],
)
def test_what_does_too_much_is_refused(course, lesson, submission, limits, words):
    prepared = (
        "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)\n"
        "T=$(aws ecs run-task --cluster lab --count 2 --task-definition web --launch-type FARGATE"
        ' --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"'
        " --query 'tasks[0].taskArn' --output text)\n"
    )
    result = grade(course, EXERCISE, prepared + submission, limits=limits)
    assert (result.status, result.exit_code) == (Status.REFUSED, 4)
    assert words in result.problem.en


@pytest.mark.parametrize("ticks", [2, 10, 30])
def test_a_time_out_is_no_verdict(course, lesson, ticks):
    clock = itertools.count(0).__next__
    result = grade(course, EXERCISE, lesson.text("solutions/make-it.sh"), timeout_s=ticks, clock=clock)
    assert (result.status, result.exit_code) == (Status.TIMED_OUT, 124)
    assert str(ticks) in result.problem.ja


def test_an_endless_wait_ends(course):
    submission = "\n".join(["aws ecs wait services-stable --cluster lab --services web"] * 500)
    assert grade(course, EXERCISE, submission).status in (Status.FAILED, Status.REFUSED)


def test_an_unknown_exercise_is_told_apart_from_a_broken_one(course):
    with pytest.raises(UnknownName, match="did you mean 'keep-web/make-it'"):
        grade(course, "keep-web/mak-it", "")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "keep-web/lesson.yaml",
            "minutes: 15",
            "minute: 15",
            "keep-web/lesson.yaml:5:1: minute: unknown field",
        ),
        ("keep-web/lesson.yaml", "scene: ready", "scene: raedy", "there is no scene 'raedy'"),
        ("keep-web/lesson.yaml", "run: aws ecs describe-services", "run: aws ecs describe-service", "there"),
        ("scenes/ready.yaml", "--cluster-name lab", "--cluster-nam", "line 1"),
        ("scenes/ready.yaml", "format: 1", "format: 9", "ready.yaml:1:9"),
    ],
)
def test_a_broken_exercise_is_not_the_learners_failure(course_folder, file, old, new, words):
    path = course_folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = grade(load_course(course_folder), EXERCISE, "")
    assert (result.status, result.exit_code, result.passed) == (Status.BROKEN, 3, False)
    assert words in result.problem.en
    assert result.problem.ja


def test_a_defect_of_ours_is_a_result_too(course, monkeypatch):
    def explode(*_):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("ecslab.grading.grade.parse", explode)
    result = grade(course, EXERCISE, "")
    assert (result.status, result.exit_code) == (Status.CRASHED, 5)
    assert "ZeroDivisionError" in result.problem.en


def test_every_status_has_its_exit_code():
    assert set(EXIT_CODES) == set(Status)


def test_only_the_lesson_asked_for_is_loaded(course_folder, course, lesson):
    (course_folder / "after-that" / "lesson.yaml").write_text("broken: [")
    assert grade(course, EXERCISE, lesson.text("solutions/make-it.sh")).passed


def test_services_that_ask_for_too_much_are_refused_before_anything_starts(course, lesson):
    solution = lesson.text("solutions/make-it.sh").replace("desired-count 2", "desired-count 5000")
    services = [solution.replace("service-name web", f"service-name web{n}") for n in range(5)]
    result = grade(course, EXERCISE, "\n".join(services))
    assert (result.status, result.exit_code) == (Status.REFUSED, 4)
    assert "20000 tasks" in result.problem.en


def test_what_was_found_is_not_longer_than_anyone_reads(course_folder, lesson_folder):
    path = lesson_folder / "lesson.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "run: aws ecs describe-services --cluster lab --services web", "run: aws ecs list-clusters", 1
    )
    path.write_text(text.replace("services[0].status", "clusterArns", 1), encoding="utf-8")
    submission = "\n".join(f"aws ecs create-cluster --cluster-name c{n}" for n in range(200))
    found = grade(load_course(course_folder), EXERCISE, submission).goals[0].found
    assert isinstance(found, str)
    assert len(found) == 4000


def test_a_submission_cannot_write_what_a_goal_reads(course_folder, lesson_folder):
    (lesson_folder / "files" / "asked.json").write_text('{"clusters": ["mine"]}')
    path = lesson_folder / "lesson.yaml"
    text = path.read_text(encoding="utf-8")
    asked = "run: aws ecs describe-clusters --cli-input-json file://asked.json"
    text = text.replace("run: aws ecs describe-services --cluster lab --services web", asked, 1)
    path.write_text(text.replace("services[0].status", "clusters[0].status", 1), encoding="utf-8")
    course = load_course(course_folder)
    cheat = 'cat > asked.json <<\'END\'\n{"clusters": ["lab"]}\nEND'
    assert outcomes(grade(course, EXERCISE, cheat))["there"] == "failed"
    assert (
        outcomes(grade(course, EXERCISE, "aws ecs create-cluster --cluster-name mine"))["there"] == "passed"
    )


def test_what_is_found_cannot_move_a_terminals_cursor(course_folder, lesson_folder):
    path = lesson_folder / "lesson.yaml"
    text = path.read_text(encoding="utf-8")
    asked = "run: aws ecs describe-task-definition --task-definition sly"
    text = text.replace("run: aws ecs describe-services --cluster lab --services web", asked, 1)
    query = "taskDefinition.containerDefinitions[0].command[0]"
    path.write_text(text.replace("services[0].status", query, 1), encoding="utf-8")
    containers = r'[{"name": "x", "image": "y", "memory": 128, "command": ["a\u001b[2J"]}]'
    submission = f"aws ecs register-task-definition --family sly --container-definitions '{containers}'"
    result = grade(load_course(course_folder), EXERCISE, submission)
    assert result.status is Status.FAILED
    assert "\x1b" not in result.model_dump_json()
    assert result.goals[0].reason.en == "Wanted: ACTIVE. Found: a\ufffd[2J."
