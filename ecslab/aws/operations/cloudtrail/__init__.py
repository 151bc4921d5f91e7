"""AWS CloudTrail: the event history.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from ecslab.aws.operations.cloudtrail import lookup

MODULES = (lookup,)
