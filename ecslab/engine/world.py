"""The world: every record of a lab, one table a kind."""

from typing import Any

from ecslab.engine.platform.network import SecurityGroup, Subnet, Vpc
from ecslab.engine.platform.roles import Role
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.service import Deployment, Service
from ecslab.engine.records.tags import Tags
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.records.task_definition import Family, TaskDefinition
from ecslab.engine.records.token import Token
from ecslab.engine.table import Table


class World:
    """The tables. `put` on one of them is the only way in which anything in a lab changes."""

    def __init__(self) -> None:
        self.clusters = Table(Cluster, lambda cluster: cluster.name)
        self.families = Table(Family, lambda family: family.name)
        self.definitions = Table(TaskDefinition, lambda definition: definition.key)
        self.services = Table(
            Service, lambda service: service.key, {"cluster": lambda service: service.cluster}
        )
        self.deployments = Table(
            Deployment,
            lambda deployment: deployment.id,
            {
                "service": lambda deployment: deployment.service,
                "definition": lambda deployment: deployment.definition,
            },
        )
        self.tasks = Table(
            Task,
            lambda task: task.id,
            {
                "cluster": lambda task: task.cluster,
                "service": lambda task: task.service,
                "current service": lambda task: task.service if task.phase is not Phase.STOPPED else None,
                "live cluster": lambda task: task.cluster if task.phase is not Phase.STOPPED else None,
                "live definition": lambda task: task.definition if task.phase is not Phase.STOPPED else None,
                "live subnet": lambda task: task.subnet if task.phase is not Phase.STOPPED else None,
                "live spread": lambda task: f"{task.group} {task.subnet}" if task.live else None,
            },
        )
        self.vpcs = Table(Vpc, lambda vpc: vpc.id)
        self.subnets = Table(Subnet, lambda subnet: subnet.id)
        self.security_groups = Table(SecurityGroup, lambda group: group.id)
        self.roles = Table(Role, lambda role: role.name)
        self.tags = Table(Tags, lambda tags: tags.arn)
        self.tokens = Table(Token, lambda token: token.token)

    def copy(self) -> "World":
        """A world with the same records that goes its own way."""
        twin = World.__new__(World)
        for name, table in self.tables():
            setattr(twin, name, table.copy())
        return twin

    def tables(self) -> list[tuple[str, Table[Any]]]:
        """Each table with its name, in a fixed order."""
        return list(vars(self).items())
