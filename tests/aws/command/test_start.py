"""What it costs to have a command line: measured in modules, for seconds depend on the machine."""

import subprocess
import sys

import pytest


def loaded_after(code):
    script = f"import sys\n{code}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_command_line_loads_no_model_and_no_client():
    loaded = loaded_after("import ecslab.aws.command")
    assert not {"botocore", "yaml", "jmespath", "awscli", "textual", "pydantic", "urllib3"} & loaded


@pytest.mark.parametrize(
    "module", ["botocore.session", "botocore.client", "botocore.credentials", "awscli", "yaml"]
)
def test_a_call_loads_the_models_only(module):
    code = """
from ecslab.aws.command import Command
class Target:
    region, account = "us-east-1", "123456789012"
    def call(self, service, operation, params): return {"taskArns": []}
    def advance(self, duration_ms): pass
assert Command(Target()).run(["ecs", "list-tasks", "--query", "taskArns"]).stdout == "[]\\n"
"""
    assert module not in loaded_after(code)
