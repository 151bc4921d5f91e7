"""The cluster query language: expressions that choose container instances.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
"""

from ecslab.engine.ecs.placement.query.expression import Expression, matches
from ecslab.engine.ecs.placement.query.parser import parse
from ecslab.engine.ecs.placement.query.tokens import QueryError

__all__ = ["Expression", "QueryError", "matches", "parse"]
