"""DynamoDB: a table with indexes, items that come, change and go, queries, batches and transactions."""


def tell(lab, call):
    """From no table to a table that is being deleted, every operation once at least."""
    table = {"TableName": "orders"}
    arn = call(
        "dynamodb",
        "CreateTable",
        AttributeDefinitions=[
            {"AttributeName": "customer", "AttributeType": "S"},
            {"AttributeName": "number", "AttributeType": "N"},
            {"AttributeName": "ordered", "AttributeType": "S"},
        ],
        KeySchema=[
            {"AttributeName": "customer", "KeyType": "HASH"},
            {"AttributeName": "number", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-day",
                "KeySchema": [{"AttributeName": "ordered", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "customer-day",
                "KeySchema": [
                    {"AttributeName": "customer", "KeyType": "HASH"},
                    {"AttributeName": "ordered", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": "team", "Value": "blue"}],
        **table,
    )["TableDescription"]["TableArn"]
    lab.advance(10_000)
    call("dynamodb", "DescribeTable", **table)
    call("dynamodb", "ListTables")
    call(
        "dynamodb",
        "UpdateTable",
        BillingMode="PROVISIONED",
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        **table,
    )
    call("dynamodb", "TagResource", ResourceArn=arn, Tags=[{"Key": "cost", "Value": "1"}])
    call("dynamodb", "ListTagsOfResource", ResourceArn=arn)
    call("dynamodb", "UntagResource", ResourceArn=arn, TagKeys=["cost"])
    key = {"customer": {"S": "ann"}, "number": {"N": "1"}}
    item = key | {
        "ordered": {"S": "2026-01-05"},
        "parts": {"L": [{"M": {"sku": {"S": "a"}, "count": {"N": "2"}}}]},
    }
    call("dynamodb", "PutItem", Item=item, ConditionExpression="attribute_not_exists(customer)", **table)
    call("dynamodb", "GetItem", Key=key, ProjectionExpression="parts[0].sku", **table)
    call(
        "dynamodb",
        "UpdateItem",
        Key=key,
        UpdateExpression="SET #s = :paid ADD amount :n REMOVE parts[0].#c",
        ExpressionAttributeNames={"#s": "status", "#c": "count"},
        ExpressionAttributeValues={":paid": {"S": "paid"}, ":n": {"N": "9.50"}},
        ReturnValues="ALL_NEW",
        **table,
    )
    second = {"customer": {"S": "ann"}, "number": {"N": "2"}, "ordered": {"S": "2026-01-06"}}
    call(
        "dynamodb",
        "BatchWriteItem",
        RequestItems={"orders": [{"PutRequest": {"Item": second | {"raw": {"B": b"\x00"}}}}]},
    )
    call("dynamodb", "BatchGetItem", RequestItems={"orders": {"Keys": [key]}})
    call(
        "dynamodb",
        "Query",
        KeyConditionExpression="customer = :c AND #n BETWEEN :low AND :high",
        FilterExpression="contains(ordered, :january) OR size(parts) > :low",
        ExpressionAttributeNames={"#n": "number"},
        ExpressionAttributeValues={
            ":c": {"S": "ann"},
            ":low": {"N": "1"},
            ":high": {"N": "9"},
            ":january": {"S": "-01-"},
        },
        Limit=1,
        **table,
    )
    call(
        "dynamodb",
        "Query",
        IndexName="by-day",
        KeyConditionExpression="ordered = :d",
        ExpressionAttributeValues={":d": {"S": "2026-01-05"}},
        **table,
    )
    call("dynamodb", "Scan", Limit=1, **table)
    living = {"Enabled": True, "AttributeName": "until"}
    call("dynamodb", "UpdateTimeToLive", TimeToLiveSpecification=living, **table)
    call("dynamodb", "DescribeTimeToLive", **table)
    call("dynamodb", "TransactGetItems", TransactItems=[{"Get": {"Key": key} | table}])
    call(
        "dynamodb",
        "TransactWriteItems",
        TransactItems=[
            {"ConditionCheck": table | {"Key": key, "ConditionExpression": "attribute_exists(customer)"}},
            {"Put": table | {"Item": second | {"number": {"N": "3"}}}},
        ],
    )
    call("dynamodb", "DeleteItem", Key=key, ReturnValues="ALL_OLD", **table)
    call("dynamodb", "DeleteTable", **table)
