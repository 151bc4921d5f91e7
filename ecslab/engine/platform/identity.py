"""What IAM keeps: users, groups, roles, policies, instance profiles, access keys and sessions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id.html
"""

from collections.abc import Mapping

from ecslab.engine.record import Record


class Entity(Record, frozen=True, kw_only=True):
    """What a user, a group and a role have in common."""

    name: str
    path: str = "/"
    id: str
    created_at: int
    inline: Mapping[str, str] = {}
    """The documents of its inline policies, by their names."""
    attached: tuple[str, ...] = ()
    """The ARNs of its managed policies."""


class Group(Entity, frozen=True, kw_only=True):
    """A group of users."""


class User(Entity, frozen=True, kw_only=True):
    """A user."""

    boundary: str | None = None
    """The ARN of the policy that is its permissions boundary."""
    groups: tuple[str, ...] = ()
    tags: Mapping[str, str] = {}


class Role(Entity, frozen=True, kw_only=True):
    """A role."""

    trust: str
    """Its trust policy's document."""
    description: str = ""
    longest_s: int = 3600
    """The longest that a session of it may last, in seconds."""
    boundary: str | None = None
    tags: Mapping[str, str] = {}

    @property
    def service_linked(self) -> bool:
        """Whether it belongs to a service and can be changed by that alone."""
        return self.path.startswith("/aws-service-role/")


class PolicyVersion(Record, frozen=True, kw_only=True):
    """One of the up to five documents of a customer managed policy."""

    id: str
    document: str
    created_at: int


class ManagedPolicy(Record, frozen=True, kw_only=True):
    """A customer managed policy; those that AWS manages are no records."""

    name: str
    path: str = "/"
    id: str
    created_at: int
    updated_at: int
    description: str = ""
    versions: tuple[PolicyVersion, ...]
    default: str = "v1"
    made: int = 1
    """How many versions it has had."""
    tags: Mapping[str, str] = {}

    @property
    def document(self) -> str:
        """The document that is in force."""
        return next(version.document for version in self.versions if version.id == self.default)


class InstanceProfile(Record, frozen=True, kw_only=True):
    """What gives an EC2 instance its role."""

    name: str
    path: str = "/"
    id: str
    created_at: int
    role: str | None = None
    tags: Mapping[str, str] = {}


class AccessKey(Record, frozen=True, kw_only=True):
    """A user's long-term credentials."""

    id: str
    user: str
    secret: str
    active: bool = True
    created_at: int
    used_at: int | None = None
    used_for: str = ""
    """The service that it was last used with."""


class Session(Record, frozen=True, kw_only=True):
    """Temporary credentials: of an assumed role, or of a user."""

    key: str
    secret: str
    token: str
    caller: str
    """The ARN as which they call."""
    expires_at: int
    issued_at: int = 0
    policies: tuple[str, ...] = ()
    """The documents of its session policies."""
    tags: Mapping[str, str] = {}
    """Its session tags."""
