"""The AWS CLI itself, as the oracle of our command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


class AwsCli:
    """Asks the AWS CLI what it makes of a line, a shorthand or a result."""

    def __init__(self, home):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment |= {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "AWS_CONFIG_FILE": str(home / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "PYTHONUTF8": "1",
        }
        self.home = home
        keys = "aws_access_key_id = AKIAECSLAB\naws_secret_access_key = not/a/real/secret\n"
        (home / "credentials").write_text(f"[default]\n{keys}", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("aws_cli_process.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=home,
            env=environment,
            encoding="utf-8",
        )

    def ask(self, kind, question, api=None):
        """The answer to one question; what the AWS CLI itself asks of AWS, `api` answers."""
        answer = self._exchange([kind, question])
        while "api" in answer:
            answer = self._exchange(api(*answer["api"]))
        return answer

    def _exchange(self, message):
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the AWS CLI's process ended ({self._process.wait(30)}) at {message!r}"
        return json.loads(answer)

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@pytest.fixture(scope="session")
def aws_cli(tmp_path_factory):
    """The AWS CLI with a home of its own, and credentials that are none."""
    oracle = AwsCli(tmp_path_factory.mktemp("aws-cli-home"))
    yield oracle
    oracle.close()
