"""Services behind load balancers.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
"""

import re

import pytest
from looking import records

from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.workload import Workload

PORT = {"portMappings": [{"containerPort": 80}]}


def behind(group, **more):
    return {"loadBalancers": [{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}], **more}


@pytest.fixture
def make_web(make_desk):
    """A desk whose service `web` of two tasks is steady behind a load balancer, and its target group."""

    def make(images=None, image="nginx", delay=30, check=None, **service):
        desk = make_desk(images)
        group = desk.balance(**check or {})
        desk.elb(
            "ModifyTargetGroupAttributes",
            TargetGroupArn=group,
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": str(delay)}],
        )
        desk.define("web", PORT | {"image": image})
        desk.serve(**behind(group, **service))
        desk.wait(120)
        return desk, group

    return make


def told(desk, group):
    """The service's events without ids, oldest first."""
    replaced = ((r"\(task [0-9a-f]+\)", "(task)"), (r"ecs-svc/\d+", "ecs-svc"), (re.escape(group), "GROUP"))
    events = []
    for event in desk.events():
        for pattern, word in replaced:
            event = re.sub(pattern, word, event)
        events.append(event.removeprefix("(service web"))
    return events


def test_tasks_are_registered_and_healthy_after_their_first_passed_check(make_web):
    desk, group = make_web()
    assert desk.target_health(group) == ["healthy", "healthy"]
    assert told(desk, group) == [
        ") has started 2 tasks: (task) (task).",
        ") registered 2 targets in (target-group GROUP)",
        ") (deployment ecs-svc) deployment completed.",
        ") has reached a steady state.",
    ]
    service = desk.service()
    assert service["loadBalancers"] == behind(group)["loadBalancers"]
    assert service["healthCheckGracePeriodSeconds"] == 0
    shown = desk.elb("DescribeTargetHealth", TargetGroupArn=group)["TargetHealthDescriptions"]
    addresses = {
        detail["value"]
        for task in desk.tasks()
        for detail in task["attachments"][0]["details"]
        if detail["name"] == "privateIPv4Address"
    }
    assert {each["Target"]["Id"] for each in shown} == addresses


def test_a_task_is_activating_until_it_is_registered(make_web):
    desk, _ = make_web()
    known = {task["taskArn"] for task in desk.tasks()}
    desk.update(desiredCount=3)
    seen = []
    for _ in range(60):
        desk.wait(1)
        seen += [task["lastStatus"] for task in desk.tasks() if task["taskArn"] not in known]
    assert list(dict.fromkeys(seen)) == ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING"]


def test_replaced_tasks_are_stopped_deregistered_and_drained_in_this_order(make_web):
    """Section 13.21: stopped, deregistered, draining; deployment completed, then steady state."""
    desk, group = make_web()
    before = len(desk.events())
    old = desk.service()["deployments"][0]["id"]
    desk.define("web", PORT | {"image": "nginx:2"})
    desk.update(taskDefinition="web")
    desk.wait(240)
    assert told(desk, group)[before:] == [
        ") has started 2 tasks: (task) (task).",
        ") registered 2 targets in (target-group GROUP)",
        ") has stopped 2 running tasks: (task) (task).",
        ") deregistered 2 targets in (target-group GROUP)",
        ", taskSet ecs-svc) has begun draining connections on 2 tasks.",
        ") (deployment ecs-svc) deployment completed.",
        ") has reached a steady state.",
    ]
    assert f"(service web, taskSet {old}) has begun draining connections on 2 tasks." in desk.events()
    events = {event["message"]: event["createdAt"] for event in desk.service()["events"]}
    stopped_at = next(at for message, at in events.items() if "has stopped 2 running" in message)
    drained_at = next(at for message, at in events.items() if "deregistered 2 targets" in message)
    assert (drained_at - stopped_at).total_seconds() == 10


def test_the_signal_waits_for_the_deregistration_delay(make_web):
    desk, group = make_web(delay=120)
    desk.update(desiredCount=1)
    since = {}
    for tenth in range(2000):
        desk.wait(0.1)
        for task in desk.tasks(desiredStatus="STOPPED"):
            since.setdefault(task["lastStatus"], tenth)
    assert list(since) == ["DEACTIVATING", "RUNNING", "STOPPING", "DEPROVISIONING", "STOPPED"]
    assert since["RUNNING"] - since["DEACTIVATING"] >= 10 * (10 + 120)
    assert desk.target_health(group) == ["healthy"]


def test_a_dead_task_leaves_its_target_group_without_waiting(make_web):
    desk, group = make_web()
    before = len(desk.events())
    desk.lab.inject({"fault": "stop-task", "service": "web"})
    desk.wait(6)
    assert told(desk, group)[before:] == [
        ") deregistered 1 targets in (target-group GROUP)",
        ", taskSet ecs-svc) has begun draining connections on 1 tasks.",
        ") has started 1 tasks: (task).",
    ]
    assert sorted(desk.target_health(group)) == ["draining", "healthy"]
    desk.wait(120)
    assert desk.target_health(group) == ["healthy", "healthy"]


def test_a_task_that_fails_its_health_check_is_replaced(make_web):
    desk, group = make_web({"ill": Workload(answers=503)})
    desk.define("web", PORT | {"image": "ill"})
    desk.update(taskDefinition="web")
    desk.wait(120)
    ill = next(each for each in desk.events() if "is unhealthy" in each)
    assert re.fullmatch(
        r"\(service web\) \(task [0-9a-f]{32}\) \(port 80\) is unhealthy in \(target-group "
        + re.escape(group)
        + r"\) due to \(reason Health checks failed with these codes: \[503\]\)\.",
        ill,
    )
    stopped = desk.tasks(desiredStatus="STOPPED")
    reasons = {(task["stopCode"], task["stoppedReason"]) for task in stopped}
    reason = f"Task failed ELB health checks in (target-group {group})"
    assert reasons == {("ServiceSchedulerInitiated", reason)}
    assert desk.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    assert desk.target_health(group).count("healthy") == 2


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        (Workload(answers=None), "Request timed out"),
        (Workload(healthy_after_ms=3_600_000), "Health checks failed"),
        (Workload(answers=404), "Health checks failed with these codes: [404]"),
    ],
)
def test_reasons_follow_from_what_the_application_does(make_web, profile, reason):
    desk, _ = make_web({"odd": profile}, image="odd")
    desk.wait(60)
    assert any(f"due to (reason {reason})." in event for event in desk.events())


def test_the_grace_period_excuses_a_slow_start(make_web):
    """Without it the service never comes up; with it the task has the time that it needs."""
    slow = {"slow": Workload(healthy_after_ms=90_000)}
    hasty, _ = make_web(
        slow, image="slow", check={"HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2}
    )
    hasty.wait(600)
    assert hasty.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    patient, group = make_web(
        slow,
        image="slow",
        check={"HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 2},
        healthCheckGracePeriodSeconds=120,
    )
    patient.wait(600)
    assert patient.service()["deployments"][0]["rolloutState"] == "COMPLETED"
    assert patient.target_health(group) == ["healthy", "healthy"]
    assert not patient.tasks(desiredStatus="STOPPED")


def test_a_target_group_without_a_load_balancer_is_refused_in_aws_words(desk):
    (vpc,) = desk.lab.call("ec2", "DescribeVpcs", {})["Vpcs"]
    group = desk.elb(
        "CreateTargetGroup", Name="alone", Protocol="HTTP", Port=80, VpcId=vpc["VpcId"], TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    desk.define("web", PORT)
    with pytest.raises(ApiError) as refused:
        desk.serve(**behind(group))
    assert refused.value.message == (
        f"The target group with targetGroupArn {group} does not have an associated load balancer."
    )


@pytest.mark.parametrize(
    ("container", "port", "message"),
    [
        ("web", 80, "The container web does not exist in the task definition."),
        ("c0", 81, "The container c0 did not have a container port 81 defined."),
    ],
)
def test_the_port_must_be_one_of_the_task_definition(desk, container, port, message):
    group = desk.balance()
    desk.define("web", PORT)
    balancers = [{"targetGroupArn": group, "containerName": container, "containerPort": port}]
    with pytest.raises(ApiError) as refused:
        desk.serve(loadBalancers=balancers)
    assert refused.value.message == message


def test_another_load_balancer_configuration_is_a_deployment(make_web):
    desk, _ = make_web()
    other = desk.balance("other")
    assert len(desk.update(**behind(other))["deployments"]) == 2
    desk.wait(300)
    assert desk.target_health(other) == ["healthy", "healthy"]
    assert desk.service()["deployments"][0]["rolloutState"] == "COMPLETED"


def test_several_target_groups_all_have_to_be_healthy(make_web):
    desk, first = make_web()
    second = desk.balance("second", Matcher={"HttpCode": "299"})
    both = [*behind(first)["loadBalancers"], *behind(second)["loadBalancers"]]
    desk.update(loadBalancers=both)
    desk.wait(60)
    assert sorted(desk.target_health(second)) == ["initial", "initial"]
    desk.wait(60)
    assert desk.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    assert any(second in event and "is unhealthy" in event for event in desk.events())


def test_a_deleted_service_drains_its_targets_before_it_is_inactive(make_web):
    desk, group = make_web()
    desk.ecs("DeleteService", cluster="lab", service="web", force=True)
    desk.wait(30)
    assert desk.service()["status"] == "DRAINING"
    assert desk.target_health(group) == ["draining", "draining"]
    desk.wait(60)
    assert desk.service()["status"] == "INACTIVE"
    assert desk.target_health(group) == []


def test_a_target_group_in_use_cannot_be_deleted(make_web):
    desk, group = make_web()
    with pytest.raises(ApiError) as refused:
        desk.elb("DeleteTargetGroup", TargetGroupArn=group)
    assert refused.value.code == "ResourceInUse"


def test_a_quiet_target_costs_no_events(make_web):
    """Health checks that cannot change anything are not simulated one by one."""
    desk, _ = make_web()
    before = desk.lab.state.agenda.added
    desk.wait(4 * 3600)
    assert desk.lab.state.agenda.added - before <= 2


def test_tasks_on_instances_are_registered_by_their_host_ports(yard):
    """Bridge tasks share their instance's address; dynamic ports tell them apart."""
    yard.register()
    yard.register(zone="us-east-1b")
    desk = yard.desk
    group = desk.balance(TargetType="instance")
    yard.define("web", portMappings=[{"containerPort": 80}])
    container = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"][
        "containerDefinitions"
    ][0]
    balancer = {"targetGroupArn": group, "containerName": container["name"], "containerPort": 80}
    desk.ecs(
        "CreateService",
        cluster="lab",
        serviceName="web",
        taskDefinition="web",
        desiredCount=4,
        launchType="EC2",
        loadBalancers=[balancer],
    )
    desk.wait(60)
    shown = desk.elb("DescribeTargetHealth", TargetGroupArn=group)["TargetHealthDescriptions"]
    assert [each["TargetHealth"]["State"] for each in shown] == ["healthy"] * 4
    assert len({each["Target"]["Id"] for each in shown}) == 2
    assert len({(each["Target"]["Id"], each["Target"]["Port"]) for each in shown}) == 4
    bound = {
        binding["hostPort"] for task in desk.tasks() for binding in task["containers"][0]["networkBindings"]
    }
    assert {each["Target"]["Port"] for each in shown} == bound
    assert desk.service()["deployments"][0]["rolloutState"] == "COMPLETED"


def test_a_target_type_that_does_not_fit_the_network_mode_is_refused_in_aws_words(desk):
    group = desk.balance(TargetType="instance")
    desk.define("web", PORT)
    with pytest.raises(ApiError) as refused:
        desk.serve(**behind(group))
    assert refused.value.message == (
        f"The provided target group {group} has target type instance, which is incompatible with the awsvpc "
        "network mode specified in the task definition."
    )


def test_the_fault_of_a_failing_health_check_reaches_load_balancers(make_web):
    desk, group = make_web()
    desk.lab.inject({"fault": "failing-health-check", "image": "nginx", "for": "1m"})
    desk.wait(65)
    assert set(desk.target_health(group)) & {"unhealthy", "draining"}
    desk.wait(600)
    assert desk.target_health(group) == ["healthy", "healthy"]
    reason = f"Task failed ELB health checks in (target-group {group})"
    assert {task["stoppedReason"] for task in desk.tasks(desiredStatus="STOPPED")} == {reason}
    assert any("Amazon ECS replaced 2 tasks due to an unhealthy status." in each for each in desk.events())


def test_a_task_that_somebody_takes_out_of_its_target_group_is_replaced(make_web):
    desk, group = make_web()
    (victim, _) = desk.elb("DescribeTargetHealth", TargetGroupArn=group)["TargetHealthDescriptions"]
    desk.elb("DeregisterTargets", TargetGroupArn=group, Targets=[victim["Target"]])
    desk.wait(120)
    assert any(
        event.endswith(f"in target-group ({group}) due to TARGET IS NOT FOUND.") for event in desk.events()
    )
    assert len(desk.tasks(desiredStatus="STOPPED")) == 1
    assert desk.target_health(group) == ["healthy", "healthy"]


def test_a_deleted_target_group_is_told_of(make_web):
    desk, group = make_web()
    (balancer,) = desk.elb("DescribeLoadBalancers")["LoadBalancers"]
    desk.elb("DeleteLoadBalancer", LoadBalancerArn=balancer["LoadBalancerArn"])
    desk.elb("DeleteTargetGroup", TargetGroupArn=group)
    desk.wait(120)
    told = [event for event in desk.events() if "TARGET GROUP IS NOT FOUND" in event]
    assert re.fullmatch(
        r"\(service web\) task set \(ecs-svc/\d+\) \(task [0-9a-f]{32}\) is not healthy in target-group \("
        + re.escape(group)
        + r"\) due to TARGET GROUP IS NOT FOUND\.",
        told[0],
    )


def test_a_task_in_a_zone_that_the_load_balancer_does_not_serve_is_unhealthy(desk):
    (vpc,) = desk.lab.call("ec2", "DescribeVpcs", {})["Vpcs"]
    balancer = desk.elb("CreateLoadBalancer", Name="two", Subnets=desk.subnets[:2])["LoadBalancers"][0]
    group = desk.elb(
        "CreateTargetGroup", Name="two", Protocol="HTTP", Port=80, VpcId=vpc["VpcId"], TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    forward = [{"Type": "forward", "TargetGroupArn": group}]
    desk.elb(
        "CreateListener",
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=forward,
    )
    desk.wait(200)
    desk.define("web", PORT)
    elsewhere = {"awsvpcConfiguration": {"subnets": desk.subnets[2:], "assignPublicIp": "ENABLED"}}
    desk.serve(desired=1, networkConfiguration=elsewhere, **behind(group))
    desk.wait(150)
    assert any(
        event.endswith(
            "due to (reason Target is in an Availability Zone that is not enabled for the load balancer)."
        )
        for event in desk.events()
    )


def test_registering_a_target_again_changes_nothing(make_web):
    desk, group = make_web()
    before = records(desk.lab)
    shown = desk.elb("DescribeTargetHealth", TargetGroupArn=group)["TargetHealthDescriptions"]
    again = [{"Id": each["Target"]["Id"], "Port": 80} for each in shown]
    desk.elb("RegisterTargets", TargetGroupArn=group, Targets=again)
    assert records(desk.lab) == before


def test_a_task_on_an_instance_that_dies_at_once_leaves_its_target_group_too(yard):
    yard.register()
    desk = yard.desk
    group = desk.balance(TargetType="instance")
    yard.define("web", portMappings=[{"containerPort": 80}])
    balancer = {"targetGroupArn": group, "containerName": "main", "containerPort": 80}
    yard.serve(desired=1, family="web", loadBalancers=[balancer])
    desk.wait(60)
    assert desk.target_health(group) == ["healthy"]
    desk.lab.inject({"fault": "stop-task", "service": "web"})
    desk.wait(6)
    assert any("deregistered 1 targets" in event for event in desk.events())
    assert "draining" in desk.target_health(group)
    desk.wait(400)
    assert desk.target_health(group) == ["healthy"]
    yard.lab.inject({"fault": "lose-instance", "instance": yard.instances()[0]["containerInstanceArn"]})
    desk.wait(6)
    assert sum("deregistered 1 targets" in event for event in desk.events()) == 2


def test_a_service_whose_target_group_is_gone_can_still_be_scaled(make_web):
    desk, _group = make_web()
    (balancer,) = desk.elb("DescribeLoadBalancers")["LoadBalancers"]
    desk.elb("DeleteLoadBalancer", LoadBalancerArn=balancer["LoadBalancerArn"])
    assert desk.update(desiredCount=0)["desiredCount"] == 0


def test_a_classic_load_balancer_is_not_simulated_and_cannot_be_with_awsvpc(desk):
    """It is the network mode that AWS refuses it for; elsewhere it is the lab that has none."""
    classic = [{"loadBalancerName": "old", "containerName": "c0", "containerPort": 80}]
    desk.define("web", PORT)
    with pytest.raises(ApiError, match="not supported with the awsvpc network mode"):
        desk.serve(loadBalancers=classic)
    desk.define("web", PORT | {"memory": 64}, networkMode="bridge", requiresCompatibilities=["EC2"])
    with pytest.raises(NotSimulated, match="Classic Load Balancers"):
        desk.ecs(
            "CreateService",
            cluster="lab",
            serviceName="web",
            taskDefinition="web:2",
            desiredCount=1,
            loadBalancers=classic,
        )
