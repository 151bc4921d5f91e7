"""How the containers of an image behave in a scene."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from ecslab.course.fields import Duration, Line, Many, Model, milliseconds
from ecslab.engine.workload import Architecture, PullError, Workload


def _sigterm(value: Any) -> Any:
    return None if value == "ignore" else milliseconds(value)


def _answer(value: Any) -> Any:
    return None if value == "nothing" else value


ExitCode = Annotated[int, Field(ge=0, le=255)]
Mib = Annotated[int, Field(ge=0, le=1_000_000)]


class ImageProfile(Model):
    """How the containers of an image behave."""

    runs_for: Duration | None = None
    """How long it runs before it exits by itself; for ever when not given."""
    exit_code: ExitCode = 0
    """What it exits with by itself."""
    on_sigterm: Annotated[int | None, BeforeValidator(_sigterm), WithJsonSchema({"type": "string"})] = 500
    """How long after SIGTERM it exits (500ms when not given), or `ignore`; milliseconds or None in memory."""
    sigterm_exit_code: ExitCode = 0
    """What it exits with when it follows SIGTERM."""
    logs: Many[str] = ()
    """The lines that it writes: all at once when it starts, unless `log-every` says otherwise."""
    log_every: Annotated[Duration, Field(ge=1_000)] | None = None
    """With it, one of the lines that often (1s at least), over and over."""
    script: Line | None = None
    """What it runs when a task gives it no command: `aws` commands as its task role, `echo`, `sleep` and
    their like, at the end `while true; do …; done` around them. What it prints is in its log."""
    healthy_after: Duration = 0
    """How long after its start it passes health checks."""
    healthy_until: Duration | None = None
    """From how long after its start it fails them; for ever well when not given."""
    answers: Annotated[
        Annotated[int, Field(ge=100, le=599)] | None,
        BeforeValidator(_answer),
        WithJsonSchema({"type": ["integer", "string"]}),
    ] = 200
    """The HTTP code that it answers a load balancer's health check while it is well, or `nothing`."""
    memory_mib: Mib = 0
    """How much memory it uses."""
    leak_mib_per_minute: Mib = 0
    """How much more it uses with every minute."""
    size_mib: Annotated[int, Field(ge=1, le=100_000)] = 60
    """How large it is to pull."""
    missing: bool = False
    """Whether the registry has no such image."""
    pull_error: PullError | None = None
    """Why the registry does not give it: `forbidden`, `denied` or `rate-limit`."""
    architecture: Architecture | None = None
    """The one processor that it is built for; any when not given."""

    @property
    def workload(self) -> Workload:
        """As the engine runs it."""
        return Workload(
            runs_for_ms=self.runs_for,
            exit_code=self.exit_code,
            on_sigterm_ms=self.on_sigterm,
            sigterm_exit_code=self.sigterm_exit_code,
            lines=self.logs,
            script=self.script,
            line_every_ms=self.log_every,
            healthy_after_ms=self.healthy_after,
            healthy_until_ms=self.healthy_until,
            answers=self.answers,
            memory_mib=self.memory_mib,
            leak_mib_per_minute=self.leak_mib_per_minute,
            size_mib=self.size_mib,
            missing=self.missing,
            pull_error=self.pull_error,
            architecture=self.architecture,
        )
