"""AWS Secrets Manager.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
"""

from ecslab.aws.operations.secretsmanager import (
    changes,
    listing,
    passwords,
    policies,
    stages,
    tagging,
    values,
)

MODULES = (changes, listing, passwords, policies, stages, tagging, values)
