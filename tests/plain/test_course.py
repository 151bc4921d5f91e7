"""The course as plain prompts, from its map to a lesson's end, as a pipe or a screen reader has it."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ecslab.course.exercise import Exercise
from ecslab.course.loader import load_lesson
from ecslab.course.packaged import lessons_folder
from ecslab.course.prose import Section
from ecslab.locale import LANGUAGES, words
from ecslab.plain.asking import understood
from ecslab.progress.records import Review
from ecslab.progress.review import AGAIN
from ecslab.session.answering import tell
from ecslab.session.bench import solution_text
from ecslab.session.cards import quiz_card

TUI = Path(__file__).parents[1] / "tui"
FIRST_STEPS = TUI / "first-steps"
EVERY_KIND = TUI / "every-kind"
WHAT_IS_ECS = lessons_folder() / "what-is-ecs"


def right_line(lesson, question) -> str:
    """What to type for the right answer."""
    card = quiz_card(question, "en", None)
    count = len(card.offers)
    if card.kind == "fill":
        return question.fill.accept[0]
    if card.kind == "order":
        shown = tell(lesson, question, tuple(range(count))).marked.key
        return " ".join(str(number + 1) for number in shown)
    if card.kind == "match":
        return "".join(
            "abcdefghi"[number] for number in tell(lesson, question, tuple(range(count))).marked.key
        )
    key = tell(lesson, question, (0,)).marked.key
    return ", ".join(str(number + 1) for number in key)


def typed_for(lesson) -> list[str]:
    """The lines that lead through the lesson, everything right."""
    lines = []
    for step in lesson.steps():
        match step:
            case Section():
                lines.append("")
            case Exercise():
                lines += [*solution_text(lesson, step).split("\n"), "wait 20m", "next"]
            case _:
                lines += [right_line(lesson, step), "next"]
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", [WHAT_IS_ECS, FIRST_STEPS, EVERY_KIND], ids=lambda path: path.name)
def test_a_whole_lesson_is_walked_through_a_pipe(plainly, kept, folder, language):
    lesson, say = load_lesson(folder), words(language)
    written = plainly(folder, ["1", *typed_for(lesson), "quit"], "--lang", language)
    assert written.count("\n--- ") == len(lesson.steps())
    assert say("tui.lesson.finished") in written
    assert written.rstrip().endswith(say("plain.farewell"))
    assert "\x1b" not in written
    assert "**" not in written
    assert set(kept(lambda store: store.solved())) == {
        f"{folder.name}/{each.id}" for each in lesson.exercises
    }
    answers = kept(lambda store: store.answers())
    assert {name: answer.right for name, answer in answers.items()} == {
        f"{folder.name}/{each.id}": True for each in lesson.quiz
    }
    assert say("plain.done") in written


def test_a_wrong_answer_is_explained_kept_and_asked_again_later(plainly, kept):
    written = plainly(EVERY_KIND, ["1", "next", "1 2 3 4", "next", "abc", "next", "cluster", "quit"])
    assert written.count("Not quite.") == 3
    for key in ("The answer: 2 4 3 1", "The answer: acb", "The answer: default"):
        assert key in written
    assert not any(answer.right for answer in kept(lambda store: store.answers()).values())
    assert len(kept(lambda store: store.reviews())) == 3
    again = plainly(EVERY_KIND, ["", "back", "back", "quit"])
    assert again.count("You have answered this already.") == 3


@pytest.mark.parametrize("line", ["5 1 2 3", "1 2 3", "1 2 3 3", "first", "1 two 3 4", "0 1 2 3", "²"])
def test_what_is_no_answer_is_asked_again(plainly, kept, line):
    written = plainly(EVERY_KIND, ["1", "next", line, "2 4 3 1"])
    assert words("en")("plain.not-understood") in written
    assert written.index("That is no answer") < written.index("Right.")


def test_full_width_answers_are_answers():
    lesson = load_lesson(EVERY_KIND)
    given = understood(lesson.question("start"), "２、４、３、１")
    assert given is not None
    assert tell(lesson, lesson.question("start"), given.chosen).right


def test_the_lab_is_at_hand_while_reading_and_at_a_question(plainly):
    written = plainly(
        FIRST_STEPS,
        [
            "1",
            "aws ecs create-cluster --cluster-name mine",
            "next",
            "aws ecs list-clusters --output text",
            "quit",
        ],
    )
    assert '"clusterName": "mine"' in written
    assert "cluster/mine" in written.partition("--- Step 2")[2]


def test_every_command_of_the_terminal_works_by_lines(plainly, kept):
    solution = (
        (FIRST_STEPS / "solutions" / "serve.sh").read_text(encoding="utf-8").replace("\\\n", " ").strip()
    )
    written = plainly(
        FIRST_STEPS,
        [
            "help", "hint", "check", *solution.splitlines(), "clock", "clock next", "wait 3m", "why web",
            "kill web", "undo", "bill", "journal", "fault", "operations nonsense", "back", "next", "reset",
            "no", "reset", "yes", "journal", "quit",
        ],
        "first-steps/serve",
    )  # fmt: skip
    say = words("en")
    for key in ("tui.terminal.was-reset", "tui.journal.nothing", "plain.clock", "tui.brief.hint"):
        assert say(key, number=1, total=3).partition("/")[0] in written
    assert "All goals are met" in written
    assert "Goal met (1 of" in written
    assert "was killed" in written
    assert "Undone: what went wrong." in written
    assert "3m0s passed." in written or "3m passed." in written
    assert "There is no service nonsense here." in written
    assert kept(lambda store: store.solved())["first-steps/serve"].commands > 0


def test_a_line_that_goes_on_is_read_to_its_end(plainly):
    written = plainly(
        FIRST_STEPS, ["echo 'one", "two'", "cat <<EOF", "three", "EOF", "quit"], "first-steps/serve"
    )
    assert "\none\ntwo\n" in written
    assert "\nthree\n" in written


def test_what_was_done_is_there_after_the_end_of_input(plainly, kept):
    first = plainly(
        FIRST_STEPS, ["aws ecs create-cluster --cluster-name other", "echo 'half"], "first-steps/serve"
    )
    assert first.rstrip().endswith(words("en")("plain.farewell"))
    second = plainly(FIRST_STEPS, ["", "aws ecs list-clusters --output text"])
    assert words("en")("tui.terminal.resumed") in second
    assert "cluster/other" in second


def test_the_place_of_an_error_is_marked(plainly):
    written = plainly(FIRST_STEPS, ["echo あ | cat"], "first-steps/serve")
    assert "\necho あ | cat\n        ^\n" in written


def test_the_language_switches_and_is_kept(plainly, kept):
    written = plainly(FIRST_STEPS, ["language", "1", "language", "language", "quit"])
    assert words("ja")("plain.how-map") in written
    assert kept(lambda store: store.setting("language")) == "ja"


@pytest.mark.parametrize("line", ["0", "99", "nonsense", "next step", "\x1b[2J", "１"])
def test_broken_input_on_the_map_is_answered_by_what_can_be_typed(plainly, line):
    written = plainly(FIRST_STEPS, [line, "quit"])
    assert written.count(words("en")("plain.how-map")) == 2 or "--- Step 1" in written
    assert "\x1b" not in written


def test_reviews_are_offered_and_asked(plainly, kept):
    kept(lambda store: store.review(Review(card="question:every-kind/start", at_ms=1, rating=AGAIN)))
    written = plainly(EVERY_KIND, ["review", "2 4 3 1", "quit"])
    assert "Cards to review: 1." in written
    assert "right: 1 of 1" in written
    assert "Cards to review" not in plainly(EVERY_KIND, ["quit"])


def test_a_start_that_there_is_not_is_refused(home, capsys):
    from ecslab.cli.root import run

    assert run(["learn", "--plain", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


SCRIPT = """
import os, signal, sys
from ecslab.cli.root import run
from ecslab.session.stopping import Stopper

look = Stopper.__call__

def interrupted(self):
    if self.looks == 500:
        os.kill(os.getpid(), signal.SIGINT)
    return look(self)

Stopper.__call__ = interrupted
code = run(sys.argv[1:])
assert "textual" not in sys.modules
sys.exit(code)
"""
"""`ecslab`, with Ctrl-C pressed at the five hundredth look of every deed."""


@pytest.fixture
def process(home):
    """`ecslab learn --plain` in a process of its own, its input open."""
    course = [str(FIRST_STEPS), "first-steps/serve"]
    started = subprocess.Popen(
        [sys.executable, "-u", "-c", SCRIPT, "learn", "--plain", "--course", *course],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    watchdog = threading.Timer(120, started.kill)
    watchdog.start()
    yield started
    watchdog.cancel()
    started.kill()
    started.communicate()


def wait_for(process, text: str) -> None:
    seen = ""
    while text not in seen:
        read = process.stdout.read(1)
        assert read, seen
        seen += read


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_stops_a_long_wait_and_then_leaves(process):
    wait_for(process, "] $ ")
    process.stdin.write("aws events put-rule --name tick --schedule-expression 'rate(1 minute)'\n")
    process.stdin.write("wait 3000d\n")
    process.stdin.flush()
    wait_for(process, "Stopped after ")
    wait_for(process, "] $ ")
    process.stdin.write("journal\n")
    process.stdin.flush()
    wait_for(process, "passed.")
    wait_for(process, "] $ ")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert words("en")("plain.farewell") in out
    assert "Traceback" not in err


def test_the_end_of_input_ends_it_without_the_screen(process):
    out, err = process.communicate("aws ecs list-clusters\n", timeout=120)
    assert (process.returncode, err) == (0, "")
    assert '"clusterArns"' in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_of_the_lab_are_drawn(plainly, tmp_path, language):
    folder = Path(shutil.copytree(FIRST_STEPS, tmp_path / "first-steps"))
    for each in LANGUAGES:
        path = folder / f"{each}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n```lab scene=ready show=cluster,services\n```\n", encoding="utf-8")
    written = plainly(folder, ["quit"], "--lang", language, "first-steps")
    assert f"\n    {words(language)('picture.cluster')} lab\n" in written
    assert "scene=ready" not in written
