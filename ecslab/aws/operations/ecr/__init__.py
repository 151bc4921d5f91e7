"""Amazon Elastic Container Registry: the lab's own private registry.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.ecr import (
    deleting,
    images,
    layers,
    login,
    policies,
    pushing,
    repositories,
    tagging,
)

MODULES = (repositories, policies, images, pushing, deleting, layers, login, tagging)
