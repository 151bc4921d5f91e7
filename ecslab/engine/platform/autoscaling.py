"""Auto Scaling groups and the launch templates that they launch from.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
"""

from ecslab.engine.record import Record
from ecslab.engine.records.tags import Tag

MOST_ACTIVITIES = 100
"""How many activities of a group are kept."""


class TemplateVersion(Record, frozen=True, kw_only=True):
    """What a launch template says in one of its versions."""

    number: int
    image: str | None = None
    type: str | None = None
    user_data: str = ""
    profile: str | None = None
    security_groups: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    description: str = ""
    created_at: int
    created_by: str


class LaunchTemplate(Record, frozen=True, kw_only=True):
    """A launch template: numbered, immutable versions."""

    id: str
    name: str
    versions: tuple[TemplateVersion, ...]
    default: int = 1
    created_at: int
    created_by: str

    @property
    def latest(self) -> int:
        """The number of its newest version."""
        return self.versions[-1].number

    def version(self, which: str) -> TemplateVersion | None:
        """The version of that number, or `$Default` or `$Latest`."""
        number = {"$Default": str(self.default), "$Latest": str(self.latest)}.get(which, which)
        return next((version for version in self.versions if str(version.number) == number), None)


class Activity(Record, frozen=True, kw_only=True):
    """Something that a group did, and why."""

    id: str
    description: str
    cause: str
    at: int
    status: str = "Successful"
    message: str | None = None
    """Why it failed."""


class Group(Record, frozen=True, kw_only=True):
    """An Auto Scaling group keeps `desired` instances of its template."""

    name: str
    arn: str
    template: str
    """The id of its launch template."""
    version: str = "$Default"
    minimum: int
    maximum: int
    desired: int
    subnets: tuple[str, ...]
    protects_new: bool = False
    """Whether new instances are protected from scale-in."""
    capacity_provider: str | None = None
    """The ECS capacity provider that uses it."""
    holds_terminating: bool = False
    """Whether an instance that is to go waits until ECS has drained it."""
    tags: tuple[Tag, ...] = ()
    propagated: tuple[Tag, ...] = ()
    """The tags that its instances get."""
    deleting: bool = False
    activities: tuple[Activity, ...] = ()
    """Newest first."""
    created_at: int
