"""What calls of DynamoDB need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.acting import Params, given, making, on
from ecslab.aws.authorization.needs import NOTHING, Need, NeedsOf, Values
from ecslab.engine import arn
from ecslab.engine.dynamodb import tables
from ecslab.engine.dynamodb.nodes import And, Attribute, Comparison, Condition, Constant
from ecslab.engine.dynamodb.parser import Names, parse_condition
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.dynamodb import DynamoTable

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_IN_TRANSACTIONS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


def _table(call: "Call", params: Params) -> str:
    return _arn(call, params["TableName"], params.get("IndexName"))


def _create(call: "Call", params: Params) -> Iterable[Need]:
    made = _arn(call, params["TableName"])
    return making("dynamodb:CreateTable", "dynamodb:TagResource", made, params.get("Tags") or ())


def _item(action: str) -> NeedsOf:
    """An action on an item, of whose key conditions may ask."""

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        return [_on_item(call, action, params)]

    return needs


def _on_item(call: "Call", action: str, asked: Mapping[str, Any]) -> Need:
    item = asked.get("Item") or asked.get("Key") or {}
    context = _leading(_lookup(call, asked["TableName"]), [item])
    context |= {"dynamodb:Attributes": tuple(item)}
    if "ReturnValues" in asked:
        context |= {"dynamodb:ReturnValues": asked["ReturnValues"]}
    return _on(call, action, asked["TableName"], None, context)


def _query(call: "Call", params: Params) -> Iterable[Need]:
    context = _select(params)
    table = _lookup(call, params["TableName"])
    if table is not None and "KeyConditionExpression" in params:
        names = Names(params.get("ExpressionAttributeNames"), params.get("ExpressionAttributeValues"))
        try:
            condition = parse_condition(params["KeyConditionExpression"], "KeyConditionExpression", names)
        except ApiError:
            pass  # the operation says what is wrong with it
        else:
            context |= _leading(table, [_equal(condition)], params.get("IndexName"))
    return [_on(call, "Query", params["TableName"], params.get("IndexName"), context)]


def _scan(call: "Call", params: Params) -> Iterable[Need]:
    return [_on(call, "Scan", params["TableName"], params.get("IndexName"), _select(params))]


def _batch(action: str) -> NeedsOf:
    """Items of several tables."""

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        for name, asked in params["RequestItems"].items():
            items = asked["Keys"] if isinstance(asked, Mapping) else [_written(each) for each in asked]
            yield _on(call, action, name, None, _leading(_lookup(call, name), items))

    return needs


def _written(request: Mapping[str, Any]) -> Mapping[str, Any]:
    put, delete = request.get("PutRequest"), request.get("DeleteRequest")
    found: Mapping[str, Any] = put["Item"] if put else delete["Key"] if delete else {}
    return found


def _transact(call: "Call", params: Params) -> Iterable[Need]:
    for each in params["TransactItems"]:
        for kind, asked in each.items():
            yield _on_item(call, _IN_TRANSACTIONS[kind], asked)


def _on(
    call: "Call", action: str, name: str, index: str | None, context: Mapping[str, Values] = NOTHING
) -> Need:
    return Need(f"dynamodb:{action}", (_arn(call, name, index),), context)


def _arn(call: "Call", name: str, index: str | None = None) -> str:
    plain = name.removeprefix(arn.dynamodb(call.state.settings, ""))
    path = (plain,) if index is None else (plain, "index", index)
    return arn.dynamodb(call.state.settings, *path)


def _lookup(call: "Call", name: str) -> DynamoTable | None:
    return tables.lookup(call.state, name)


def _leading(
    table: DynamoTable | None, items: Iterable[Mapping[str, Any]], index: str | None = None
) -> dict[str, Values]:
    """The partition keys of items, as texts."""
    if table is None:
        return {}
    key = next((each.key for each in table.indexes if each.name == index), table.key)
    values = [value for item in items for value in item.get(key.hash, {}).values()]
    texts = [value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in values]
    return {"dynamodb:LeadingKeys": tuple(dict.fromkeys(texts))}


def _equal(condition: Condition) -> dict[str, Any]:
    """What a key condition wants attributes to equal."""
    match condition:
        case And(left, right):
            return _equal(left) | _equal(right)
        case Comparison("=", Attribute((str(name),)), Constant(value)):
            return {name: value}
    return {}


def _select(params: Params) -> dict[str, Values]:
    return {"dynamodb:Select": params["Select"]} if "Select" in params else {}


_ON_TABLES = ("DescribeTable", "DescribeTimeToLive", "UpdateTable", "UpdateTimeToLive", "DeleteTable")

NEEDS: Mapping[str, NeedsOf] = {
    "CreateTable": _create,
    "Query": _query,
    "Scan": _scan,
    "TransactGetItems": _transact,
    "TransactWriteItems": _transact,
    **on("dynamodb", _ON_TABLES, _table),
    **on("dynamodb", ("TagResource", "UntagResource", "ListTagsOfResource"), given("ResourceArn")),
    **{name: _item(name) for name in ("GetItem", "PutItem", "UpdateItem", "DeleteItem")},
    **{name: _batch(name) for name in ("BatchGetItem", "BatchWriteItem")},
}
"""By operation; `dynamodb:ListTables` is on `*`."""
