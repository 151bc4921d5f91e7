"""An EC2 instance as AWS shows it.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations.ec2.tags import show_tags
from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.platform.compute import Machine
from ecslab.engine.state import State

_CODES = {"pending": 0, "running": 16, "shutting-down": 32, "terminated": 48, "stopping": 64, "stopped": 80}


def show_reservation(state: State, machines: Sequence[Machine]) -> dict[str, Any]:
    """Instances that were launched together."""
    return {
        "ReservationId": "r-" + machines[0].id.removeprefix("i-"),
        "OwnerId": state.settings.account,
        "Groups": [],
        "Instances": [show(state, machine) for machine in machines],
    }


def show(state: State, machine: Machine) -> dict[str, Any]:
    """The instance in AWS's shape."""
    host = "ip-" + machine.private_ip.replace(".", "-")
    shown: dict[str, Any] = {
        "Architecture": machine.kind.architecture,
        "EbsOptimized": False,
        "EnaSupport": True,
        "Hypervisor": "xen",
        "IamInstanceProfile": _profile(state, machine.profile),
        "RootDeviceName": "/dev/xvda",
        "RootDeviceType": "ebs",
        "SecurityGroups": [
            {"GroupId": group, "GroupName": state.world.security_groups[group].name}
            for group in machine.security_groups
            if group in state.world.security_groups
        ],
        "SourceDestCheck": True,
        "StateReason": _reason(machine),
        "Tags": show_tags(machine.tags),
        "VirtualizationType": "hvm",
        "PlatformDetails": "Linux/UNIX",
        "InstanceId": machine.id,
        "ImageId": machine.image,
        "State": _state(machine.state),
        "PrivateDnsName": f"{host}.ec2.internal" if machine.present else "",
        "PublicDnsName": "",
        "StateTransitionReason": _transition(machine),
        "AmiLaunchIndex": 0,
        "InstanceType": machine.type,
        "LaunchTime": to_datetime(machine.started_at),
        "Placement": {"AvailabilityZone": machine.zone, "GroupName": "", "Tenancy": "default"},
        "Monitoring": {"State": "disabled"},
        "SubnetId": machine.subnet if machine.present else None,
        "VpcId": machine.vpc if machine.present else None,
        "PrivateIpAddress": machine.private_ip if machine.present else None,
        "PublicIpAddress": machine.public_ip,
    }
    return {key: value for key, value in shown.items() if value is not None}


def show_change(after: Machine, before: Machine) -> dict[str, Any]:
    """An instance's states before and after a call."""
    return {
        "InstanceId": after.id,
        "CurrentState": _state(after.state),
        "PreviousState": _state(before.state),
    }


def show_status(machine: Machine) -> dict[str, Any]:
    """An instance's state and checks."""
    check = "ok" if machine.state == "running" else "not-applicable"
    return {
        "AvailabilityZone": machine.zone,
        "InstanceId": machine.id,
        "InstanceState": _state(machine.state),
        "InstanceStatus": {"Details": [{"Name": "reachability", "Status": "passed"}], "Status": check},
        "SystemStatus": {"Details": [{"Name": "reachability", "Status": "passed"}], "Status": check},
    }


def _state(name: str) -> dict[str, Any]:
    return {"Code": _CODES[name], "Name": name}


def _profile(state: State, name: str | None) -> dict[str, str] | None:
    if name is None:
        return None
    profile = state.world.instance_profiles.get(name)
    if profile is None:
        return None
    path = f"{profile.path[1:]}{name}"
    return {"Arn": arn.iam(state.settings, "instance-profile", path), "Id": profile.id}


def _transition(machine: Machine) -> str:
    return machine.reason if machine.state not in ("pending", "running") else ""


def _reason(machine: Machine) -> dict[str, str] | None:
    if machine.state in ("pending", "running"):
        return None
    code = "Client.UserInitiatedShutdown"
    return {"Code": code, "Message": f"{code}: User initiated shutdown"}
