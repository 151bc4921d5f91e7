"""Why traffic is where it is."""

from ecslab.engine.explain import explain
from ecslab.engine.load import Curve, Load, Point
from ecslab.engine.workload import Workload
from ecslab.locale import words

PORT = {"portMappings": [{"containerPort": 80}]}


def why(desk, target="service/web"):
    """The codes of the reasons; each can be said in both languages."""
    reasons = explain(desk.lab, target)
    for reason in reasons:
        for language in ("en", "ja"):
            assert words(language)(f"engine.why.{reason.code}", **reason.values)
    return {reason.code: reason.values for reason in reasons}


def serve(desk, image="nginx", **params):
    group = desk.balance()
    desk.define("web", PORT | {"image": image})
    desk.serve(
        loadBalancers=[{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}], **params
    )
    return group


def test_targets_that_are_not_healthy_are_named(make_desk):
    desk = make_desk({"ill": Workload(answers=503)})
    group = serve(desk, "ill")
    desk.wait(45)
    assert why(desk)["target-initial"] == {"group": "web", "count": 2}
    while "unhealthy" not in desk.target_health(group):
        desk.wait(1)
    found = why(desk)["target-unhealthy"]
    assert found == {"group": "web", "count": 2, "reason": "Health checks failed with these codes: [503]"}
    task = next(each for each in desk.tasks() if each["lastStatus"] == "RUNNING")
    assert "target-unhealthy" in why(desk, f"task/{task['taskArn'].rsplit('/', 1)[1]}")


def test_an_activating_task_says_what_it_waits_for(desk):
    serve(desk)
    while all(task["lastStatus"] != "ACTIVATING" for task in desk.tasks()):
        desk.wait(1)
    assert "task-activating" in why(desk, f"task/{desk.tasks()[0]['taskArn'].rsplit('/', 1)[1]}")


def test_draining_targets_are_named(desk):
    serve(desk)
    desk.wait(120)
    desk.update(desiredCount=1)
    desk.wait(20)
    assert why(desk)["target-draining"] == {"group": "web", "count": 1, "delay": "5m"}


def test_a_slow_start_is_foreseen(make_desk):
    desk = make_desk({"slow": Workload(healthy_after_ms=120_000)})
    serve(desk, "slow")
    assert why(desk)["health-check-too-soon"] == {"starts": "2m", "patience": "32s", "group": "web"}
    desk.update(healthCheckGracePeriodSeconds=180)
    assert "health-check-too-soon" not in why(desk)


def test_scaling_says_what_it_did(make_desk):
    desk = make_desk(loads={"web": Load(cpu=Curve(points=(Point(0, 1024.0),)))})
    desk.define()
    desk.serve()
    desk.wait(120)
    service = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/lab/web",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    desk.lab.call(
        "application-autoscaling", "RegisterScalableTarget", service | {"MinCapacity": 1, "MaxCapacity": 4}
    )
    assert why(desk)["scaled-between"] == {"minimum": 1, "maximum": 4}
    desk.lab.call("application-autoscaling", "RegisterScalableTarget", service | {"MinCapacity": 3})
    assert why(desk)["scaled-last"]["cause"] == "minimum capacity was set to 3"
