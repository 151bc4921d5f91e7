"""Amazon EC2 Auto Scaling, as far as ECS needs it: groups that make and lose container instances.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations_List.html
"""

from ecslab.aws.operations.autoscaling import groups, members

MODULES = (groups, members)
