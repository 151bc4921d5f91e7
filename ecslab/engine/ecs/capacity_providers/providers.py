"""Capacity providers: finding, making, changing and deleting them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProvider.html
"""

import re

from ecslab.engine.ecs.instances import provisioning
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.autoscaling import Group
from ecslab.engine.records.capacity import PREDEFINED, CapacityProvider, GroupSettings
from ecslab.engine.state import State

UPDATED = "provider.updated"
"""Agenda: the update of the provider of that name takes effect."""
DELETED = "provider.deleted"
"""Agenda: the provider of that name is gone."""
FORGET = "provider.forget"
"""Agenda: the deleted provider of that name is forgotten."""

_NAME = re.compile(r"(?!aws|ecs|fargate)[A-Za-z0-9_-]{1,255}", re.IGNORECASE)
_PROTECTION = "The managed termination protection setting for the capacity provider is invalid. "


def find(state: State, reference: str) -> CapacityProvider | None:
    """The provider of the account's own that a name or ARN means, a deleted one too."""
    return state.world.providers.get(name_of(state, reference))


def name_of(state: State, reference: str) -> str:
    """The name in a name or ARN."""
    return reference.removeprefix(state.arn("capacity-provider", ""))


def find_active(state: State, reference: str) -> str:
    """The name of the provider that a name or ARN means.

    Raises InvalidParameterException when there is none that could be used.
    """
    name = name_of(state, reference)
    if name not in PREDEFINED and _existing(state, name) is None:
        raise _not_found()
    return name


def launch_type(state: State, name: str) -> str:
    """What tasks on the provider of that name run on."""
    if name in PREDEFINED:
        return "FARGATE"
    provider = state.world.providers.get(name)
    return "MANAGED_INSTANCES" if provider is not None and provider.managed is not None else "EC2"


def cluster_of(state: State, provider: CapacityProvider) -> str | None:
    """The name of the first active cluster that the provider is associated with."""
    for cluster in state.world.clusters.values():
        if cluster.status == "ACTIVE" and provider.name in cluster.capacity_providers:
            return cluster.name
    return None


def create(state: State, name: str, group_reference: str, settings: GroupSettings) -> CapacityProvider:
    """Make a provider of an Auto Scaling group.

    Raises InvalidParameterException or ClientException, in AWS's words where they are known.
    """
    check_name(state, name)
    group = _group(state, group_reference)
    if any(each.status == "ACTIVE" for each in state.world.providers.where("group", group.name)):
        raise ApiError(
            "ClientException",
            "The specified Auto Scaling group is used by another capacity provider. Specify another Auto "
            "Scaling group and try again.",
        )
    _check(settings, group)
    provider = CapacityProvider(
        name=name,
        group=group.name,
        group_arn=group.arn,
        settings=settings,
        created_at=state.now,
        policy=state.chance.uuid(),
        attachments=(state.chance.uuid(), state.chance.uuid()),
    )
    add(state, provider)
    return provider


def add(state: State, provider: CapacityProvider) -> None:
    """Let a new provider into the account, in the place of a deleted one of its name."""
    if provider.name in state.world.providers:
        state.world.providers.remove(provider.name)
    state.world.providers.put(provider)


def check_name(state: State, name: str) -> None:
    """Refuse a name that AWS does not allow, or that is taken."""
    if not _NAME.fullmatch(name):
        raise ApiError(
            "InvalidParameterException",
            "The specified capacity provider name is invalid. Up to 255 characters are allowed, including "
            "letters (upper and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed "
            "with "
            '"aws", "ecs", or "fargate". Specify a valid name and try again.',
        )
    if _existing(state, name) is not None:
        raise ApiError(
            "ClientException",
            "The specified capacity provider already exists. To change the configuration of an existing "
            "capacity provider, update the capacity provider.",
        )


def update(state: State, provider: CapacityProvider, settings: GroupSettings) -> CapacityProvider:
    """Begin to change a provider; the new settings count a moment later."""
    group = state.world.groups.get(provider.group or "")
    if group is not None:
        _check(settings, group)
    return begin_update(state, provider.replace(pending=settings))


def begin_update(state: State, changed: CapacityProvider) -> CapacityProvider:
    """Have what is pending of a provider take effect a moment later; that of an earlier update never does."""
    changes_at = state.now + state.delays.provider_update
    changing = changed.replace(update_status="UPDATE_IN_PROGRESS", changes_at=changes_at)
    state.world.providers.put(changing)
    state.agenda.add(changes_at, UPDATED, changing.name, str(changes_at))
    return changing


def updated(state: State, ids: tuple[str, ...]) -> None:
    """Let an update take effect, unless a later one or a deletion overtook it."""
    provider = state.world.providers.get(ids[0])
    if provider is None or provider.update_status != "UPDATE_IN_PROGRESS":
        return
    if str(provider.changes_at) != ids[1]:
        return
    changed = provider.replace(
        settings=provider.pending or provider.settings,
        managed=provider.pending_managed or provider.managed,
        pending=None,
        pending_managed=None,
        changes_at=None,
        update_status="UPDATE_COMPLETE",
        low_minutes=0,
    )
    state.world.providers.put(changed)
    cluster = cluster_of(state, changed)
    if cluster is not None:
        hold(state, changed, associated=True)
        provisioning.wake(state, cluster)


def delete(state: State, provider: CapacityProvider) -> CapacityProvider:
    """Begin to delete a provider that no cluster has."""
    for cluster in state.world.clusters.values():
        if cluster.status == "ACTIVE" and provider.name in cluster.capacity_providers:
            raise ApiError(
                "ClientException",
                f"The capacity provider cannot be deleted because it is associated with cluster: "
                f"{cluster.name}. Remove the capacity provider from the cluster and try again.",
            )
    leaving = provider.replace(update_status="DELETE_IN_PROGRESS", pending=None)
    state.world.providers.put(leaving)
    state.after(state.delays.provider_update, DELETED, provider.name)
    return leaving


def deleted(state: State, ids: tuple[str, ...]) -> None:
    """Finish a deletion: the provider stays visible as INACTIVE for a while."""
    provider = state.world.providers.get(ids[0])
    if provider is not None and provider.update_status == "DELETE_IN_PROGRESS":
        gone = provider.replace(status="INACTIVE", update_status="DELETE_COMPLETE")
        state.world.providers.put(gone)
        state.after(state.delays.retention, FORGET, gone.name, str(gone.created_at))


def forget(state: State, ids: tuple[str, ...]) -> None:
    """Forget a deleted provider and its tags, unless one of its name was made again."""
    provider = state.world.providers.get(ids[0])
    if provider is not None and provider.status == "INACTIVE" and str(provider.created_at) == ids[1]:
        state.world.providers.remove(provider.name)
        arn = state.arn("capacity-provider", provider.name)
        if arn in state.world.tags:
            state.world.tags.remove(arn)


def hold(state: State, provider: CapacityProvider, *, associated: bool) -> None:
    """Tell the provider's group whether ECS drains its instances before they go."""
    group = state.world.groups.get(provider.group or "")
    if group is not None:
        draining = provider.settings.managed_draining == "ENABLED"
        state.world.groups.put(
            group.replace(
                capacity_provider=provider.name if associated else None,
                holds_terminating=associated and draining,
            )
        )


def _existing(state: State, name: str) -> CapacityProvider | None:
    provider = state.world.providers.get(name)
    return provider if provider is not None and provider.status == "ACTIVE" else None


def _group(state: State, reference: str) -> Group:
    group = state.world.groups.get(reference.rsplit("autoScalingGroupName/", 1)[-1])
    if group is None or (reference.startswith("arn:") and reference != group.arn):
        raise ApiError(
            "ClientException",
            "The specified Auto Scaling group was not found. Specify a valid Auto Scaling group and try "
            "again.",
        )
    return group


def _check(settings: GroupSettings, group: Group) -> None:
    scaling = settings.managed_scaling
    smallest, largest = scaling.minimum_scaling_step_size, scaling.maximum_scaling_step_size
    if not (1 <= smallest <= largest <= 10_000 and 1 <= scaling.target_capacity <= 100):
        raise ApiError(
            "InvalidParameterException",
            "The managed scaling settings are invalid: targetCapacity lies between 1 and 100, the scaling "
            "step sizes between 1 and 10000, and the minimum is not above the maximum.",
        )
    if not 0 <= scaling.instance_warmup_period <= 10_000:
        raise ApiError(
            "InvalidParameterException", "The instanceWarmupPeriod must be between 0 and 10000 seconds."
        )
    if settings.managed_termination_protection == "ENABLED":
        if scaling.status != "ENABLED":
            raise ApiError(
                "ClientException",
                _PROTECTION
                + "To enable managed termination protection for a capacity provider, managed scaling must be "
                "enabled.",
            )
        if not group.protects_new:
            raise ApiError(
                "ClientException",
                _PROTECTION
                + "To enable managed termination protection for a capacity provider, the Auto Scaling group "
                "must have instance protection from scale in enabled.",
            )


def _not_found() -> ApiError:
    return ApiError(
        "InvalidParameterException",
        "The specified capacity provider was not found. Specify a valid capacity provider and try again.",
    )
