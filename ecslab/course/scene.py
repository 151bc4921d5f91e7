"""A scene: the lab as a learner finds it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ecslab.course.fields import Duration, Line, Many, Model
from ecslab.course.goal import Inject
from ecslab.course.image import ImageProfile
from ecslab.course.load import SceneLoad
from ecslab.engine.clock import from_datetime
from ecslab.engine.delays import PACKS
from ecslab.engine.quotas import Quotas


def _instant(value: Any) -> Any:
    """The milliseconds since the Unix epoch of an ISO date and time with its zone."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None and 2000 <= moment.year < 2100:
            return from_datetime(moment)
    except (TypeError, ValueError):
        pass  # not even a date: reported as any other that will not do
    raise PydanticCustomError("instant", "a date and time with its zone, such as 2026-01-05T09:00:00Z")


def _region(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", text):
        raise PydanticCustomError("region", "a region is written such as us-east-1")
    return text


def _caller(text: str) -> str:
    if not re.fullmatch(r"(user|role)/[\w+=,.@-]{1,64}", text):
        raise PydanticCustomError("literal_error", "a caller", {"expected": "user/NAME, role/NAME"})
    return text


def _pack(text: str) -> str:
    if text not in PACKS:
        raise PydanticCustomError("literal_error", "a pack", {"expected": ", ".join(PACKS)})
    return text


Instant = Annotated[int, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
"""A moment: ISO 8601 with its zone in the file, milliseconds since the Unix epoch in memory."""


Most = Annotated[int, Field(ge=0, le=1_000_000)]


class SceneQuotas(Model):
    """Service quotas; one that is not given is AWS's."""

    clusters: Most | None = None
    services_per_cluster: Most | None = None
    tasks_per_service: Most | None = None
    instances_per_cluster: Most | None = None
    provisioning_tasks_per_cluster: Most | None = None
    """Tasks that may wait for instances."""
    containers_per_definition: Most | None = None
    definition_kib: Most | None = None
    revisions_per_family: Most | None = None
    fargate_vcpus: Most | None = None
    """vCPUs of Fargate tasks at a time; no limit when not given, 6 for a new account."""
    fargate_spot_vcpus: Most | None = None
    run_task_calls_per_second: Most | None = None
    """RunTask calls at one instant before AWS throttles; no limit when not given."""

    @property
    def quotas(self) -> Quotas:
        """As the engine has them."""
        return Quotas(**self.model_dump(exclude_none=True))


class Scene(Model):
    """A lab's setting: where and when it is, what its images do, and what has happened in it."""

    format: Literal[1] = 1
    region: Annotated[str, AfterValidator(_region)] = "us-east-1"
    start: Instant | None = None
    """When the lab's clock starts; when every lab's does if not given."""
    delays: Annotated[str, AfterValidator(_pack), WithJsonSchema({"enum": list(PACKS)})] = "realistic"
    """The table of how long AWS takes for things."""
    quotas: SceneQuotas | None = None
    """The account's service quotas, where they are not AWS's own."""
    images: dict[Line, ImageProfile] = Field(default_factory=dict)
    """What the images do that the scene or the learner runs; any other runs for ever."""
    loads: dict[Line, SceneLoad] = Field(default_factory=dict)
    """What services have to do, by their name; one that is not named has nothing to do."""
    caller: Annotated[str, AfterValidator(_caller)] | None = None
    """Who the learner is once the script has run: `user/NAME` or `role/NAME`; the administrator when not
    given. Goals always ask as the administrator."""
    script: str = ""
    """The `aws` commands that have been given, as in a submission."""
    faults: Many[Inject] = ()
    """What goes wrong after the script."""
    settle: Duration = 0
    """How much time passes last."""

    def digest(self, variables: Mapping[str, str] = MappingProxyType({})) -> str:
        """The SHA-256 of what the scene says, with what its script finds set, in hexadecimal."""
        said = self.model_dump_json(by_alias=True) + "".join(
            f"\n{name}={variables[name]}" for name in variables
        )
        return hashlib.sha256(said.encode()).hexdigest()


class SceneFile(Scene):
    """What stands in a `scenes/NAME.yaml`."""

    format: Literal[1]
