"""The state of a lab: what there is, what time it is, what is due, and the source of chance."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from ecslab.engine import arn
from ecslab.engine.agenda import Agenda
from ecslab.engine.chance import Chance
from ecslab.engine.platform.alarms import Alarm
from ecslab.engine.platform.eventbridge import DEFAULT, EventBus
from ecslab.engine.platform.logs import make_default_policy
from ecslab.engine.platform.network import make_default_vpc
from ecslab.engine.platform.repositories import stock
from ecslab.engine.platform.roles import is_role_arn, make_default_roles, make_default_users
from ecslab.engine.platform.schedules import DEFAULT as DEFAULT_GROUP
from ecslab.engine.platform.schedules import ScheduleGroup
from ecslab.engine.records.api_call import ApiCall
from ecslab.engine.records.application import Stage, Turn
from ecslab.engine.records.event import Event
from ecslab.engine.settings import Settings
from ecslab.engine.world import World


class Api(Protocol):
    """What the engine needs of the AWS layer."""

    def call(
        self,
        state: "State",
        service: str,
        operation: str,
        params: Mapping[str, Any],
        caller: str,
        via: str | None = None,
        source: str | None = None,
    ) -> dict[str, Any]:
        """Answer an API call, or raise ApiError and leave everything but the API history as it was.

        `caller` is the ARN of a user or of an assumed role, or a service principal; `via` is the service
        principal that makes the call for the caller, if one does. `source` is the ARN of the resource for
        which a service principal calls, such as a rule: what policies know as `aws:SourceArn`.
        """
        ...

    def play(self, state: "State", stage: Stage, caller: str | None, *, reachable: bool) -> Turn:
        """Run a container's script on until it sleeps or ends.

        `caller` is the ARN of the assumed role whose credentials it has, if it has any; `reachable` is
        whether it has a way to AWS's endpoints.
        """
        ...

    def envelope(self, state: "State", event: Event) -> dict[str, Any]:
        """An event of ECS as the event bus delivers it, in plain JSON values."""
        ...

    def alarm_event(self, state: "State", alarm: Alarm, before: Alarm) -> dict[str, Any]:
        """The event of an alarm's change of state, as the event bus delivers it."""
        ...

    def alarm_detail(self, state: "State", alarm: Alarm, before: Alarm) -> dict[str, Any]:
        """What that event says of the alarm."""
        ...

    def refusal(self, state: "State", made: ApiCall) -> Sequence[tuple[str, dict[str, str | int]]]:
        """Why IAM would refuse a call of the history now, as codes and values; nothing when it would not."""
        ...


class State:
    """Everything that decides a lab's future; a copy of it is a fork."""

    __slots__ = ("agenda", "api", "chance", "delays", "now", "settings", "world")

    def __init__(self, settings: Settings, api: Api) -> None:
        self.settings = settings
        self.api = api
        self.delays = settings.delays
        self.now = settings.start_ms
        self.agenda = Agenda()
        self.chance = Chance(settings.seed)
        self.world = World()
        make_default_vpc(
            settings, self.chance, self.world.vpcs, self.world.subnets, self.world.security_groups
        )
        stock(settings, self.world.repositories, self.world.stored_images, self.world.image_tags)
        make_default_policy(self.world.log_policies, settings.start_ms)
        make_default_users(settings, self.world.users)
        make_default_roles(settings, self.world.roles, self.world.instance_profiles)
        self.world.schedule_groups.put(
            ScheduleGroup(name=DEFAULT_GROUP, created_at=self.now, changed_at=self.now)
        )
        self.world.event_buses.put(EventBus(name=DEFAULT, created_at=self.now, changed_at=self.now))

    def copy(self) -> "State":
        """A state with the same future that goes its own way."""
        twin = State.__new__(State)
        twin.settings = self.settings
        twin.api = self.api
        twin.delays = self.delays
        twin.now = self.now
        twin.agenda = self.agenda.copy()
        twin.chance = self.chance.copy()
        twin.world = self.world.copy()
        return twin

    def after(self, duration_ms: int, kind: str, *ids: str) -> None:
        """Have `kind` happen to `ids` once `duration_ms` have passed."""
        self.agenda.add(self.now + duration_ms, kind, *ids)

    def call(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        caller: str,
        via: str | None = None,
        source: str | None = None,
    ) -> dict[str, Any]:
        """Make an API call from inside the lab: what a schedule, a rule or an application does.

        It goes through the same door as everybody's calls, so permissions hold for it and the API history
        has it; the journal does not, for it follows from the verbs. Raises ApiError.
        """
        return self.api.call(self, service, operation, params, caller, via, source)

    def arn(self, kind: str, *path: str) -> str:
        """The ARN of something in this lab's ECS."""
        return arn.ecs(self.settings, kind, *path)

    def is_role(self, role_arn: str) -> bool:
        """Whether `role_arn` has the form of a role of this account."""
        return is_role_arn(self.settings, role_arn)

    def hash(self) -> str:
        """A digest of everything that decides this lab's future: equal hashes, equal futures."""
        digest = hashlib.blake2b(digest_size=16)
        encode = msgspec.msgpack.Encoder().encode
        digest.update(encode((self.settings, self.now, self.chance.drawn, self.agenda.added)))
        digest.update(encode(self.agenda.entries()))
        for name, table in self.world.tables():
            digest.update(encode((name, list(table.values()))))
        return digest.hexdigest()
