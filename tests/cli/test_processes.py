"""The command as a real process: what it loads, and what it does when its reader leaves."""

import subprocess
import sys

import pytest

SHOW = """
import sys
from ecslab.cli.root import run
code = run(sys.argv[1:])
names = {name.partition(".")[0] for name in sys.modules}
print("loaded:", *sorted(names & {"botocore", "pydantic", "textual", "rich", "docker", "yaml", "jmespath"}))
"""


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    """Which of the heavy packages a command loads in a fresh interpreter."""
    monkeypatch.setenv("ECSLAB_HOME", str(tmp_path))
    monkeypatch.delenv("ECSLAB_LANG", raising=False)
    (tmp_path / "s.sh").write_text("true")

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", SHOW, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return set(done.stdout.splitlines()[-1].split()[1:])

    return run


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["--lang", "ja", "--help"], ["nosuch"]])
def test_the_outside_of_the_command_loads_nothing_heavy(loaded, arguments):
    assert loaded(*arguments) == set()


@pytest.mark.parametrize(
    "arguments",
    [["run", "s.sh"], ["grade", "a/b", "s.sh"], ["lesson", "list"], ["lesson", "schema"], ["learn"]],
)
def test_headless_commands_load_no_screen_and_no_docker(loaded, arguments):
    assert not loaded(*arguments) & {"textual", "rich", "docker"}


def test_a_reader_that_leaves_is_no_defect(tmp_path):
    (tmp_path / "s.sh").write_text("echo a\n" * 1000)
    code = "from ecslab.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "run", "s.sh"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    _, narrated = process.communicate(timeout=60)
    assert b"defect" not in narrated
    assert b"Traceback" not in narrated
    assert process.returncode == 1
