"""Requests drawn from AWS's shapes and from what a lab has said, so that they are often nearly right."""

import random
from collections import defaultdict
from functools import cache

from botocore.model import ListShape, MapShape, StructureShape
from stories import tell_all_requests

from ecslab.aws import models
from ecslab.aws.operations import operations

ODD = [
    "", " ", "x", "*", "0", "-1", "1.5", "256", "0.25 vCPU", "1 GB", "80-90", "a:b:c", "a/b/c", "$", "arn:aws:ecs",
    "\u65e5\u672c\u8a9e", "\uff11", "\u00b2", "\U0001f600", "a b", "a\nb", "\x00", "x" * 300, "tcp", "true", "10.0.0.0/8",
    "arn:aws:ecs:us-east-1:123456789012:service/lab/web", "arn:aws:ecs:::x/y", "rate(1 minute)", "cron(0 0 * * ? *)",
    "attribute:ecs.instance-type =~ t3.*", "attribute:ecs.availability-zone", "instanceId", "cpu", "lab", "web", "nginx",
    "{", "{}", "[]", "2026-01-05T10:00:00Z", "MQ==",
]  # fmt: skip
WHOLE = [-1, 0, 0, 1, 1, 2, 3, 5, 10, 40, 80, 100, 200, 256, 443, 512, 1024, 65_535, 65_536, 10**6, 2**31 - 1]
REAL = [-1.0, 0.0, 0.1, 1.0, 33.3, 50.0, 99.9, 100.0, 100.1, 1e9]
SIZE = 12
"""How many values of a name are remembered: the latest."""


def _plain(name):
    """What a member's name is about: `clusterArn`, `clusterName` and `clusters` are all about a cluster."""
    for ending in ("Arns", "Arn", "Names", "Name", "Identifiers", "Identifier", "IDs", "Ids", "Id", "s"):
        if name.endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
            break
    return name.lower()


class Seen:
    """The strings that requests and answers have held, by what they name."""

    def __init__(self):
        self.by_name = defaultdict(list)

    def read(self, value, name=""):
        match value:
            case dict():
                for key, inner in value.items():
                    self.read(inner, str(key))
            case list() | tuple():
                for inner in value:
                    self.read(inner, name)
            case str():
                known = self.by_name[_plain(name)]
                if value in known:
                    known.remove(value)
                known.append(value)
                del known[:-SIZE]

    def about(self, name):
        return self.by_name.get(_plain(name), ())


class Requests:
    """Draws requests from a seed; equal seeds and equal `seen` draw equal requests."""

    def __init__(self, seed, seen):
        self.random, self.seen = random.Random(seed), seen

    def operation(self, services):
        """A simulated operation of one of `services`."""
        service = self.random.choice(services)
        return service, self.random.choice(_operations(service))

    def request(self, service, operation, template=None):
        """Parameters for an operation: drawn from its shape, or a good request somewhat changed."""
        shape = models.service_model(service).operation_model(operation).input_shape
        if shape is None:
            return {}
        known = [template] if template is not None else templates().get((service, operation), ())
        if known and self._may(0.75):
            return self._changed(shape, self.random.choice(known), self.random.choice([0.02, 0.06, 0.2]))
        return self._drawn(shape, "", 0)

    def _may(self, chance):
        return self.random.random() < chance

    def _changed(self, shape, value, rate, name=""):
        if self._may(rate):
            return self._drawn(shape, name, 2)
        match shape:
            case StructureShape() if isinstance(value, dict):
                found = {}
                for member, inner in shape.members.items():
                    if member in value and not self._may(rate):
                        found[member] = self._changed(inner, value[member], rate, member)
                    elif member not in value and self._may(rate / 2):
                        found[member] = self._drawn(inner, member, 2)
                return found
            case ListShape() if isinstance(value, list):
                kept = [
                    self._changed(shape.member, each, rate, name) for each in value if not self._may(rate)
                ]
                if kept and self._may(rate):
                    kept.append(self.random.choice(kept))
                return kept
            case MapShape() if isinstance(value, dict):
                return {
                    self._changed(shape.key, key, rate, "key"): self._changed(shape.value, inner, rate, key)
                    for key, inner in value.items()
                }
        known = self.seen.about(name)
        if isinstance(value, str) and known and not getattr(shape, "enum", None) and self._may(0.4):
            return self.random.choice(known)
        return value

    def _drawn(self, shape, name, depth):
        match shape:
            case StructureShape():
                chance = 0.4 if depth < 2 else 0.2
                return {
                    member: self._drawn(inner, member, depth + 1)
                    for member, inner in shape.members.items()
                    if member in shape.required_members or (depth < 6 and self._may(chance))
                }
            case ListShape():
                count = self.random.choice([0, 1, 1, 1, 2, 3]) if depth < 6 else 0
                return [self._drawn(shape.member, name, depth + 1) for _ in range(count)]
            case MapShape():
                count = self.random.choice([0, 1, 2])
                return {self._text("key"): self._drawn(shape.value, name, depth + 1) for _ in range(count)}
        if getattr(shape, "enum", None) and self._may(0.9):
            return self.random.choice(shape.enum)
        return self._scalar(shape, name)

    def _scalar(self, shape, name):
        match shape.type_name:
            case "integer" | "long":
                return self.random.choice(WHOLE)
            case "double" | "float":
                return self.random.choice(REAL)
            case "boolean":
                return self._may(0.5)
            case "timestamp":
                return self.random.choice(
                    ["2026-01-05T10:00:00+00:00", "1970-01-01T00:00:00Z", 0, 1.5, 2**40, "soon"]
                )
            case "blob":
                return "MQ=="
        return self._text(name)

    def _text(self, name):
        known = self.seen.about(name)
        if known and self._may(0.8):
            return self.random.choice(known)
        if self._may(0.2) and self.seen.by_name:
            return self.random.choice(self.random.choice(list(self.seen.by_name.values())))
        return self.random.choice(ODD)


@cache
def _operations(service):
    return tuple(operations(service))


@cache
def templates():
    """The requests of the stories by operation: each of them succeeded once."""
    found = defaultdict(list)
    for service, operation, params in tell_all_requests():
        found[service, operation].append(params)
    return dict(found)
