"""ECS, and what its clusters stand on: machines, groups, load balancers, scaling, logs."""

import base64
import json

OUTSIDE = {
    "family": "outside",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "cpu": "256",
    "memory": "512",
    "containerDefinitions": [{"name": "c", "image": "nginx"}],
}


def tell(lab, call):
    """From an empty account to a cluster with everything in it, and back."""
    (subnet, *_) = lab.call("ec2", "DescribeSubnets", {})["Subnets"]
    network = {"awsvpcConfiguration": {"subnets": [subnet["SubnetId"]], "assignPublicIp": "ENABLED"}}
    cluster_arn = "arn:aws:ecs:us-east-1:123456789012:cluster/lab"
    tags = [{"key": "team", "value": "blue"}]
    container = {
        "name": "c",
        "image": "nginx",
        "portMappings": [{"containerPort": 80}],
        "command": ["sh", "-c", "echo hello; sleep 600"],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "/lab",
                "awslogs-region": "us-east-1",
                "awslogs-stream-prefix": "web",
            },
        },
        "healthCheck": {"command": ["CMD-SHELL", "exit 0"]},
        "restartPolicy": {"enabled": True, "ignoredExitCodes": [1]},
    }
    fargate = {"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}
    platform = {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}
    run = {
        "cluster": "lab",
        "taskDefinition": "web",
        "launchType": "FARGATE",
        "networkConfiguration": network,
    }
    call("sts", "GetCallerIdentity")
    call("logs", "CreateLogGroup", logGroupName="/lab")
    call("ec2", "DescribeVpcs")
    call("ec2", "DescribeSubnets")
    call("ec2", "DescribeSecurityGroups")
    call("ecs", "PutAccountSetting", name="awsvpcTrunking", value="enabled")
    call("ecs", "PutAccountSettingDefault", name="containerInsights", value="disabled")
    call("ecs", "ListAccountSettings", effectiveSettings=True)
    call("ecs", "DeleteAccountSetting", name="awsvpcTrunking")
    call("ecs", "DiscoverPollEndpoint")
    call("ecs", "ListGateways")
    call("ecs", "ListGatewayRoutes")
    call("ecs", "ListGatewayClusterAssociations")
    call("ecs", "CreateCluster", clusterName="lab", tags=tags)
    call("ecs", "UpdateCluster", cluster="lab", settings=[{"name": "containerInsights", "value": "enabled"}])
    call(
        "ecs",
        "UpdateClusterSettings",
        cluster="lab",
        settings=[{"name": "containerInsights", "value": "disabled"}],
    )
    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    call(
        "ecs",
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=strategy,
    )
    call("ecs", "DescribeCapacityProviders", include=["TAGS"])
    call("ecs", "TagResource", resourceArn=cluster_arn, tags=[{"key": "a", "value": "b"}])
    call("ecs", "ListTagsForResource", resourceArn=cluster_arn)
    call("ecs", "UntagResource", resourceArn=cluster_arn, tagKeys=["a"])
    for _ in range(2):
        call(
            "ecs",
            "RegisterTaskDefinition",
            family="web",
            containerDefinitions=[container],
            runtimePlatform=platform,
            ephemeralStorage={"sizeInGiB": 30},
            executionRoleArn="arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
            tags=tags,
            **fargate,
        )
    call("ecs", "DescribeTaskDefinition", taskDefinition="web", include=["TAGS"])
    call("ecs", "ListTaskDefinitions")
    call("ecs", "ListTaskDefinitionFamilies")
    task = call(
        "ecs",
        "RunTask",
        enableECSManagedTags=True,
        propagateTags="TASK_DEFINITION",
        enableExecuteCommand=True,
        overrides={"taskRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"},
        **run,
    )["tasks"][0]
    call("ecs", "CreateService", serviceName="web", desiredCount=2, tags=tags, **run)
    lab.advance(100_000)
    call("ecs", "DescribeTasks", cluster="lab", tasks=[task["taskArn"], "0" * 32], include=["TAGS"])
    (stream,) = call("logs", "DescribeLogStreams", logGroupName="/lab", limit=1)["logStreams"]
    call("logs", "GetLogEvents", logGroupName="/lab", logStreamName=stream["logStreamName"])
    call("logs", "FilterLogEvents", logGroupName="/lab", filterPattern="hello")
    call("logs", "DescribeLogGroups")
    call("ecs", "ExecuteCommand", cluster="lab", task=task["taskArn"], command="ls", interactive=True)
    call("ecs", "StopTask", cluster="lab", task=task["taskArn"])
    lab.advance(100_000)
    call("ecs", "DescribeTasks", cluster="lab", tasks=[task["taskArn"]])
    call("ecs", "ListTasks", cluster="lab", maxResults=1)
    kept = lab.call("ecs", "ListTasks", {"cluster": "lab", "serviceName": "web"})["taskArns"]
    call("ecs", "UpdateTaskProtection", cluster="lab", tasks=[*kept, "0" * 32], protectionEnabled=True)
    call("ecs", "GetTaskProtection", cluster="lab", tasks=kept)
    lab.call("ecs", "UpdateTaskProtection", {"cluster": "lab", "tasks": kept, "protectionEnabled": False})
    call("ecs", "UpdateService", cluster="lab", service="web", forceNewDeployment=True)
    lab.advance(30_000)
    rollouts = call("ecs", "ListServiceDeployments", cluster="lab", service="web")["serviceDeployments"]
    newest = rollouts[0]["serviceDeploymentArn"]
    call("ecs", "DescribeServiceDeployments", serviceDeploymentArns=[newest, "nothing"])
    revisions = [each["targetServiceRevisionArn"] for each in rollouts]
    call("ecs", "DescribeServiceRevisions", serviceRevisionArns=[*revisions, "nothing"])
    call("ecs", "StopServiceDeployment", serviceDeploymentArn=newest)
    lab.advance(10_000)
    call("ecs", "DescribeServiceDeployments", serviceDeploymentArns=[newest])
    call("ecs", "DescribeServices", cluster="lab", services=["web", "nobody"], include=["TAGS"])
    call("ecs", "ListServices", cluster="lab")
    call("ecs", "DescribeClusters", clusters=["lab", "nowhere"], include=["TAGS", "STATISTICS", "SETTINGS"])
    call("ecs", "ListClusters")
    call("ecs", "DeregisterTaskDefinition", taskDefinition="web:1")
    call("ecs", "DeleteTaskDefinitions", taskDefinitions=["web:1", "web:2"])
    tell_of_instances(lab, call)
    tell_of_load_balancing(call)
    tell_of_a_traffic_shift(lab, call, run)
    tell_of_task_sets(lab, call, run)
    tell_of_scaling(lab, call)
    call("ecs", "DeleteService", cluster="lab", service="web", force=True)
    lab.advance(100_000)
    call("ecs", "DeleteCluster", cluster="lab")
    call("logs", "DeleteLogGroup", logGroupName="/lab")


def tell_of_task_sets(lab, call, run):
    """A service that an external controller deploys by task sets."""
    where = {"cluster": "lab", "service": "outside"}
    given = {"cluster": "lab", "serviceName": "outside", "desiredCount": 2}
    call("ecs", "CreateService", deploymentController={"type": "EXTERNAL"}, **given)
    half, tags = {"value": 50.0, "unit": "PERCENT"}, [{"key": "team", "value": "blue"}]
    lab.call("ecs", "RegisterTaskDefinition", OUTSIDE)
    made = call(
        "ecs",
        "CreateTaskSet",
        externalId="one",
        tags=tags,
        scale=half,
        **run | where | {"taskDefinition": "outside"},
    )["taskSet"]["id"]
    lab.advance(100_000)
    call("ecs", "UpdateServicePrimaryTaskSet", primaryTaskSet=made, **where)
    call("ecs", "UpdateTaskSet", taskSet=made, scale=half | {"value": 100.0}, **where)
    lab.advance(100_000)
    call("ecs", "DescribeTaskSets", taskSets=[made, "ecs-svc/1"], include=["TAGS"], **where)
    call("ecs", "DescribeServices", cluster="lab", services=["outside"])
    call("ecs", "DeleteTaskSet", taskSet=made, force=True, **where)
    call("ecs", "DeleteService", cluster="lab", service="outside", force=True)


def tell_of_instances(lab, call):
    """Machines that join a cluster, take tasks, are drained and go."""
    call("ecs", "CreateCluster", clusterName="metal")
    call("ec2", "DescribeInstanceTypes", InstanceTypes=["g4dn.xlarge"])
    image = call("ec2", "DescribeImages", Filters=[{"Name": "architecture", "Values": ["x86_64"]}])["Images"][
        0
    ]
    script = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=metal >> /etc/ecs/ecs.config\n").decode()
    data = {
        "ImageId": image["ImageId"],
        "InstanceType": "g4dn.xlarge",
        "UserData": script,
        "IamInstanceProfile": {"Name": "ecsInstanceRole"},
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "blue"}]}],
    }
    template = {"LaunchTemplateName": "ecs"}
    call("ec2", "CreateLaunchTemplate", LaunchTemplateData=data, **template)
    call("ec2", "CreateLaunchTemplateVersion", LaunchTemplateData={}, SourceVersion="1", **template)
    call("ec2", "ModifyLaunchTemplate", DefaultVersion="2", **template)
    call("ec2", "DescribeLaunchTemplates", LaunchTemplateNames=["ecs"])
    call("ec2", "DescribeLaunchTemplateVersions", **template)
    started = call("ec2", "RunInstances", MinCount=1, MaxCount=1, LaunchTemplate=template)["Instances"]
    machine = [started[0]["InstanceId"]]
    zones = [each["AvailabilityZone"] for each in lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
    fleet = {"AutoScalingGroupName": "fleet"}
    call(
        "autoscaling",
        "CreateAutoScalingGroup",
        MinSize=1,
        MaxSize=3,
        LaunchTemplate=template,
        AvailabilityZones=zones,
        Tags=[{"Key": "team", "Value": "blue", "PropagateAtLaunch": True}],
        **fleet,
    )
    lab.advance(100_000)
    call("autoscaling", "SetDesiredCapacity", DesiredCapacity=2, **fleet)
    call("autoscaling", "UpdateAutoScalingGroup", MaxSize=2, **fleet)
    members = call("autoscaling", "DescribeAutoScalingInstances")["AutoScalingInstances"]
    member = members[0]["InstanceId"]
    call("autoscaling", "SetInstanceProtection", InstanceIds=[member], ProtectedFromScaleIn=True, **fleet)
    call(
        "autoscaling",
        "TerminateInstanceInAutoScalingGroup",
        InstanceId=member,
        ShouldDecrementDesiredCapacity=True,
    )
    call("autoscaling", "DescribeAutoScalingGroups")
    call("autoscaling", "DescribeScalingActivities", **fleet)
    call("ec2", "DescribeInstances", Filters=[{"Name": "tag:team", "Values": ["blue"]}])
    call("ec2", "DescribeInstanceStatus", InstanceIds=machine)
    document = json.dumps({"instanceId": "i-0123456789abcdef0", "instanceType": "m5.large"})
    registered = call(
        "ecs",
        "RegisterContainerInstance",
        cluster="metal",
        instanceIdentityDocument=document,
        instanceIdentityDocumentSignature="signed",
    )["containerInstance"]["containerInstanceArn"]
    arns = call("ecs", "ListContainerInstances", cluster="metal", filter="attribute:ecs.os-type == linux")
    instances = arns["containerInstanceArns"]
    stack = [{"name": "stack", "value": "blue", "targetId": registered}]
    call("ecs", "PutAttributes", cluster="metal", attributes=stack)
    call("ecs", "ListAttributes", cluster="metal", targetType="container-instance", attributeName="stack")
    gpu = [{"type": "GPU", "value": "1"}]
    ports = [{"containerPort": 80}, {"containerPort": 53, "hostPort": 53, "protocol": "udp"}]
    main = {"name": "c", "image": "nginx", "memory": 64, "resourceRequirements": gpu, "portMappings": ports}
    near = [{"type": "memberOf", "expression": "attribute:ecs.instance-type =~ g4dn.*"}]
    lab.call(
        "ecs",
        "RegisterTaskDefinition",
        {"family": "metal", "containerDefinitions": [main], "placementConstraints": near},
    )
    run = {"cluster": "metal", "taskDefinition": "metal"}
    packed = [{"type": "binpack", "field": "memory"}]
    tasks = call("ecs", "RunTask", placementStrategy=packed, **run)["tasks"]
    call("ecs", "StartTask", containerInstances=[*instances, "0" * 32], **run)
    lab.advance(20_000)
    call("ecs", "DescribeTasks", cluster="metal", tasks=[each["taskArn"] for each in tasks])
    health = ["TAGS", "CONTAINER_INSTANCE_HEALTH"]
    call("ecs", "DescribeContainerInstances", cluster="metal", containerInstances=instances, include=health)
    call(
        "ecs",
        "UpdateContainerInstancesState",
        cluster="metal",
        containerInstances=[registered],
        status="DRAINING",
    )
    call("ecs", "DeleteAttributes", cluster="metal", attributes=stack)
    call("ecs", "DeregisterContainerInstance", cluster="metal", containerInstance=registered, force=True)
    call("ec2", "StopInstances", InstanceIds=machine)
    lab.advance(60_000)
    call("ec2", "StartInstances", InstanceIds=machine)
    call("ec2", "TerminateInstances", InstanceIds=machine)
    tell_of_providers(lab, call)
    call("autoscaling", "DeleteAutoScalingGroup", ForceDelete=True, **fleet)
    lab.advance(60_000)
    call("ec2", "DeleteLaunchTemplate", **template)


def tell_of_providers(lab, call):
    """Capacity providers of a group and of managed instances come to a cluster and go."""
    tags = [{"key": "team", "value": "blue"}]
    group = {"autoScalingGroupArn": "fleet", "managedScaling": {"status": "ENABLED", "targetCapacity": 90}}
    call("ecs", "CreateCapacityProvider", name="metal-group", autoScalingGroupProvider=group, tags=tags)
    associated = [{"capacityProvider": "metal-group", "weight": 1}]
    call(
        "ecs",
        "PutClusterCapacityProviders",
        cluster="metal",
        capacityProviders=["metal-group"],
        defaultCapacityProviderStrategy=associated,
    )
    template = {
        "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
        "networkConfiguration": {
            "subnets": [each["SubnetId"] for each in lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
        },
        "instanceRequirements": {"vCpuCount": {"min": 2}, "memoryMiB": {"min": 2048}},
    }
    managed = {
        "infrastructureRoleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
        "instanceLaunchTemplate": template,
    }
    own = {"name": "metal-managed", "cluster": "metal", "managedInstancesProvider": managed}
    call("ecs", "CreateCapacityProvider", **own)
    lab.advance(10_000)
    call("ecs", "DescribeClusters", clusters=["metal"], include=["ATTACHMENTS"])
    call("ecs", "UpdateCapacityProvider", **own)
    call(
        "ecs",
        "UpdateCapacityProvider",
        name="metal-group",
        autoScalingGroupProvider={"managedDraining": "DISABLED"},
    )
    call("ecs", "DescribeCapacityProviders", cluster="metal", include=["TAGS"])
    tell_of_daemons(lab, call)
    call("ecs", "DeleteCapacityProvider", capacityProvider="metal-managed", cluster="metal")
    none = {"capacityProviders": [], "defaultCapacityProviderStrategy": []}
    call("ecs", "PutClusterCapacityProviders", cluster="metal", **none)
    call("ecs", "DeleteCapacityProvider", capacityProvider="metal-group")


def tell_of_daemons(lab, call):
    """A managed daemon is made, changed and deleted."""
    container = {"name": "agent", "image": "agent", "memory": 128, "command": ["--all"]}
    drawn = {"family": "watch", "containerDefinitions": [container]}
    definition = call("ecs", "RegisterDaemonTaskDefinition", **drawn)["daemonTaskDefinitionArn"]
    call("ecs", "DescribeDaemonTaskDefinition", daemonTaskDefinition="watch")
    call("ecs", "ListDaemonTaskDefinitions")
    asked = {
        "daemonTaskDefinitionArn": definition,
        "capacityProviderArns": ["metal-managed"],
        "deploymentConfiguration": {"drainPercent": 50.0},
    }
    daemon = call("ecs", "CreateDaemon", daemonName="watch", clusterArn="metal", **asked)["daemonArn"]
    call("ecs", "ListDaemons", clusterArn="metal")
    call("ecs", "DescribeDaemon", daemonArn=daemon)
    call("ecs", "UpdateDaemon", daemonArn=daemon, **asked)
    lab.advance(1_000)
    newest = call("ecs", "ListDaemonDeployments", daemonArn=daemon)["daemonDeployments"][0]
    call("ecs", "DescribeDaemonDeployments", daemonDeploymentArns=[newest["daemonDeploymentArn"], "nothing"])
    call("ecs", "DescribeDaemonRevisions", daemonRevisionArns=[newest["targetDaemonRevisionArn"], "nothing"])
    call("ecs", "DeleteDaemon", daemonArn=daemon)
    call("ecs", "DeleteDaemonTaskDefinition", daemonTaskDefinition=definition)
    lab.advance(1_000)


def tell_of_load_balancing(call):
    """A load balancer with everything that belongs to it, from its making to its end."""
    subnets = [each["SubnetId"] for each in call("ec2", "DescribeSubnets")["Subnets"]]
    vpc = call("ec2", "DescribeVpcs")["Vpcs"][0]["VpcId"]
    tags = [{"Key": "team", "Value": "blue"}]
    balancer = call("elbv2", "CreateLoadBalancer", Name="front", Subnets=subnets, Tags=tags)["LoadBalancers"][
        0
    ]["LoadBalancerArn"]
    group = call(
        "elbv2", "CreateTargetGroup", Name="front", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    forward = [{"Type": "forward", "TargetGroupArn": group}]
    listener = call(
        "elbv2", "CreateListener", LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=forward
    )["Listeners"][0]["ListenerArn"]
    path = [{"Field": "path-pattern", "Values": ["/api/*"]}]
    gone = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    rule = call("elbv2", "CreateRule", ListenerArn=listener, Priority=10, Conditions=path, Actions=gone)[
        "Rules"
    ][0]["RuleArn"]
    targets = [{"Id": "172.31.0.200"}]
    call("elbv2", "RegisterTargets", TargetGroupArn=group, Targets=targets)
    call("elbv2", "DescribeTargetHealth", TargetGroupArn=group)
    call("elbv2", "DescribeTargetHealth", TargetGroupArn=group, Targets=[{"Id": "172.31.0.201"}])
    call("elbv2", "DeregisterTargets", TargetGroupArn=group, Targets=targets)
    call("elbv2", "DescribeLoadBalancers", Names=["front"])
    call("elbv2", "DescribeListeners", LoadBalancerArn=balancer)
    call("elbv2", "DescribeRules", ListenerArn=listener)
    call("elbv2", "DescribeTargetGroups", LoadBalancerArn=balancer)
    call("elbv2", "ModifyListener", ListenerArn=listener, Port=8080)
    call("elbv2", "ModifyRule", RuleArn=rule, Actions=forward)
    call("elbv2", "SetRulePriorities", RulePriorities=[{"RuleArn": rule, "Priority": 20}])
    call("elbv2", "ModifyTargetGroup", TargetGroupArn=group, HealthCheckPath="/health")
    delay = [{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}]
    call("elbv2", "ModifyTargetGroupAttributes", TargetGroupArn=group, Attributes=delay)
    call("elbv2", "DescribeTargetGroupAttributes", TargetGroupArn=group)
    kept = [{"Key": "deletion_protection.enabled", "Value": "false"}]
    call("elbv2", "ModifyLoadBalancerAttributes", LoadBalancerArn=balancer, Attributes=kept)
    call("elbv2", "DescribeLoadBalancerAttributes", LoadBalancerArn=balancer)
    call("elbv2", "AddTags", ResourceArns=[balancer], Tags=tags)
    call("elbv2", "DescribeTags", ResourceArns=[balancer])
    call("elbv2", "RemoveTags", ResourceArns=[balancer], TagKeys=["team"])
    call("elbv2", "DeleteRule", RuleArn=rule)
    call("elbv2", "DeleteListener", ListenerArn=listener)
    call("elbv2", "DeleteTargetGroup", TargetGroupArn=group)
    call("elbv2", "DeleteLoadBalancer", LoadBalancerArn=balancer)


def tell_of_a_traffic_shift(lab, call, run):
    """A blue/green deployment that pauses and is let go on."""
    subnets = [each["SubnetId"] for each in lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
    vpc = lab.call("ec2", "DescribeVpcs", {})["Vpcs"][0]["VpcId"]
    balancer = lab.call("elbv2", "CreateLoadBalancer", {"Name": "shift", "Subnets": subnets})[
        "LoadBalancers"
    ][0]
    groups = [
        lab.call(
            "elbv2",
            "CreateTargetGroup",
            {"Name": name, "Protocol": "HTTP", "Port": 80, "VpcId": vpc, "TargetType": "ip"},
        )["TargetGroups"][0]["TargetGroupArn"]
        for name in ("blue", "green")
    ]
    weights = [{"TargetGroupArn": arn, "Weight": at} for at, arn in enumerate(reversed(groups))]
    actions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}]
    listener = lab.call(
        "elbv2",
        "CreateListener",
        {
            "LoadBalancerArn": balancer["LoadBalancerArn"],
            "Protocol": "HTTP",
            "Port": 80,
            "DefaultActions": actions,
        },
    )["Listeners"][0]["ListenerArn"]
    (rule,) = lab.call("elbv2", "DescribeRules", {"ListenerArn": listener})["Rules"]
    advanced = {
        "alternateTargetGroupArn": groups[1],
        "productionListenerRule": rule["RuleArn"],
        "roleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
    }
    behind = [
        {
            "targetGroupArn": groups[0],
            "containerName": "c",
            "containerPort": 80,
            "advancedConfiguration": advanced,
        }
    ]
    hook = {"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"]}
    strategy = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, "lifecycleHooks": [hook]}
    call(
        "ecs",
        "CreateService",
        serviceName="shift",
        desiredCount=1,
        loadBalancers=behind,
        deploymentConfiguration=strategy,
        **run,
    )
    lab.advance(60_000)
    listed = lab.call("ecs", "ListServiceDeployments", {"cluster": "lab", "service": "shift"})
    arn = listed["serviceDeployments"][0]["serviceDeploymentArn"]
    paused = call("ecs", "DescribeServiceDeployments", serviceDeploymentArns=[arn])["serviceDeployments"][0]
    hook_id = paused["lifecycleHookDetails"][0]["hookId"]
    call("ecs", "ContinueServiceDeployment", serviceDeploymentArn=arn, hookId=hook_id)
    lab.advance(600_000)
    call("ecs", "DescribeServices", cluster="lab", services=["shift"])
    lab.call("ecs", "DeleteService", {"cluster": "lab", "service": "shift", "force": True})
    lab.advance(600_000)


def tell_of_scaling(lab, call):
    """A service that may be scaled, by its load and by the clock."""
    service = "application-autoscaling"
    web = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/lab/web",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    bounds = {"MinCapacity": 1, "MaxCapacity": 3, "Tags": {"team": "blue"}}
    arn = call(service, "RegisterScalableTarget", **web, **bounds)["ScalableTargetARN"]
    metric = {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
    tracking = {"TargetValue": 50.0, "PredefinedMetricSpecification": metric}
    call(
        service,
        "PutScalingPolicy",
        PolicyName="keep",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=tracking,
        **web,
    )
    call(
        service,
        "PutScheduledAction",
        ScheduledActionName="night",
        Schedule="cron(0 22 * * ? *)",
        ScalableTargetAction={"MaxCapacity": 1},
        **web,
    )
    call(service, "DescribeScalableTargets", ServiceNamespace="ecs")
    call(service, "DescribeScalingPolicies", ServiceNamespace="ecs")
    call(service, "DescribeScheduledActions", ServiceNamespace="ecs")
    lab.advance(20 * 60_000)
    call(service, "DescribeScalingActivities", ServiceNamespace="ecs", IncludeNotScaledActivities=True)
    call(service, "TagResource", ResourceARN=arn, Tags={"a": "b"})
    call(service, "ListTagsForResource", ResourceARN=arn)
    call(service, "UntagResource", ResourceARN=arn, TagKeys=["a"])
    call(service, "DeleteScheduledAction", ScheduledActionName="night", **web)
    call(service, "DeleteScalingPolicy", PolicyName="keep", **web)
    call(service, "DeregisterScalableTarget", **web)
