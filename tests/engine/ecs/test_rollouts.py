"""Roll-outs that fail and go back, and their history: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
NO_WAY_BACK = {"deploymentCircuitBreaker": {"enable": True, "rollback": False}}


@pytest.fixture
def web(make_desk):
    """A desk with a steady service `web` of two tasks, and a revision 2 whose image is missing."""
    desk = make_desk(images={"gone": Workload(missing=True)})
    desk.define()
    desk.define("web", {"image": "gone"})
    desk.serve(taskDefinition="web:1", deploymentConfiguration=BREAKER)
    desk.wait(120)
    return desk


def history(desk, name="web"):
    brief = desk.ecs("ListServiceDeployments", cluster="lab", service=name)["serviceDeployments"]
    arns = [each["serviceDeploymentArn"] for each in brief]
    return desk.ecs("DescribeServiceDeployments", serviceDeploymentArns=arns)["serviceDeployments"]


def states(desk):
    return [(each["status"], each["rolloutState"]) for each in desk.service()["deployments"]]


def test_three_failed_starts_roll_a_small_service_back(web):
    """Section 4.8: the texts of the events, reasons and records."""
    good = web.service()["deployments"][0]["id"]
    bad = web.update(taskDefinition="web:2")["deployments"][0]["id"]
    web.wait(400)
    events = web.events()
    failed = events.index(f"(service web) (deployment {bad}) deployment failed: tasks failed to start.")
    assert events[failed + 1] == f"(service web) rolling back to deployment {good}."
    assert events[-1] == "(service web) has reached a steady state."
    assert events[-2] == f"(service web) (deployment {good}) deployment completed."
    service = web.service()
    assert states(web) == [("PRIMARY", "COMPLETED")]
    assert service["deployments"][0]["id"] == good
    assert service["taskDefinition"].endswith("web:1")
    assert service["runningCount"] == 2
    newest, first = history(web)
    assert first["status"] == "SUCCESSFUL"
    assert newest["status"] == "ROLLBACK_SUCCESSFUL"
    assert newest["statusReason"] == (
        "Service deployment rolled back because the circuit breaker threshold was exceeded."
    )
    assert newest["deploymentCircuitBreaker"] == {"status": "TRIGGERED", "failureCount": 4, "threshold": 3}
    assert newest["rollback"]["serviceRevisionArn"] == first["targetServiceRevision"]["arn"]
    assert newest["sourceServiceRevisions"][0]["arn"] == first["targetServiceRevision"]["arn"]
    assert newest["createdAt"] < newest["startedAt"] < newest["rollback"]["startedAt"] < newest["finishedAt"]


def test_while_it_rolls_back_the_old_deployment_is_primary_and_in_progress(web):
    good = web.service()["deployments"][0]["id"]
    bad = web.update(taskDefinition="web:2")["deployments"][0]["id"]
    while not any("rolling back" in event for event in web.events()):
        web.wait(1)
    primary, failed = web.service()["deployments"]
    assert (primary["id"], primary["status"], primary["rolloutState"]) == (good, "PRIMARY", "IN_PROGRESS")
    assert primary["rolloutStateReason"] == (
        f"ECS deployment circuit breaker: rolling back to deploymentId {good}."
    )
    assert (failed["id"], failed["status"], failed["rolloutState"]) == (bad, "ACTIVE", "FAILED")
    assert failed["rolloutStateReason"] == "ECS deployment circuit breaker: tasks failed to start."
    assert history(web)[0]["status"] == "ROLLBACK_IN_PROGRESS"


def test_going_back_works_when_no_task_of_the_old_deployment_is_left(web):
    everything = BREAKER | {"minimumHealthyPercent": 0, "maximumPercent": 100}
    good = web.service()["deployments"][0]["id"]
    web.update(taskDefinition="web:2", deploymentConfiguration=everything)
    web.wait(60)
    assert web.service()["runningCount"] == 0
    web.wait(500)
    assert (web.service()["deployments"][0]["id"], web.service()["runningCount"]) == (good, 2)


def test_without_rollback_the_deployment_stalls_and_nothing_is_launched_for_it(web):
    web.update(taskDefinition="web:2", deploymentConfiguration=NO_WAY_BACK)
    web.wait(600)
    assert states(web) == [("PRIMARY", "FAILED"), ("ACTIVE", "COMPLETED")]
    known = len(web.tasks(desiredStatus="STOPPED"))
    web.wait(1200)
    assert len(web.tasks(desiredStatus="STOPPED")) == known
    assert web.service()["runningCount"] == 2
    assert history(web)[0]["status"] == "STOPPED"


def old_tasks(desk):
    """The definitions of the running tasks."""
    return sorted(
        task["taskDefinitionArn"].rpartition("/")[2]
        for task in desk.tasks()
        if task["lastStatus"] == "RUNNING"
    )


def kill(desk, count, definition="web:1"):
    for task in [each for each in desk.tasks() if each["taskDefinitionArn"].endswith(definition)][:count]:
        desk.lab.inject({"fault": "stop-task", "task": task["taskArn"]})


def test_a_stalled_service_replaces_what_dies_of_its_old_tasks(web):
    """AWS, November 2025: tasks are replaced by the revision that they belong to, whatever the new one does."""
    web.update(taskDefinition="web:2", deploymentConfiguration=NO_WAY_BACK)
    web.wait(600)
    kill(web, 2)
    web.wait(120)
    assert old_tasks(web) == ["web:1", "web:1"]
    assert states(web) == [("PRIMARY", "FAILED"), ("ACTIVE", "COMPLETED")]
    old = web.service()["deployments"][1]["id"]
    assert {task["startedBy"] for task in web.tasks()} == {old}
    why = {reason.code: reason.values for reason in explain(web.lab, "service/web")}
    assert "deployment-in-progress" not in why
    assert (why["deployment-failed"]["new"], why["deployment-failed"]["old"]) == (0, 2)


def test_a_stalled_service_waits_for_its_old_revision_to_start_again(web):
    """What is kept up is not forgotten because nothing of it runs for a while."""
    web.update(taskDefinition="web:2", deploymentConfiguration=NO_WAY_BACK)
    web.wait(600)
    web.lab.inject({"fault": "image-missing", "image": "nginx"})
    kill(web, 2)
    web.wait(300)
    assert web.service()["runningCount"] == 0
    web.lab.inject({"fault": "mend", "image": "nginx"})
    web.wait(600)
    assert old_tasks(web) == ["web:1", "web:1"]


def test_a_stalled_service_can_be_scaled_out_and_in(web):
    """The same announcement: scaling out reaches both revisions."""
    web.update(taskDefinition="web:2", deploymentConfiguration=NO_WAY_BACK)
    web.wait(600)
    web.update(desiredCount=4)
    web.wait(120)
    assert old_tasks(web) == ["web:1"] * 4
    web.update(desiredCount=1)
    web.wait(120)
    assert old_tasks(web) == ["web:1"]


def test_what_dies_while_a_new_revision_fails_to_start_is_replaced(web):
    off = {"deploymentCircuitBreaker": {"enable": False, "rollback": False}}
    web.update(taskDefinition="web:2", deploymentConfiguration=off)
    for _ in range(3):
        web.wait(60)
        kill(web, 1)
    web.wait(120)
    assert old_tasks(web) == ["web:1", "web:1"]
    web.define("web", {"image": "nginx:3"})
    web.update(taskDefinition="web:3")
    web.wait(200)
    assert old_tasks(web) == ["web:3", "web:3"]


def test_old_tasks_that_had_to_make_room_do_not_come_back(web):
    half = NO_WAY_BACK | {"minimumHealthyPercent": 50, "maximumPercent": 100}
    web.update(taskDefinition="web:2", deploymentConfiguration=half)
    web.wait(900)
    assert old_tasks(web) == ["web:1"]
    kill(web, 1)
    web.wait(120)
    assert old_tasks(web) == ["web:1"]


def test_a_first_deployment_has_nothing_to_go_back_to(make_desk):
    desk = make_desk(images={"gone": Workload(missing=True)})
    desk.define("web", {"image": "gone"})
    desk.serve(deploymentConfiguration=BREAKER)
    desk.wait(3600)
    assert states(desk) == [("PRIMARY", "FAILED")]
    assert not any("rolling back" in event for event in desk.events())


def test_a_stalled_service_is_mended_by_the_next_deployment(web):
    web.update(taskDefinition="web:2", deploymentConfiguration=NO_WAY_BACK)
    web.wait(600)
    web.update(forceNewDeployment=True, taskDefinition="web:1")
    web.wait(200)
    assert states(web) == [("PRIMARY", "COMPLETED")]


def test_a_crash_loop_neither_trips_the_breaker_nor_holds_back_starts(web):
    """Section 13.6."""
    web.define("web", {"command": ["sh", "-c", "sleep 10; exit 1"]})
    web.update(taskDefinition="web:3")
    web.wait(3600)
    assert states(web) == [("PRIMARY", "IN_PROGRESS"), ("ACTIVE", "COMPLETED")]
    assert len(web.tasks(desiredStatus="STOPPED")) > 50
    assert not any("consistently" in event or "failed" in event for event in web.events())


def test_off_by_default_it_tries_for_ever(web):
    """Section 13.6."""
    web.define("api", {"image": "gone"})
    web.serve("api", taskDefinition="api", desired=1)
    web.wait(12 * 3600)
    assert web.service("api")["deployments"][0]["rolloutState"] == "IN_PROGRESS"


def test_a_deployment_that_is_overtaken_is_stopped_in_the_records(web):
    web.update(forceNewDeployment=True)
    web.wait(10)
    web.update(forceNewDeployment=True)
    web.wait(300)
    assert [each["status"] for each in history(web)] == ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]


def test_the_records_begin_pending_and_name_the_current_one(web):
    answer = web.update(forceNewDeployment=True)
    assert history(web)[0]["status"] == "PENDING"
    assert answer["currentServiceDeployment"] == history(web)[0]["serviceDeploymentArn"]
    assert len(answer["currentServiceRevisions"]) == 2
    web.wait(10)
    assert history(web)[0]["status"] == "IN_PROGRESS"
    web.wait(200)
    assert "currentServiceDeployment" not in web.service()
    (revision,) = web.service()["currentServiceRevisions"]
    assert (revision["requestedTaskCount"], revision["runningTaskCount"]) == (2, 2)


def test_stopping_a_deployment_rolls_it_back(web):
    good = web.service()["deployments"][0]["id"]
    web.update(taskDefinition="web:1", forceNewDeployment=True)
    web.wait(20)
    arn = history(web)[0]["serviceDeploymentArn"]
    assert web.ecs("StopServiceDeployment", serviceDeploymentArn=arn)["serviceDeploymentArn"] == arn
    assert history(web)[0]["status"] == "ROLLBACK_REQUESTED"
    with pytest.raises(ApiError) as refused:
        web.ecs("StopServiceDeployment", serviceDeploymentArn=arn)
    assert refused.value.code == "ConflictException"
    web.wait(300)
    assert history(web)[0]["status"] == "ROLLBACK_SUCCESSFUL"
    assert web.service()["deployments"][0]["id"] == good


def test_stopping_what_cannot_be_stopped(web):
    first = history(web)[0]["serviceDeploymentArn"]
    for arn, code in [(first, "ConflictException"), (first + "x", "ServiceDeploymentNotFoundException")]:
        with pytest.raises(ApiError) as refused:
            web.ecs("StopServiceDeployment", serviceDeploymentArn=arn)
        assert refused.value.code == code
    web.serve("new")
    begun = history(web, "new")[0]["serviceDeploymentArn"]
    with pytest.raises(ApiError, match="no completed deployment"):
        web.ecs("StopServiceDeployment", serviceDeploymentArn=begun)
    with pytest.raises(ApiError, match=r"ROLLBACK"):
        web.ecs("StopServiceDeployment", serviceDeploymentArn=begun, stopType="ABORT")


def test_listing_filters_by_status_and_pages_by_twenty(web):
    for _ in range(22):
        web.update(forceNewDeployment=True)
    listed = web.ecs("ListServiceDeployments", cluster="lab", service="web")
    assert len(listed["serviceDeployments"]) == 20
    assert "nextToken" in listed
    done = web.ecs("ListServiceDeployments", cluster="lab", service="web", status=["SUCCESSFUL"])
    assert len(done["serviceDeployments"]) == 1
    early = {"before": done["serviceDeployments"][0]["createdAt"]}
    assert not web.ecs("ListServiceDeployments", cluster="lab", service="web", createdAt=early)[
        "serviceDeployments"
    ]


def test_unknown_arns_are_failures_and_too_many_an_error(web):
    unknown = "arn:aws:ecs:us-east-1:123456789012:service-revision/lab/web/1"
    answer = web.ecs("DescribeServiceRevisions", serviceRevisionArns=[unknown])
    assert answer == {"serviceRevisions": [], "failures": [{"arn": unknown, "reason": "MISSING"}]}
    answer = web.ecs("DescribeServiceDeployments", serviceDeploymentArns=[unknown])
    assert answer["failures"] == [{"arn": unknown, "reason": "MISSING"}]
    for operation, name in [
        ("DescribeServiceRevisions", "serviceRevisionArns"),
        ("DescribeServiceDeployments", "serviceDeploymentArns"),
    ]:
        with pytest.raises(ApiError, match="at most 20"):
            web.ecs(operation, **{name: [unknown] * 21})


def test_a_broken_threshold_is_refused(web):
    for rule, message in [
        ({"type": "COUNT", "value": 0}, "at least 1"),
        ({"type": "BOUNDED_PERCENT", "value": 101}, "at most 100"),
    ]:
        breaker = {"enable": True, "rollback": False, "thresholdConfiguration": rule}
        with pytest.raises(ApiError, match=message):
            web.update(deploymentConfiguration={"deploymentCircuitBreaker": breaker})


def test_another_threshold_trips_later(web):
    breaker = BREAKER["deploymentCircuitBreaker"] | {"thresholdConfiguration": {"type": "COUNT", "value": 8}}
    web.update(taskDefinition="web:2", deploymentConfiguration={"deploymentCircuitBreaker": breaker})
    web.wait(90)
    assert history(web)[0]["deploymentCircuitBreaker"]["threshold"] == 8
    assert history(web)[0]["status"] == "IN_PROGRESS"
    web.wait(3600)
    assert history(web)[0]["status"] == "ROLLBACK_SUCCESSFUL"


def digests(desk):
    return {task["containers"][0]["imageDigest"] for task in desk.tasks() if "startedAt" in task}


def test_a_moved_tag_changes_nothing_until_a_new_deployment(make_desk):
    """Section 13.15."""
    broken = Workload(runs_for_ms=1_000, exit_code=1)
    desk = make_desk(images={"shop:latest": Workload(), "shop:broken": broken})
    desk.define("web", {"image": "shop:latest"})
    desk.serve()
    desk.wait(120)
    (before,) = digests(desk)
    desk.lab.inject({"fault": "push-image", "image": "shop:latest", "like": "shop:broken"})
    desk.lab.inject({"fault": "stop-task", "service": "web"})
    desk.update(desiredCount=3)
    desk.wait(120)
    assert digests(desk) == {before}, (
        "replacements and new tasks get the build that the deployment began with"
    )
    assert desk.service()["runningCount"] == 3
    desk.update(forceNewDeployment=True)
    desk.wait(40)
    new = next(
        task for task in desk.tasks(desiredStatus="STOPPED") if task["containers"][0]["imageDigest"] != before
    )
    assert new["containers"][0]["exitCode"] == 1
    arns = [each["arn"] for each in desk.service()["currentServiceRevisions"]]
    told = desk.ecs("DescribeServiceRevisions", serviceRevisionArns=arns)["serviceRevisions"]
    assert [each["containerImages"][0]["imageDigest"] for each in told] == [
        new["containers"][0]["imageDigest"],
        before,
    ]


def test_a_tag_that_comes_late_is_what_the_deployment_then_keeps(make_desk):
    desk = make_desk(images={"shop:next": Workload(missing=True), "shop:well": Workload()})
    desk.define("web", {"image": "shop:next"})
    desk.serve(desired=1)
    desk.wait(60)
    assert desk.service()["runningCount"] == 0
    desk.lab.inject({"fault": "push-image", "image": "shop:next", "like": "shop:well"})
    desk.wait(240)
    assert desk.service()["runningCount"] == 1
    (kept,) = digests(desk)
    desk.lab.inject({"fault": "push-image", "image": "shop:next", "like": "shop:well"})
    desk.update(desiredCount=2)
    desk.wait(60)
    assert digests(desk) == {kept}


def test_without_version_consistency_every_task_resolves_the_tag_anew(desk):
    desk.define("web", {"image": "shop", "versionConsistency": "disabled"})
    desk.serve(desired=1)
    desk.wait(120)
    desk.lab.inject({"fault": "push-image", "image": "shop"})
    desk.update(desiredCount=2)
    desk.wait(60)
    assert len(digests(desk)) == 2


def test_a_standalone_task_resolves_the_tag_when_it_starts(desk):
    desk.define("web", {"image": "shop"})
    desk.run()
    desk.lab.inject({"fault": "push-image", "image": "shop"})
    desk.run()
    desk.wait(60)
    assert len(digests(desk)) == 2


ALARMS = {"alarms": {"alarmNames": ["errors", "latency"], "enable": True, "rollback": True}}


@pytest.fixture
def alarmed(web):
    web.update(deploymentConfiguration=ALARMS)
    return web


def test_an_alarm_during_a_deployment_rolls_it_back(alarmed):
    good = alarmed.service()["deployments"][0]["id"]
    bad = alarmed.update(forceNewDeployment=True)["deployments"][0]["id"]
    alarmed.wait(30)
    assert history(alarmed)[0]["alarms"] == {"status": "MONITORING", "alarmNames": ["errors", "latency"]}
    alarmed.lab.inject({"fault": "alarm", "alarm": "latency"})
    alarmed.wait(600)
    assert f"(service web) (deployment {bad}) deployment failed: alarm detected." in alarmed.events()
    assert alarmed.service()["deployments"][0]["id"] == good
    newest = history(alarmed)[0]
    assert newest["status"] == "ROLLBACK_SUCCESSFUL"
    assert newest["alarms"]["status"] == "TRIGGERED"
    assert newest["alarms"]["triggeredAlarmNames"] == ["latency"]


def test_a_deployment_with_alarms_bakes_before_it_is_completed(alarmed):
    alarmed.update(forceNewDeployment=True)
    alarmed.wait(200)
    assert states(alarmed) == [("PRIMARY", "IN_PROGRESS")]
    alarmed.lab.inject({"fault": "alarm", "alarm": "errors"})
    alarmed.wait(10)
    assert any("rolling back" in event for event in alarmed.events())


def test_a_quiet_bake_ends_in_success(alarmed):
    bake = ALARMS | {"bakeTimeInMinutes": 2}
    alarmed.update(forceNewDeployment=True, deploymentConfiguration=bake)
    alarmed.wait(150)
    assert states(alarmed) == [("PRIMARY", "IN_PROGRESS")]
    alarmed.wait(120)
    assert states(alarmed) == [("PRIMARY", "COMPLETED")]


def test_an_alarm_that_rings_already_does_not_stop_the_deployment_that_mends_it(alarmed):
    alarmed.lab.inject({"fault": "alarm", "alarm": "errors"})
    alarmed.update(forceNewDeployment=True)
    alarmed.wait(900)
    assert history(alarmed)[0]["status"] == "SUCCESSFUL"
    assert history(alarmed)[0]["alarms"]["status"] == "DISABLED"


def test_alarms_of_a_completed_deployment_change_nothing(alarmed):
    alarmed.update(forceNewDeployment=True)
    alarmed.wait(900)
    alarmed.lab.inject({"fault": "alarm", "alarm": "errors"})
    alarmed.wait(60)
    assert states(alarmed) == [("PRIMARY", "COMPLETED")]


SICK = {"command": ["CMD", "check"], "interval": 5, "retries": 2}


def test_a_revision_that_runs_but_fails_its_checks_trips_the_breaker(make_desk):
    """Section 4.8, stage two: tasks that run count when their health checks have them replaced."""
    desk = make_desk(images={"sick": Workload(healthy_until_ms=0)})
    desk.define("web", {"healthCheck": SICK})
    desk.define("web", {"image": "sick", "healthCheck": SICK})
    desk.serve(taskDefinition="web:1", deploymentConfiguration=BREAKER)
    desk.wait(120)
    desk.update(taskDefinition="web:2")
    least = 2
    for _ in range(900):
        desk.wait(1)
        least = min(least, desk.service()["runningCount"])
    assert least == 2, "the old tasks hold the fort"
    assert history(desk)[0]["status"] == "ROLLBACK_SUCCESSFUL"
    assert desk.service()["taskDefinition"].endswith("web:1")
    events = desk.events()
    assert any("Amazon ECS replaced" in event and "due to an unhealthy status." in event for event in events)
    assert any(event.endswith("failed container health checks.") for event in events)


def test_failed_checks_count_only_after_the_grace_period(make_desk):
    """Section 4.3."""
    desk = make_desk(images={"sick": Workload(healthy_until_ms=0)})
    desk.define("web", {"image": "sick", "healthCheck": SICK})
    desk.serve(desired=1, healthCheckGracePeriodSeconds=300)
    desk.wait(200)
    assert desk.tasks(desiredStatus="STOPPED") == []
    assert desk.tasks()[0]["healthStatus"] == "UNHEALTHY"
    desk.wait(200)
    assert len(desk.tasks()) == 2, "its replacement starts first, and has a grace period of its own"
    desk.wait(400)
    assert desk.tasks(desiredStatus="STOPPED")[0]["stoppedReason"] == "Task failed container health checks"


def early(percent, cleanup, minimum=50):
    criteria = {"enable": True, "healthyPercent": percent, "sourceServiceRevisionCleanup": cleanup}
    return {"minimumHealthyPercent": minimum, "earlySuccessCriteria": criteria}


@pytest.fixture
def slow(make_desk):
    """A desk with a service of four tasks, whose revision 2 fails to be pulled but for the first two tasks."""
    desk = make_desk()
    desk.define()
    desk.define("web", {"image": "nginx:2"})
    desk.serve(desired=4, taskDefinition="web:1")
    desk.wait(120)
    return desk


def roll_out_halfway(desk, cleanup, **more):
    """Deploy revision 2; its first two tasks run, and no further one can start."""
    configuration = early(50, cleanup) | {"maximumPercent": 100} | more
    bad = desk.update(taskDefinition="web:2", deploymentConfiguration=configuration)["deployments"][0]["id"]
    desk.wait(45)
    assert old_tasks(desk) == ["web:1", "web:1", "web:2", "web:2"]
    desk.lab.inject({"fault": "image-missing", "image": "nginx:2"})
    return bad


@pytest.mark.parametrize(("cleanup", "waits"), [("BLOCKING", True), ("DEFERRED", False)])
def test_an_early_success_waits_for_the_old_tasks_to_go_or_does_not(desk, cleanup, waits):
    """The model's sourceServiceRevisionCleanup; here the old tasks' connections take two minutes to end."""
    group = desk.balance()
    delay = [{"Key": "deregistration_delay.timeout_seconds", "Value": "120"}]
    desk.elb("ModifyTargetGroupAttributes", TargetGroupArn=group, Attributes=delay)
    desk.define("web", {"name": "c0", "portMappings": [{"containerPort": 80}]})
    uses = [{"targetGroupArn": group, "containerName": "c0", "containerPort": 80}]
    told = desk.serve(loadBalancers=uses, deploymentConfiguration=early(50, cleanup))
    criteria = early(50, cleanup)["earlySuccessCriteria"]
    assert told["deploymentConfiguration"]["earlySuccessCriteria"] == criteria
    desk.wait(200)
    desk.update(forceNewDeployment=True)
    for _ in range(400):
        desk.wait(1)
        if states(desk)[0] == ("PRIMARY", "COMPLETED"):
            break
    assert ("draining" not in desk.target_health(group)) == waits
    assert (states(desk) == [("PRIMARY", "COMPLETED")]) == waits
    assert history(desk)[0]["status"] == "SUCCESSFUL"
    desk.wait(300)
    assert states(desk) == [("PRIMARY", "COMPLETED")]
    assert (desk.service()["runningCount"], desk.target_health(group)) == (2, ["healthy"] * 2)
    assert desk.events()[-1] == "(service web) has reached a steady state."


def test_after_an_early_success_what_fails_does_not_end_the_deployment(slow):
    """Amazon ECS "continues to scale the target service revision to 100 percent in the background"."""
    bad = roll_out_halfway(slow, "DEFERRED", **BREAKER)
    slow.wait(900)
    assert slow.service()["deployments"][0]["id"] == bad
    assert states(slow)[0] == ("PRIMARY", "COMPLETED")
    assert history(slow)[0]["status"] == "SUCCESSFUL"


def test_without_early_success_criteria_all_tasks_must_be_healthy(slow):
    off = early(50, "DEFERRED")
    off["earlySuccessCriteria"] = {"enable": False}
    roll_out_halfway(slow, "DEFERRED", **off)
    slow.wait(900)
    assert states(slow)[0] == ("PRIMARY", "IN_PROGRESS")


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ({"enable": True}, "healthyPercent and sourceServiceRevisionCleanup are required"),
        (early(40, "BLOCKING")["earlySuccessCriteria"], "greater than or equal to minimumHealthyPercent"),
    ],
)
def test_broken_early_success_criteria_are_refused(slow, criteria, message):
    with pytest.raises(ApiError, match=message):
        slow.update(deploymentConfiguration={"minimumHealthyPercent": 50, "earlySuccessCriteria": criteria})


def test_who_asks_why_pins_no_image(yard):
    """A deployment's images are pinned at its first task, not when somebody asks what it waits for."""
    yard.register()
    yard.define("web", memory=100_000)
    yard.ecs("CreateService", serviceName="web", taskDefinition="web", desiredCount=1)
    yard.wait(10)
    yard.ecs("UpdateService", service="web", forceNewDeployment=True)
    before = yard.lab.state_hash()
    assert explain(yard.lab, "service/web")
    assert yard.lab.state_hash() == before
