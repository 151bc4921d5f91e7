"""How much the state machines are given: at least 10,000 steps in CI, several times that in the long run."""

from pathlib import Path

import pytest
from lab_machine import LONGER, SIZES

HERE = Path(__file__).parent


def test_the_state_machines_take_ten_thousand_steps():
    assert sum(examples * steps for examples, steps in SIZES.values()) >= 10_000
    assert LONGER >= 5


@pytest.mark.parametrize("machine", SIZES)
def test_every_size_is_that_of_a_machine(machine):
    (use,) = [line for line in (HERE / f"test_{machine}.py").read_text().splitlines() if "= size(" in line]
    assert use.endswith(f'.settings = size("{machine}")')
