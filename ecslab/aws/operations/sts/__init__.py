"""AWS Security Token Service.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
"""

from ecslab.aws.operations.sts import identity, messages, sessions

MODULES = (identity, sessions, messages)
