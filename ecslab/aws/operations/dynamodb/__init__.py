"""Amazon DynamoDB.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
"""

from ecslab.aws.operations.dynamodb import batches, expiry, items, queries, tables, tags, transactions

MODULES = (tables, items, queries, batches, transactions, expiry, tags)
