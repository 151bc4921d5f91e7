"""What health checks make of a target: worked examples, and that only enough checks in a row count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.elb.health import judge, next_check, verdict
from ecslab.engine.platform.load_balancing import HealthCheck, Target, TargetGroup

MINUTE = 60_000


def group(protocol="HTTP", **check):
    drawn = {"protocol": "HTTP" if protocol == "HTTP" else "TCP", "path": "/", "timeout": 6, "codes": "200"}
    return TargetGroup(
        arn="arn:g",
        name="g",
        protocol=protocol,
        port=80,
        vpc="vpc-0",
        target_type="ip",
        protocol_version=None,
        check=HealthCheck(**drawn | check),
        created_at=0,
    )


def after(target_group, *answers, state="initial"):
    target = Target(group="arn:g", id="172.31.0.4", port=80, state=state)
    for answer in answers:
        target = judge(target_group, target, verdict(target_group, answer))
    return target


@pytest.mark.parametrize(
    ("codes", "code", "passes"),
    [("200", 200, True), ("200", 201, False), ("200-299", 204, True), ("200,301-302", 302, True)],
)
def test_a_matcher_is_a_list_of_codes_and_ranges(codes, code, passes):
    assert verdict(group(codes=codes), code).passed is passes


def test_reasons_are_in_elbs_words():
    assert verdict(group(), 503)[:2] == (
        "Target.ResponseCodeMismatch",
        "Health checks failed with these codes: [503]",
    )
    assert verdict(group(), "timeout")[:2] == ("Target.Timeout", "Request timed out")
    assert verdict(group(), "refused")[:2] == ("Target.FailedHealthChecks", "Health checks failed")
    assert verdict(group("TCP"), 503).passed


def test_a_new_target_of_an_application_load_balancer_needs_one_passed_check():
    assert after(group(healthy=5), 200).state == "healthy"
    assert after(group("TCP", healthy=3), 200, 200).state == "initial"
    assert after(group("TCP", healthy=3), 200, 200, 200).state == "healthy"


def test_a_target_that_was_unhealthy_needs_as_many_passed_checks_as_the_threshold_says():
    assert after(group(healthy=3), 200, 200, state="unhealthy").state == "unhealthy"
    assert after(group(healthy=3), 200, 200, 200, state="unhealthy").state == "healthy"


@given(
    st.lists(st.sampled_from([200, 503, "timeout", "refused"]), max_size=30),
    st.integers(2, 10),
    st.integers(2, 10),
)
def test_only_checks_in_a_row_change_a_state(answers, healthy, unhealthy):
    target_group = group(healthy=healthy, unhealthy=unhealthy)
    target = Target(group="arn:g", id="172.31.0.4", port=80, state="healthy")
    run = 0
    for answer in answers:
        passed = answer == 200
        run = (max(run, 0) + 1) if passed else (min(run, 0) - 1)
        before = target.state
        target = judge(target_group, target, verdict(target_group, answer))
        if before == "healthy":
            assert target.state == ("unhealthy" if run <= -unhealthy else "healthy")
        else:
            assert target.state == ("healthy" if run >= healthy else "unhealthy")


@given(st.integers(5, 300), st.integers(0, 10**7))
def test_checks_come_at_the_interval(interval, now):
    target = Target(group="arn:g", id="172.31.0.4", port=80, first_check_at=1000)
    following = next_check(group(interval=interval), target, now)
    assert following > now
    assert (following - 1000) % (interval * 1000) == 0
    assert following - now <= max(interval * 1000, 1000)
