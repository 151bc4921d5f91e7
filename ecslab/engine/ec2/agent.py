"""The ECS agent on an EC2 instance: it registers the machine with the cluster that its user data names.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
"""

from ecslab.engine.ecs import cluster as clusters
from ecslab.engine.ecs import limits
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import instance_states, outages
from ecslab.engine.ecs.instances.instance import Host
from ecslab.engine.iam import decide
from ecslab.engine.iam.evaluate import Decision
from ecslab.engine.platform.compute import Machine
from ecslab.engine.platform.identity import Role
from ecslab.engine.state import State

STARTS = "agent.starts"
"""Agenda: the agent of the EC2 instance of that id starts, unless that was stopped in the meantime."""

EC2 = "ec2.amazonaws.com"
_CALLS = ("ecs:DiscoverPollEndpoint", "ecs:RegisterContainerInstance", "ecs:Poll")
"""What the agent calls before a cluster has it; all of it is in AWS's policy for container instances."""

CAPABILITIES = (
    "com.amazonaws.ecs.capability.privileged-container",
    "com.amazonaws.ecs.capability.docker-remote-api.1.17",
    "com.amazonaws.ecs.capability.docker-remote-api.1.18",
    "com.amazonaws.ecs.capability.docker-remote-api.1.19",
    "com.amazonaws.ecs.capability.docker-remote-api.1.20",
    "com.amazonaws.ecs.capability.docker-remote-api.1.21",
    "com.amazonaws.ecs.capability.docker-remote-api.1.22",
    "com.amazonaws.ecs.capability.docker-remote-api.1.23",
    "com.amazonaws.ecs.capability.docker-remote-api.1.24",
    "com.amazonaws.ecs.capability.docker-remote-api.1.25",
    "com.amazonaws.ecs.capability.docker-remote-api.1.29",
    "com.amazonaws.ecs.capability.logging-driver.json-file",
    "com.amazonaws.ecs.capability.logging-driver.syslog",
    "com.amazonaws.ecs.capability.logging-driver.awslogs",
    "com.amazonaws.ecs.capability.logging-driver.none",
    "com.amazonaws.ecs.capability.ecr-auth",
    "com.amazonaws.ecs.capability.task-iam-role",
    "com.amazonaws.ecs.capability.task-iam-role-network-host",
    "ecs.capability.docker-plugin.local",
    "ecs.capability.task-eni",
    "ecs.capability.task-eni-block-instance-metadata",
    "ecs.capability.execution-role-ecr-pull",
    "ecs.capability.execution-role-awslogs",
    "ecs.capability.container-health-check",
    "ecs.capability.container-ordering",
    "ecs.capability.container-restart-policy",
    "ecs.capability.full-sync",
    "ecs.capability.task-cpu-mem-limit",
    "ecs.capability.private-registry-authentication.secretsmanager",
    "ecs.capability.secrets.asm.environment-variables",
    "ecs.capability.secrets.ssm.environment-variables",
    "ecs.capability.secrets.asm.bootstrap.log-driver",
    "ecs.capability.secrets.ssm.bootstrap.log-driver",
    "ecs.capability.env-files.s3",
    "ecs.capability.logging-driver.awsfirelens",
)
"""What the agent of the ECS-optimised image can do, in attributes."""


def starts(state: State, ids: tuple[str, ...]) -> None:
    """Register the machine, or take up the connection where it was registered before.

    Without an instance profile that lets it speak to ECS, or a way out to the internet, it never does.
    """
    machine = state.world.machines.get(ids[0])
    if machine is None or machine.state != "running" or str(machine.started_at) != ids[1]:
        return
    role = role_of(state, machine)
    if role is None or machine.public_ip is None:
        return
    if outages.cut_off(state, machine.zone) or refused(state, machine) is not None:
        return
    registered = instances.of_machine(state, machine.id)
    if registered is not None:
        instance_states.set_agent(state, registered, connected=True)
        return
    name = machine.ecs_cluster
    cluster = state.world.clusters.get(name)
    absent = cluster is None or cluster.status != "ACTIVE"
    if name == "default" and absent and limits.takes_cluster(state):
        # The agent makes the default cluster when nobody has, if it may; any other must be there.
        caller = decide.session(state, decide.role_arn(state, role), machine.id)
        if not decide.decide(state, caller, "ecs:CreateCluster", state.arn("cluster", name)).allowed:
            return
        cluster = clusters.create_cluster(state, name, "disabled")
    if cluster is not None and cluster.status == "ACTIVE" and limits.takes_instance(state, name):
        trunked = machine.kind.trunked
        principal = decide.role_arn(state, role)
        instances.register(state, name, host_of(state, machine), principal=principal, trunked=trunked)


def role_of(state: State, machine: Machine) -> Role | None:
    """The role of a machine's instance profile, where EC2 may assume it."""
    profile = state.world.instance_profiles.get(machine.profile) if machine.profile is not None else None
    role = state.world.roles.get(profile.role) if profile is not None and profile.role is not None else None
    return role if role is not None and decide.trusts(state, role, EC2).allowed else None


def refused(state: State, machine: Machine) -> Decision | None:
    """The first call that the agent must make and may not; None when its role allows them all."""
    role = role_of(state, machine)
    if role is None:
        return None
    caller = decide.session(state, decide.role_arn(state, role), machine.id)
    cluster = state.arn("cluster", machine.ecs_cluster)
    for action in _CALLS:
        resource = cluster if action == "ecs:RegisterContainerInstance" else "*"
        decision = decide.decide(state, caller, action, resource)
        if not decision.allowed:
            return decision
    return None


def retry(state: State, ids: tuple[str, ...]) -> None:
    """A cluster was made: the agents that look for it find it now."""
    for machine in list(state.world.machines.values()):
        if machine.ecs_cluster == ids[0] and instances.of_machine(state, machine.id) is None:
            reconnect(state, machine)


def reconnect(state: State, machine: Machine) -> None:
    """An agent that has booted tries again to reach ECS."""
    if machine.state == "running" and machine.started_at + state.delays.instance.boot <= state.now:
        starts(state, (machine.id, str(machine.started_at)))


def _provider(state: State, machine: Machine) -> str | None:
    """The ECS capacity provider for which the machine was launched, by ECS or by an Auto Scaling group."""
    if machine.provider is not None:
        return machine.provider
    group = state.world.groups.get(machine.group) if machine.group is not None else None
    return group.capacity_provider if group is not None else None


def host_of(state: State, machine: Machine) -> Host:
    """What the agent tells of the machine."""
    kind = machine.kind
    known = {
        "ecs.ami-id": machine.image,
        "ecs.availability-zone": machine.zone,
        "ecs.cpu-architecture": kind.architecture,
        "ecs.instance-type": machine.type,
        "ecs.os-family": "LINUX",
        "ecs.os-type": "linux",
        "ecs.subnet-id": machine.subnet,
        "ecs.vpc-id": machine.vpc,
    }
    asked = machine.ecs_attributes
    return Host(
        ec2=machine.id,
        zone=machine.zone,
        cpu=kind.vcpus * 1024,
        memory=kind.usable_memory,
        interfaces=kind.interfaces - 1,
        attributes=dict.fromkeys(CAPABILITIES) | asked | known,
        custom=tuple(asked),
        gpus=tuple(f"GPU-{state.chance.uuid()}" for _ in range(kind.gpus)),
        subnet=machine.subnet,
        public=machine.public_ip is not None,
        capacity_provider=_provider(state, machine),
    )
