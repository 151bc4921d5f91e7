"""Services that are scaled by their load and by the clock.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

import pytest

from ecslab.engine.errors import ApiError, FaultError
from ecslab.engine.load import Curve, Load, Point
from ecslab.engine.quotas import Quotas

MINUTE = 60_000
SERVICE = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/lab/web",
    "ScalableDimension": "ecs:service:DesiredCount",
}


def curve(*points, repeats=None):
    return Curve(
        points=tuple(Point(minutes * MINUTE, amount) for minutes, amount in points), repeats_ms=repeats
    )


class Scaled:
    """A desk with a service `web` of two tasks of 256 CPU units each that may be scaled from 1 to 8."""

    def __init__(self, desk):
        self.desk = desk
        desk.define()
        desk.serve()
        desk.wait(120)
        self.call("RegisterScalableTarget", MinCapacity=1, MaxCapacity=8)

    def call(self, operation, **params):
        return self.desk.lab.call("application-autoscaling", operation, SERVICE | params)

    def track(self, value=50.0, metric="ECSServiceAverageCPUUtilization", **more):
        return self.call(
            "PutScalingPolicy",
            PolicyName="keep",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": value,
                "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
            }
            | more,
        )

    def desired(self):
        return self.desk.service()["desiredCount"]

    def activities(self, **more):
        request = {"ServiceNamespace": "ecs", **more}
        found = self.desk.lab.call("application-autoscaling", "DescribeScalingActivities", request)
        return found["ScalingActivities"]


@pytest.fixture
def scaled(make_desk):
    def make(**load):
        return Scaled(make_desk(loads={"web": Load(**load)}))

    return make


def test_target_tracking_scales_out_after_three_minutes_and_to_the_point(scaled):
    service = scaled(cpu=curve((0, 1024)))
    policy = service.track()
    high = policy["Alarms"][0]["AlarmName"]
    assert high.startswith("TargetTracking-service/lab/web-AlarmHigh-")
    service.desk.wait(119)
    assert service.desired() == 2
    service.desk.wait(61)
    # Two tasks are at 100 percent: twice as many bring them to 50, and what was measured cannot be more.
    assert service.desired() == 4
    (activity,) = service.activities()
    assert activity["Description"] == "Setting desired count to 4."
    assert activity["Cause"] == f"monitor alarm {high} in state ALARM triggered policy keep"
    assert activity["StatusCode"] == "Successful"
    assert (
        activity["StatusMessage"]
        == "Successfully set desired count to 4. Change successfully fulfilled by ecs."
    )
    service.desk.wait(1200)
    assert service.desired() == 8


def test_the_cooldown_lets_tasks_take_effect(scaled):
    service = scaled(cpu=curve((0, 2000)))
    service.track(ScaleOutCooldown=900)
    service.desk.wait(240)
    assert service.desired() == 4
    service.desk.wait(800)
    assert service.desired() == 4
    service.desk.wait(120)
    assert service.desired() == 8


def test_target_tracking_scales_in_slowly(scaled):
    service = scaled(cpu=curve((0, 20)))
    service.track()
    service.desk.wait(14 * 60)
    assert service.desired() == 2
    service.desk.wait(2 * 60)
    assert service.desired() == 1
    assert "AlarmLow" in service.activities()[0]["Cause"]


def test_scale_in_can_be_disabled(scaled):
    service = scaled(cpu=curve((0, 20)))
    service.track(DisableScaleIn=True)
    service.desk.wait(3600)
    assert service.desired() == 2


def test_a_service_is_not_scaled_in_while_it_is_deployed(scaled):
    service = scaled(cpu=curve((0, 20)))
    service.desk.define("web", {"image": "nginx:2"})
    service.track()
    service.desk.wait(14 * 60 + 30)
    service.desk.update(taskDefinition="web")
    service.desk.wait(60)
    assert service.desk.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    assert service.desired() == 2
    service.desk.wait(120)
    assert service.desired() == 1


def test_scaling_is_suspended_on_request(scaled):
    service = scaled(cpu=curve((0, 1024)))
    service.track()
    service.call("RegisterScalableTarget", SuspendedState={"DynamicScalingOutSuspended": True})
    service.desk.wait(900)
    assert service.desired() == 2
    service.call("RegisterScalableTarget", SuspendedState={"DynamicScalingOutSuspended": False})
    service.desk.wait(120)
    assert service.desired() == 4


def test_at_the_maximum_nothing_happens_and_the_reason_can_be_asked_for(scaled):
    service = scaled(cpu=curve((0, 4096)))
    service.call("RegisterScalableTarget", MaxCapacity=2)
    service.track()
    service.desk.wait(600)
    assert service.desired() == 2
    assert service.activities() == []
    (activity,) = service.activities(IncludeNotScaledActivities=True)
    assert activity["NotScaledReasons"] == [
        {"Code": "AlreadyAtMaxCapacity", "CurrentCapacity": 2, "MaxCapacity": 2}
    ]


def test_memory_is_a_metric_too(scaled):
    service = scaled(memory=curve((0, 900)))
    service.track(metric="ECSServiceAverageMemoryUtilization")
    service.desk.wait(240)
    assert service.desired() == 4


def test_requests_are_counted_for_each_healthy_target(make_desk):
    desk = make_desk(loads={"lab/web": Load(requests=curve((0, 3000)))})
    group = desk.balance()
    desk.define("web", {"portMappings": [{"containerPort": 80}]})
    desk.serve(loadBalancers=[{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}])
    desk.wait(120)
    (balancer,) = desk.elb("DescribeLoadBalancers")["LoadBalancers"]
    label = balancer["LoadBalancerArn"].split(":loadbalancer/")[1] + "/" + group.split(":")[-1]

    def call(operation, **params):
        return desk.lab.call("application-autoscaling", operation, SERVICE | params)

    call("RegisterScalableTarget", MinCapacity=1, MaxCapacity=8)
    metric = {"PredefinedMetricType": "ALBRequestCountPerTarget"}

    def track(**more):
        call(
            "PutScalingPolicy",
            PolicyName="requests",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 500.0,
                "PredefinedMetricSpecification": metric | more,
            },
        )

    with pytest.raises(ApiError, match="ResourceLabel"):
        track()
    with pytest.raises(ApiError, match="does not match"):
        track(ResourceLabel="app/other/123/targetgroup/other/456")
    track(ResourceLabel=label)
    desk.wait(240)
    assert desk.service()["desiredCount"] == 6


def test_new_bounds_take_the_desired_count_along(scaled):
    service = scaled()
    service.call("RegisterScalableTarget", MinCapacity=3)
    assert service.desired() == 3
    assert service.activities()[0]["Cause"] == "minimum capacity was set to 3"
    service.call("RegisterScalableTarget", MinCapacity=0, MaxCapacity=1)
    assert service.desired() == 1
    assert service.activities()[0]["Cause"] == "maximum capacity was set to 1"


def test_a_scheduled_action_sets_bounds_at_its_time(scaled):
    service = scaled()
    service.call(
        "PutScheduledAction",
        ScheduledActionName="morning",
        Schedule="at(2026-01-05T10:00:00)",
        ScalableTargetAction={"MinCapacity": 4},
    )
    service.desk.lab.advance_to(service.desk.lab.settings.start_ms + 3600_000 - 1)
    assert service.desired() == 2
    service.desk.lab.advance(1)
    assert service.desired() == 4
    causes = [activity["Cause"] for activity in reversed(service.activities())]
    assert causes == ["scheduled action name morning was triggered", "minimum capacity was set to 4"]
    assert service.activities()[1]["Description"] == "Setting min capacity to 4"
    described = service.desk.lab.call(
        "application-autoscaling", "DescribeScheduledActions", {"ServiceNamespace": "ecs"}
    )
    assert described["ScheduledActions"] == []


def test_a_cron_schedule_comes_back(scaled):
    service = scaled()
    for name, hour, least in (("up", 18, 5), ("down", 22, 1)):
        service.call(
            "PutScheduledAction",
            ScheduledActionName=name,
            Schedule=f"cron(0 {hour} * * ? *)",
            Timezone="Asia/Tokyo",
            ScalableTargetAction={"MinCapacity": least, "MaxCapacity": least},
        )
    seen = [service.desired()]
    for _ in range(48):
        service.desk.wait(3600)
        if service.desired() != seen[-1]:
            seen.append(service.desired())
    assert seen == [2, 1, 5, 1, 5]


def test_a_load_may_follow_the_day(scaled):
    service = scaled(
        cpu=curve((0, 20), (120, 20), (121, 1024), (240, 1024), (241, 20), repeats=24 * 60 * MINUTE)
    )
    service.track()
    counts = []
    for _ in range(48 * 6):
        service.desk.wait(600)
        counts.append(service.desired())
    assert max(counts) == 8
    assert counts[-1] == min(counts) == 1


def test_deregistering_takes_policies_and_schedules_along(scaled):
    service = scaled(cpu=curve((0, 1024)))
    service.track()
    service.call("DeregisterScalableTarget")
    service.desk.wait(1200)
    assert service.desired() == 2
    with pytest.raises(ApiError) as refused:
        service.track()
    assert refused.value.code == "ObjectNotFoundException"


def test_advancing_in_parts_is_advancing_at_once(scaled):
    service = scaled(cpu=curve((0, 100), (30, 2000)))
    service.track()
    whole, parts = service.desk.lab.fork(), service.desk.lab.fork()
    whole.advance(3600_000)
    for _ in range(7):
        parts.advance(3600_000 // 7)
    parts.advance(3600_000 - 7 * (3600_000 // 7))
    assert whole.state_hash() == parts.state_hash()


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        (
            "RegisterScalableTarget",
            {"ResourceId": "service/lab/nobody", "MinCapacity": 1, "MaxCapacity": 2},
            "ValidationException",
        ),
        ("RegisterScalableTarget", {"MinCapacity": 3, "MaxCapacity": 2}, "ValidationException"),
        ("RegisterScalableTarget", {"ResourceId": "table/x"}, "ValidationException"),
        ("DeleteScalingPolicy", {"PolicyName": "none"}, "ObjectNotFoundException"),
        ("DeleteScheduledAction", {"ScheduledActionName": "none"}, "ObjectNotFoundException"),
        (
            "PutScheduledAction",
            {"ScheduledActionName": "a", "Schedule": "nonsense", "ScalableTargetAction": {"MinCapacity": 1}},
            "ValidationException",
        ),
    ],
)
def test_what_means_nothing_is_refused(scaled, operation, params, code):
    service = scaled()
    with pytest.raises(ApiError) as refused:
        service.call(operation, **params)
    assert refused.value.code == code


STEPS = {
    "AdjustmentType": "PercentChangeInCapacity",
    "StepAdjustments": [
        {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 10},
        {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 100},
    ],
    "Cooldown": 60,
}


def put_steps(service, **changes):
    return service.call(
        "PutScalingPolicy",
        PolicyName="out",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration=STEPS | changes,
    )


def test_an_alarm_triggers_a_step_policy(scaled):
    service = scaled()
    assert put_steps(service)["PolicyARN"].endswith(":resource/ecs/service/lab/web:policyName/out")
    fault = {"fault": "trigger-policy", "service": "web", "policy": "out", "alarm": "cpu-high"}
    service.desk.lab.inject(fault | {"above": 5})
    assert service.desired() == 3
    service.desk.lab.inject(fault | {"above": 25})
    assert service.desired() == 3
    service.desk.wait(60)
    service.desk.lab.inject(fault | {"above": 25})
    assert service.desired() == 6
    assert service.activities()[0]["Cause"] == "monitor alarm cpu-high in state ALARM triggered policy out"
    service.desk.wait(60)
    service.desk.lab.inject(fault | {"below": 5})
    assert service.desired() == 6


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [{"MetricIntervalLowerBound": 5, "MetricIntervalUpperBound": 0, "ScalingAdjustment": 1}],
        [
            {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1},
            {"MetricIntervalLowerBound": 5, "ScalingAdjustment": 2},
        ],
        [
            {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1},
            {"MetricIntervalLowerBound": 15, "ScalingAdjustment": 2},
        ],
    ],
)
def test_steps_must_follow_each_other(scaled, steps):
    with pytest.raises(ApiError) as refused:
        put_steps(scaled(), StepAdjustments=steps)
    assert refused.value.code == "ValidationException"


def test_a_fault_needs_a_step_policy(scaled):
    with pytest.raises(FaultError):
        scaled().desk.lab.inject({"fault": "trigger-policy", "service": "web", "policy": "out", "above": 5})


def test_what_ecs_refuses_is_an_activity_that_failed(make_desk):
    service = Scaled(make_desk(quotas=Quotas(tasks_per_service=3)))
    service.call("RegisterScalableTarget", MinCapacity=5)
    assert service.desired() == 2
    (activity,) = service.activities()
    assert activity["StatusCode"] == "Failed"
    assert activity["StatusMessage"].startswith("Failed to set desired count to 5. Reason: ")
