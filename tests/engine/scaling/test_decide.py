"""Scaling decisions: worked examples beside their sources, and what never happens.

https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.records.scaling import StepAdjustment, StepScaling, TargetTracking
from ecslab.engine.scaling.decide import Streaks, Tracked, observe, step, tracking


def policy(kind, *steps, least=None):
    return StepScaling(
        adjustment_type=kind,
        step_adjustments=tuple(
            StepAdjustment(
                metric_interval_lower_bound=low, metric_interval_upper_bound=high, scaling_adjustment=amount
            )
            for low, high, amount in steps
        ),
        min_adjustment_magnitude=least,
    )


OUT = policy("PercentChangeInCapacity", (0, 10, 0), (10, 20, 10), (20, None, 30))
IN = policy("PercentChangeInCapacity", (-10, 0, 0), (-20, -10, -10), (None, -20, -30))


@pytest.mark.parametrize(
    ("steps", "capacity", "breach", "wanted"),
    [
        (OUT, 10, 9.0, 10),  # threshold 50, metric 59: the first step, which changes nothing
        (OUT, 10, 10.0, 11),  # at 60: by 10 percent, one task
        (OUT, 10, 21.0, 13),  # above 70: by 30 percent, three tasks
        (IN, 13, -9.0, 13),  # threshold 50, metric 41: the first step, which changes nothing
        (IN, 10, -10.0, 9),  # at 40: by 10 percent
        (IN, 10, -20.0, 7),  # at 30: by 30 percent; below a threshold the upper bound is inclusive
        (policy("PercentChangeInCapacity", (0, None, 25), least=2), 4, 1.0, 6),  # the model's own example
        (policy("ChangeInCapacity", (0, None, 2)), 3, 0.0, 5),
        (policy("ExactCapacity", (0, None, 7)), 3, 5.0, 7),
        (policy("ChangeInCapacity", (5, None, 2)), 3, 1.0, 3),  # no step covers it
    ],
)
def test_step_scaling_as_the_guide_works_it_out(steps, capacity, breach, wanted):
    assert step(steps, capacity, breach) == wanted


def tracked(target, value, high=0, low=0, **more):
    return Tracked(TargetTracking(target_value=target, **more), Streaks(high, low), value)


@pytest.mark.parametrize(
    ("policies", "running", "wanted"),
    [
        ([tracked(50.0, 100.0, high=3)], 2, 4),
        ([tracked(50.0, 51.0, high=3)], 2, 3),
        ([tracked(50.0, 100.0, high=2)], 2, 2),
        ([tracked(50.0, 10.0, low=15)], 2, 1),
        ([tracked(50.0, 10.0, low=14)], 2, 2),
        ([tracked(50.0, 10.0, low=15, disable_scale_in=True)], 2, 2),
        ([tracked(50.0, 10.0, low=15), tracked(500.0, 480.0)], 2, 2),
        ([tracked(50.0, 10.0, low=15), tracked(500.0, 1000.0, high=3)], 2, 4),
        ([tracked(50.0, 75.0, high=5), tracked(500.0, 2000.0, high=3)], 2, 8),
    ],
)
def test_target_tracking_goes_by_the_largest_and_shrinks_by_consent(policies, running, wanted):
    assert tracking(policies, running, 2) == wanted


def test_tasks_that_are_starting_are_not_asked_for_again():
    """Two run at 100 percent and two more are on their way: four are enough, whatever the alarm says."""
    assert tracking([tracked(50.0, 100.0, high=9)], running=2, desired=4) == 4


def test_a_metric_within_a_tenth_below_its_target_is_left_alone():
    streaks = Streaks(0, 0)
    for _ in range(100):
        streaks = observe(streaks, 46.0, 50.0)
    assert streaks == Streaks(0, 0)
    assert observe(streaks, None, 50.0) == streaks


@given(
    st.lists(
        st.tuples(st.floats(1, 1000), st.floats(0, 2000), st.integers(0, 20), st.integers(0, 20)),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 50),
    st.integers(1, 50),
)
def test_it_scales_out_only_when_something_is_too_high_and_in_only_when_nothing_is(drawn, running, desired):
    policies = [tracked(target, value, high=high, low=low) for target, value, high, low in drawn]
    wanted = tracking(policies, running, desired)
    assert wanted >= 1
    if wanted > desired:
        assert any(each.wants_out for each in policies)
    if wanted < desired:
        assert all(each.wants_in and not each.wants_out for each in policies)
