"""What a call needs: an action, the resources that it is on, and what conditions may ask about.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

Values = str | tuple[str, ...]
"""What a condition key holds: one value, or several."""

NOTHING: Mapping[str, Values] = MappingProxyType({})


class Need(NamedTuple):
    """One permission that a call needs; a call that needs several is allowed when each of them is."""

    action: str
    """The IAM action: `ecs:RunTask`."""

    resources: tuple[str, ...] = ("*",)
    """The ARNs that it is on, each of which must be allowed; `*` for an action without resources."""

    context: Mapping[str, Values] = NOTHING
    """The service's own condition keys, and tags; the global keys are added for every call."""

    policy: str | None = None
    """The resource-based policy document (JSON text) of the resource, if it has one."""

    said: str | None = None
    """What the service says of a refusal where it does not say which action on what it was."""


class NeedsOf(Protocol):
    """What an operation needs, told from its parameters: AWS-shaped, and already valid by the model.

    It never raises for things that do not exist: it names the ARN that would be meant.
    """

    def __call__(self, call: "Call", params: Mapping[str, Any], /) -> Iterable[Need]:
        """The permissions that this call needs."""
        ...
