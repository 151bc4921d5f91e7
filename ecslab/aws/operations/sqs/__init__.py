"""Amazon Simple Queue Service.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
"""

from ecslab.aws.operations.sqs import batches, messages, moving, permissions, queues, tags

MODULES = (queues, messages, batches, moving, permissions, tags)
