"""Asking what a lab will have cost, for goals about money."""

from decimal import Decimal

from ecslab.engine.billing.account import account
from ecslab.engine.errors import Problem
from ecslab.engine.lab import Lab
from ecslab.grading.asking import Answer
from ecslab.grading.reasons import trouble

ALL = "all"
"""Everything in the lab."""
_SHOWN = Decimal("0.0001")


def ask_bill(before: Lab, after: Lab, target: str) -> Answer:
    """What `target` costs between two states of one lab, in US dollars, to a hundredth of a cent."""
    try:
        spent = _total(after, target) - _total(before, target)
    except Problem as problem:
        return Answer(None, problem.code, trouble(problem))
    return Answer(float(spent.quantize(_SHOWN)))


def _total(lab: Lab, target: str) -> Decimal:
    return account(lab, None if target == ALL else target).bill.total
