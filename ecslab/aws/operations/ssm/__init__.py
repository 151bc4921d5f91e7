"""AWS Systems Manager: Parameter Store.

https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
"""

from ecslab.aws.operations.ssm import changes, labels, listing, tagging, values

MODULES = (changes, labels, listing, tagging, values)
