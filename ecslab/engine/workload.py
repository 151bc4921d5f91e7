"""What a container does once it runs: its image's profile, or a command that is simple enough to know."""

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from ecslab.engine.program import Program, understand

PullError = Literal["forbidden", "denied", "rate-limit"]
"""How a registry refuses: no permission, no such repository for this caller, too many pulls."""

Architecture = Literal["X86_64", "ARM64"]
"""A processor, as task definitions spell it."""

_NONE: Mapping[str, str] = {}
_CALLS = re.compile(r"(?:^|[\s;&|(])aws\s")
_SHELLS = ("sh", "/bin/sh", "bash", "/bin/bash")


class Workload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the containers of an image behave, as far as ECS can tell from outside."""

    runs_for_ms: int | None = None
    """How long it runs before it exits by itself; None: for ever."""

    exit_code: int = 0
    """What it exits with by itself."""

    on_sigterm_ms: int | None = 500
    """How long after SIGTERM it exits; None: it ignores the signal and is killed after its stop time-out."""

    sigterm_exit_code: int = 0
    """What it exits with when it follows SIGTERM."""

    lines: tuple[str, ...] = ()
    """What it writes to standard output, at once when it starts."""

    line_every_ms: int | None = None
    """With it, one of the lines that often, over and over."""

    line_offsets_ms: tuple[int, ...] = ()
    """When it writes each line after its start, where its command says so."""

    healthy_after_ms: int = 0
    """How long after its start it is well enough to pass a health check."""

    healthy_until_ms: int | None = None
    """From how long after its start it fails every health check; None: never."""

    answers: int | None = 200
    """The HTTP code of its answer to a load balancer's health check while it is well; None: it answers
    nothing, so that the check times out."""

    line_repeats_ms: int | None = None
    """After how long it writes its lines again, where its command says so."""

    entry_point: tuple[str, ...] = ()
    """The image's own ENTRYPOINT: what a command without one is given to."""

    script: str | None = None
    """The image's own command, a script of `aws` commands, `echo`, `sleep` and their like."""

    plain: bool = False
    """Whether it is a plain command, which does nothing about signals."""

    memory_mib: int = 0
    """How much memory it uses once it runs."""

    leak_mib_per_minute: int = 0
    """How much more it uses with every minute."""

    size_mib: int = 60
    """The image's compressed size, which decides how long its pull takes."""

    missing: bool = False
    """True when the registry has no such image."""

    pull_error: PullError | None = None
    """Why the registry does not give it."""

    architecture: Architecture | None = None
    """The one processor that it is built for; None: any."""

    @property
    def offsets_ms(self) -> tuple[int, ...]:
        """When it writes each of its lines, after its start."""
        return self.line_offsets_ms or tuple((self.line_every_ms or 0) * at for at in range(len(self.lines)))

    @property
    def repeats_ms(self) -> int | None:
        """After how long it writes its lines again; None: it does not."""
        if self.line_repeats_ms is not None:
            return self.line_repeats_ms
        return self.line_every_ms * len(self.lines) if self.line_every_ms and self.lines else None


def behaviour(
    profile: Workload,
    command: Sequence[str],
    variables: Mapping[str, str] = _NONE,
    entry_point: Sequence[str] = (),
) -> Workload:
    """How a container of an image with `profile` behaves when it is given `entry_point` and `command`.

    The first process of a container gets no default action for SIGTERM from the kernel, so a plain
    `sleep` or `sh -c` outlives the signal and is killed at its stop time-out.
    """
    if not entry_point and not command:
        return profile
    words = [*(entry_point or profile.entry_point), *command]
    script = _script(words)
    if script is not None:
        return _plain(profile, Program(runs_for_ms=None), script)
    program = understand(words, variables)
    if program is not None:
        return _plain(profile, program)
    return msgspec.structs.replace(profile, script=None) if profile.script else profile


def _plain(profile: Workload, program: Program, script: str | None = None) -> Workload:
    """The image of `profile` when it runs a plain command."""
    return msgspec.structs.replace(
        profile,
        runs_for_ms=program.runs_for_ms,
        exit_code=program.exit_code,
        lines=program.lines,
        line_every_ms=None,
        line_offsets_ms=program.offsets_ms,
        line_repeats_ms=program.repeats_ms,
        script=script,
        on_sigterm_ms=None,
        plain=True,
    )


def _script(words: Sequence[str]) -> str | None:
    """The script that calls AWS which these words run; None when they do not."""
    match list(words):
        case ["aws" | "/usr/local/bin/aws", *rest]:
            return shlex.join(["aws", *rest])
        case [shell, "-c", script] if shell in _SHELLS and _CALLS.search(script):
            return script
    return None
