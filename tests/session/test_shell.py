"""What the terminal's lines are: lab commands, scripts, and what goes into history."""

from types import SimpleNamespace

import pytest

from ecslab.aws import new_lab
from ecslab.engine.errors import EcslabError, Problem
from ecslab.locale import words
from ecslab.session.lab_commands import LAB_COMMANDS, lab_command
from ecslab.session.shell import incomplete, lines_for_history, why
from ecslab.tui.pace import Pace, restored


@pytest.mark.parametrize("name", LAB_COMMANDS)
def test_a_lab_command_is_known_by_its_first_word(name):
    assert lab_command(f"  {name}  some thing ") == (name, "some thing")


@pytest.mark.parametrize("text", ["aws ecs list-clusters", "sleep 3", "undo\nundo", "undone", "UNDO=1", ""])
def test_anything_else_is_a_script(text):
    assert lab_command(text) is None


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("echo 'a", True),
        ("echo a \\", True),
        ("cat > f <<EOF", True),
        ("echo a", False),
        ("ls", False),
        ("a |", False),
    ],
)
def test_a_text_that_is_not_finished_goes_on(text, goes_on):
    assert incomplete(text) is goes_on


def test_history_keeps_commands_on_one_line_without_comments():
    script = "# first\naws ecs create-cluster \\\n    --cluster-name lab\n\nsleep 30"
    assert lines_for_history(script) == ("aws ecs create-cluster --cluster-name lab", "sleep 30")


@pytest.mark.parametrize("pace", [Pace(), Pace(600), Pace(1, running=False)])
def test_a_pace_comes_back_as_it_was_kept(pace):
    assert restored(pace.saved()) == pace


@pytest.mark.parametrize("setting", ["", "fast", "7", "-1 paused", "٣"])
def test_a_setting_that_is_no_pace_gives_the_default(setting):
    assert restored(setting) == Pace()


def test_why_explains_whatever_the_engine_can_and_says_what_is_not_there():
    lab = new_lab()
    lab.call("events", "PutRule", {"Name": "nightly", "ScheduleExpression": "rate(1 day)"})
    desk = SimpleNamespace(lab=lab)
    told = why("rule/nightly", words("ja"))(desk)
    assert any("nightly" in line.text for line in told)
    with pytest.raises(Problem) as missing:
        why("rule/nobody", words("ja"))(desk)
    assert missing.value.values["name"] == "nobody"
    with pytest.raises(EcslabError, match="nobody"):
        why("service/nobody", words("ja"))(desk)
