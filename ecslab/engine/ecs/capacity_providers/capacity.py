"""Sharing tasks out between capacity providers, by base and weight, as pure functions.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ecslab.engine.records.capacity import StrategyItem


def split(strategy: Sequence[StrategyItem], present: Mapping[str, int], count: int) -> tuple[str, ...]:
    """The providers of the next `count` tasks, in the order in which they start.

    `present` are the tasks that each provider has already: they fill the base and weigh in the ratio.
    A provider gets its base first; then each task goes where the tasks beyond the base are fewest for
    the weight, the earlier item where that is equal. A weight of 0 means nothing beyond the base.
    """
    tasks = Counter(dict(present))
    chosen = []
    for _ in range(count):
        provider = _next(strategy, tasks)
        tasks[provider] += 1
        chosen.append(provider)
    return tuple(chosen)


def surplus(strategy: Sequence[StrategyItem], present: Mapping[str, int], count: int) -> tuple[str, ...]:
    """The providers that the next `count` tasks to stop should come from, so that the ratio stays.

    What lies on a provider outside the strategy goes first; then a provider that is furthest above its
    share of what remains, the later item where that is equal. A base is given up last.
    """
    tasks = Counter({provider: number for provider, number in present.items() if number > 0})
    items = {item.capacity_provider: number for number, item in enumerate(strategy)}
    order = list(split(strategy, {}, tasks.total()))
    share = Counter(order)
    chosen: list[str] = []
    for _ in range(min(count, len(order))):
        share[order.pop()] -= 1
        provider = max(
            (each for each in tasks if tasks[each]),
            key=lambda each: (each not in items, tasks[each] - share[each], items.get(each, 0), each),
        )
        tasks[provider] -= 1
        chosen.append(provider)
    return tuple(chosen)


def _next(strategy: Sequence[StrategyItem], tasks: Mapping[str, int]) -> str:
    for item in strategy:
        if tasks.get(item.capacity_provider, 0) < item.base:
            return item.capacity_provider
    weighted = [item for item in strategy if item.weight]
    return min(weighted or strategy, key=lambda item: _crowding(item, tasks)).capacity_provider


def _crowding(item: StrategyItem, tasks: Mapping[str, int]) -> Fraction:
    """How far the provider would be into its share with one more task."""
    beyond = max(0, tasks.get(item.capacity_provider, 0) - item.base)
    return Fraction(beyond + 1, item.weight or 1)
