"""Faults drawn from the table of them, with arguments from what a lab has."""

from ecslab.engine.faults import FAULTS, Kind
from ecslab.engine.records.capacity import PREDEFINED

DURATIONS = ["0s", "20s", "2m", 30_000, "1h"]


def draw_fault(random, lab, seen):
    """Any fault as `Lab.inject` takes it: mostly of something that is there."""
    fault = random.choice(list(FAULTS.values()))
    names = list(fault.required)
    if fault.one_of:
        names.append(random.choice(fault.one_of))
    if fault.at_most_one and random.random() < 0.7:
        names.append(random.choice(fault.at_most_one))
    exclusive = {*fault.one_of, *fault.at_most_one}
    names += [field.name for field in fault.fields if field.name not in exclusive and random.random() < 0.3]
    given = {name: _value(random, lab, seen, fault.field(name)) for name in dict.fromkeys(names)}
    return {"fault": fault.name, **given}


def _value(random, lab, seen, field):
    if random.random() < 0.02:
        return random.choice(["", "x", -1, 2**40, True, None])
    if field.kind is Kind.WHOLE:
        return random.choice([0, 1, 2, 5, 60, field.most or 100])
    if field.kind is Kind.DURATION:
        return random.choice(DURATIONS)
    known = _known(lab, field.kind) or list(seen.about(field.kind.value))
    return random.choice(known) if known else "x"


def _known(lab, kind):
    """What a lab has of a kind; nothing for a kind that is told of in requests and answers alone."""
    world = lab.world
    tasks = [task for task in world.tasks.values() if task.live] or list(world.tasks.values())
    match kind:
        case Kind.CLUSTER:
            return [cluster.name for cluster in world.clusters.values()]
        case Kind.SERVICE:
            return [service.name for service in world.services.values()]
        case Kind.TASK:
            return [task.id for task in tasks]
        case Kind.CONTAINER:
            return sorted({each.name for task in tasks for each in task.containers})
        case Kind.INSTANCE:
            return [name for each in world.instances.values() for name in (each.id, each.ec2)]
        case Kind.ZONE:
            return sorted({subnet.zone for subnet in world.subnets.values()})
        case Kind.IMAGE:
            definitions = world.definitions.values()
            return sorted({each.image for definition in definitions for each in definition.containers})
        case Kind.FAULT:
            return sorted({each.kind for each in world.disturbances.values()})
        case Kind.PROVIDER:
            return [*PREDEFINED, *(provider.name for provider in world.providers.values())]
        case Kind.ALARM:
            services = world.services.values()
            return sorted({name for each in services for name in each.configuration.alarms.alarm_names})
        case Kind.POLICY:
            return [policy.name for policy in world.scaling_policies.values()]
    return []
