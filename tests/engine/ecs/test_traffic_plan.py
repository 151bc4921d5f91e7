"""The stages and steps of deployments that shift traffic.

Worked examples: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-linear.html
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.traffic.traffic_plan import Step, View, following, over_at, steps, weights
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.traffic_shift import (
    CanaryConfiguration,
    LinearConfiguration,
    PausedHook,
    Shift,
    Stage,
)


def linear(percent, minutes=6):
    given = LinearConfiguration(step_percent=percent, step_bake_time_in_minutes=minutes)
    return DeploymentConfiguration(strategy="LINEAR", linear_configuration=given)


@pytest.mark.parametrize(
    ("percent", "shares"),
    [
        (10.0, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
        (30.0, [30, 60, 90, 100]),
        (50.0, [50, 100]),
        (100.0, [100]),
        (33.3, [33.3, 66.6, 99.9, 100]),
    ],
)
def test_linear_goes_in_equal_steps(percent, shares):
    planned = steps(linear(percent), alone=False)
    assert [step.percent for step in planned] == shares
    assert [step.bake_ms for step in planned] == [6 * MINUTE] * (len(shares) - 1) + [0]


def test_canary_goes_in_two():
    canary = CanaryConfiguration(canary_percent=2.5, canary_bake_time_in_minutes=15)
    configuration = DeploymentConfiguration(strategy="CANARY", canary_configuration=canary)
    assert steps(configuration, alone=False) == (Step(2.5, 15 * MINUTE), Step(100.0, 0))


def test_a_first_deployment_and_blue_green_go_at_once():
    assert steps(linear(10.0), alone=True) == (Step(100.0, 0),)
    assert steps(DeploymentConfiguration(strategy="BLUE_GREEN"), alone=False) == (Step(100.0, 0),)


@given(st.integers(1, 1000))
def test_weights_are_what_elb_takes(tenths):
    blue, green = weights(tenths / 10)
    assert 0 <= blue <= 999
    assert 0 < green <= 999
    assert green / (blue + green) == pytest.approx(tenths / 1000)


def view(shift, now, planned, **more):
    given = {
        "moving_ms": 30_000,
        "settling_ms": 5_000,
        "bake_ms": 5 * MINUTE,
        "green_ready": True,
        "others_gone": True,
    }
    return View(shift=shift, steps=planned, now=now, **given | more)


@given(st.integers(30, 1000), st.integers(0, 30))
def test_every_deployment_comes_to_its_end_through_every_stage_in_order(tenths, minutes):
    planned = steps(linear(tenths / 10, minutes), alone=False)
    shift, now, seen, shares = Shift(blue="ecs-svc/1", stage=Stage.RECONCILE_SERVICE, entered_at=0), 0, [], []
    while shift.stage is not Stage.CLEAN_UP:
        seen.append(shift.stage)
        shares.append(shift.production)
        now = over_at(view(shift, now, planned)) or now + 5_000
        moved = following(view(shift, now, planned))
        assert moved is not None
        assert following(view(shift, now - 1, planned)) is None
        shift = moved
    assert list(dict.fromkeys(seen)) == [stage for stage in Stage if stage is not Stage.CLEAN_UP]
    assert shares == sorted(shares)
    assert seen.count(Stage.PRODUCTION_TRAFFIC_SHIFT) == len(planned)
    assert shift.production == shift.test == 100
    between = sum(step.bake_ms for step in planned)
    assert now >= between + 5 * MINUTE


@pytest.mark.parametrize("stage", list(Stage))
def test_a_pause_holds_any_stage(stage):
    pause = PausedHook(id="h", stage=stage, expires_at=MINUTE, action="ROLLBACK")
    shift = Shift(blue="ecs-svc/1", stage=stage, entered_at=0, production=50.0, hooks=(pause,))
    assert following(view(shift, 10**9, steps(linear(50.0), alone=False))) is None
