"""Pulling images: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html"""

import pytest

from ecslab.engine.workload import Workload

STEM = "CannotPullContainerError: "


def failure(desk, image, **fields):
    desk.define("web", {"image": image}, **fields)
    arn = desk.run()
    desk.wait(700)
    task = desk.task(arn)
    assert "startedAt" not in task
    assert (task["lastStatus"], task["stopCode"]) == ("STOPPED", "TaskFailedToStart")
    return task["stoppedReason"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("forbidden", 'pull image manifest has been retried 1 time(s): failed to resolve ref "docker.io/team/app:1": unexpected status code 403 Forbidden'),
        ("denied", "pull access denied for team/app, repository does not exist or may require 'docker login'"),
        ("rate-limit", "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limits."),
    ],
)  # fmt: skip
def test_a_registry_can_refuse(make_desk, error, said):
    """Section 1.5."""
    desk = make_desk({"team/app": Workload(pull_error=error)})
    assert failure(desk, "team/app:1") == STEM + said


@pytest.mark.parametrize(
    ("built_for", "run_on", "processor"), [("ARM64", "X86_64", "amd64"), ("X86_64", "ARM64", "arm64")]
)
def test_an_image_for_another_processor_has_nothing_to_pull(make_desk, built_for, run_on, processor):
    desk = make_desk({"app": Workload(architecture=built_for)})
    assert failure(desk, "app", runtimePlatform={"cpuArchitecture": run_on}) == (
        f"{STEM}pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor "
        f"matching platform 'linux/{processor}'"
    )


def test_an_image_for_this_processor_runs(make_desk):
    desk = make_desk({"app": Workload(architecture="ARM64")})
    desk.define("web", {"image": "app"}, runtimePlatform={"cpuArchitecture": "ARM64"})
    arn = desk.run()
    desk.wait(60)
    assert desk.task(arn)["lastStatus"] == "RUNNING"


def test_images_must_fit_on_the_tasks_disk(make_desk):
    """Section 2.7: 20 GiB unless the definition or this run asks for more."""
    desk = make_desk({"huge": Workload(size_mib=12_000)})
    assert failure(desk, "huge").endswith(": no space left on device")
    arn = desk.run(overrides={"ephemeralStorage": {"sizeInGiB": 40}})
    desk.wait(600)
    task = desk.task(arn)
    assert (task["lastStatus"], task["ephemeralStorage"]) == ("RUNNING", {"sizeInGiB": 40})


def test_a_private_image_without_a_way_out_fails_before_the_pull(desk):
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1"
    role = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
    desk.define("web", {"image": image}, executionRoleArn=role)
    arn = desk.run(networkConfiguration={"awsvpcConfiguration": {"subnets": desk.subnets}})
    desk.wait(300)
    task = desk.task(arn)
    assert "pullStartedAt" not in task
    assert task["stoppedReason"].startswith(
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry "
        "auth from Amazon ECR: There is a connection issue between the task and Amazon ECR."
    )
