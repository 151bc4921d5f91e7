"""The state of a lab: what there is, what time it is, what is due, and the source of chance."""

import hashlib

import msgspec

from ecslab.engine import arn
from ecslab.engine.agenda import Agenda
from ecslab.engine.chance import Chance
from ecslab.engine.platform.network import make_default_vpc
from ecslab.engine.platform.roles import is_role_arn, make_default_roles
from ecslab.engine.settings import Settings
from ecslab.engine.world import World


class State:
    """Everything that decides a lab's future; a copy of it is a fork."""

    __slots__ = ("agenda", "chance", "delays", "now", "settings", "world")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.delays = settings.delays
        self.now = settings.start_ms
        self.agenda = Agenda()
        self.chance = Chance(settings.seed)
        self.world = World()
        make_default_vpc(
            settings, self.chance, self.world.vpcs, self.world.subnets, self.world.security_groups
        )
        make_default_roles(self.world.roles)

    def copy(self) -> "State":
        """A state with the same future that goes its own way."""
        twin = State.__new__(State)
        twin.settings = self.settings
        twin.delays = self.delays
        twin.now = self.now
        twin.agenda = self.agenda.copy()
        twin.chance = self.chance.copy()
        twin.world = self.world.copy()
        return twin

    def after(self, duration_ms: int, kind: str, *ids: str) -> None:
        """Have `kind` happen to `ids` once `duration_ms` have passed."""
        self.agenda.add(self.now + duration_ms, kind, *ids)

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
