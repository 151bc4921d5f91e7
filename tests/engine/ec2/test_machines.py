"""EC2 instances as machines of a cluster: boot, registration, stop, termination."""

import base64

import pytest

from ecslab.engine.errors import ApiError


def running(yard):
    return yard.desk.service()["runningCount"]


def test_an_instance_registers_with_the_cluster_of_its_user_data_once_it_has_booted(yard):
    (machine,) = yard.launch()
    yard.wait(74)
    assert yard.instances() == []
    yard.wait(1)
    (instance,) = yard.instances()
    assert instance["ec2InstanceId"] == machine
    assert instance["agentConnected"]
    values = {each["name"]: each.get("value") for each in instance["attributes"]}
    assert values["ecs.instance-type"] == "t3.medium"
    assert values["ecs.os-type"] == "linux"
    assert values["ecs.availability-zone"] == "us-east-1a"


@pytest.mark.parametrize(
    ("line", "attributes"),
    [
        (
            """echo 'ECS_INSTANCE_ATTRIBUTES={"logs": "on", "disk": "ssd"}' >> e""",
            {"logs": "on", "disk": "ssd"},
        ),
        ('echo "ECS_INSTANCE_ATTRIBUTES={\\"logs\\":\\"on\\"}" >> e', {"logs": "on"}),
        (
            """ECS_INSTANCE_ATTRIBUTES={"logs": "off"}\nECS_INSTANCE_ATTRIBUTES={"logs": "on"}""",
            {"logs": "on"},
        ),
        ("""# ECS_INSTANCE_ATTRIBUTES={"logs": "on"}""", {}),
        ("ECS_INSTANCE_ATTRIBUTES={logs: on}", {}),
        ("ECS_INSTANCE_ATTRIBUTES=logs", {}),
    ],
)
def test_its_user_data_gives_it_attributes_that_placement_sees(yard, line, attributes):
    script = f"#!/bin/bash\necho ECS_CLUSTER=lab >> e\n{line}\n"
    yard.launch(UserData=base64.b64encode(script.encode()).decode())
    yard.wait(80)
    (instance,) = yard.instances()
    values = {each["name"]: each.get("value") for each in instance["attributes"]}
    assert {name: values.get(name) for name in ("logs", "disk") if name in values} == attributes
    found = yard.desk.ecs("ListContainerInstances", cluster="lab", filter="attribute:logs == on")[
        "containerInstanceArns"
    ]
    assert len(found) == (attributes.get("logs") == "on")


@pytest.mark.parametrize(
    "missing",
    [
        {"IamInstanceProfile": {}},
        {"UserData": ""},
        {"UserData": base64.b64encode(b"#!/bin/bash\n# ECS_CLUSTER=lab\n").decode()},
        {"UserData": base64.b64encode(b"echo ECS_CLUSTER=nowhere\n").decode()},
    ],
)
def test_without_a_role_or_the_cluster_s_name_it_never_joins(yard, missing):
    yard.launch(**missing)
    yard.wait(600)
    assert yard.instances() == []


def test_without_a_name_it_joins_the_default_cluster_which_is_made_for_it(yard):
    yard.launch(UserData="")
    yard.wait(80)
    (shown,) = yard.desk.ecs("DescribeClusters")["clusters"]
    assert shown["registeredContainerInstancesCount"] == 1


def test_a_cluster_that_is_made_later_is_found(yard):
    yard.launch(UserData=base64.b64encode(b"ECS_CLUSTER=late\n").decode())
    yard.wait(300)
    yard.desk.ecs("CreateCluster", clusterName="late")
    yard.wait(1)
    assert len(yard.desk.ecs("ListContainerInstances", cluster="late")["containerInstanceArns"]) == 1


def test_termination_ends_the_tasks_and_deregisters_the_instance(yard):
    machines = yard.launch(2)
    yard.wait(80)
    yard.define()
    yard.serve(desired=2)
    yard.wait(60)
    yard.ec2("TerminateInstances", InstanceIds=machines[:1])
    assert not yard.instances()[0]["agentConnected"]
    yard.wait(31)
    (lost,) = yard.desk.tasks(desiredStatus="STOPPED")
    assert lost["stoppedReason"] == f"Host EC2 (instance {machines[0]}) terminated."
    yard.wait(60)
    assert [each["ec2InstanceId"] for each in yard.instances()] == machines[1:]
    assert running(yard) == 2


def test_a_stopped_instance_stays_registered_without_its_agent_and_comes_back(yard):
    machines = yard.launch()
    yard.wait(80)
    yard.define()
    yard.serve(desired=1)
    yard.wait(60)
    yard.ec2("StopInstances", InstanceIds=machines)
    yard.wait(60)
    (instance,) = yard.instances()
    assert instance["status"] == "ACTIVE"
    assert not instance["agentConnected"]
    assert (
        yard.desk.tasks(desiredStatus="STOPPED")[0]["stoppedReason"]
        == f"Host EC2 (instance {machines[0]}) stopped."
    )
    assert 'encountered error "AGENT".' in yard.desk.events()[-1]
    yard.ec2("StartInstances", InstanceIds=machines)
    yard.wait(120)
    assert yard.instances()[0]["agentConnected"]
    assert running(yard) == 1


def test_one_that_was_stopped_before_is_not_deregistered_when_it_is_terminated(yard):
    """As the model says of DeregisterContainerInstance."""
    machines = yard.launch()
    yard.wait(80)
    yard.ec2("StopInstances", InstanceIds=machines)
    yard.wait(60)
    yard.ec2("TerminateInstances", InstanceIds=machines)
    yard.wait(60)
    assert len(yard.instances()) == 1


def test_terminated_instances_stay_visible_for_an_hour(yard):
    machines = yard.launch()
    yard.ec2("TerminateInstances", InstanceIds=machines)
    yard.wait(3600)
    shown = yard.ec2("DescribeInstances", InstanceIds=machines)["Reservations"][0]["Instances"][0]
    assert shown["State"]["Name"] == "terminated"
    yard.wait(60)
    with pytest.raises(ApiError) as gone:
        yard.ec2("DescribeInstances", InstanceIds=machines)
    assert gone.value.code == "InvalidInstanceID.NotFound"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ImageId": "ami-00000000"}, "InvalidAMIID.NotFound"),
        ({"InstanceType": "t3.mediun"}, "InvalidParameterValue"),
        ({"InstanceType": "m6g.large"}, "InvalidParameterValue"),
        ({"SubnetId": "subnet-0"}, "InvalidSubnetID.NotFound"),
        ({"SecurityGroupIds": ["sg-0"]}, "InvalidGroup.NotFound"),
        ({"IamInstanceProfile": {"Name": "nobody"}}, "InvalidParameterValue"),
        ({"LaunchTemplate": {"LaunchTemplateName": "none"}}, "InvalidLaunchTemplateName.NotFoundException"),
        ({"MinCount": 2}, "InvalidParameterValue"),
    ],
)  # fmt: skip
def test_what_cannot_be_launched_is_refused(yard, change, code):
    with pytest.raises(ApiError) as refused:
        yard.launch(**change)
    assert refused.value.code == code


def test_states_that_forbid_a_call(yard):
    machines = yard.launch()
    yard.ec2("StopInstances", InstanceIds=machines)
    with pytest.raises(ApiError) as refused:
        yard.ec2("StartInstances", InstanceIds=machines)
    assert refused.value.code == "IncorrectInstanceState"
