"""A copy of a table has the same records, indexes and orders, and goes its own way, from empty ones on."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from ecslab.engine.table import Table


class Thing(Struct, frozen=True):
    name: str
    colour: str | None
    size: int


def table():
    return Table(
        Thing,
        lambda thing: thing.name,
        {"colour": lambda thing: thing.colour},
        {"size": lambda thing: [("all", (thing.size,))]},
    )


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "copy", "swap"]), st.integers(0, 3), st.integers(0, 2)),
    max_size=30,
)


def change(things, model, kind, name, size):
    """Do the same to a table and to a dictionary."""
    if kind == "put":
        colour = model[name].colour if name in model else ("red" if name % 2 else "blue")
        model[name] = Thing(str(name), colour, size)
        things.put(model[name])
    elif kind == "remove" and name in model:
        del model[name]
        things.remove(str(name))


def seen(things):
    """Everything that a table tells."""
    return (
        list(things.values()),
        {colour: list(things.where("colour", colour)) for colour in ("red", "blue")},
        {colour: things.count("colour", colour) for colour in ("red", "blue")},
        [(thing.size, thing.name) for thing in things.ascending("size", "all")],
    )


def expected(model):
    """What it should tell."""
    kept = list(model.values())
    colours = {colour: [thing for thing in kept if thing.colour == colour] for colour in ("red", "blue")}
    sizes = sorted((thing.size, thing.name) for thing in kept)
    return kept, colours, {colour: len(things) for colour, things in colours.items()}, sizes


@given(STEPS)
def test_copies_go_their_own_ways(steps):
    pairs = [(table(), {})]
    for kind, name, size in steps:
        things, model = pairs[-1]
        if kind == "copy":
            pairs.append((things.copy(), dict(model)))
        elif kind == "swap":
            pairs.insert(0, pairs.pop())
        else:
            change(things, model, kind, name, size)
    for things, model in pairs:
        assert seen(things) == expected(model)
