"""Container health checks: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.tasks import health
from ecslab.engine.ecs.tasks.health import Passing
from ecslab.engine.errors import ApiError
from ecslab.engine.records.health_check import HealthCheck
from ecslab.engine.workload import Workload

CHECK = {"command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]}


def until_running(desk, arn):
    while desk.task(arn)["lastStatus"] != "RUNNING":
        desk.wait(1)


def healths(desk, arn):
    task = desk.task(arn)
    return task["healthStatus"], [container["healthStatus"] for container in task["containers"]]


def test_the_first_probe_that_passes_makes_a_container_healthy(desk):
    desk.define("web", {"healthCheck": CHECK})
    arn = desk.run()
    until_running(desk, arn)
    assert healths(desk, arn) == ("UNKNOWN", ["UNKNOWN"])
    desk.wait(28)
    assert healths(desk, arn) == ("UNKNOWN", ["UNKNOWN"])
    version = desk.task(arn)["version"]
    desk.wait(2)
    assert healths(desk, arn) == ("HEALTHY", ["HEALTHY"])
    assert desk.task(arn)["version"] == version + 1


def test_retries_failures_in_a_row_make_it_unhealthy_and_a_standalone_task_goes_on(make_desk):
    """Section 13.10: nothing replaces a standalone task."""
    desk = make_desk({"sick": Workload(healthy_until_ms=120_000)})
    desk.define("web", {"image": "sick", "healthCheck": CHECK | {"interval": 10, "retries": 2}})
    arn = desk.run()
    until_running(desk, arn)
    desk.wait(15)
    assert healths(desk, arn)[0] == "HEALTHY"
    desk.wait(114)
    assert healths(desk, arn)[0] == "HEALTHY"
    desk.wait(2)
    assert healths(desk, arn)[0] == "UNHEALTHY"
    desk.wait(3600)
    assert desk.task(arn)["lastStatus"] == "RUNNING"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["CMD-SHELL", "exit 1"], "UNHEALTHY"),
        (["CMD", "true"], "HEALTHY"),
        (["CMD-SHELL", "sleep 3; exit 0"], "HEALTHY"),
        (["CMD-SHELL", "sleep 9; exit 0"], "UNHEALTHY"),
    ],
)
def test_a_simple_check_is_taken_at_its_word(desk, command, expected):
    desk.define("web", {"healthCheck": {"command": command}})
    arn = desk.run()
    desk.wait(200)
    assert healths(desk, arn)[0] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("sick", "well", "UNHEALTHY"),
        ("well", "well", "HEALTHY"),
        ("well", None, "UNKNOWN"),
        ("sick", None, "UNHEALTHY"),
    ],
)
def test_a_tasks_health_is_that_of_its_essential_containers(make_desk, first, second, expected):
    desk = make_desk({"sick": Workload(healthy_until_ms=0)})

    def container(kind, **fields):
        check = {} if kind is None else {"healthCheck": CHECK}
        return {"image": "sick" if kind == "sick" else "nginx"} | check | fields

    desk.define("web", container(first), container(second), container("sick", essential=False))
    arn = desk.run()
    desk.wait(300)
    assert healths(desk, arn)[0] == expected


@pytest.mark.parametrize(
    ("check", "passing", "expected"),
    [
        ({}, Passing(), [(30, "HEALTHY")]),
        ({}, Passing(()), [(90, "UNHEALTHY")]),
        ({"start_period": 60}, Passing(()), [(120, "UNHEALTHY")]),
        ({"start_period": 300}, Passing(((45_000, None),)), [(60, "HEALTHY")]),
        ({}, Passing(((200_000, None),)), [(90, "UNHEALTHY"), (210, "HEALTHY")]),
        ({"interval": 10, "retries": 1}, Passing(((15_000, 41_000),)), [(10, "UNHEALTHY"), (20, "HEALTHY"), (50, "UNHEALTHY")]),
    ],
)  # fmt: skip
def test_worked_examples(check, passing, expected):
    """Worst case to UNHEALTHY: startPeriod + retries × interval (section 1.11)."""
    found = health.changes(HealthCheck(**check), passing)
    assert [(change.age_ms / 1000, change.health) for change in found] == expected


@given(
    check=st.builds(
        HealthCheck,
        interval=st.integers(5, 40),
        retries=st.integers(1, 5),
        start_period=st.integers(0, 200),
    ),
    edges=st.lists(st.integers(0, 800_000), max_size=5, unique=True).map(sorted),
    took=st.integers(0, 5_000),
)
def test_the_planned_changes_are_those_that_probing_one_by_one_finds(check, edges, took):
    windows = tuple(zip(edges[::2], [*edges[1::2], None], strict=False))
    status, streak, age, found, ever = "UNKNOWN", 0, 0, [], False
    for _ in range(400):
        begins = age + check.interval * 1000
        age = begins + took
        if any(since <= begins and (until is None or begins < until) for since, until in windows):
            ever, streak, now = True, 0, "HEALTHY"
        else:
            streak += ever or begins >= check.start_period * 1000
            now = "UNHEALTHY" if streak >= check.retries else status
        if now != status:
            found.append((age, now))
        status = now
    assert health.changes(check, Passing(windows, took)) == found


def test_a_fault_fails_the_probes_until_it_is_mended(desk):
    desk.define("web", {"healthCheck": CHECK | {"interval": 10}})
    arn = desk.run()
    desk.wait(100)
    assert healths(desk, arn)[0] == "HEALTHY"
    desk.lab.inject({"fault": "failing-health-check", "image": "nginx"})
    desk.wait(19)
    assert healths(desk, arn)[0] == "HEALTHY"
    desk.wait(11)
    assert healths(desk, arn)[0] == "UNHEALTHY"


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ({"command": ["curl", "localhost"]}, "Health check command must start with CMD or CMD-SHELL."),
        (CHECK | {"interval": 4}, "between 5 and 300"),
        (CHECK | {"timeout": 61}, "between 2 and 60"),
        (CHECK | {"retries": 11}, "between 1 and 10"),
        (CHECK | {"startPeriod": 301}, "'startPeriod'"),
    ],
)
def test_a_check_out_of_range_is_refused(desk, check, message):
    with pytest.raises(ApiError, match=message) as refused:
        desk.define("web", {"healthCheck": check})
    assert refused.value.code == "ClientException"


def test_the_defaults_of_a_check_are_shown(desk):
    desk.define("web", {"healthCheck": CHECK})
    shown = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    assert shown["containerDefinitions"][0]["healthCheck"] == CHECK | {
        "interval": 30,
        "timeout": 5,
        "retries": 3,
    }


def test_a_service_waits_for_the_checks_that_there_are(desk):
    """A sidecar without a check makes the task UNKNOWN, but no deployment waits for what it does not have."""
    desk.define("web", {"healthCheck": CHECK}, {"image": "sidecar"})
    desk.serve(desired=1)
    desk.wait(30 + 25)
    assert desk.service()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    desk.wait(30)
    (task,) = desk.tasks()
    assert task["healthStatus"] == "UNKNOWN"
    assert desk.service()["deployments"][0]["rolloutState"] == "COMPLETED"


def test_a_service_replaces_a_task_that_fails_its_checks(make_desk):
    desk = make_desk({"sick": Workload(healthy_until_ms=120_000)})
    desk.define("web", {"image": "sick", "healthCheck": CHECK | {"interval": 10}})
    desk.serve(desired=1)
    desk.wait(300)
    stopped = desk.tasks(desiredStatus="STOPPED")
    assert [task["stoppedReason"] for task in stopped] == ["Task failed container health checks"]
    assert len([task for task in desk.tasks() if task["lastStatus"] == "RUNNING"]) == 1
