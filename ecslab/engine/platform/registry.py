"""Container registries: what an image does, and why a task cannot pull it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

import hashlib
import re
from collections.abc import Mapping

from ecslab.engine.clock import SECOND
from ecslab.engine.record import Record
from ecslab.engine.workload import PullError, Workload

_ECR = re.compile(r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.+")
_PUBLIC = Workload()
_AWS_CLI = Workload(
    entry_point=("aws",),
    runs_for_ms=SECOND,
    exit_code=252,
    lines=("aws: error: the following arguments are required: command",),
    size_mib=120,
)
_KNOWN = {"amazon/aws-cli": _AWS_CLI, "public.ecr.aws/aws-cli/aws-cli": _AWS_CLI}
"""Public images that a lab knows more of than that they run."""


def is_ecr(image: str) -> bool:
    """Whether `image` lies in a private Amazon ECR repository."""
    return bool(_ECR.fullmatch(image))


def profile(images: Mapping[str, Workload], image: str) -> Workload:
    """How containers of `image` behave: the profile of its full name, else of its name without a tag.

    Public images without a profile exist and run for ever, but for that of the AWS CLI; private ones do
    not exist.
    """
    name = without_tag(image)
    known = images.get(image) or images.get(name)
    if known is not None:
        return known
    return Workload(missing=True) if is_ecr(image) else _KNOWN.get(name, _PUBLIC)


class Push(Record, frozen=True, kw_only=True):
    """A build that was pushed under the tag of an image, which until then pointed to another one."""

    digest: str
    image: str
    like: str
    """The image whose profile its containers have."""
    at: int


class Tag(Record, frozen=True, kw_only=True):
    """Which digest a tag points to since it was moved."""

    image: str
    digest: str

    @property
    def repository(self) -> str:
        """The image's name without its tag."""
        return without_tag(self.image)


def digest(image: str, moved: Tag | None = None) -> str:
    """The digest that an image's name or tag points to; `moved` is its tag if it was ever moved."""
    pinned = image.partition("@")[2]
    if pinned.startswith("sha256:"):
        return pinned
    return moved.digest if moved is not None else "sha256:" + hashlib.sha256(image.encode()).hexdigest()


def next_digest(image: str, pushes: int) -> str:
    """The digest of the build that is pushed under `image` after `pushes` others."""
    return "sha256:" + hashlib.sha256(f"{image} {pushes}".encode()).hexdigest()


def not_found(image: str) -> str:
    """What ECS says when the registry has no such image."""
    full = _full_name(image)
    return (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
        f"failed to resolve ref {full}: {full}: not found"
    )


def refused(image: str, why: PullError) -> str:
    """What ECS says when the registry has the image and does not give it."""
    begins = "CannotPullContainerError: "
    match why:
        case "forbidden":
            return (
                f"{begins}pull image manifest has been retried 1 time(s): "
                f'failed to resolve ref "{_full_name(image)}": unexpected status code 403 Forbidden'
            )
        case "denied":
            return (
                f"{begins}pull access denied for {without_tag(image)}, "
                "repository does not exist or may require 'docker login'"
            )
        case "rate-limit":
            return (
                f"{begins}toomanyrequests: You have reached your pull rate limit. You may increase the limit "
                "by authenticating and upgrading: https://www.docker.com/increase-rate-limits."
            )


def other_architecture(architecture: str, *, fargate: bool) -> str:
    """What ECS says when the image was not built for the processor that runs the task."""
    processor = "arm64" if architecture == "arm64" else "amd64"
    if fargate:
        return (
            "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does "
            f"not contain descriptor matching platform 'linux/{processor}'"
        )
    return (
        f"CannotPullContainerError: no matching manifest for linux/{processor} in the manifest list entries"
    )


def no_space(image: str) -> str:
    """What ECS says when the task's disk is too small for its images."""
    number = int(hashlib.sha256(image.encode()).hexdigest()[:8], 16) % 10**9
    return (
        f"CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob{number:09}: "
        "no space left on device"
    )


def unreachable(image: str) -> str:
    """What ECS says when the task has no route to the registry."""
    host, _, path = _full_name(image).partition("/")
    repository, _, tag = path.rpartition(":")
    server = "registry-1.docker.io" if host == "docker.io" else host
    return (
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): "
        f"failed to resolve ref {_full_name(image)}: failed to do request: "
        f'Head "https://{server}/v2/{repository}/manifests/{tag}": '
        f"dial tcp {_address(server)}:443: i/o timeout"
    )


def auth_unreachable(region: str) -> str:
    """What ECS says when the task has no route to Amazon ECR, which it asks before it pulls."""
    server = f"api.ecr.{region}.amazonaws.com"
    return (
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry "
        "auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task "
        "network configuration. RequestError: send request failed caused by: "
        f'Post "https://{server}/": dial tcp {_address(server)}:443: i/o timeout'
    )


def _full_name(image: str) -> str:
    """`image` with registry and tag, as the container runtime resolves it."""
    first = image.split("/", 1)[0]
    if "/" not in image:
        image = f"docker.io/library/{image}"
    elif "." not in first and ":" not in first:
        image = f"docker.io/{image}"
    return image if ":" in image.rsplit("/", 1)[-1] else f"{image}:latest"


def without_tag(image: str) -> str:
    """The name of an image without its tag or digest."""
    name = image.split("@", 1)[0]
    head, slash, last = name.rpartition("/")
    return head + slash + last.split(":", 1)[0]


def _address(server: str) -> str:
    """An address for a host name, always the same one, out of the block set aside for documentation."""
    return f"203.0.113.{hashlib.sha256(server.encode()).digest()[0] or 1}"
