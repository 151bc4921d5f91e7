"""What holds in every lab at every instant, whatever was done to it (design, section 4)."""

from collections import Counter

from ecslab.engine.billing.bill import bill
from ecslab.engine.billing.prices import prices_of
from ecslab.engine.ecs.tasks import metering
from ecslab.engine.explain import explain
from ecslab.engine.records.rollout import UNDER_WAY
from ecslab.engine.records.task import Phase
from ecslab.locale import LANGUAGES, words

TIMES = ["created_at", "connectivity_at", "pull_started_at", "pull_stopped_at", "started_at", "stopping_at"]


def timestamps_are_in_the_order_of_the_lifecycle(lab):
    for task in lab.world.tasks.values():
        times = [at for name in TIMES if (at := getattr(task, name)) is not None]
        assert times == sorted(times), task
        if task.stopped_at is not None:
            assert task.last_status == "STOPPED"
            assert task.stop_code
            assert task.stopped_at >= task.execution_stopped_at >= task.stopping_at
            assert all(container.last_status == "STOPPED" for container in task.containers)
        assert (task.phase is Phase.STOPPED) == (task.stopped_at is not None)


def instances_give_no_more_than_they_have(lab):
    world = lab.world
    for instance in world.instances.values():
        tasks = list(world.tasks.where("live instance", instance.id))
        assert instance.used_cpu == sum(task.cpu for task in tasks) <= instance.cpu
        assert instance.used_memory == sum(task.memory for task in tasks) <= instance.memory
        assert instance.used_interfaces == sum(task.interface is not None for task in tasks)
        assert instance.used_interfaces <= instance.interfaces
        assert Counter(instance.used_gpus) == Counter(gpu for task in tasks for gpu in task.gpus)
        assert set(instance.used_gpus) <= set(instance.gpus)
        _ports(tasks, "tcp", "ports", instance.used_ports, instance.reserved_ports)
        _ports(tasks, "udp", "ports_udp", instance.used_ports_udp, instance.reserved_ports_udp)
        assert len(set(instance.used_gpus)) == len(instance.used_gpus)
        if not instance.registered:
            assert not tasks


def _ports(tasks, protocol, asked, used, reserved):
    bound = [
        each.host_port
        for task in tasks
        for container in task.containers
        for each in container.bindings
        if each.protocol == protocol
    ]
    assert len(set(bound)) == len(bound)
    taken = {*bound, *(port for task in tasks for port in getattr(task, asked))}
    assert sorted(taken) == sorted(used)
    assert taken.isdisjoint(reserved)


def no_task_is_where_there_is_no_machine(lab):
    for instance in lab.world.instances.values():
        machine = lab.world.machines.get(instance.ec2)
        if machine is not None and machine.state in ("stopped", "terminated"):
            assert not lab.world.tasks.count("live instance", instance.id)


def the_queue_is_what_waits(lab):
    waiting = {task.id for task in lab.world.tasks.values() if task.phase is Phase.QUEUED}
    assert waiting == {queued.task for queued in lab.world.queued.values()}
    assert all(lab.world.tasks[each].instance is None for each in waiting)


def no_daemon_runs_twice_on_an_instance(lab):
    for service in lab.world.services.values():
        if service.daemon:
            tasks = lab.world.tasks.where("current service", service.key)
            homes = Counter(task.instance for task in tasks)
            assert max(homes.values(), default=0) <= 1, service.key
    homes = Counter(
        (task.instance, task.group)
        for task in lab.world.tasks.values()
        if task.group.startswith("daemon:") and task.phase is not Phase.STOPPED
    )
    assert max(homes.values(), default=0) <= 1


def each_service_has_one_primary_deployment(lab):
    for service in lab.world.services.values():
        deployments = list(lab.world.deployments.where("service", service.key))
        primaries = sum(each.primary for each in deployments)
        if service.in_sets:
            assert primaries <= 1
            sets = {each.id for each in lab.world.task_sets.where("service", service.key)}
            assert sets == {each.id for each in deployments}
        else:
            assert primaries == (0 if service.status == "INACTIVE" else 1), service.key


def one_service_deployment_is_under_way_at_most(lab):
    going = Counter(
        each.service for each in lab.world.service_deployments.values() if each.status in UNDER_WAY
    )
    assert max(going.values(), default=0) <= 1
    for service in lab.world.services.values():
        named = lab.world.service_deployments.get(service.service_deployment or "")
        assert (named is not None) == (service.service_deployment is not None)
        assert going[service.key] == (named is not None), service.key


def events_are_numbered_without_a_gap(lab):
    numbers = [event.number for event in lab.world.events.values()]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)) if numbers else [])


def every_bill_is_the_sum_of_what_was_metered(lab):
    """Each task from the start of its pull to its end, once; and the whole is the sum of its parts."""
    meters = list(metering.meters(lab.state))
    metered = {
        meter.id: (meter.started_at, meter.ended_at) for meter in meters if meter.capacity != "INSTANCE"
    }
    assert len(metered) == sum(meter.capacity != "INSTANCE" for meter in meters)
    for task in lab.world.tasks.values():
        end = lab.now if task.stopped_at is None else task.stopped_at
        used = (task.pull_started_at, end) if task.pull_started_at is not None else None
        assert metered.get(task.id) == used, task
    prices = prices_of(lab.region)
    whole = bill(meters, prices).total
    parts = sum(bill([meter], prices).total for meter in meters)
    assert abs(whole - parts) * 10**12 <= len(meters)
    by_cluster = {meter.cluster for meter in meters}
    assert sum(len(list(metering.meters(lab.state, "cluster", each))) for each in by_cluster if each) == sum(
        bool(meter.cluster) for meter in meters
    )


def indexes_say_what_the_tables_hold(lab):
    for name, table in lab.world.tables():
        for index in table._indexes.values():
            wanted = {}
            for record in table.values():
                value = index._property(record)
                if value is not None:
                    wanted.setdefault(value, []).append(table._key(record))
            assert {value: list(bucket) for value, bucket in index._buckets.items()} == wanted, name


def everything_can_be_explained(lab):
    targets = [("task", task.id, None) for task in lab.world.tasks.values()]
    targets += [("service", each.name, each.cluster) for each in lab.world.services.values()]
    before = lab.state_hash()
    for kind, name, cluster in targets:
        for reason in explain(lab, f"{kind}/{name}", cluster):
            for language in LANGUAGES:
                words(language)(f"engine.why.{reason.code}", **reason.values)
    assert lab.state_hash() == before, "who asks changes nothing"


CHEAP = (
    timestamps_are_in_the_order_of_the_lifecycle,
    instances_give_no_more_than_they_have,
    no_task_is_where_there_is_no_machine,
    the_queue_is_what_waits,
    no_daemon_runs_twice_on_an_instance,
    each_service_has_one_primary_deployment,
    one_service_deployment_is_under_way_at_most,
)
"""Held after each step."""

DEAR = (
    events_are_numbered_without_a_gap,
    every_bill_is_the_sum_of_what_was_metered,
    indexes_say_what_the_tables_hold,
    everything_can_be_explained,
)
"""They look at every record, and are held after some steps and at the end."""
