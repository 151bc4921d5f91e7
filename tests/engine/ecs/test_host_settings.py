"""Volumes and what containers want of their host."""

import pytest

from ecslab.engine.errors import ApiError

EC2 = {"requiresCompatibilities": ["EC2"]}


def test_volumes_are_kept_and_shown(desk):
    mounts = [{"sourceVolume": "shared", "containerPath": "/data", "readOnly": True}]
    desk.define(
        "web",
        {"mountPoints": mounts},
        {"volumesFrom": [{"sourceContainer": "c0"}]},
        volumes=[{"name": "shared"}],
    )
    shown = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    assert shown["volumes"] == [{"name": "shared", "host": {}}]
    assert shown["containerDefinitions"][0]["mountPoints"] == mounts
    assert shown["containerDefinitions"][1]["volumesFrom"] == [{"sourceContainer": "c0"}]


def test_what_only_a_process_notices_is_kept_and_shown(desk):
    settings = {
        "user": "app",
        "workingDirectory": "/srv",
        "readonlyRootFilesystem": True,
        "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
    }
    desk.define("web", settings)
    (container,) = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"][
        "containerDefinitions"
    ]
    assert {name: container[name] for name in settings} == settings


@pytest.mark.parametrize(("init", "exit_code"), [(False, 137), (True, 143)])
def test_with_an_init_process_a_plain_command_hears_sigterm(desk, init, exit_code):
    desk.define("job", {"command": ["sleep", "900"], "linuxParameters": {"initProcessEnabled": init}})
    arn = desk.run("job")
    desk.wait(40)
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(60)
    assert desk.task(arn)["containers"][0]["exitCode"] == exit_code


@pytest.mark.parametrize(
    ("container", "fields", "message"),
    [
        ({"mountPoints": [{"sourceVolume": "x", "containerPath": "/x"}]}, {}, "Unknown volume 'x'."),
        ({"volumesFrom": [{"sourceContainer": "c0"}]}, {}, "Unknown container 'c0' in volumesFrom."),
        ({}, {"volumes": [{"name": "a"}, {"name": "a"}]}, "Volume name 'a' is used by more than one volume."),
        ({}, {"volumes": [{"name": "a", "host": {"sourcePath": "/x"}}]}, "host.sourcePath should not be set for volumes in Fargate."),
        ({}, {"volumes": [{"name": "a", "dockerVolumeConfiguration": {"scope": "shared"}}]}, "Fargate compatible task definitions do not support dockerVolumeConfiguration"),
        ({}, {"pidMode": "host"}, "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'."),
        ({}, {"ipcMode": "task"}, "Fargate compatible task definitions do not support ipcMode"),
        ({"privileged": True}, {}, "Fargate requires that the 'privileged' setting be 'false'"),
        ({"linuxParameters": {"sharedMemorySize": 64}}, {}, "Fargate compatible task definitions do not support sharedMemorySize"),
        ({"linuxParameters": {"maxSwap": 64}}, {}, "Fargate compatible task definitions do not support maxSwap"),
        ({"hostname": "web"}, EC2, "hostname is not supported on container when networkMode=awsvpc."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(desk, container, fields, message):
    with pytest.raises(ApiError) as refused:
        desk.define("web", container, **fields)
    assert (refused.value.code, refused.value.message) == ("ClientException", message)


def test_a_container_instance_can_give_more(desk):
    desk.define(
        "web",
        {"privileged": True, "linuxParameters": {"sharedMemorySize": 64, "maxSwap": 10}},
        volumes=[{"name": "a", "host": {"sourcePath": "/x"}}],
        pidMode="host",
        ipcMode="host",
        **EC2,
    )


def test_what_needs_a_host_is_not_compatible_with_fargate(desk):
    desk.define("web", {"privileged": True}, **EC2)
    shown = desk.ecs("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
    assert shown["compatibilities"] == ["EC2"]
    with pytest.raises(ApiError, match="Task definition does not support launch_type FARGATE"):
        desk.run()
