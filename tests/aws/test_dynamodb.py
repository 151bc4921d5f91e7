"""DynamoDB: tables, items and queries, and what is refused in AWS's words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecslab.aws import new_lab
from ecslab.aws.api import Aws
from ecslab.aws.command import Command
from ecslab.engine import snapshot
from ecslab.engine.errors import ApiError
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay


class Table:
    """A table of a lab with the key `pk`, `sk`, indexes by `g`, and short ways to use it."""

    def __init__(self, lab, sort="N", **params):
        self.lab = lab
        types = {"pk": "S", "sk": sort, "g": "S"}
        index = {
            "IndexName": "by-g",
            "KeySchema": [
                {"AttributeName": "g", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
        asked = {
            "TableName": "things",
            "AttributeDefinitions": [{"AttributeName": n, "AttributeType": t} for n, t in types.items()],
            "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "GlobalSecondaryIndexes": [index],
            "BillingMode": "PAY_PER_REQUEST",
        }
        self.lab.call("dynamodb", "CreateTable", asked | params)
        self.lab.advance(6_000)

    def call(self, operation, **params):
        return self.lab.call("dynamodb", operation, {"TableName": "things"} | params)

    def put(self, pk, sk, condition=None, **attributes):
        item = key(pk, sk) | attributes
        extra = {"ConditionExpression": condition} if condition else {}
        return self.call("PutItem", Item=item, **extra)

    def get(self, pk, sk, **params):
        return self.call("GetItem", Key=key(pk, sk), **params).get("Item")

    def numbers(self, condition="pk = :p", values=None, **params):
        """The sort keys that a query finds."""
        given_values = {":p": {"S": "a"}} | (values or {})
        answer = self.call(
            "Query", KeyConditionExpression=condition, ExpressionAttributeValues=given_values, **params
        )
        return [next(iter(item["sk"].values())) for item in answer["Items"]]


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)} if isinstance(sk, int) else {"S": sk}}


@pytest.fixture
def table():
    return Table(new_lab())


def refusal(act, *arguments, **params):
    with pytest.raises(ApiError) as refused:
        act(*arguments, **params)
    return refused.value.code, refused.value.message


def test_a_table_takes_a_while_to_come_and_to_go():
    lab = new_lab()
    table = Table(lab, DeletionProtectionEnabled=True)
    assert table.call("DescribeTable")["Table"]["TableStatus"] == "ACTIVE"
    assert refusal(table.call, "DeleteTable")[0] == "ValidationException"
    table.call("UpdateTable", DeletionProtectionEnabled=False)
    assert table.call("DeleteTable")["TableDescription"]["TableStatus"] == "DELETING"
    assert refusal(table.get, "a", 1) == ("ResourceNotFoundException", "Requested resource not found")
    assert refusal(Table, lab)[0] == "ResourceInUseException"
    lab.advance(4_000)
    assert refusal(table.call, "DescribeTable") == (
        "ResourceNotFoundException",
        "Requested resource not found: Table: things not found",
    )
    assert lab.call("dynamodb", "ListTables", {}) == {"TableNames": []}


def test_the_waiter_lets_virtual_time_pass_until_a_table_is_there():
    lab = new_lab()
    command = Command(lab)
    line = (
        "dynamodb create-table --table-name orders --attribute-definitions AttributeName=k,AttributeType=S "
        "--key-schema AttributeName=k,KeyType=HASH --billing-mode PAY_PER_REQUEST"
    )
    began = lab.now
    assert command.run(line.split()).exit_code == 0
    assert command.run(["dynamodb", "wait", "table-exists", "--table-name", "orders"]).exit_code == 0
    assert lab.now == began + 20_000
    put = [
        "dynamodb",
        "put-item",
        "--table-name",
        "orders",
        "--item",
        '{"k": {"S": "x"}, "raw": {"B": "aGk="}}',
    ]
    assert command.run(put).exit_code == 0
    got = command.run(["dynamodb", "get-item", "--table-name", "orders", "--key", '{"k": {"S": "x"}}'])
    assert got.value == {"Item": {"k": {"S": "x"}, "raw": {"B": "aGk="}}}


def test_an_item_is_replaced_changed_and_deleted(table):
    table.put("a", 1, colour={"S": "red"})
    old = table.call("PutItem", Item=key("a", 1) | {"size": {"N": "01.50"}}, ReturnValues="ALL_OLD")
    assert old["Attributes"]["colour"] == {"S": "red"}
    assert table.get("a", 1) == key("a", 1) | {"size": {"N": "1.5"}}
    changed = table.call(
        "UpdateItem",
        Key=key("a", 1),
        UpdateExpression="SET colour = :c ADD #s :n",
        ExpressionAttributeNames={"#s": "size"},
        ExpressionAttributeValues={":c": {"S": "blue"}, ":n": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    assert changed == {"Attributes": {"colour": {"S": "blue"}, "size": {"N": "2.5"}}}
    gone = table.call("DeleteItem", Key=key("a", 1), ReturnValues="ALL_OLD")["Attributes"]
    assert gone["colour"] == {"S": "blue"}
    assert table.get("a", 1) is None
    assert table.call("DeleteItem", Key=key("a", 1)) == {}
    described = table.call("DescribeTable")["Table"]
    assert (described["ItemCount"], described["TableSizeBytes"]) == (0, 0)


def test_an_update_makes_an_item_where_there_is_none(table):
    table.call("UpdateItem", Key=key("a", 1), ReturnValues="ALL_NEW")
    assert table.get("a", 1) == key("a", 1)


def test_a_write_happens_only_under_its_condition(table):
    table.put("a", 1, "attribute_not_exists(pk)")
    assert refusal(table.put, "a", 1, "attribute_not_exists(pk)") == (
        "ConditionalCheckFailedException",
        "The conditional request failed",
    )


def test_a_query_reads_one_partition_in_order(table):
    for pk, sk in (("a", 10), ("a", 9), ("a", -3), ("b", 1), ("a", 100)):
        table.put(pk, sk, g={"S": "x"})
    assert table.numbers() == ["-3", "9", "10", "100"]
    assert table.numbers(ScanIndexForward=False, Limit=2) == ["100", "10"]
    assert table.numbers("pk = :p AND sk BETWEEN :l AND :h", {":l": {"N": "9"}, ":h": {"N": "10"}}) == [
        "9",
        "10",
    ]
    assert table.numbers("sk < :l AND pk = :p", {":l": {"N": "9"}}) == ["-3"]
    assert table.numbers("(pk = :p) AND (sk >= :l)", {":l": {"N": "10"}}) == ["10", "100"]
    by_g = table.call(
        "Query",
        IndexName="by-g",
        KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": {"S": "x"}},
    )
    assert [item["sk"]["N"] for item in by_g["Items"]] == ["-3", "1", "9", "10", "100"]


def test_strings_are_queried_by_how_they_begin():
    table = Table(new_lab(), sort="S")
    for sk in ("2026-01-05", "2026-01-06", "2026-02-01", "2026"):
        table.put("a", sk)
    assert table.numbers("pk = :p AND begins_with(sk, :m)", {":m": {"S": "2026-01"}}) == [
        "2026-01-05",
        "2026-01-06",
    ]


def test_a_filter_counts_what_it_looked_at(table):
    for number in range(4):
        table.put("a", number, even={"BOOL": number % 2 == 0})
    answer = table.call(
        "Query",
        KeyConditionExpression="pk = :p",
        FilterExpression="even = :e",
        ProjectionExpression="sk",
        ExpressionAttributeValues={":p": {"S": "a"}, ":e": {"BOOL": True}},
    )
    assert (answer["Count"], answer["ScannedCount"]) == (2, 4)
    assert answer["Items"] == [{"sk": {"N": "0"}}, {"sk": {"N": "2"}}]


def test_a_page_ends_at_a_mebibyte(table):
    for number in range(4):
        table.put("a", number, blob={"S": "x" * 300_000})
    first = table.call("Scan", Select="COUNT")
    assert first["Count"] == 4
    table.put("a", 4, blob={"S": "x" * 300_000})
    first = table.call("Scan")
    assert (first["Count"], first["LastEvaluatedKey"]) == (4, key("a", 3))
    rest = table.call("Scan", ExclusiveStartKey=first["LastEvaluatedKey"])
    assert [item["sk"] for item in rest["Items"]] == [{"N": "4"}]
    assert "LastEvaluatedKey" not in rest


KEYS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5, 5), st.sampled_from("xy")), max_size=15)


@settings(deadline=None)
@given(KEYS, st.integers(1, 4), st.booleans())
def test_pages_together_are_all_items_once(items, size, forward):
    table = Table(new_lab())
    kept = {(pk, sk): g for pk, sk, g in items}
    for (pk, sk), g in kept.items():
        table.put(pk, sk, g={"S": g})
    assert sorted(pages(table, "Scan", size)) == sorted(kept)
    found = pages(table, "Query", size, ":p", "a", KeyConditionExpression="pk = :p", ScanIndexForward=forward)
    wanted = sorted(sk for pk, sk in kept if pk == "a")
    assert [sk for _, sk in found] == (wanted if forward else wanted[::-1])
    by_g = pages(
        table,
        "Query",
        size,
        ":g",
        "x",
        KeyConditionExpression="g = :g",
        IndexName="by-g",
        ScanIndexForward=forward,
    )
    assert sorted(by_g) == sorted(each for each, g in kept.items() if g == "x")
    assert [sk for _, sk in by_g] == sorted((sk for _, sk in by_g), reverse=not forward)


def pages(table, operation, size, name=None, value=None, **params):
    found = []
    if name is not None:
        params["ExpressionAttributeValues"] = {name: {"S": value}}
    while True:
        page = table.call(operation, Limit=size, **params)
        found += [(item["pk"]["S"], int(item["sk"]["N"])) for item in page["Items"]]
        assert page["Count"] <= size
        if "LastEvaluatedKey" not in page:
            return found
        params["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def test_an_item_leaves_an_index_with_its_key(table):
    table.put("a", 1, g={"S": "x"})
    table.call("UpdateItem", Key=key("a", 1), UpdateExpression="REMOVE g")
    assert table.call("Scan", IndexName="by-g")["Count"] == 0
    assert refusal(table.put, "a", 2, g={"N": "1"}) == (
        "ValidationException",
        (
            "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N "
            "IndexName: by-g"
        ),
    )


def test_a_transaction_happens_whole_or_not_at_all(table):
    table.put("a", 1)
    parts = [
        {"Put": {"TableName": "things", "Item": key("a", 2)}},
        {
            "ConditionCheck": {
                "TableName": "things",
                "Key": key("a", 1),
                "ConditionExpression": "attribute_exists(g)",
            }
        },
    ]
    code, message = refusal(table.lab.call, "dynamodb", "TransactWriteItems", {"TransactItems": parts})
    assert code == "TransactionCanceledException"
    assert message.endswith("[None, ConditionalCheckFailed]")
    assert table.get("a", 2) is None
    table.lab.call("dynamodb", "TransactWriteItems", {"TransactItems": parts[:1]})
    assert table.get("a", 2) == key("a", 2)


def test_batches_read_and_write_several_items(table):
    puts = [{"PutRequest": {"Item": key("a", number)}} for number in range(3)]
    table.lab.call("dynamodb", "BatchWriteItem", {"RequestItems": {"things": puts}})
    keys = {"things": {"Keys": [key("a", 0), key("a", 9)], "ProjectionExpression": "sk"}}
    answer = table.lab.call("dynamodb", "BatchGetItem", {"RequestItems": keys})
    assert answer["Responses"] == {"things": [{"sk": {"N": "0"}}]}
    many = {"things": [{"PutRequest": {"Item": key("a", number)}} for number in range(26)]}
    assert refusal(table.lab.call, "dynamodb", "BatchWriteItem", {"RequestItems": many}) == (
        "ValidationException",
        "Too many items requested for the BatchWriteItem call",
    )


def test_items_survive_saving_and_replaying(table):
    table.put("a", 1, raw={"B": b"\x00\xff"}, many={"BS": [b"\xff", b"\x01"]})
    lab = table.lab
    assert snapshot.load(snapshot.dump(lab), Aws()).lab.state_hash() == lab.state_hash()
    assert replay(Journal.loads(lab.dump_journal())[0], Aws()).state_hash() == lab.state_hash()


INVALID = "One or more parameter values were invalid: "


@pytest.mark.parametrize(
    ("operation", "params", "message"),
    [
        ("PutItem", {"Item": {"pk": {"S": "a"}}}, INVALID + "Missing the key sk in the item"),
        (
            "PutItem",
            {"Item": {"pk": {"N": "1"}, "sk": {"N": "1"}}},
            INVALID + "Type mismatch for key pk expected: S actual: N",
        ),
        (
            "PutItem",
            {"Item": key("", 1)},
            (
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                "an empty string value. Key: pk"
            ),
        ),
        (
            "PutItem",
            {"Item": key("a", 1) | {"n": {"N": "x"}}},
            "The parameter cannot be converted to a numeric value: x",
        ),
        (
            "PutItem",
            {"Item": key("a", 1) | {"n": {}}},
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        ),
        (
            "PutItem",
            {"Item": key("a", 1) | {"s": {"SS": ["a", "a"]}}},
            INVALID + "Input collection [a, a] contains duplicates.",
        ),
        (
            "PutItem",
            {"Item": key("a", 1) | {"s": {"S": "x" * 409_600}}},
            "Item size has exceeded the maximum allowed size",
        ),
        ("GetItem", {"Key": {"pk": {"S": "a"}}}, "The provided key element does not match the schema"),
        (
            "GetItem",
            {"Key": key("a", 1), "ProjectionExpression": "name"},
            "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: name",
        ),
        (
            "DeleteItem",
            {"Key": key("a", 1), "ConditionExpression": "a = :v"},
            (
                "Invalid ConditionExpression: An expression attribute value used in expression is not defined; "
                "attribute value: :v"
            ),
        ),
        (
            "DeleteItem",
            {
                "Key": key("a", 1),
                "ConditionExpression": "attribute_exists(a)",
                "ExpressionAttributeNames": {"#n": "n"},
            },
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}",
        ),
        (
            "DeleteItem",
            {"Key": key("a", 1), "ConditionExpression": "a = = b"},
            'Invalid ConditionExpression: Syntax error; token: "=", near: "= = b"',
        ),
        (
            "UpdateItem",
            {
                "Key": key("a", 1),
                "UpdateExpression": "SET pk = :v",
                "ExpressionAttributeValues": {":v": {"S": "b"}},
            },
            INVALID + "Cannot update attribute pk. This attribute is part of the key",
        ),
        (
            "UpdateItem",
            {"Key": key("a", 1), "UpdateExpression": "SET a = b"},
            "The provided expression refers to an attribute that does not exist in the item",
        ),
        (
            "UpdateItem",
            {"Key": key("a", 1), "UpdateExpression": "REMOVE a.b"},
            "The document path provided in the update expression is invalid for update",
        ),
        (
            "UpdateItem",
            {"Key": key("a", 1), "UpdateExpression": "REMOVE a, a.b"},
            (
                "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of "
                "these paths; path one: [a], path two: [a, b]"
            ),
        ),
        (
            "Query",
            {"KeyConditionExpression": "sk = :v", "ExpressionAttributeValues": {":v": {"N": "1"}}},
            "Query condition missed key schema element: pk",
        ),
        (
            "Query",
            {"KeyConditionExpression": "pk > :v", "ExpressionAttributeValues": {":v": {"S": "1"}}},
            "Query key condition not supported",
        ),
        (
            "Query",
            {"KeyConditionExpression": "pk = :v", "ExpressionAttributeValues": {":v": {"N": "1"}}},
            INVALID + "Condition parameter type does not match schema type",
        ),
        ("Scan", {"IndexName": "none"}, "The table does not have the specified index: none"),
        (
            "Scan",
            {"IndexName": "by-g", "ConsistentRead": True},
            "Consistent reads are not supported on global secondary indexes",
        ),
        ("Scan", {"ExclusiveStartKey": {"pk": {"S": "a"}}}, "The provided starting key is invalid"),
    ],
)
def test_refusals_are_in_dynamodbs_words_and_change_nothing(table, operation, params, message):
    assert refusal(table.call, operation, **params) == ("ValidationException", message)
    assert len(table.lab.world.dynamodb_items) == 0
