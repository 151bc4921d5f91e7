"""The desk: what is done at it, taken back, and done again gives the same lab, to the byte."""

import threading
from pathlib import Path

import pytest

from ecslab.aws.shell import ScriptError
from ecslab.course.loader import load_course, load_lesson
from ecslab.engine.errors import EcslabError, FaultError
from ecslab.engine.explain import explain
from ecslab.engine.faults import FAULTS
from ecslab.locale import LANGUAGES, words
from ecslab.progress.records import Broke, Passed, Ran
from ecslab.session import shell
from ecslab.session.bench import desk_for, solution_text
from ecslab.session.desk import Stopped

LESSON = load_lesson(Path(__file__).parents[1] / "tui" / "first-steps")
EXERCISE = LESSON.exercise("serve")
EN = words("en")


@pytest.fixture
def desk():
    return desk_for(LESSON, EXERCISE)


def said(work, desk) -> str:
    return "\n".join(printed.text for printed in work(desk))


def test_deeds_done_again_give_the_same_lab(desk):
    shell.script("NAME=lab\necho hello > note", "en")(desk)
    shell.script(solution_text(LESSON, EXERCISE), "en")(desk)
    desk.pass_time(60_000)
    desk.pass_time(60_000)
    shell.kill("web", EN)(desk)
    desk.pass_time(1_234)
    assert [type(deed) for deed in desk.deeds] == [Ran, Ran, Passed, Broke, Passed]
    again = desk_for(LESSON, EXERCISE, desk.deeds)
    assert again.lab.state_hash() == desk.lab.state_hash()
    assert again.deeds == desk.deeds
    assert again.commands == desk.commands == 2
    assert said(shell.script("cat note; echo $NAME", "en"), again) == "hello\n\nlab\n"


def test_undo_goes_back_to_before_the_last_deed_and_the_time_since(desk):
    before = desk.lab.state_hash()
    shell.script("aws ecs create-cluster --cluster-name other", "en")(desk)
    desk.pass_time(5_000)
    assert said(shell.undo(EN), desk) == EN(
        "tui.terminal.undone", line="aws ecs create-cluster --cluster-name other"
    )
    assert desk.lab.state_hash() == before
    assert said(shell.undo(EN), desk) == EN("tui.terminal.nothing-undone")


def test_time_alone_is_nothing_to_undo(desk):
    desk.pass_time(5_000)
    assert desk.undo() is None
    assert desk.deeds == (Passed(5_000),)


def test_what_cannot_be_read_or_names_nothing_is_no_deed(desk):
    with pytest.raises(ScriptError):
        desk.run("echo 'open", lambda _: None)
    with pytest.raises(EcslabError):
        desk.inject({"fault": "stop-task", "cluster": "lab", "service": "nothing"})
    assert desk.deeds == ()


def test_deeds_that_a_changed_lesson_no_longer_allows_are_left_out():
    deeds = (Ran("if true"), Broke({"fault": "stop-task", "service": "gone"}), Ran("aws ecs create-cluster"))
    desk = desk_for(LESSON, EXERCISE, deeds)
    assert desk.deeds == (Ran("aws ecs create-cluster"),)


def test_a_reset_begins_again(desk):
    before = desk.lab.state_hash()
    shell.script("aws ecs create-cluster", "en")(desk)
    shell.reset(EN)(desk)
    assert (desk.lab.state_hash(), desk.deeds, desk.commands) == (before, (), 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_and_check_answer_in_the_learners_language(desk, language):
    say = words(language)
    shell.script(solution_text(LESSON, EXERCISE), language)(desk)
    first = explain(desk.lab, "service/web")[0]
    assert said(shell.why("web", say), desk).startswith(say(f"engine.why.{first.code}", **first.values))
    told = said(shell.check(EXERCISE, language), desk)
    assert EXERCISE.goals[1].say.of(language) in told
    assert EXERCISE.goals[1].else_.of(language).replace("{{found}}", "0").replace("{{wanted}}", "2") in told


@pytest.mark.parametrize("name", ["", "nothing", "service/nothing", "task/zz"])
def test_what_names_nothing_is_told_in_one_sentence(desk, name):
    with pytest.raises(EcslabError) as raised:
        shell.kill(name, EN)(desk)
    assert str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_task_is_named_by_the_beginning_of_its_id_or_by_its_arn(desk):
    shell.script(solution_text(LESSON, EXERCISE), "en")(desk)
    desk.pass_time(60_000)
    first, second = (task.id for task in desk.lab.world.tasks.values())
    assert shell.found(desk.lab, first[:8], EN) == ("task", first, "lab")
    assert shell.found(desk.lab, f"arn:aws:ecs:us-east-1:123456789012:task/lab/{second}", EN)[1] == second
    assert shell.found(desk.lab, "service/web", EN) == ("service", "web", "lab")


def test_the_lab_for_reading_has_no_goals():
    desk = desk_for(LESSON, None)
    assert desk.judge() == ()
    assert "clusterArns" in said(shell.script("aws ecs list-clusters", "en"), desk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_tells_a_known_mistake_in_its_own_words(language):
    lesson = load_course().lesson("services")
    exercise = lesson.exercise("keep-three")
    mistake = exercise.mistakes[0]
    desk = desk_for(lesson, exercise)
    shell.script(lesson.text(mistake.run), language)(desk)
    assert mistake.say.of(language) in said(shell.check(exercise, language), desk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_injected_by_its_name_and_can_be_undone(desk, language):
    say = words(language)
    shell.script(solution_text(LESSON, EXERCISE), language)(desk)
    desk.pass_time(60_000)
    before = desk.lab.state_hash()
    assert say("engine.fault.stop-task") in said(shell.fault("stop-task service=web", say), desk)
    assert any(task.stop_code == "EssentialContainerExited" for task in desk.lab.world.tasks.values())
    assert said(shell.undo(say), desk) == say("tui.terminal.undone-kill")
    assert desk.lab.state_hash() == before


def test_fault_alone_lists_every_fault_with_its_fields(desk):
    told = said(shell.fault("", EN), desk)
    for fault in FAULTS.values():
        assert fault.name in told
        assert all(f"{field.name}=…" in told for field in fault.fields)


@pytest.mark.parametrize(
    ("line", "code"), [("stop-tusk service=web", "no-fault"), ("stop-task web", "fault-not-field")]
)
def test_a_fault_that_is_written_wrong_is_told_by_its_code(desk, line, code):
    with pytest.raises(FaultError) as refused:
        shell.fault(line, EN)(desk)
    assert refused.value.code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_operations_tells_what_is_simulated(desk, language):
    say = words(language)
    assert "`run-task`" in said(shell.operations("ecs", language), desk)
    assert "s4" in said(shell.operations("s4", language), desk)
    shell.script(solution_text(LESSON, EXERCISE), language)(desk)
    assert said(shell.why("web", say), desk).endswith(say("tui.terminal.differences"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_simulated_is_told_in_the_learners_language_too(desk, language):
    told = said(
        shell.script(
            "aws ecs run-task --task-definition web --enable-execute-command --reference-id x", language
        ),
        desk,
    )
    assert "NotSimulated" in told
    assert told.endswith(words(language)("engine.not-simulated"))


@pytest.mark.parametrize(("language", "near"), [("en", "line 1, column 13"), ("ja", "1 行 13 列目")])
def test_where_a_pattern_is_wrong_is_told_in_the_learners_language(desk, language, near):
    line = """aws events put-rule --name r --event-pattern '{"source": "aws.ecs"}'"""
    told = said(shell.script(line, language), desk)
    assert "(InvalidEventPatternException)" in told
    assert near in told.splitlines()[-1]
    assert """"source": ["aws.ecs"]""" in told.splitlines()[-1]


EVERY_MINUTE = "aws events put-rule --name tick --schedule-expression 'rate(1 minute)'"


@pytest.mark.parametrize("line", ["sleep 10h", "aws ecs list-clusters && sleep 10h; aws ecs list-clusters"])
def test_what_is_stopped_on_the_way_is_stopped_there_again(line):
    desk = desk_for(LESSON, EXERCISE)
    desk.run(EVERY_MINUTE, lambda _: None)
    looks = iter(range(100))
    began, look = desk.lab.now, desk._stopper.__class__.__call__

    class Impatient(type(desk._stopper)):
        def __call__(self) -> bool:
            if next(looks) == 50:
                self.stop()
            return look(self)

    desk._stopper.__class__ = Impatient
    with pytest.raises(Stopped):
        desk.run(line, lambda _: None)
    assert 0 < desk.lab.now - began < 36_000_000
    assert isinstance(desk.deeds[-1], Ran)
    assert desk.deeds[-1].stopped_at == 51
    again = desk_for(LESSON, EXERCISE, desk.deeds)
    assert again.lab.state_hash() == desk.lab.state_hash()
    desk.run("aws ecs list-clusters", lambda _: None)
    assert desk.deeds[-1] == Ran("aws ecs list-clusters")


def test_time_that_is_stopped_on_the_way_has_passed_so_far():
    desk = desk_for(LESSON, EXERCISE)
    desk.run(EVERY_MINUTE, lambda _: None)
    began = desk.lab.now
    threading.Timer(0.2, desk.stop).start()
    with pytest.raises(Stopped):
        desk.pass_time(3_650 * 86_400_000)
    assert desk.deeds[-1] == Passed(desk.lab.now - began)
    assert desk_for(LESSON, EXERCISE, desk.deeds).lab.state_hash() == desk.lab.state_hash()
