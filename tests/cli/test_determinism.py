"""The same script, the same bytes: whatever the hash seed, and through its journal too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecslab.aws.api import Aws
from ecslab.course.packaged import lessons_folder
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay

SOLUTION = lessons_folder() / "services" / "solutions" / "keep-three.sh"


def ecslab(folder: Path, seed: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from ecslab.cli import main; sys.exit(main())"
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "ECSLAB_HOME": str(folder / "home"),
        "ECSLAB_LANG": "en",
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=environment, capture_output=True, timeout=60
    )


@pytest.fixture
def played(tmp_path):
    """What `ecslab run` and `ecslab grade` gave under three hash seeds: output, errors, journal, report."""
    results = []
    for seed in ("0", "1", "424242"):
        journal = tmp_path / f"{seed}.jsonl"
        ran = ecslab(
            tmp_path,
            seed,
            "run",
            str(SOLUTION),
            "--scene",
            "web-registered",
            "--seed",
            "7",
            "--journal",
            str(journal),
        )
        graded = ecslab(tmp_path, seed, "grade", "services/keep-three", str(SOLUTION), "--format", "json")
        assert graded.returncode == 0
        results.append((ran.returncode, ran.stdout, ran.stderr, journal.read_bytes(), graded.stdout))
    return results


def test_no_hash_seed_shows_in_output_journal_or_report(played):
    code, stdout, stderr, journal, report = played[0]
    assert (code, bool(stdout), bool(stderr), bool(journal), bool(report)) == (0, True, True, True, True)
    assert played[1:] == [played[0]] * 2


def test_the_journal_replays_to_the_state_that_it_ends_with(played):
    text = played[0][3].decode()
    journal, end = Journal.loads(text)
    lab = replay(journal, Aws())
    assert lab.state_hash() == end.state
    assert lab.dump_journal() == text
