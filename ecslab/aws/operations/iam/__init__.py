"""AWS Identity and Access Management.

https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
"""

from ecslab.aws.operations.iam import (
    attached,
    boundaries,
    details,
    groups,
    inline,
    policies,
    profiles,
    roles,
    service_linked,
    simulate,
    users,
)

MODULES = (
    attached,
    boundaries,
    details,
    groups,
    inline,
    policies,
    profiles,
    roles,
    service_linked,
    simulate,
    users,
)
