"""What tests of IAM begin with."""

import pytest
from iam_asking import Asking


@pytest.fixture
def iam():
    """Asks IAM in an empty lab."""
    return Asking()
