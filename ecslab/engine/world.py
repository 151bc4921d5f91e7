"""The world: every record of a lab, one table a kind."""

from typing import Any

from ecslab.engine.platform.alarms import Alarm, AlarmEntry
from ecslab.engine.platform.autoscaling import Group, LaunchTemplate
from ecslab.engine.platform.compute import Machine
from ecslab.engine.platform.dynamodb import DynamoTable, Item
from ecslab.engine.platform.eventbridge import Delivery, EventBus, EventRule
from ecslab.engine.platform.functions import Function, Invocation, Usage
from ecslab.engine.platform.identity import (
    AccessKey,
    InstanceProfile,
    ManagedPolicy,
    Role,
    Session,
    User,
)
from ecslab.engine.platform.identity import Group as IamGroup
from ecslab.engine.platform.load_balancing import Balancer, Listener, Rule, Target, TargetGroup
from ecslab.engine.platform.logs import LogGroup, LogPolicy, LogStream, MetricFilter, Output
from ecslab.engine.platform.metrics import Chunk, Course, Gauge, Series
from ecslab.engine.platform.network import SecurityGroup, Subnet, Vpc
from ecslab.engine.platform.parameters import Parameter
from ecslab.engine.platform.registry import Push, Tag
from ecslab.engine.platform.repositories import Repository, StoredImage
from ecslab.engine.platform.s3 import S3Bucket, S3Object
from ecslab.engine.platform.schedules import Schedule, ScheduleGroup, ScheduleRun
from ecslab.engine.platform.secrets import Secret
from ecslab.engine.platform.sqs import DeletedQueue, Message, Move, Queue, Sent
from ecslab.engine.platform.sqs import Group as MessageGroup
from ecslab.engine.records.account_setting import AccountSetting
from ecslab.engine.records.api_call import ApiCall
from ecslab.engine.records.application import Application
from ecslab.engine.records.bucket import Bucket
from ecslab.engine.records.capacity import CapacityProvider, Queued, Shortage
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.disturbance import Disturbance
from ecslab.engine.records.event import Event
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.managed_daemon import (
    GROUP,
    Daemon,
    DaemonDefinition,
    DaemonDeployment,
    DaemonRevision,
)
from ecslab.engine.records.meter import Meter
from ecslab.engine.records.outage import Outage
from ecslab.engine.records.placement import Decision, Waiting
from ecslab.engine.records.rollout import ServiceDeployment, ServiceRevision
from ecslab.engine.records.scaling import ScalableTarget, ScalingPolicy, ScheduledAction
from ecslab.engine.records.service import Service
from ecslab.engine.records.tags import Tags
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.records.task_definition import Family, TaskDefinition
from ecslab.engine.records.task_set import TaskSet
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
        self.revisions = Table(
            ServiceRevision, lambda revision: revision.id, {"service": lambda revision: revision.service}
        )
        self.service_deployments = Table(
            ServiceDeployment,
            lambda deployment: deployment.id,
            {"service": lambda deployment: deployment.service},
        )
        self.image_tags = Table(Tag, lambda tag: tag.image, {"repository": lambda tag: tag.repository})
        self.repositories = Table(Repository, lambda repository: repository.name)
        self.stored_images = Table(
            StoredImage, lambda image: image.key, {"repository": lambda image: image.repository}
        )
        self.pushes = Table(Push, lambda push: push.digest, {"image": lambda push: push.image})
        self.task_sets = Table(TaskSet, lambda task_set: task_set.id, {"service": lambda each: each.service})
        self.alarms = Table(Alarm, lambda alarm: alarm.name)
        self.alarm_history = Table(AlarmEntry, lambda entry: entry.key)
        self.metric_series = Table(Series, lambda series: series.key)
        self.metric_chunks = Table(
            Chunk,
            lambda chunk: chunk.key,
            orders={"time": lambda chunk: [(chunk.series, (chunk.hour,))]},
        )
        self.gauges = Table(Gauge, lambda gauge: gauge.subject)
        self.courses = Table(
            Course,
            lambda course: course.key,
            orders={"time": lambda course: [(course.subject, (course.hour,))]},
        )
        self.tasks = Table(
            Task,
            lambda task: task.id,
            {
                "cluster": lambda task: task.cluster,
                "service": lambda task: task.service,
                "current service": lambda task: task.service if task.phase is not Phase.STOPPED else None,
                "live address": lambda task: task.private_ip if task.phase is not Phase.STOPPED else None,
                "live cluster": lambda task: task.cluster if task.phase is not Phase.STOPPED else None,
                "live definition": lambda task: task.definition if task.phase is not Phase.STOPPED else None,
                "live provider": lambda task: _provider(task) if task.phase is not Phase.STOPPED else None,
                "queued cluster": lambda task: task.cluster if task.phase is Phase.QUEUED else None,
                "queued provider": lambda task: _provider(task) if task.phase is Phase.QUEUED else None,
                "live subnet": lambda task: task.subnet if task.phase is not Phase.STOPPED else None,
                "live spread": lambda task: f"{task.group} {task.subnet}" if task.live else None,
                "daemon": lambda task: _daemon(task),
                "live instance": lambda task: task.instance if task.phase is not Phase.STOPPED else None,
                "live placement": lambda task: _placement(task) if task.live else None,
            },
        )
        self.applications = Table(Application, lambda application: application.key)
        self.instances = Table(
            ContainerInstance,
            lambda instance: instance.id,
            {
                "cluster": lambda instance: instance.cluster if instance.registered else None,
                "machine": lambda instance: instance.ec2 if instance.registered else None,
            },
        )
        self.machines = Table(
            Machine,
            lambda machine: machine.id,
            {"group": lambda machine: machine.group, "provider": lambda machine: machine.provider},
        )
        self.templates = Table(LaunchTemplate, lambda template: template.id)
        self.groups = Table(Group, lambda group: group.name)
        self.decisions = Table(Decision, lambda decision: decision.task)
        self.waiting = Table(
            Waiting, lambda waiting: waiting.service, {"cluster": lambda waiting: waiting.cluster}
        )
        self.account_settings = Table(AccountSetting, lambda setting: setting.key)
        self.buckets = Table(Bucket, lambda bucket: bucket.operation)
        self.events = Table(Event, lambda event: event.key)
        self.api_calls = Table(ApiCall, lambda call: call.key)
        self.meters = Table(
            Meter,
            lambda meter: meter.key,
            {"cluster": lambda meter: meter.cluster, "service": lambda meter: meter.service},
        )
        self.outages = Table(Outage, lambda outage: outage.zone)
        self.disturbances = Table(Disturbance, lambda disturbance: disturbance.key)
        self.daemon_definitions = Table(DaemonDefinition, lambda definition: definition.key)
        self.daemons = Table(Daemon, lambda daemon: daemon.key, {"cluster": lambda daemon: daemon.cluster})
        self.daemon_revisions = Table(
            DaemonRevision, lambda revision: revision.id, {"daemon": lambda revision: revision.daemon}
        )
        self.daemon_deployments = Table(
            DaemonDeployment,
            lambda deployment: deployment.id,
            {"daemon": lambda deployment: deployment.daemon},
        )
        self.queued = Table(Queued, lambda queued: queued.task)
        self.providers = Table(
            CapacityProvider,
            lambda provider: provider.name,
            {"group": lambda provider: provider.group, "cluster": lambda provider: provider.cluster},
        )
        self.shortages = Table(Shortage, lambda shortage: shortage.provider)
        self.balancers = Table(Balancer, lambda balancer: balancer.arn)
        self.listeners = Table(
            Listener, lambda listener: listener.arn, {"balancer": lambda listener: listener.balancer}
        )
        self.rules = Table(Rule, lambda rule: rule.arn, {"listener": lambda rule: rule.listener})
        self.target_groups = Table(TargetGroup, lambda group: group.arn)
        self.targets = Table(
            Target,
            lambda target: target.key,
            {
                "group": lambda target: target.group,
                "task": lambda target: target.task,
                "service": lambda target: target.service if target.registered else None,
            },
        )
        self.scalable_targets = Table(ScalableTarget, lambda target: target.service)
        self.scaling_policies = Table(
            ScalingPolicy, lambda policy: policy.key, {"service": lambda policy: policy.service}
        )
        self.scheduled_actions = Table(
            ScheduledAction, lambda action: action.key, {"service": lambda action: action.service}
        )
        self.event_buses = Table(EventBus, lambda bus: bus.name)
        self.event_rules = Table(EventRule, lambda rule: rule.key, {"bus": lambda rule: rule.bus})
        self.deliveries = Table(
            Delivery, lambda delivery: delivery.key, {"rule": lambda delivery: delivery.rule}
        )
        self.delivered = Table(
            Delivery, lambda delivery: delivery.key, {"rule": lambda delivery: delivery.rule}
        )
        self.schedule_groups = Table(ScheduleGroup, lambda group: group.name)
        self.schedules = Table(
            Schedule, lambda schedule: schedule.key, {"group": lambda schedule: schedule.group}
        )
        self.schedule_runs = Table(ScheduleRun, lambda run: run.id, {"schedule": lambda run: run.schedule})
        self.schedule_runs_done = Table(
            ScheduleRun, lambda run: run.id, {"schedule": lambda run: run.schedule}
        )
        self.vpcs = Table(Vpc, lambda vpc: vpc.id)
        self.subnets = Table(Subnet, lambda subnet: subnet.id)
        self.security_groups = Table(SecurityGroup, lambda group: group.id)
        self.log_policies = Table(LogPolicy, lambda policy: policy.name)
        self.log_groups = Table(LogGroup, lambda group: group.name)
        self.log_outputs = Table(
            Output,
            lambda output: output.key,
            {"stream": lambda output: output.stream},
            {"time": lambda output: output.places},
        )
        self.metric_filters = Table(
            MetricFilter,
            lambda each: each.key,
            {"group": lambda each: each.group, "feeds": lambda each: each.feeds},
        )
        self.log_streams = Table(LogStream, lambda stream: stream.key, {"group": lambda stream: stream.group})
        self.secrets = Table(Secret, lambda secret: secret.name)
        self.parameters = Table(Parameter, lambda parameter: parameter.name)
        self.users = Table(User, lambda user: user.name)
        self.iam_groups = Table(IamGroup, lambda group: group.name)
        self.dynamodb_tables = Table(DynamoTable, lambda table: table.name)
        self.dynamodb_items = Table(
            Item, lambda item: item.key, orders={"place": lambda item: item.places, "expiry": _expiry}
        )
        self.s3_buckets = Table(S3Bucket, lambda bucket: bucket.name)
        self.s3_objects = Table(
            S3Object,
            lambda version: version.key,
            orders={
                "versions": lambda version: [(version.bucket, (version.name, -version.number))],
                "current": _current,
            },
        )
        self.sqs_queues = Table(Queue, lambda queue: queue.name)
        self.sqs_moves = Table(Move, lambda move: move.handle, {"source": lambda move: move.source})
        self.sqs_deleted = Table(DeletedQueue, lambda deleted: deleted.name)
        self.sqs_messages = Table(
            Message,
            lambda message: message.id,
            orders={
                "visibility": _visibility,
                "age": lambda message: [(message.queue, (message.kept_from, message.number))],
                "group": _group,
            },
        )
        self.sqs_groups = Table(
            MessageGroup,
            lambda group: group.key,
            orders={"free": lambda group: [(group.queue, (group.free_at, group.number))]},
        )
        self.sqs_sent = Table(
            Sent, lambda sent: sent.key, orders={"age": lambda sent: [(sent.queue, sent.at)]}
        )
        self.functions = Table(Function, lambda function: function.name)
        self.invocations = Table(
            Invocation,
            lambda invocation: invocation.key,
            {"function": lambda invocation: invocation.function},
        )
        self.function_usage = Table(Usage, lambda usage: usage.key)
        self.roles = Table(Role, lambda role: role.name)
        self.policies = Table(ManagedPolicy, lambda policy: policy.name)
        self.instance_profiles = Table(InstanceProfile, lambda profile: profile.name)
        self.access_keys = Table(AccessKey, lambda key: key.id, {"user": lambda key: key.user})
        self.sessions = Table(
            Session, lambda session: session.key, {"caller": lambda session: session.caller}
        )
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


def _provider(task: Task) -> str | None:
    """`cluster/provider` of a task that a capacity provider strategy placed."""
    return f"{task.cluster}/{task.capacity_provider}" if task.capacity_provider is not None else None


def _daemon(task: Task) -> str | None:
    """`instance group` of a managed daemon's task."""
    return f"{task.instance} {task.group}" if task.group.startswith(GROUP) else None


def _placement(task: Task) -> str | None:
    """`instance group` of a task on a container instance."""
    return f"{task.instance} {task.group}" if task.instance is not None else None


def _visibility(message: Message) -> list[tuple[str, tuple[int, int]]]:
    """In its queue, and among those that were received there, by when it can be received."""
    place = (message.visible_at, message.number)
    queue = (message.queue, place)
    return [queue, (f"{message.queue} received", place)] if message.received else [queue]


def _group(message: Message) -> list[tuple[str, int]]:
    """In its message group of a FIFO queue, by its number."""
    fifo = message.group is not None and message.queue.endswith(".fifo")
    return [(f"{message.queue} {message.group}", message.number)] if fifo else []


def _expiry(item: Item) -> list[tuple[str, int]]:
    """In its table by when it expires, if it does."""
    return [(item.table, item.expires_at)] if item.expires_at is not None else []


def _current(version: S3Object) -> list[tuple[str, tuple[str]]]:
    """In its bucket by its key, if it is what can be got under it."""
    return [(version.bucket, (version.name,))] if version.latest and not version.marker else []
