"""Application Auto Scaling, as far as ECS services use it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

from ecslab.aws.operations.application_autoscaling import policies, schedules, tagging, targets

MODULES = (policies, schedules, tagging, targets)
