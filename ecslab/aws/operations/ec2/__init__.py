"""Amazon EC2, as far as Fargate tasks need it: where their network interfaces can go.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query-vpc.html
"""

from ecslab.aws.operations.ec2 import network

MODULES = (network,)
