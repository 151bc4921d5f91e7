"""Amazon EC2, as far as ECS needs it: networks, and machines that can join a cluster.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query-vpc.html
"""

from ecslab.aws.operations.ec2 import images, instances, launch_templates, network

MODULES = (network, instances, images, launch_templates)
