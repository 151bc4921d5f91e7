import pytest

from ecslab.aws.command.outcome import Outcome
from ecslab.engine.errors import ApiError


def service(*, running, deployments=1, status="ACTIVE"):
    return {
        "services": [
            {"status": status, "runningCount": running, "desiredCount": 2, "deployments": [{}] * deployments}
        ],
        "failures": [],
    }


def test_waiting_moves_virtual_time_by_the_waiters_delay(aws, target):
    target.answers["DescribeServices"] = lambda params, now_ms: service(running=min(2, now_ms // 20_000))
    assert aws("ecs wait services-stable --services web") == Outcome(0, "", "", None)
    assert target.now_ms == 45_000
    assert len(target.calls) == 4


def test_what_is_so_already_costs_no_time(aws, target):
    target.answers["DescribeTasks"] = {"tasks": [{"lastStatus": "RUNNING"}], "failures": []}
    assert aws("ecs wait tasks-running --cluster lab --tasks a").exit_code == 0
    assert target.now_ms == 0
    assert target.calls == [("DescribeTasks", {"cluster": "lab", "tasks": ["a"]})]


def test_a_waiter_gives_up_after_its_attempts(aws, target):
    target.answers["DescribeServices"] = service(running=0)
    outcome = aws("ecs wait services-stable --services web")
    assert outcome == Outcome(255, "", "\nWaiter ServicesStable failed: Max attempts exceeded\n", None)
    assert target.now_ms == 39 * 15_000


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            {"tasks": [{"lastStatus": "STOPPED"}], "failures": []},
            'For expression "tasks[].lastStatus" we matched expected path: "STOPPED" at least once',
        ),
        (
            {"tasks": [], "failures": [{"reason": "MISSING"}]},
            'For expression "failures[].reason" we matched expected path: "MISSING" at least once',
        ),
    ],
)
def test_a_waiter_stops_at_a_failure(aws, target, answer, reason):
    target.answers["DescribeTasks"] = answer
    outcome = aws("ecs wait tasks-running --tasks a")
    assert outcome.exit_code == 255
    assert outcome.stderr == (
        f"\nWaiter TasksRunning failed: Waiter encountered a terminal failure state: {reason}\n"
    )


def test_an_error_that_no_acceptor_knows_ends_the_wait(aws, target):
    target.answers["DescribeTasks"] = ApiError("ClusterNotFoundException", "Cluster not found.")
    outcome = aws("ecs wait tasks-stopped --tasks a")
    assert outcome.exit_code == 255
    assert outcome.stderr == (
        "\nWaiter TasksStopped failed: An error occurred (ClusterNotFoundException): Cluster not found.\n"
    )


def test_an_unsimulated_operation_under_a_waiter_says_so(aws):
    outcome = aws("ecs wait daemon-active --daemon-arn arn")
    assert outcome.exit_code == 254
    assert "NotSimulated" in outcome.stderr


def test_an_empty_list_is_not_all_stopped(aws, target):
    target.answers["DescribeTasks"] = {"tasks": [], "failures": []}
    assert aws("ecs wait tasks-stopped --tasks a").exit_code == 255


def test_an_error_may_be_what_is_waited_for(aws, target):
    target.answers["DescribeSecurityGroups"] = ApiError("InvalidGroup.NotFound", "Gone.")
    outcome = aws("ec2 wait security-group-exists --group-ids sg-1")
    assert outcome.exit_code == 255
    assert target.now_ms == 5 * 5_000


def test_a_wrong_waiter_names_the_nearest(aws):
    assert "* services-stable" in aws("ecs wait service-stable --services a").stderr
