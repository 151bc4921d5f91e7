"""What tests of permissions begin with."""

import json

import pytest


@pytest.fixture
def policy_text():
    """The document of a policy with these statements."""
    return lambda *statements: json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
