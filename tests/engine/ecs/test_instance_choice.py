"""ECS Managed Instances: which instances are launched for the tasks that wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.capacity_providers.instance_choice import Demand, allowed, launches
from ecslab.engine.ecs.placement.request import Needs
from ecslab.engine.platform.instance_types import TYPES
from ecslab.engine.records.managed_instances import InstanceRequirements, Range

KINDS = list(TYPES.values())
ANY = allowed(KINDS, None)


def demand(cpu=1024, memory=1024, **needs):
    return Demand(Needs(cpu=cpu, memory=memory, **needs))


def names(kinds):
    return [kind.name for kind in kinds]


def test_without_requirements_no_burstable_and_no_gpu_types_are_chosen():
    assert not any(kind.gpus or kind.name.startswith("t") for kind in ANY)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"allowed_instance_types": ("m5.large", "c5.xlarge")}, ["m5.large", "c5.xlarge"]),
        (
            {"allowed_instance_types": ("c5.*",), "v_cpu_count": Range(min=32)},
            ["c5.8xlarge", "c5.12xlarge", "c5.16xlarge"],
        ),
        (
            {"allowed_instance_types": ("c5.*",), "excluded_instance_types": ("c5.1*", "c5.?", "c5.8*")},
            ["c5.large", "c5.xlarge", "c5.2xlarge", "c5.4xlarge"],
        ),
        (
            {"burstable_performance": "required", "memory_mib": Range(max=512)},
            ["t3.nano", "t3a.nano", "t4g.nano"],
        ),
    ],
)
def test_requirements(wanted, expected):
    whole = {"v_cpu_count": Range(), "memory_mib": Range()} | wanted
    assert names(allowed(KINDS, InstanceRequirements(**whole))) == expected


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        ([], []),
        ([demand()], ["c5.large"]),
        ([demand()] * 2, ["c5.large"]),
        ([demand()] * 4, ["c5.xlarge"]),
        ([demand(memory=7000)], ["m5.large"]),
        ([demand(cpu=70_000)], []),
        ([demand(cpu=512, memory=256, interface=True)] * 3, ["c5.xlarge"]),
        ([demand(cpu=256, memory=256, ports=(80,))] * 2, ["c5.large", "c5.large"]),
        ([demand(cpu=256, memory=256)._replace(architecture="arm64")], ["c6g.medium"]),
    ],
)
def test_the_smallest_instance_that_holds_most_is_launched(waiting, expected):
    assert names(launches(ANY, [], waiting)) == expected


def test_what_is_on_its_way_is_filled_first():
    coming = [TYPES["c5.large"]]
    assert launches(ANY, coming, [demand()] * 2) == []
    assert names(launches(ANY, coming, [demand()] * 3)) == ["c5.large"]


@given(
    st.lists(
        st.builds(demand, st.integers(1, 20_000), st.integers(1, 60_000), interface=st.booleans()),
        max_size=12,
    )
)
def test_every_task_gets_a_place(waiting):
    assert launches(ANY, launches(ANY, [], waiting), waiting) == []


def test_what_runs_on_every_instance_takes_its_room():
    resident = [demand(cpu=100, memory=100)]
    assert names(launches(ANY, [], [demand()] * 2, resident)) == ["c5.xlarge"]
    assert launches(ANY, [], [demand()], [demand(cpu=10**6)]) == []
