"""Account settings, and the operations that have little to do in a lab but answer as AWS does."""

import pytest

from ecslab.aws import models
from ecslab.aws.operations import operations, refusing
from ecslab.engine.errors import ApiError

LEARNER = "arn:aws:iam::123456789012:user/learner"
ROOT = "arn:aws:iam::123456789012:root"


def effective(desk, name):
    answer = desk.ecs("ListAccountSettings", name=name, effectiveSettings=True)
    return answer["settings"][0]["value"]


def test_a_setting_holds_for_its_principal_then_for_the_account(desk):
    assert effective(desk, "awsvpcTrunking") == "disabled"
    made = desk.ecs("PutAccountSetting", name="awsvpcTrunking", value="enabled")["setting"]
    assert made == {
        "name": "awsvpcTrunking",
        "value": "enabled",
        "principalArn": LEARNER,
        "type": "user",
    }
    desk.ecs("PutAccountSettingDefault", name="containerInsights", value="enhanced")
    assert (effective(desk, "awsvpcTrunking"), effective(desk, "containerInsights")) == (
        "enabled",
        "enhanced",
    )
    desk.ecs("DeleteAccountSetting", name="awsvpcTrunking")
    assert effective(desk, "awsvpcTrunking") == "disabled"


def test_only_settings_that_were_made_are_listed_unless_effective_ones_are_asked_for(desk):
    assert desk.ecs("ListAccountSettings")["settings"] == []
    desk.ecs("PutAccountSetting", name="awsvpcTrunking", value="enabled")
    assert [each["name"] for each in desk.ecs("ListAccountSettings")["settings"]] == ["awsvpcTrunking"]
    first = desk.ecs("ListAccountSettings", effectiveSettings=True)
    rest = desk.ecs("ListAccountSettings", effectiveSettings=True, nextToken=first["nextToken"])
    assert len(first["settings"]) == 10
    assert len(first["settings"] + rest["settings"]) == 11


def test_new_clusters_follow_the_setting_for_container_insights(desk):
    desk.ecs("PutAccountSettingDefault", name="containerInsights", value="enabled")
    made = desk.ecs("CreateCluster", clusterName="seen")["cluster"]
    assert made["settings"] == [{"name": "containerInsights", "value": "enabled"}]
    own = [{"name": "containerInsights", "value": "disabled"}]
    assert desk.ecs("CreateCluster", clusterName="unseen", settings=own)["cluster"]["settings"] == own


def test_the_wait_before_a_retirement_is_the_accounts(desk):
    made = desk.ecs("PutAccountSetting", name="fargateTaskRetirementWaitPeriod", value="14")["setting"]
    assert made["principalArn"] == ROOT


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("PutAccountSetting", {"name": "awsvpcTrunking", "value": "perhaps"}, "InvalidParameterException"),
        (
            "PutAccountSetting",
            {"name": "taskLongArnFormat", "value": "disabled"},
            "InvalidParameterException",
        ),
        ("PutAccountSetting", {"name": "guardDutyActivate", "value": "on"}, "InvalidParameterException"),
        ("PutAccountSetting", {"name": "dance", "value": "on"}, "InvalidParameterException"),
        ("ListAccountSettings", {"value": "enabled"}, "InvalidParameterException"),
        ("ListAccountSettings", {"maxResults": 11}, "InvalidParameterException"),
        (
            "ListAccountSettings",
            {"principalArn": "arn:aws:iam::999999999999:user/x"},
            "InvalidParameterException",
        ),
        ("SubmitTaskStateChange", {"cluster": "lab", "status": "RUNNING"}, "ClientException"),
        ("SubmitContainerStateChange", {"cluster": "nowhere"}, "ClusterNotFoundException"),
        ("SubmitAttachmentStateChanges", {"cluster": "lab", "attachments": []}, "ClientException"),
        ("DiscoverPollEndpoint", {"containerInstance": "0" * 32}, "ClientException"),
        ("DiscoverPollEndpoint", {"cluster": "nowhere"}, "ClientException"),
        (
            "ListTagsForResource",
            {"resourceArn": "arn:aws:ecs:us-east-1:123456789012:cluster/nowhere"},
            "InvalidParameterException",
        ),
        ("ListDaemonDeployments", {"daemonArn": "x"}, "InvalidParameterException"),
        ("CreateExpressGatewayService", {"infrastructureRoleArn": "x"}, "UnsupportedFeatureException"),
        ("DescribeExpressGatewayService", {"serviceArn": "x"}, "ResourceNotFoundException"),
        ("DescribeGateway", {"gateway": "x"}, "GatewayNotFoundException"),
        ("ListGatewayRoutes", {"gateway": "x"}, "GatewayNotFoundException"),
        ("ListServicesByNamespace", {"namespace": "x"}, "NamespaceNotFoundException"),
    ],
)
def test_what_aws_would_refuse_is_refused_with_an_error_of_the_model(desk, operation, params, code):
    with pytest.raises(ApiError) as refused:
        desk.ecs(operation, **params)
    assert refused.value.code == code
    known = models.service_model("ecs").operation_model(operation).error_shapes
    assert code in {shape.name for shape in known}


def test_agents_are_told_where_to_poll(desk):
    answer = desk.ecs("DiscoverPollEndpoint", cluster="lab")
    assert answer["endpoint"] == "https://ecs-a-1.us-east-1.amazonaws.com/"


def test_there_are_no_gateways(desk):
    assert desk.ecs("ListGateways") == {"gateways": []}
    assert desk.ecs("ListGatewayRoutes", cluster="lab") == {"gatewayRoutes": []}
    assert desk.ecs("ListGatewayClusterAssociations") == {"gatewayClusterAssociations": []}


@pytest.mark.parametrize("operation", sorted(refusing("ecs")))
def test_what_only_refuses_does_so_with_an_error_of_its_model(desk, operation):
    model = models.service_model("ecs").operation_model(operation)
    params = dict.fromkeys(model.input_shape.required_members, "x")
    for name in params:
        match model.input_shape.members[name].type_name:
            case "structure":
                params[name] = {"hostSharedAlb": {}} if operation == "CreateGateway" else {}
            case "list":
                params[name] = []
    if "cluster" in model.input_shape.members:
        params["cluster"] = "lab"
    assert operation in operations("ecs")
    with pytest.raises(ApiError) as refused:
        desk.ecs(operation, **params)
    assert refused.value.code in {shape.name for shape in model.error_shapes}
