"""The circuit breaker's counting: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.services.circuit_breaker import Count, after, threshold, tripped
from ecslab.engine.records.deployment import CircuitBreaker, Threshold

ON = CircuitBreaker(enable=True, rollback=True)
STUBBORN = CircuitBreaker(enable=True, rollback=True, reset_on_healthy_task=False)


@pytest.mark.parametrize(
    ("desired", "failures"), [(0, 3), (1, 3), (6, 3), (7, 4), (25, 13), (400, 200), (800, 200)]
)
def test_half_of_the_desired_count_but_3_to_200(desired, failures):
    """Section 13.6: the examples of the guide."""
    assert threshold(Threshold(), desired) == failures


def test_other_thresholds():
    assert threshold(Threshold(type="COUNT", value=7), 1000) == 7
    assert threshold(Threshold(type="UNBOUNDED_PERCENT", value=10), 5000) == 500
    assert threshold(Threshold(type="UNBOUNDED_PERCENT", value=10), 1) == 1
    assert threshold(Threshold(type="BOUNDED_PERCENT", value=10), 100) == 10


def test_off_by_default():
    """Section 13.6."""
    assert not tripped(Count(1000), CircuitBreaker(), 1)


def play(breaker, *outcomes):
    count = Count()
    for outcome in outcomes:
        count = after(count, outcome, breaker)
    return count


def test_until_a_task_runs_starts_that_fail_count():
    count = play(ON, "failed to start", "failed to start", "failed to start")
    assert tripped(count, ON, 1)
    assert not tripped(count, ON, 7)


def test_once_a_task_has_run_only_failed_health_checks_count():
    assert play(ON, "failed to start", "ran", "failed to start") == Count(0, ran=True)
    assert play(ON, "ran", "turned unhealthy", "turned unhealthy").failures == 2
    assert play(STUBBORN, "failed to start", "ran", "failed to start") == Count(2, ran=True), "all accumulate"


def test_a_healthy_task_resets_the_count_unless_told_not_to():
    story = ("failed to start", "ran", "turned unhealthy", "turned healthy", "turned unhealthy")
    assert play(ON, *story).failures == 1
    assert play(STUBBORN, *story).failures == 3


@given(st.integers(0, 5000), st.integers(1, 100))
def test_bounded_percentages_round_up_within_the_bounds(desired, value):
    found = threshold(Threshold(value=value), desired)
    assert 3 <= found <= 200
    assert found == min(200, max(3, math.ceil(desired * value / 100)))


OUTCOMES = st.sampled_from(["failed to start", "ran", "turned healthy", "turned unhealthy"])


@given(st.lists(OUTCOMES), st.sampled_from([ON, STUBBORN]))
def test_counts_never_fall_but_to_zero_and_stage_one_never_comes_back(outcomes, breaker):
    count = Count()
    for outcome in outcomes:
        now = after(count, outcome, breaker)
        assert now.failures in (0, count.failures, count.failures + 1)
        assert now.ran >= count.ran
        count = now
