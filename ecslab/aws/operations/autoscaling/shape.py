"""Auto Scaling groups, their instances and activities as AWS shows them.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html
"""

from typing import Any

from ecslab.aws.operations.paging import Refusals
from ecslab.engine.clock import to_datetime
from ecslab.engine.ec2 import autoscaling
from ecslab.engine.platform.autoscaling import Activity, Group
from ecslab.engine.platform.compute import Machine
from ecslab.engine.state import State

PAGES = Refusals(size="ValidationError", continuation="InvalidNextToken")
"""How Auto Scaling refuses a page."""


def show_group(state: State, group: Group) -> dict[str, Any]:
    """The group in AWS's shape."""
    zones = dict.fromkeys(state.world.subnets[subnet].zone for subnet in group.subnets)
    propagated = {tag.key for tag in group.propagated}
    shown: dict[str, Any] = {
        "AutoScalingGroupName": group.name,
        "AutoScalingGroupARN": group.arn,
        "LaunchTemplate": _template(state, group),
        "MinSize": group.minimum,
        "MaxSize": group.maximum,
        "DesiredCapacity": group.desired,
        "DefaultCooldown": 300,
        "AvailabilityZones": list(zones),
        "LoadBalancerNames": [],
        "TargetGroupARNs": [],
        "HealthCheckType": "EC2",
        "HealthCheckGracePeriod": 0,
        "Instances": [show_member(state, group, each) for each in autoscaling.members(state, group.name)],
        "CreatedTime": to_datetime(group.created_at),
        "SuspendedProcesses": [],
        "VPCZoneIdentifier": ",".join(group.subnets),
        "EnabledMetrics": [],
        "Status": "Delete in progress" if group.deleting else None,
        "Tags": [
            {
                "ResourceId": group.name,
                "ResourceType": "auto-scaling-group",
                "Key": tag.key,
                "Value": tag.value,
                "PropagateAtLaunch": tag.key in propagated,
            }
            for tag in group.tags
        ],
        "TerminationPolicies": ["Default"],
        "NewInstancesProtectedFromScaleIn": group.protects_new,
        "CapacityRebalance": False,
    }
    return {key: value for key, value in shown.items() if value is not None}


def show_member(state: State, group: Group, machine: Machine) -> dict[str, Any]:
    """One of the group's instances."""
    healthy = machine.state in ("pending", "running")
    return {
        "InstanceId": machine.id,
        "InstanceType": machine.type,
        "AvailabilityZone": machine.zone,
        "LifecycleState": machine.lifecycle,
        "HealthStatus": "Healthy" if healthy else "Unhealthy",
        "LaunchTemplate": _template(state, group),
        "ProtectedFromScaleIn": machine.protected,
    }


def show_activity(group: Group, activity: Activity) -> dict[str, Any]:
    """Something that the group did."""
    at = to_datetime(activity.at)
    shown = {
        "ActivityId": activity.id,
        "AutoScalingGroupName": group.name,
        "Description": activity.description,
        "Cause": f"At {at:%Y-%m-%dT%H:%M:%SZ} {activity.cause}",
        "StartTime": at,
        "EndTime": at,
        "StatusCode": activity.status,
        "Progress": 100,
        "AutoScalingGroupARN": group.arn,
    }
    return shown if activity.message is None else shown | {"StatusMessage": activity.message}


def _template(state: State, group: Group) -> dict[str, str]:
    template = state.world.templates.get(group.template)
    shown = {"LaunchTemplateId": group.template, "Version": group.version}
    return shown | ({"LaunchTemplateName": template.name} if template is not None else {})
