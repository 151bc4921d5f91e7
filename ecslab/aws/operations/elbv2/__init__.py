"""Elastic Load Balancing, as far as services use it: Application and Network Load Balancers.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/Welcome.html
"""

from ecslab.aws.operations.elbv2 import balancers, listeners, rules, tagging, target_groups, targets

MODULES = (balancers, listeners, rules, tagging, target_groups, targets)
