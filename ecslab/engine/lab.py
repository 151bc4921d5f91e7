"""The lab and its three verbs: call the AWS API, let time pass, make the world misbehave."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ecslab.engine import faults
from ecslab.engine.cloudwatch import alarms
from ecslab.engine.dynamodb import expiry
from ecslab.engine.ec2 import agent, autoscaling, draining, machines
from ecslab.engine.ecs import cluster
from ecslab.engine.ecs.capacity_providers import (
    backlog,
    managed_daemons,
    managed_instances,
    managed_providers,
    managed_scaling,
    providers,
    spot,
)
from ecslab.engine.ecs.instances import instance, instance_states, provisioning
from ecslab.engine.ecs.services import protection, service_scheduler, watch
from ecslab.engine.ecs.tasks import (
    application,
    container_events,
    containers,
    health,
    images,
    lifecycle,
    memory,
)
from ecslab.engine.ecs.traffic import target_health
from ecslab.engine.elb import targets as target_checks
from ecslab.engine.errors import ApiError, EcslabError, Problem
from ecslab.engine.eventbridge import delivery
from ecslab.engine.faults import zones
from ecslab.engine.functions import invoke
from ecslab.engine.journal import Advance, Call, End, Header, Inject, Journal, Verb
from ecslab.engine.scaling import minute, scalable
from ecslab.engine.schedule import groups as schedule_groups
from ecslab.engine.schedule import rules as scheduled_rules
from ecslab.engine.schedule import runs as schedule_runs
from ecslab.engine.schedule import schedules
from ecslab.engine.secrets import lifetime
from ecslab.engine.settings import Settings
from ecslab.engine.state import Api, State
from ecslab.engine.world import World

Handler = Callable[[State, tuple[str, ...]], None]

HANDLERS: dict[str, Handler] = {
    images.MEND: images.mend,
    lifecycle.STEP: lifecycle.step,
    lifecycle.PURGE: lifecycle.purge,
    containers.EXIT: container_events.exit_by_itself,
    containers.GIVE_UP: container_events.give_up,
    application.GO_ON: container_events.go_on,
    health.CHANGE: container_events.check_health,
    memory.OUT: container_events.kill_starved,
    target_checks.CHECK: target_health.check,
    target_health.RESULT: target_health.conclude,
    target_checks.DRAINED: target_health.drained,
    spot.RECOVER: spot.recover,
    provisioning.PLACE: backlog.place,
    provisioning.EXPIRE: backlog.expire,
    provisioning.SCALE: managed_scaling.tick,
    provisioning.DAEMONS: managed_daemons.wake,
    managed_daemons.TICK: managed_daemons.tick,
    provisioning.SUPPLY: managed_instances.supply,
    managed_providers.CREATED: managed_providers.created,
    managed_instances.IDLE: managed_instances.retire,
    providers.UPDATED: providers.updated,
    providers.DELETED: providers.deleted,
    providers.FORGET: providers.forget,
    agent.STARTS: agent.starts,
    cluster.AGENTS: agent.retry,
    machines.RUNNING: machines.runs,
    machines.ENDED: machines.ended,
    machines.FORGET: machines.forget,
    autoscaling.LOOK: autoscaling.look,
    autoscaling.DRAIN: draining.begin,
    autoscaling.GIVE_UP: draining.give_up,
    instance.DRAINED: draining.begin,
    instance.TRUNKED: instance.activate,
    instance_states.FORGET: instance_states.forget,
    protection.EXPIRE: protection.expire,
    zones.OVER: zones.over,
    lifetime.PURGE: lifetime.purge,
    expiry.SWEEP: expiry.sweep,
    scalable.MINUTE_OVER: minute.over,
    minute.SCHEDULED: minute.due,
    alarms.EVALUATE: alarms.evaluate,
    invoke.EVENT: invoke.event,
    delivery.DELIVER: delivery.deliver,
    schedules.DUE: schedules.due,
    schedule_runs.INVOKE: schedule_runs.invoke,
    schedule_groups.DELETED: schedule_groups.deleted,
    scheduled_rules.DUE: scheduled_rules.due,
    watch.TICK: service_scheduler.tick,
    service_scheduler.FORGET: service_scheduler.forget,
}
"""What is done with each kind of agenda entry."""


class Lab:
    """A deterministic ECS in virtual time: equal settings and equal verbs make equal labs, to the byte."""

    def __init__(self, state: State, journal: Journal, caller: str | None = None) -> None:
        self._state = state
        self.caller = caller
        """Who calls when a verb names nobody: an ARN, or None for the administrator."""
        self.journal = journal

    @classmethod
    def new(cls, settings: Settings, api: Api, scene: str | None = None) -> "Lab":
        """A lab in which nothing has happened yet; `scene` is the hash of the scene it is meant for."""
        return cls(State(settings, api), Journal(Header(settings=settings, scene=scene)))

    def call(
        self, service: str, operation: str, params: Mapping[str, Any], caller: str | None = None
    ) -> dict[str, Any]:
        """Make an AWS API call: `call("ecs", "RunTask", {…})`.

        `params` and the answer have AWS's shapes, timestamps as aware datetimes. Raises ApiError; what
        could not stand in a journal (half a character, a value of a foreign type) is refused at the door.
        """
        _check_writable(params)
        caller = caller or self.caller
        self.journal.call(service, operation, params, caller)
        return self._state.call(service, operation, params, caller or self.settings.administrator)

    def advance(self, duration_ms: int) -> None:
        """Let `duration_ms` pass; everything due in it happens. Raises Problem when it is negative."""
        if duration_ms < 0:
            raise Problem("time-backwards", ms=duration_ms)
        self.journal.advance(duration_ms)
        state, end = self._state, self._state.now + duration_ms
        while (due := state.agenda.next_at()) is not None and due <= end:
            entry = state.agenda.pop()
            state.now = entry.at
            HANDLERS[entry.kind](state, entry.ids)
        state.now = end

    def advance_to(self, at_ms: int) -> None:
        """Let time pass until `at_ms`. Raises Problem when that is in the past."""
        self.advance(at_ms - self.now)

    def inject(self, fault: Mapping[str, Any]) -> None:
        """Make the world misbehave: `inject({"fault": "stop-task", "service": "web"})`. Raises FaultError."""
        self.journal.inject(fault)
        faults.inject(self._state, fault)

    def fork(self) -> "Lab":
        """A lab with the same past that goes its own way from here; cheap, whatever this one holds."""
        return Lab(self._state.copy(), self.journal.copy(), self.caller)

    def next_event_at(self) -> int | None:
        """When the next thing is due (ms since the epoch), or None when nothing is."""
        return self._state.agenda.next_at()

    def state_hash(self) -> str:
        """A digest of everything that decides this lab's future."""
        return self._state.hash()

    def dump_journal(self) -> str:
        """The journal as JSON lines, its end holding the state hash."""
        return self.journal.dumps(End(now=self.now, state=self.state_hash()))

    @property
    def state(self) -> State:
        """The state, to be read: whoever changes it does so through a verb."""
        return self._state

    @property
    def world(self) -> World:
        """The tables, to be read."""
        return self._state.world

    @property
    def settings(self) -> Settings:
        """What the lab was made of."""
        return self._state.settings

    @property
    def now(self) -> int:
        """Virtual time in milliseconds since the Unix epoch."""
        return self._state.now

    @property
    def seed(self) -> int:
        """The seed of every draw."""
        return self.settings.seed

    @property
    def account(self) -> str:
        """The AWS account number."""
        return self.settings.account

    @property
    def region(self) -> str:
        """The AWS region."""
        return self.settings.region


def _check_writable(params: Mapping[str, Any]) -> None:
    try:
        msgspec.json.encode(params)
    except (TypeError, ValueError) as error:
        raise ApiError("SerializationException", f"The request cannot be written as JSON: {error}") from None


def replay(journal: Journal, api: Api) -> Lab:
    """The lab that the journal's verbs lead to. Refused calls and faults are refused again, as they were."""
    lab = Lab.new(journal.header.settings, api, journal.header.scene)
    for verb in journal.verbs:
        again(lab, verb)
    return lab


def again(lab: Lab, verb: Verb) -> None:
    """Do in `lab` what a journal says was done. What is refused was refused then, too."""
    try:
        match verb:
            case Call():
                lab.call(verb.service, verb.operation, verb.params, verb.caller)
            case Advance():
                lab.advance(verb.ms)
            case Inject():
                lab.inject(verb.fault)
    except EcslabError:
        return
